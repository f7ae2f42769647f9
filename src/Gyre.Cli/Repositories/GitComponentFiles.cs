using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Repositories;

/// <summary>Component files of a project's folder, and of repositories, which are laid out in the home by their commit.</summary>
/// <param name="folder">Folder of the project file.</param>
/// <param name="home">The home.</param>
internal sealed class GitComponentFiles(string folder, string home) : IComponentFiles
{
    private readonly FolderComponentFiles _own = new(folder);

    public async Task<byte[]> ReadAsync(ComponentReference reference, CancellationToken cancellationToken)
    {
        if (reference is not GitReference git)
            return await _own.ReadAsync(reference, cancellationToken);
        var laidOut = await GitProjects.LayOutAsync(git.Address, git.Revision, home, cancellationToken);
        return File.Exists(git.Path.Under(laidOut))
            ? new FolderComponentFiles(laidOut).Read(new FileReference(git.Path, git.Pin))
            : throw new InvalidInputException(
                "uses.file",
                $"The repository has no file '{git.Path}' at revision '{git.Revision}'.",
                "Write the path after '#' relative to the repository root.");
    }
}
