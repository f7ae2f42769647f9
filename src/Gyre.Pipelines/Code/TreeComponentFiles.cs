using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Code;

/// <summary>Component files in a tree of code that was taken when a run was accepted.</summary>
internal sealed class TreeComponentFiles(CodeTree tree, CodeSnapshots snapshots) : IComponentFiles
{
    public async Task<byte[]> ReadAsync(ComponentReference reference, CancellationToken cancellationToken)
    {
        if (reference is not FileReference { Path: var path })
            throw new InvalidInputException(
                "uses.git",
                "Components from other repositories cannot be fetched here.",
                "Start the run with 'gyre run', or copy the file into the project.");
        var file = tree.Files.FirstOrDefault(file => file.Path == path.ToString())
            ?? throw new InvalidInputException(
                "uses.file",
                $"The component file './{path}' does not exist in the code of the run.",
                "Write the path relative to the folder of the project file.");
        if (await snapshots.SizeOfAsync(file.Digest, cancellationToken) > ComponentFile.MaxBytes)
            throw new InvalidInputException(
                "uses.too-large", $"The component file './{path}' is larger than {ComponentFile.MaxBytes} bytes.");
        return await snapshots.ReadFileAsync(file.Digest, cancellationToken);
    }
}
