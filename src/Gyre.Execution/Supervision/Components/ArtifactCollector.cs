using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Execution.Layout;
using Gyre.Storage;

namespace Gyre.Execution.Supervision.Components;

/// <summary>Stores an artifact that a component put elsewhere than asked.</summary>
internal sealed class ArtifactCollector(AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options, Action<string> warn)
{
    /// <summary>The file or the files of the folder at a place.</summary>
    /// <param name="output">Whose artifact it is.</param>
    /// <param name="given">As the component gave it; relative to its working directory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when nothing is there and it is no path into the attempt: then it is the name of something elsewhere.</returns>
    /// <exception cref="ResultException">It cannot be read, or is too large, or is none of the step's.</exception>
    public async Task<ImmutableArray<ArtifactFile>?> CollectAsync(string output, string given, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(given, folder.Repository).TrimEnd('/');
        var isOwn = (path + "/").StartsWith(folder.Root + "/", StringComparison.Ordinal) || (folder.Root + "/").StartsWith(path + "/", StringComparison.Ordinal);
        if (isOwn && !Shared().Any(shared => path.StartsWith(shared + "/", StringComparison.Ordinal)))
            throw new ResultException($"The artifact '{output}' refers to '{given}', which is not in a folder of the step.");
        try
        {
            return FileKinds.Look(path) switch
            {
                null => isOwn && Path.IsPathRooted(given) ? ImmutableArray<ArtifactFile>.Empty : null,
                (FileKind.File, var size) => await FileAsync(output, path, size, cancellationToken),
                (FileKind.Folder, _) => await FolderAsync(output, path, cancellationToken),
                _ => Refuse(output, path),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"The artifact '{output}' at '{path}' could not be read: {exception.Message}");
        }
    }

    private string[] Shared() => [folder.Repository, folder.Inputs, folder.Scratch, folder.Values];

    private async Task<ImmutableArray<ArtifactFile>?> FileAsync(string output, string path, long size, CancellationToken cancellationToken)
    {
        if (size > options.MaxOutputBytes)
            throw new ResultException(string.Create(
                CultureInfo.InvariantCulture,
                $"The artifact '{output}' is larger than {options.MaxOutputBytes} bytes; it was not stored."));
        var blob = await (await openBlobs()).PutFileAsync(path, cancellationToken);
        return [new ArtifactFile("", blob.Digest, blob.SizeInBytes)];
    }

    private async Task<ImmutableArray<ArtifactFile>?> FolderAsync(string output, string path, CancellationToken cancellationToken)
    {
        var collector = new OutputCollector(path, options, warn, hasSidecars: false);
        var files = await collector.CollectAsync(openBlobs, [], cancellationToken);
        return collector.Exceeded is { } problem
            ? throw new ResultException($"The artifact '{output}' at '{path}' is too large. {problem}")
            : files.Select(file => new ArtifactFile(file.Path, file.Digest, file.SizeInBytes)).ToImmutableArray();
    }

    private ImmutableArray<ArtifactFile>? Refuse(string output, string path)
    {
        warn($"The artifact '{output}' was not stored: '{path}' is neither a regular file nor a folder.");
        return ImmutableArray<ArtifactFile>.Empty;
    }
}
