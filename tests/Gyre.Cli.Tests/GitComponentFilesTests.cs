using Gyre.Cli.Repositories;
using Gyre.Projects;
using Gyre.Testing.Projects;

namespace Gyre.Cli.Tests;

public sealed class GitComponentFilesTests : ComponentFilesConformance
{
    protected override string RepositoryRefusal => "git.failed";

    protected override Task<IComponentFiles> OpenAsync() => Task.FromResult<IComponentFiles>(new GitComponentFiles(Folder, Home));
}
