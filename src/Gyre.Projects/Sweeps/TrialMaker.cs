using System.Collections.Immutable;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Projects.Sweeps;

/// <summary>Makes the trials of a sweep.</summary>
internal static class TrialMaker
{
    public static SweepTrials Trials(Sweep sweep, IReadOnlyDictionary<string, ImmutableArray<Value>> edgeValues, long seed)
    {
        var axes = Axes(sweep, edgeValues);
        foreach (var axis in axes)
        {
            if (SweepValues.Refuse(axis, sweep.Kind) is { } reason)
                return Refuse("task.rules", $"Sweep parameter '{axis.Name}': {reason}.");
            if (edgeValues.TryGetValue(axis.Name, out var brought) && brought.IsEmpty)
                return Refuse("task.no-values", $"The edge into sweep parameter '{axis.Name}' delivered no values.");
        }
        var count = CountOf(sweep, axes);
        if (count > SweepExpansion.MaxTrials)
            return Refuse(
                "task.too-many",
                $"The sweep has {count} trials; the maximum is {SweepExpansion.MaxTrials}.",
                "Use fewer values, or a random search with 'execution-count'.");
        if (count < 1)
            return Refuse("task.no-trials", "The sweep has no trials.", "Specify values, 'parameter-sets' or an 'execution-count'.");
        return new SweepTrials(sweep.Kind switch
        {
            SweepKind.Grid => Grid(axes, (int)count, seed),
            SweepKind.Manual => Manual(sweep, axes),
            SweepKind.Distributed => [.. Enumerable.Repeat(Fixed(axes), (int)count)],
            _ => Draws(axes, (int)count, seed),
        }, []);
    }

    private static SweepTrials Refuse(string code, string message, string? remedy = null) =>
        new([], [new Diagnostic(Severity.Error, code, message) { Remedy = remedy }]);

    /// <summary>Parameters in declared order, then those that only edges bring, by name. Empty ones are left out.</summary>
    public static List<SweepParameter> Axes(Sweep sweep, IReadOnlyDictionary<string, ImmutableArray<Value>> edgeValues)
    {
        var declared = sweep.Parameters.Select(parameter => edgeValues.TryGetValue(parameter.Name, out var values)
            ? FromEdge(parameter.Name, values) : parameter);
        var more = edgeValues.Where(edge => sweep.Parameters.All(parameter => parameter.Name != edge.Key))
            .OrderBy(edge => edge.Key, StringComparer.Ordinal).Select(edge => FromEdge(edge.Key, edge.Value));
        return [.. declared.Concat(more)
            .Where(axis => axis.Style == SweepStyle.Random || SweepValues.Refuse(axis, sweep.Kind) is not null || SweepValues.All(axis)
            .Length > 0 || edgeValues.ContainsKey(axis.Name))];
    }

    private static SweepParameter FromEdge(string name, ImmutableArray<Value> values) =>
        new() { Name = name, Style = SweepStyle.Multiple, Rules = new MapValue([new("items", Value.Of(values))]) };

    private static BigInteger CountOf(Sweep sweep, List<SweepParameter> axes) => sweep.Kind switch
    {
        SweepKind.Grid => SweepValues.GridSize(axes),
        SweepKind.Manual => sweep.ParameterSets.Length > 0 ? sweep.ParameterSets.Length : axes.Select(axis => SweepValues.All(axis).Length)
            .DefaultIfEmpty(0).Max(),
        SweepKind.Distributed => sweep.ExecutionCount ?? 1,
        _ => sweep.ExecutionCount ?? axes.Select(axis => (int?)SweepValues.Number(axis.Rules, "count"))
            .FirstOrDefault(count => count is not null) ?? SweepExpansion.DefaultCount,
    };

    /// <summary>The last parameter changes fastest.</summary>
    private static ImmutableArray<MapValue> Grid(List<SweepParameter> axes, int count, long seed)
    {
        var values = axes.Select(axis => axis.Style == SweepStyle.Random ? DrawMany(axis, seed) : SweepValues.All(axis)).ToList();
        return [.. Enumerable.Range(0, count).Select(number => Point(axes, values, number))];
    }

    private static MapValue Point(List<SweepParameter> axes, List<ImmutableArray<Value>> values, int number)
    {
        var entries = new KeyValuePair<string, Value>[axes.Count];
        for (var i = axes.Count - 1; i >= 0; i--)
        {
            (number, var index) = Math.DivRem(number, values[i].Length);
            entries[i] = new(axes[i].Name, values[i][index]);
        }
        return new MapValue([.. entries]);
    }

    private static ImmutableArray<Value> DrawMany(SweepParameter axis, long seed)
    {
        var random = Generator(axis, seed);
        return [.. Enumerable.Range(0, Math.Max(1, (int)(SweepValues.Number(axis.Rules, "count") ?? 1)))
            .Select(_ => SweepValues.Draw(axis, random))];
    }

    /// <summary>The sets as they are; without sets, lists of equal length by position.</summary>
    private static ImmutableArray<MapValue> Manual(Sweep sweep, List<SweepParameter> axes)
    {
        if (sweep.ParameterSets.Length > 0)
            return sweep.ParameterSets;
        var values = axes.Select(SweepValues.All).ToList();
        return [.. Enumerable.Range(0, values.Max(list => list.Length)).Select(row =>
            new MapValue([.. axes.Select((axis, i) => KeyValuePair.Create(axis.Name, values[i][Math.Min(row, values[i].Length - 1)]))]))];
    }

    private static MapValue Fixed(List<SweepParameter> axes) =>
        new([.. axes.Select(axis =>
            KeyValuePair.Create(axis.Name, axis.Style == SweepStyle.Random ? SweepValues.Draw(axis, Generator(axis, 0))
            : SweepValues.All(axis)[0]))]);

    private static ImmutableArray<MapValue> Draws(List<SweepParameter> axes, int count, long seed)
    {
        var generators = axes.Select(axis => Generator(axis, seed)).ToList();
        return [.. Enumerable.Range(0, count).Select(_ =>
            new MapValue([.. axes.Select((axis, index) => KeyValuePair.Create(axis.Name, SweepValues.Draw(axis, generators[index])))]))];
    }

    /// <summary>A generator of its own for each parameter, so that one more parameter does not change the others' draws.</summary>
    private static SeededRandom Generator(SweepParameter axis, long seed)
    {
        var own = SweepValues.Number(axis.Rules, "seed");
        return new SeededRandom(unchecked((ulong)(own is { } number ? (long)number : seed))).Fork(axis.Name);
    }
}
