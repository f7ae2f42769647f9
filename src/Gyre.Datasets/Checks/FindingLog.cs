using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Gyre.Datasets.Checks;

/// <summary>Where something was found. See <see cref="DatasetFinding"/> for its parts.</summary>
internal readonly record struct Place(
    string? File = null, string? Element = null, string? Value = null, long? Row = null, long? Line = null, string? Id = null);

/// <summary>Collects what is found: the first findings of each code, and the number of the rest, so that memory does not grow with the
/// faults.</summary>
internal sealed class FindingLog
{
    /// <summary>Findings of one code that are kept.</summary>
    public const int MaxPerCode = 1000;

    private readonly List<DatasetFinding> _errors = [];
    private readonly List<DatasetFinding> _warnings = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How often something was refused so far.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>What was refused.</summary>
    public ImmutableArray<DatasetFinding> Errors => [.. _errors];

    /// <summary>What was accepted, but is odd.</summary>
    public ImmutableArray<DatasetFinding> Warnings => [.. _warnings];

    /// <summary>What was found but not kept.</summary>
    public ImmutableSortedDictionary<string, long> Unlisted => _counts.Where(static pair => pair.Value > MaxPerCode)
        .ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value - MaxPerCode, StringComparer.Ordinal);

    public void Error(string code, string message, string? remedy, Place place = default)
    {
        ErrorCount++;
        Add(_errors, code, message, remedy, place);
    }

    public void Warn(string code, string message, string? remedy, Place place = default) => Add(_warnings, code, message, remedy, place);

    private void Add(List<DatasetFinding> findings, string code, string message, string? remedy, Place place)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, code, out _);
        if (++count > MaxPerCode)
            return;
        findings.Add(new DatasetFinding(code, message)
        {
            Remedy = remedy,
            File = place.File,
            Element = place.Element,
            Value = place.Value,
            Row = place.Row,
            Line = place.Line,
            Id = place.Id,
        });
    }
}
