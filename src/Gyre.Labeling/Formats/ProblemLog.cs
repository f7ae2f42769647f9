using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Where something was found.</summary>
internal readonly record struct Place(string? File = null, long? Line = null, string? Element = null, string? Item = null);

/// <summary>Collects problems: the first ones of each kind, and the number of the rest, so that memory does not grow with the
/// faults.</summary>
internal sealed class ProblemLog
{
    public const int MaxPerKind = 1000;
    private const int LongestShown = 200;

    private readonly List<LabelProblem> _problems = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _losses = new(StringComparer.Ordinal);

    public ImmutableArray<LabelProblem> Problems => [.. _problems];

    public ImmutableSortedDictionary<string, long> Unlisted => _counts.Where(static pair => pair.Value > MaxPerKind)
        .ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value - MaxPerKind, StringComparer.Ordinal);

    public ImmutableArray<LabelLoss> Losses => [.. _losses.Select(static pair => new LabelLoss(pair.Key, pair.Value))];

    public void Add(string kind, string message, string? remedy, Place place)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, kind, out _);
        if (++count > MaxPerKind)
            return;
        _problems.Add(new LabelProblem(kind, message)
        {
            File = place.File,
            Line = place.Line,
            Element = place.Element,
            Item = place.Item is { } item ? Short(item) : null,
            Remedy = remedy,
        });
    }

    /// <summary>What the domain refused.</summary>
    public void Add(InvalidInputException refusal, Place place)
    {
        var first = refusal.Diagnostics[0];
        Add(LabelRefusal.KindOf(first), first.Message, first.Remedy, place);
    }

    /// <summary>Something was left out because there is no place for it.</summary>
    public void Lose(string what, long count = 1)
    {
        if (count > 0)
            _losses[what] = _losses.GetValueOrDefault(what) + count;
    }

    /// <summary>A text from outside for a message: short, on one line.</summary>
    public static string Short(string text)
    {
        var line = text.Any(char.IsControl) ? new string([.. text.Select(static c => char.IsControl(c) ? ' ' : c)]) : text;
        return line.Length <= LongestShown ? line : line[..LongestShown] + "...";
    }
}
