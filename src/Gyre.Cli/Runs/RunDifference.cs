using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>One of the runs that are compared.</summary>
/// <param name="Run">The run.</param>
/// <param name="Nodes">Its node runs.</param>
internal sealed record RunSide(RunView Run, IReadOnlyList<NodeRunView> Nodes);

/// <summary>Something that is not the same in two runs.</summary>
/// <param name="Name">What: <c>train.rate</c>.</param>
/// <param name="Before">In the first run; null when it has none.</param>
/// <param name="After">In the second run; null when it has none.</param>
internal sealed record DifferingValue(string Name, Value? Before, Value? After);

/// <summary>What differs between two runs, but for the code.</summary>
internal sealed record RunDifference
{
    /// <summary>Values in use, by <c>NODE.PARAMETER</c>.</summary>
    public required IReadOnlyList<DifferingValue> Parameters { get; init; }

    /// <summary>Latest metadata, by <c>NODE.KEY</c>.</summary>
    public required IReadOnlyList<DifferingValue> Metrics { get; init; }

    /// <summary>Files of inputs, by <c>NODE.INPUT</c>: lists of path and digest.</summary>
    public required IReadOnlyList<DifferingValue> Inputs { get; init; }

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Parameters.Count == 0 && Metrics.Count == 0 && Inputs.Count == 0;

    /// <summary>Compares two runs.</summary>
    public static RunDifference Between(RunSide before, RunSide after) => new()
    {
        Parameters = Differing(
            Parts(before, static node => node.Parameters.Entries), Parts(after, static node => node.Parameters.Entries)),
        Metrics = Differing(
            Parts(before, static node => node.Metadata.Entries.Where(IsScalar)),
            Parts(after, static node => node.Metadata.Entries.Where(IsScalar))),
        Inputs = Differing(Parts(before, FilesOf), Parts(after, FilesOf)),
    };

    private static Dictionary<string, Value> Parts(RunSide side, Func<NodeRunView, IEnumerable<KeyValuePair<string, Value>>> of)
    {
        var parts = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var node in side.Nodes)
        {
            foreach (var (key, value) in of(node))
                parts[$"{node.Path}.{key}"] = value;
        }
        return parts;
    }

    private static List<DifferingValue> Differing(Dictionary<string, Value> before, Dictionary<string, Value> after) =>
    [
        .. before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Select(name => new DifferingValue(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
            .Where(static value => !Equals(value.Before, value.After)),
    ];

    private static bool IsScalar(KeyValuePair<string, Value> entry) => entry.Value is not (MapValue or ListValue);

    private static IEnumerable<KeyValuePair<string, Value>> FilesOf(NodeRunView node) =>
        node.Inputs.Select(static input => KeyValuePair.Create(input.Name, Value.Of(input.Files.Select(FileOf))));

    private static Value FileOf(InputFile file) =>
        new MapValue([new("path", Value.Of(file.Name)), new("digest", Value.Of(file.Digest.ToString()))]);
}
