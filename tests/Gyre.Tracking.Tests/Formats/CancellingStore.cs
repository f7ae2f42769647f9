using System.Runtime.CompilerServices;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>Counts what a store tells, the pieces of its files too, and cancels with the given one of them.</summary>
internal sealed class CancellingStore(IForeignStore inner, int cancelAt, CancellationTokenSource source) : IForeignStore
{
    public int Told { get; private set; }

    public string Description => inner.Description;

    public RemarkList Remarks => inner.Remarks;

    public IAsyncEnumerable<ForeignExperiment> ExperimentsAsync(CancellationToken cancellationToken) => Counted(inner.ExperimentsAsync(cancellationToken), cancellationToken);

    public IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) => Counted(inner.RunsAsync(experiment, cancellationToken), cancellationToken);

    public IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, CancellationToken cancellationToken) => Counted(inner.HistoryAsync(run, key, cancellationToken), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken) => Files(inner.FilesAsync(run, cancellationToken), cancellationToken);

    public IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) =>
        Counted(inner.LoggedModelsAsync(experiment, cancellationToken), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken) => Files(inner.FilesAsync(model, cancellationToken), cancellationToken);

    public IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync(CancellationToken cancellationToken) => Counted(inner.RegisteredModelsAsync(cancellationToken), cancellationToken);

    public IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) =>
        Counted(inner.VersionsAsync(model, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Count()
    {
        if (++Told == cancelAt)
            source.Cancel();
    }

    private async IAsyncEnumerable<T> Counted<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            Count();
            yield return item;
        }
    }

    private async IAsyncEnumerable<ForeignArtifactFile> Files(IAsyncEnumerable<ForeignArtifactFile> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in Counted(files, cancellationToken))
            yield return new ForeignArtifactFile(file.Path, file.SizeInBytes, async token => new CountedStream(await ReadAsync(file, token), Count));
    }

    private static async Task<byte[]> ReadAsync(ForeignArtifactFile file, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await using var content = await file.OpenAsync(cancellationToken);
        await content.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }

    /// <summary>Gives two bytes at a time.</summary>
    private sealed class CountedStream(byte[] content, Action count) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count();
            return base.ReadAsync(buffer[..Math.Min(2, buffer.Length)], CancellationToken.None);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[2];
            while (await ReadAsync(buffer, cancellationToken) is var read and > 0)
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
