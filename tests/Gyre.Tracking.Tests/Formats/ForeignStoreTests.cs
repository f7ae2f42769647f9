using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

public sealed class DatabaseStoreConformanceTests : ForeignStoreConformance
{
    private protected override Task<IForeignStore> OpenAsync(SampleStore sample)
    {
        var path = Path.Join(Here, $"{Directory.GetFileSystemEntries(Here).Length}", "mlflow.db");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SampleDatabase.Write(sample, path);
        return Task.FromResult(ForeignStores.Open("sqlite:///" + path, new ForeignStoreOptions()));
    }

    private protected override void Reduce(SampleStore sample)
    {
        // A cell cannot hold a negative zero, rows come in the order of their times, and the logged model behind a version has no column.
        foreach (var key in sample.Histories.Keys)
            sample.Histories[key] = [.. sample.Histories[key].Select(point => point.Value == 0 ? point with { Value = 0 } : point).OrderBy(point => (point.Timestamp, point.Step, point.Value))];
        sample.Versions[1] = sample.Versions[1] with { ModelId = null };
    }
}

public sealed class FolderStoreConformanceTests : ForeignStoreConformance
{
    private protected override async Task<IForeignStore> OpenAsync(SampleStore sample)
    {
        var path = Path.Join(Here, $"{Directory.GetFileSystemEntries(Here).Length}");
        await FolderExport.WriteAsync(sample, path, new FolderExportOptions { ArtifactRoot = "mlflow-artifacts:" }, Token);
        return ForeignStores.Open(path, new ForeignStoreOptions());
    }
}

public sealed class ServerStoreConformanceTests : ForeignStoreConformance
{
    private protected override Task<IForeignStore> OpenAsync(SampleStore sample) =>
        Task.FromResult(ForeignStores.Open("http://server:5000/base", new ForeignStoreOptions { Client = new HttpClient(new SampleServer(sample)) }));

    private protected override void Reduce(SampleStore sample)
    {
        // The protocol tells neither when a run was deleted, nor where a source leads in the store.
        sample.Runs[0] = sample.Runs[0] with { DeletedAt = null };
        sample.Versions[1] = sample.Versions[1] with { StorageLocation = sample.Versions[1].Source };
    }
}
