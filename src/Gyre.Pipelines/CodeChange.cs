using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>What happened to a file.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CodeChangeKind>))]
public enum CodeChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It has other content, or may be run now, or not any more.</summary>
    Changed,
}

/// <summary>A file of the code that is not the same.</summary>
/// <param name="Path">Relative, with <c>/</c>.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Lines">Of a text that changed, where: <c>lines 3-9, 12</c>, by the numbers of now; else null.</param>
public sealed record CodeChange(string Path, CodeChangeKind Kind, string? Lines)
{
    private const int MaxShown = 5;

    /// <summary>In words: <c>train.py changed: lines 3-9</c>.</summary>
    public override string ToString() => $"{Path} {KebabCase.Of(Kind)}{(Lines is null ? "" : $": {Lines}")}";

    /// <summary>Several in a sentence; null for none.</summary>
    public static string? InWords(ImmutableArray<CodeChange> changes)
    {
        if (changes.IsDefaultOrEmpty)
            return null;
        var more = changes.Length > MaxShown
            ? $"; and {(changes.Length - MaxShown).ToString(System.Globalization.CultureInfo.InvariantCulture)} more files"
            : "";
        return string.Join("; ", changes.Take(MaxShown)) + more;
    }
}
