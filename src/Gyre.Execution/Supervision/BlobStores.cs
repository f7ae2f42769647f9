using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>The artifact stores a supervisor has open. One caller at a time.</summary>
internal sealed class BlobStores(SupervisorOptions options) : IDisposable
{
    private readonly Dictionary<StorageOptions, IBlobStore> _open = [];

    public async Task<IBlobStore> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(storage, out var blobs))
            _open[storage] = blobs = await options.OpenBlobs(storage, cancellationToken);
        return blobs;
    }

    public void Dispose()
    {
        foreach (var blobs in _open.Values)
            blobs.Dispose();
    }
}
