using Gyre.Testing.Projects;

namespace Gyre.Projects.Tests;

public sealed class FolderComponentFilesTests : ComponentFilesConformance
{
    protected override Task<IComponentFiles> OpenAsync() => Task.FromResult<IComponentFiles>(new FolderComponentFiles(Folder));
}
