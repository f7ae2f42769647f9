using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Cycles;

/// <summary>Reads what turns came to from their node runs.</summary>
internal static class TurnReader
{
    /// <summary>By <c>NODE.metadata.KEY</c> and <c>NODE.parameter.NAME</c>; for a task the list over its trials that ended well.</summary>
    public static TurnOutcome Outcome(IDbSession session, RunRow row)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        var nodes = RunStore.Nodes(session, row.Id);
        foreach (var node in nodes.Where(node => node.Parent is null && node.Children == 0))
            Collect(node.Node, [node], single: true, values);
        foreach (var trials in nodes.Where(node => node is { Parent: not null, State: NodeRunState.Succeeded }).GroupBy(node => node.Parent!, StringComparer.Ordinal))
            Collect(trials.Key, [.. trials.OrderBy(trial => trial.Index)], single: false, values);
        return new TurnOutcome
        {
            Number = row.Turn,
            State = row.RunState,
            Reason = row.Reason,
            Refused = nodes.Any(Approvals.WasRefused),
            Parameters = row.ParameterValues,
            Values = values.ToImmutable(),
            Executions = row.Executions,
        };
    }

    /// <summary>Scalars a person wants to see beside a turn.</summary>
    public static MapValue Metrics(IDbSession session, RunRow row) => new([.. RunStore.Nodes(session, row.Id)
        .Where(node => node.Parent is null)
        .SelectMany(node => node.Metadata.Entries.Where(entry => entry.Value is not (ListValue or MapValue)).Select(entry => KeyValuePair.Create($"{node.Path}.{entry.Key}", entry.Value)))]);

    /// <summary>Files that a turn hands to the next, by <c>node/input</c>.</summary>
    public static ImmutableDictionary<string, ImmutableArray<InputFile>> Carried(IDbSession session, Cycle cycle, RunId run)
    {
        var nodes = RunStore.Nodes(session, run).ToDictionary(node => node.Path, StringComparer.Ordinal);
        var carried = ImmutableDictionary.CreateBuilder<string, ImmutableArray<InputFile>>(StringComparer.Ordinal);
        foreach (var edge in cycle.Carry)
        {
            var key = $"{edge.Target.Node}/{edge.Target.Key}";
            var files = FilesOf(nodes, edge.Source);
            carried[key] = carried.TryGetValue(key, out var before) ? before.AddRange(files) : [.. files];
        }
        return carried.ToImmutable();
    }

    private static IEnumerable<InputFile> FilesOf(Dictionary<string, NodeRun> nodes, Socket source)
    {
        if (!nodes.TryGetValue(source.Node, out var node))
            return [];
        if (source.Kind == SocketKind.Input)
            return node.Inputs.Where(input => FilePattern.Matches(source.Key, input.Name)).SelectMany(input => input.Files);
        var runs = node.Children == 0 ? [node] : Enumerable.Range(0, node.Children).Select(index => nodes[Trials.PathOf(node.Path, index)]);
        return runs.SelectMany(run => InputResolver.Outputs(run, source.Key, KeepDirectories.None));
    }

    private static void Collect(string name, IReadOnlyList<NodeRun> runs, bool single, ImmutableSortedDictionary<string, Value>.Builder values)
    {
        Add("metadata", run => run.Metadata);
        Add("parameter", run => run.Parameters);

        void Add(string kind, Func<NodeRun, MapValue> read)
        {
            foreach (var key in runs.SelectMany(run => read(run).Entries.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal))
            {
                var found = runs.Select(run => read(run).Find(key)).OfType<Value>().ToImmutableArray();
                values[$"{name}.{kind}.{key}"] = single ? found[0] : new ListValue(found);
            }
        }
    }
}
