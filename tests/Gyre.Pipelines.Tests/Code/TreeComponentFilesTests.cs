using Gyre.Core;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Variables;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing.Projects;

namespace Gyre.Pipelines.Tests.Code;

public sealed class TreeComponentFilesTests : ComponentFilesConformance
{
    private IBlobStore? _blobs;

    protected override async Task<IComponentFiles> OpenAsync()
    {
        _blobs ??= await GyreStore.OpenBlobsAsync(new StorageOptions { Home = Home }, TimeProvider.System, Cancel);
        var snapshots = new CodeSnapshots(Home, _blobs);
        return new TreeComponentFiles(await snapshots.ReadAsync(await snapshots.TakeAsync(Folder, FileSecrets.None, Cancel), Cancel),
            snapshots);
    }

    protected override void Dispose(bool disposing)
    {
        _blobs?.Dispose();
        base.Dispose(disposing);
    }
}
