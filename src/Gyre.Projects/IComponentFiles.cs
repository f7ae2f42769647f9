using Gyre.Core;

namespace Gyre.Projects;

/// <summary>Gets the component files that a project's steps use.</summary>
public interface IComponentFiles
{
    /// <summary>The bytes of the file; whoever asks compares them with the reference's pin.</summary>
    /// <param name="reference">A <see cref="FileReference"/> or a <see cref="GitReference"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidInputException">There is no such file, or it cannot be had here; says why.</exception>
    Task<byte[]> ReadAsync(ComponentReference reference, CancellationToken cancellationToken);
}

/// <summary>Component files of a project's own folder. Links are not followed, and nothing is fetched from repositories.</summary>
/// <param name="folder">Folder of the project file.</param>
public sealed class FolderComponentFiles(string folder) : IComponentFiles
{
    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(ComponentReference reference, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<byte[]>(cancellationToken) : Task.FromResult(Read(reference));

    /// <summary>The bytes of a file of the folder.</summary>
    /// <param name="reference">A <see cref="FileReference"/>; anything else is refused.</param>
    /// <exception cref="InvalidInputException">There is no such file in this folder.</exception>
    public byte[] Read(ComponentReference reference)
    {
        if (reference is not FileReference { Path: var path })
            throw new InvalidInputException(
                "uses.git",
                "Components from other repositories cannot be fetched here.",
                "Start the run with 'gyre run', or copy the file into the project.");
        try
        {
            RefuseLinks(path);
            using var stream = new FileStream(path.Under(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadAll(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException("uses.file", File.Exists(path.Under(folder)) ? $"The component file './{path}' cannot be read: {exception.Message}" : $"The component file './{path}' does not exist in the project folder.", "Write the path relative to the folder of the project file.");
        }
    }

    /// <summary>A link could lead out of the folder.</summary>
    private void RefuseLinks(SafePath path)
    {
        var at = folder;
        foreach (var segment in path.Segments)
        {
            at = Path.Join(at, segment);
            if (File.ResolveLinkTarget(at, returnFinalTarget: false) is not null)
                throw new InvalidInputException(
                    "uses.link",
                    $"The component file './{path}' is a link or is inside a linked folder.",
                    "Copy the file into the project.");
        }
    }

    private static byte[] ReadAll(Stream stream, SafePath path)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            if (content.Length + count > ComponentFile.MaxBytes)
                throw new InvalidInputException(
                    "uses.too-large", $"The component file './{path}' is larger than {ComponentFile.MaxBytes} bytes.");
            content.Write(buffer, 0, count);
        }
        return content.ToArray();
    }
}
