using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Variables;
using Gyre.Storage;

namespace Gyre.Pipelines.Code;

/// <summary>Keeps the code of runs in the artifact store: the files, and a tree that names them.</summary>
internal sealed class CodeSnapshots(string home, IBlobStore blobs)
{
    private const long MostProjectFileBytes = 16 << 20;

    /// <summary>Takes what is in a project's folder now; gives the digest of the tree.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="secrets">Secrets that are left out of the project's file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Digest> TakeAsync(string folder, FileSecrets secrets, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<CodeFile>();
        foreach (var file in VisibleFiles.In(folder, home))
        {
            var digest = await RedactedTextAsync(folder, file.FullPath, secrets, cancellationToken) is { } redacted
                ? await PutAsync(redacted, cancellationToken)
                : (await blobs.PutFileAsync(file.FullPath, cancellationToken)).Digest;
            files.Add(new CodeFile(file.Path, digest, file.IsExecutable));
        }
        var tree = new CodeTree(files.ToImmutable());
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(tree.ToText()));
        return (await blobs.PutAsync(text, cancellationToken)).Digest;
    }

    /// <summary>The tree without files.</summary>
    public async Task<Digest> TakeNothingAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(new CodeTree([]).ToText()));
        return (await blobs.PutAsync(text, cancellationToken)).Digest;
    }

    public async Task<CodeTree> ReadAsync(Digest tree, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenReadAsync(tree, 0, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return CodeTree.Parse(await reader.ReadToEndAsync(cancellationToken));
    }

    /// <summary>The size of a file of a tree in bytes; null when its content is lost.</summary>
    public async Task<long?> SizeOfAsync(Digest file, CancellationToken cancellationToken) =>
        (await blobs.FindAsync(file, cancellationToken))?.SizeInBytes;

    /// <summary>A file of a tree, when it is there and no larger than so many bytes; else null.</summary>
    public async Task<byte[]?> FindFileAsync(CodeFile file, int most, CancellationToken cancellationToken)
    {
        try
        {
            return await SizeOfAsync(file.Digest, cancellationToken) is { } size && size <= most
                ? await ReadFileAsync(file.Digest, cancellationToken)
                : null;
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            return null;
        }
    }

    /// <summary>What differs between two trees; null when one of them is lost.</summary>
    /// <param name="before">The earlier tree.</param>
    /// <param name="now">The later one.</param>
    /// <param name="patterns">The files that count; empty for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<CodeChange>?> CompareAsync(
        Digest before, Digest now, ImmutableArray<string> patterns, CancellationToken cancellationToken)
    {
        try
        {
            var (old, fresh) = (await ReadAsync(before, cancellationToken), await ReadAsync(now, cancellationToken));
            return await CodeComparison.CompareAsync(old, fresh, patterns, FindFileAsync, FindFileAsync, cancellationToken);
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            return null;
        }
    }

    /// <summary>
    /// What differs between a tree and what is in a project's folder now, without keeping any of it; null when the tree is lost.
    /// </summary>
    /// <param name="before">The tree.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="secrets">Secrets that are left out of the project's file, there as here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<CodeChange>?> CompareWithAsync(
        Digest before, string folder, FileSecrets secrets, CancellationToken cancellationToken)
    {
        try
        {
            var root = Path.GetFullPath(folder);
            var (old, fresh) = (await ReadAsync(before, cancellationToken), await LookAsync(root, secrets, cancellationToken));
            return await CodeComparison.CompareAsync(old, fresh, [], FindFileAsync, FromFolderAsync, cancellationToken);

            async Task<byte[]?> FromFolderAsync(CodeFile file, int most, CancellationToken token)
            {
                var path = Path.Join(root, file.Path);
                if (await RedactedTextAsync(root, path, secrets, token) is { } redacted)
                    return redacted;
                return new FileInfo(path) is { Exists: true, Length: var size } && size <= most
                    ? await File.ReadAllBytesAsync(path, token)
                    : null;
            }
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            return null;
        }
    }

    private async Task<CodeTree> LookAsync(string folder, FileSecrets secrets, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<CodeFile>();
        foreach (var file in VisibleFiles.In(folder, home))
        {
            var digest = await RedactedTextAsync(folder, file.FullPath, secrets, cancellationToken) is { } redacted
                ? Digest.Of(redacted)
                : await DigestOfAsync(file.FullPath, cancellationToken);
            files.Add(new CodeFile(file.Path, digest, file.IsExecutable));
        }
        return new CodeTree(files.ToImmutable());
    }

    private static async Task<Digest> DigestOfAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken));
    }

    /// <summary>A file of a tree, whole.</summary>
    public async Task<byte[]> ReadFileAsync(Digest file, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenReadAsync(file, 0, cancellationToken);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    /// <summary>
    /// The project's file without its secrets: what is stored here stays and goes to every machine that runs a step. Null for files that
    /// hold none.
    /// </summary>
    private static async Task<byte[]?> RedactedTextAsync(
        string folder, string path, FileSecrets secrets, CancellationToken cancellationToken)
    {
        var mayHold = !secrets.IsEmpty && Path.GetDirectoryName(path) == Path.GetFullPath(folder)
            && Path.GetExtension(path) is ".yaml" or ".yml"
            && new FileInfo(path) is { Exists: true, Length: <= MostProjectFileBytes };
        if (!mayHold)
            return null;
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var redacted = secrets.Redact(text);
        return redacted == text ? null : Encoding.UTF8.GetBytes(redacted);
    }

    private async Task<Digest> PutAsync(byte[] text, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(text);
        return (await blobs.PutAsync(content, cancellationToken)).Digest;
    }
}
