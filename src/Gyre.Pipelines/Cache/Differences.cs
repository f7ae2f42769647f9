using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Pipelines.Cache;

/// <summary>Parts of keys that differ.</summary>
internal static class Differences
{
    private const int MaxParts = 6;
    private const int MaxText = 60;

    /// <summary>The parts that are not the same in two keys, in the order of the later one.</summary>
    public static ImmutableArray<CacheDifference> Between(CacheKeyParts before, CacheKeyParts now)
    {
        var old = before.Parts.ToDictionary(part => part.Name, part => part.Text, StringComparer.Ordinal);
        var fresh = now.Parts.ToDictionary(part => part.Name, part => part.Text, StringComparer.Ordinal);
        return [.. fresh.Keys.Union(old.Keys, StringComparer.Ordinal)
            .Select(name => new CacheDifference(name, old.GetValueOrDefault(name), fresh.GetValueOrDefault(name)))
            .Where(difference => !string.Equals(difference.Before, difference.Now, StringComparison.Ordinal))];
    }

    /// <summary>In a sentence: <c>train.py changed: lines 3-9; parameter rate: 0.1 -> 0.2</c>. Null when nothing differs.</summary>
    public static string? InWords(ImmutableArray<CacheDifference> differences)
    {
        if (differences.IsEmpty)
            return null;
        var more = differences.Length > MaxParts
            ? string.Create(CultureInfo.InvariantCulture, $"; and {differences.Length - MaxParts} more")
            : "";
        return string.Join("; ", differences.Take(MaxParts).Select(Words)) + more;
    }

    private static string Words(CacheDifference difference)
    {
        if (difference.Detail is { } detail)
            return detail;
        var isSaying = IsSaying(difference.Before) && IsSaying(difference.Now);
        return (difference.Before, difference.Now) switch
        {
            (null, { } now) => isSaying ? $"{difference.Part} is new: {Short(now)}" : $"{difference.Part} is new",
            ({ } _, null) => $"{difference.Part} is gone",
            ({ } before, { } now) when isSaying => $"{difference.Part}: {Short(before)} -> {Short(now)}",
            _ => $"{difference.Part} changed",
        };
    }

    /// <summary>Digests and lists of files say nothing to people.</summary>
    private static bool IsSaying(string? text) =>
        text is null || (!text.Contains('\n', StringComparison.Ordinal) && Digest.FindAll(text).All(static _ => false));

    private static string Short(string text) =>
        text.Length == 0 ? "(nothing)" : text.Length <= MaxText ? text : text[..(MaxText - 3)] + "...";
}
