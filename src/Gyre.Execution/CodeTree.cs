using System.Collections.Immutable;
using System.Text;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>A file of the code that a step sees.</summary>
/// <param name="Path">Relative, with <c>/</c>.</param>
/// <param name="Digest">Its content in the artifact store.</param>
/// <param name="Executable">Whether it may be run.</param>
public sealed record CodeFile(string Path, Digest Digest, bool Executable);

/// <summary>
/// The code that a step sees, as files by path in ordinal order. The tree is itself content of the artifact store: <c>gyre-tree 1</c>, then a line for each
/// file with <c>x</c> or <c>-</c>, digest and path. The same files always give the same text, and so the same digest.
/// </summary>
/// <param name="Files">The files.</param>
public sealed record CodeTree(ImmutableArray<CodeFile> Files)
{
    private const string Header = "gyre-tree 1";

    /// <summary>The text whose digest names the tree.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Header + "\n");
        foreach (var file in Files)
            text.Append(file.Executable ? 'x' : '-').Append(' ').Append(file.Digest).Append(' ').Append(file.Path).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads such a text.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static CodeTree Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (lines[0] != Header)
            throw new FormatException($"Expected '{Header}' in the first line.");
        return new([.. lines.Skip(1).Where(line => line.Length > 0).Select(FileOf)]);
    }

    private static CodeFile FileOf(string line)
    {
        var end = line.IndexOf(' ', Math.Min(2, line.Length));
        if (line.Length < 4 || line[0] is not ('x' or '-') || end < 0)
            throw new FormatException("A line of the tree names no file.");
        return new CodeFile(line[(end + 1)..], Digest.Parse(line[2..end]), line[0] == 'x');
    }
}
