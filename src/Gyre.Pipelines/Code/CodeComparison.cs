using System.Collections.Immutable;
using System.Text;
using Gyre.Execution;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Code;

/// <summary>Says which files differ between two trees of code, and in which lines.</summary>
internal static class CodeComparison
{
    /// <summary>The most files that are compared line by line; further ones are only named.</summary>
    private const int MostCompared = 20;

    private const int LargestText = 1 << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files that differ, in the order of their paths.</summary>
    /// <param name="before">The earlier tree.</param>
    /// <param name="now">The later one.</param>
    /// <param name="patterns">The files that count; empty for all.</param>
    /// <param name="readBefore">Content of a file of the earlier tree; null when it is lost or larger than the limit that it gets.</param>
    /// <param name="readNow">The same of the later tree.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ImmutableArray<CodeChange>> CompareAsync(
        CodeTree before, CodeTree now, ImmutableArray<string> patterns, ContentOfFile readBefore, ContentOfFile readNow,
        CancellationToken cancellationToken)
    {
        var old = FilesOf(before, patterns);
        var fresh = FilesOf(now, patterns);
        var changes = ImmutableArray.CreateBuilder<CodeChange>();
        var compared = 0;
        foreach (var path in old.Keys.Union(fresh.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, file) = (old.GetValueOrDefault(path), fresh.GetValueOrDefault(path));
            if (was == file)
                continue;
            if (was is null || file is null)
                changes.Add(new CodeChange(path, was is null ? CodeChangeKind.Added : CodeChangeKind.Removed, null));
            else if (was.Digest == file.Digest)
                changes.Add(new CodeChange(path, CodeChangeKind.Changed, file.Executable ? "now executable" : "no longer executable"));
            else
                changes.Add(new CodeChange(path, CodeChangeKind.Changed,
                    compared++ < MostCompared ? await LinesAsync(was, file, readBefore, readNow, cancellationToken) : null));
        }
        return changes.ToImmutable();
    }

    private static Dictionary<string, CodeFile> FilesOf(CodeTree tree, ImmutableArray<string> patterns) => tree.Files
        .Where(file => patterns.IsEmpty
            || patterns.Any(pattern => FilePattern.Matches(pattern, file.Path))).ToDictionary(file => file.Path, StringComparer.Ordinal);

    private static async Task<string?> LinesAsync(
        CodeFile before, CodeFile now, ContentOfFile readBefore, ContentOfFile readNow, CancellationToken cancellationToken) =>
        TextOf(await readBefore(before, LargestText, cancellationToken)) is { } old
            && TextOf(await readNow(now, LargestText, cancellationToken)) is { } fresh
            ? LineChanges.Describe(old, fresh)
            : null;

    /// <summary>Null for what is no text.</summary>
    private static string? TextOf(byte[]? content)
    {
        if (content is null || content.Contains((byte)0))
            return null;
        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>Reads a file of a tree; null when it is lost, or larger than so many bytes.</summary>
internal delegate Task<byte[]?> ContentOfFile(CodeFile file, int most, CancellationToken cancellationToken);
