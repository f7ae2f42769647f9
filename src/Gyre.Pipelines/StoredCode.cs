using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Code;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>
/// Code that somebody has put into the artifact store: its files, and the <see cref="CodeTree"/> that names them. It comes from outside,
/// so it is checked whole before a run is accepted with it.
/// </summary>
/// <param name="blobs">The artifact store.</param>
/// <param name="language">What project files may say.</param>
public sealed class StoredCode(IBlobStore blobs, ProjectLanguage language)
{
    /// <summary>The longest text of a tree, in bytes.</summary>
    public const int MaxTreeBytes = 32 << 20;

    private const int MaxProjectBytes = 8 << 20;

    /// <summary>Checks a tree and reads the project that it holds.</summary>
    /// <param name="code">Digest of the tree.</param>
    /// <param name="file">The project file in it; null for <c>gyre.yaml</c> or another of the usual names at the root.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The reading; its project is null when the file has errors.</returns>
    /// <exception cref="InvalidInputException">The tree is missing or not valid, a file of it is missing, or it holds no
    /// project.</exception>
    public async Task<ProjectReading> ReadProjectAsync(Digest code, string? file, CancellationToken cancellationToken)
    {
        var tree = await ReadTreeAsync(code, cancellationToken);
        var found = file is null
            ? ProjectFile.FileNames.Select(name => tree.Files.FirstOrDefault(known => known.Path == name)).OfType<CodeFile>(
                ).FirstOrDefault()
            : tree.Files.FirstOrDefault(known => known.Path == file);
        if (found is null)
            throw new InvalidInputException(
                "project.missing",
                file is null ? $"The code contains no project file ({string.Join(", ", ProjectFile.FileNames)})."
                    : "The code does not contain the named project file.",
                "Send the folder that contains the project file, or name the file.");
        if ((await blobs.FindAsync(found.Digest, cancellationToken))?.SizeInBytes > MaxProjectBytes)
            throw new InvalidInputException("project.too-large", $"The project file is larger than {MaxProjectBytes} bytes.");
        var snapshots = new CodeSnapshots("", blobs);
        var bytes = await snapshots.ReadFileAsync(found.Digest, cancellationToken);
        return await ProjectFile.ReadAsync(bytes, found.Path, new TreeComponentFiles(tree, snapshots), language, cancellationToken);
    }

    private async Task<CodeTree> ReadTreeAsync(Digest code, CancellationToken cancellationToken)
    {
        if (await blobs.FindAsync(code, cancellationToken) is not { } stored)
            throw new InvalidInputException("code.missing", $"The code {code} is not in the artifact store.", "Upload it first.");
        if (stored.SizeInBytes > MaxTreeBytes)
            throw Refuse($"it is larger than {MaxTreeBytes} bytes");
        var tree = await ParseAsync(code, cancellationToken);
        CheckPaths(tree);
        foreach (var file in tree.Files)
        {
            if (await blobs.FindAsync(file.Digest, cancellationToken) is null)
                throw new InvalidInputException(
                    "code.missing", $"The content {file.Digest} of a file of the code is not in the artifact store.", "Upload it first.");
        }
        return tree;
    }

    private async Task<CodeTree> ParseAsync(Digest code, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await blobs.OpenReadAsync(code, 0, cancellationToken);
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            var text = await reader.ReadToEndAsync(cancellationToken);
            var tree = CodeTree.Parse(text);
            // The same files must have the same digest, or equal runs would not find each other in the cache.
            return tree.ToText() == text ? tree : throw Refuse("it is not written as trees are");
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw Refuse("it is not a tree of files");
        }
    }

    private static void CheckPaths(CodeTree tree)
    {
        if (tree.Files.Length > ProjectCode.MaxFiles)
            throw Refuse($"it has more than {ProjectCode.MaxFiles} files");
        var folders = new HashSet<string>(StringComparer.Ordinal);
        string? before = null;
        foreach (var file in tree.Files)
        {
            if (!SafePath.TryParse(file.Path, out _, out var reason))
                throw new InvalidInputException(
                    "path.invalid", $"The code names a file whose path is not valid: {reason}.", "Rename the file, or ignore it.");
            if (before is not null && string.CompareOrdinal(before, file.Path) >= 0)
                throw Refuse("its paths are not in ordinal order, each once");
            before = file.Path;
            for (var at = file.Path.IndexOf('/', StringComparison.Ordinal); at > 0; at = file.Path.IndexOf('/', at + 1))
                folders.Add(file.Path[..at]);
        }
        if (tree.Files.Any(file => folders.Contains(file.Path)))
            throw Refuse("a path is both a file and a folder");
    }

    private static InvalidInputException Refuse(string reason) =>
        new("code.tree", $"The tree of the code is not valid: {reason}.", "Send it as 'gyre run --server' does.");
}
