using System.Text.Json.Nodes;
using Gyre.Testing;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>What is read from recorded stores is what their own client reads from them.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [InlineData("mlruns", "mlruns.expected.json")]
    [InlineData("sqlite:///mlflow.db", "mlflow-db.expected.json")]
    public async Task A_recorded_store_reads_as_its_own_client_reads_it(string name, string expected)
    {
        var folder = ConformanceData.Folder("mlflow-import");
        await using var store = Open(folder, name);
        var reading = StoreText.Canonical(await StoreText.ReadingAsync(store));
        var text = await File.ReadAllTextAsync(Path.Join(folder, expected), TestContext.Current.CancellationToken);
        reading.ShouldBe(StoreText.Canonical(JsonNode.Parse(text)));
        store.Remarks.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_written_from_a_folder_is_the_same_file_for_file()
    {
        var folder = ConformanceData.Folder("mlflow-import");
        using var here = new TemporaryFolder();
        await using (var store = Open(folder, "mlruns"))
            await FolderExport.WriteAsync(store, here.At("out"), new FolderExportOptions { ArtifactRoot = "file:///srv/mlruns" }, TestContext.Current.CancellationToken);
        Files(here.At("out")).ShouldBe(Files(Path.Join(folder, "mlruns")));
    }

    [Fact]
    public async Task A_folder_that_is_written_from_a_database_reads_as_the_database()
    {
        var folder = ConformanceData.Folder("mlflow-import");
        using var here = new TemporaryFolder();
        await using var store = Open(folder, "sqlite:///mlflow.db");
        var report = await FolderExport.WriteAsync(store, here.At("out"), new FolderExportOptions(), TestContext.Current.CancellationToken);
        await using var written = ForeignStores.Open(here.At("out"), new ForeignStoreOptions());
        StoreText.Canonical(await StoreText.ReadingAsync(written)).ShouldBe(StoreText.Canonical(await StoreText.ReadingAsync(store)));
        report.Remarks.Kept.ShouldBeEmpty();
        report.Points.ShouldBe(80);
    }

    private static IForeignStore Open(string folder, string name) => ForeignStores.Open(
        name.StartsWith("sqlite", StringComparison.Ordinal) ? "sqlite:///" + Path.Join(folder, "mlflow.db") : Path.Join(folder, name), new ForeignStoreOptions());

    private static string Files(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(folder, file)}\n{File.ReadAllText(file)}"));
}
