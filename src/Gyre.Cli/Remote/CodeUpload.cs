using System.Security.Cryptography;
using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;

namespace Gyre.Cli.Remote;

/// <summary>Brings the code of a project to a server: only the contents that it lacks are sent.</summary>
/// <param name="api">The server.</param>
/// <param name="say">Told how much is sent.</param>
internal sealed class CodeUpload(GyreApi api, Action<string> say)
{
    private const int AtOnce = 4;

    /// <summary>Uploads files; gives the digest of their tree.</summary>
    /// <exception cref="InvalidInputException">A file has a name that no tree may hold, or was changed meanwhile; the server
    /// refuses.</exception>
    public async Task<Digest> SendAsync(IReadOnlyList<VisibleFile> files, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<Digest, Content>();
        var tree = new List<CodeFile>(files.Count);
        foreach (var file in files)
        {
            if (!SafePath.TryParse(file.Path, out _, out var reason))
                throw new InvalidInputException(
                    "path.invalid", $"The file '{Short(file.Path)}' cannot be sent: {reason}.", "Rename it, or add it to .gitignore.");
            var (digest, length) = await LookAsync(file.FullPath, cancellationToken);
            contents[digest] = new Content(() => File.OpenRead(file.FullPath), length, file.Path);
            tree.Add(new CodeFile(file.Path, digest, file.IsExecutable));
        }
        var text = System.Text.Encoding.UTF8.GetBytes(new CodeTree([.. tree]).ToText());
        var code = Digest.Of(text);
        contents[code] = new Content(() => new MemoryStream(text, writable: false), text.Length, null);
        var missing = await RemoteCalls.Async(() => api.Artifacts.FindMissingAsync(contents.Keys, cancellationToken));
        var count = missing.Count(digest => contents[digest].Path is not null);
        if (count > 0)
            say($"Uploading {count} of {files.Count} files ({missing.Sum(digest => contents[digest].Length)} bytes).");
        // The tree last: when it is there, what it names is there.
        await Parallel.ForEachAsync(
            missing.Where(digest => digest != code),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (digest, token) => await SendAsync(digest, contents[digest], token));
        if (missing.Contains(code))
            await SendAsync(code, contents[code], cancellationToken);
        return code;
    }

    private async Task SendAsync(Digest digest, Content content, CancellationToken cancellationToken)
    {
        try
        {
            await RemoteCalls.Async(() => api.Artifacts.UploadAsync(digest, content.Open, content.Length, cancellationToken));
        }
        catch (InvalidInputException refused) when (refused.Diagnostics is [{ Code: "artifact.mismatch" }])
        {
            throw new InvalidInputException(
                "file.changed", $"The file '{Short(content.Path ?? "")}' changed while it was uploaded.", "Run the command again.");
        }
    }

    private static async Task<(Digest Digest, long Length)> LookAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);
        return (Digest.FromHash(hash), stream.Position);
    }

    private static string Short(string path) => path.Length <= 200 ? path : path[..200] + "...";

    /// <param name="Open">Opens it from its beginning.</param>
    /// <param name="Length">In bytes.</param>
    /// <param name="Path">The file it is of; null for the tree.</param>
    private sealed record Content(Func<Stream> Open, long Length, string? Path);
}
