using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>A file that a node run left behind.</summary>
/// <param name="Path">Relative, and safe to put under a folder.</param>
/// <param name="Digest">Its content.</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record NodeFile(SafePath Path, Digest Digest, long SizeInBytes);

/// <summary>All files of a node run: those under its outputs folder, and those of its typed artifacts that lay elsewhere.</summary>
public static class NodeFiles
{
    private const string ElsewhereFolder = "artifacts";

    /// <summary>The files, each path once, in the order of their paths.</summary>
    public static IReadOnlyList<NodeFile> Of(NodeRunView node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var known = node.Outputs.Select(static file => file.Digest).ToHashSet();
        var elsewhere =
            from named in node.OutputArtifacts
            from artifact in named.Items
            from file in artifact.Files
            where !known.Contains(file.Digest)
            select new NodeFile(
                PathOf($"{ElsewhereFolder}/{named.Name}/{Name(artifact.Name, file.Path)}", file.Digest), file.Digest, file.SizeInBytes);
        return
        [
            .. node.Outputs.Select(
                static file => new NodeFile(PathOf(file.Path, file.Digest), file.Digest, file.SizeInBytes)).Concat(elsewhere)
                .DistinctBy(static file => file.Path.ToString(), StringComparer.Ordinal)
                .OrderBy(static file => file.Path.ToString(), StringComparer.Ordinal),
        ];
    }

    private static string Name(string artifact, string file) => file.Length == 0 ? artifact : $"{artifact}/{file}";

    /// <summary>A name that is no safe path is that of its content: nobody loses a file for its name.</summary>
    private static SafePath PathOf(string text, Digest digest) =>
        SafePath.TryParse(text, out var path, out _) ? path : SafePath.Parse($"{ElsewhereFolder}/{digest.Hex}");
}
