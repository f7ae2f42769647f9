using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Testing.Datasets;

/// <summary>What a killed program leaves behind, as an exception that nobody handles.</summary>
public sealed class KilledException() : Exception("killed");

/// <summary>A place whose user dies at one of its calls: before it, after it, or in the middle of what it reads.</summary>
/// <param name="place">The real one; not owned.</param>
/// <param name="after">How many points are passed.</param>
public sealed class InterruptedPlace(IDatasetPlace place, int after) : IDatasetPlace
{
    private int _points;

    /// <inheritdoc/>
    public string Name => place.Name;

    /// <inheritdoc/>
    public IDocuments? Documents => place.Documents;

    /// <summary>Whether the user died.</summary>
    public bool HasStruck => Volatile.Read(ref _points) > after;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DatasetsAsync(CancellationToken cancellationToken) =>
        AtAsync(() => place.DatasetsAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RepositoryVersion>> VersionsAsync(string dataset, CancellationToken cancellationToken) =>
        AtAsync(() => place.VersionsAsync(dataset, cancellationToken));

    /// <inheritdoc/>
    public Task<DatasetManifest?> FindAsync(string dataset, string version, CancellationToken cancellationToken) =>
        AtAsync(() => place.FindAsync(dataset, version, cancellationToken));

    /// <inheritdoc/>
    public Task<DatasetFile?> FindFileAsync(string dataset, string version, string path, CancellationToken cancellationToken) =>
        AtAsync(() => place.FindFileAsync(dataset, version, path, cancellationToken));

    /// <inheritdoc/>
    public Task<byte[]?> FindProfileAsync(string dataset, Digest digest, CancellationToken cancellationToken) =>
        AtAsync(() => place.FindProfileAsync(dataset, digest, cancellationToken));

    /// <inheritdoc/>
    public Task KeepProfileAsync(string dataset, Digest digest, byte[] profile, CancellationToken cancellationToken) =>
        AtAsync(async () =>
        {
            await place.KeepProfileAsync(dataset, digest, profile, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public Task<IReadOnlySet<Digest>> MissingAsync(
        string dataset, IReadOnlyCollection<DatasetFile> files, CancellationToken cancellationToken) =>
        AtAsync(() => place.MissingAsync(dataset, files, cancellationToken));

    /// <inheritdoc/>
    public Task PutAsync(string dataset, string path, DatasetFile file, CancellationToken cancellationToken) => AtAsync(async () =>
    {
        await place.PutAsync(dataset, path, file, cancellationToken);
        return true;
    });

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string dataset, DatasetFile file, long offset, CancellationToken cancellationToken)
    {
        Pass();
        return new DyingStream(await place.OpenAsync(dataset, file, offset, cancellationToken), this);
    }

    /// <inheritdoc/>
    public Task<RepositoryVersion> AddAsync(DatasetManifest manifest, CancellationToken cancellationToken) =>
        AtAsync(() => place.AddAsync(manifest, cancellationToken));

    /// <inheritdoc/>
    public Task TagAsync(RepositoryVersion version, string tag, CancellationToken cancellationToken) =>
        place.TagAsync(version, tag, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UntagAsync(string dataset, string tag, CancellationToken cancellationToken) =>
        place.UntagAsync(dataset, tag, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> NeedsAsync(RepositoryVersion version, CancellationToken cancellationToken) =>
        AtAsync(() => place.NeedsAsync(version, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(RepositoryVersion version, bool force, CancellationToken cancellationToken) =>
        AtAsync(() => place.RemoveAsync(version, force, cancellationToken));

    /// <inheritdoc/>
    public Task<(long Files, long Bytes)> PurgeAsync(string dataset, bool dryRun, CancellationToken cancellationToken) =>
        AtAsync(() => place.PurgeAsync(dataset, dryRun, cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private async Task<T> AtAsync<T>(Func<Task<T>> call)
    {
        Pass();
        var answer = await call();
        Pass();
        return answer;
    }

    private void Pass()
    {
        // Who is dead makes no further calls.
        if (Interlocked.Increment(ref _points) > after)
            throw new KilledException();
    }

    private sealed class DyingStream(Stream inner, InterruptedPlace place) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            place.Pass();
            return await inner.ReadAsync(buffer[..Math.Min(buffer.Length, 700)], cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
