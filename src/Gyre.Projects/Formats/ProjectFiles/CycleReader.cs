using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds declared cycles: <c>- cycle: {...}</c>, or several under <c>- cycles:</c>.</summary>
internal sealed class CycleReader(Problems problems, DeclaredList<Pipeline> pipelines, StepReader stepReader)
{
    private readonly GeneratorReader _generators = new(problems);

    public ImmutableArray<Cycle> ReadAll(IEnumerable<(string? Kind, YamlMapping Map, DocumentPath Path)> parts)
    {
        var cycles = new List<Cycle>();
        foreach (var (map, path) in parts.SelectMany(Cycles))
        {
            if (Read(map, path) is not { } cycle)
                continue;
            if (cycles.Any(other => other.Name == cycle.Name))
                problems.Error("cycle.duplicate-name", $"Two cycles have the name '{Names.Shown(cycle.Name)}'.", path.Key("name"), map.PlaceOf("name"), "Rename one of them.");
            cycles.Add(cycle);
        }
        return [.. cycles];
    }

    private static IEnumerable<(YamlMapping Map, DocumentPath Path)> Cycles((string? Kind, YamlMapping Map, DocumentPath Path) part) => part.Kind switch
    {
        "cycle" => [(part.Map.Map("cycle")!, part.Path.Key("cycle"))],
        "cycles" => part.Map.Maps("cycles", part.Path).Select(item => (item.Map.Map("cycle")!, item.Path.Key("cycle"))),
        _ => [],
    };

    private Cycle? Read(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        stepReader.CheckName(name, "cycle", path, map.PlaceOf("name"));
        var owner = $"Cycle '{Names.Shown(name)}'";
        if (pipelines.Find(map.Text("pipeline")!) is not { Value: var pipeline })
        {
            problems.Error(
                "cycle.unknown-pipeline",
                $"{owner}: pipeline '{Names.Shown(map.Text("pipeline")!)}' does not exist.",
                path.Key("pipeline"),
                map.PlaceOf("pipeline"),
                Suggestions.Remedy(map.Text("pipeline")!, pipelines.Names));
            return null;
        }
        var nodes = new CycleNodes(problems, pipeline, owner);
        CycleByHand.Check(problems, pipeline, owner, path.Key("pipeline"), map.PlaceOf("pipeline"));
        var objective = ReadObjective(map, path, nodes);
        return new Cycle
        {
            Name = name,
            Pipeline = pipeline.Name,
            RepeatWhile = ReadCondition(map, path, owner, nodes),
            MaxIterations = map.Integer("max-iterations")!.Value,
            Budget = ReadBudget(map, path),
            NoGain = ReadNoGain(map, path, nodes),
            Objective = objective,
            OnError = ReadOnError(map),
            Seed = map.Find("seed") is YamlScalar { Value: IntegerValue seed } ? (long)(ulong)(seed.Number & ulong.MaxValue) : 0,
            Next = ReadNext(map, path, owner, nodes, objective),
            Carry = ReadCarry(map, path, nodes),
        };
    }

    /// <summary><c>true</c> and <c>false</c> may be written bare; true means always.</summary>
    private string? ReadCondition(YamlMapping map, DocumentPath path, string owner, CycleNodes nodes)
    {
        if (map.Flag("repeat-while") is { } always)
            return always ? null : "False";
        if (map.Text("repeat-while") is not { Length: > 0 } text)
            return null;
        Conditions.Check(problems, text, "repeat-while", owner, path.Key("repeat-while"), map.PlaceOf("repeat-while"));
        if (Expression.TryParse(text, out var expression, out _))
        {
            foreach (var name in expression.Names.Where(name => !name.StartsWith("turn.", StringComparison.Ordinal)))
                nodes.CheckReference(name, path.Key("repeat-while"), map.PlaceOf("repeat-while"));
        }
        return text;
    }

    private CycleBudget ReadBudget(YamlMapping map, DocumentPath path) => map.Map("budget") is { } budget
        ? new CycleBudget { Time = stepReader.ReadDuration(budget, "time", path.Key("budget")), Executions = budget.Integer("executions") }
        : new CycleBudget();

    private static Direction ReadDirection(YamlMapping map) => map.Text("direction") == "minimize" ? Direction.Minimize : Direction.Maximize;

    private static Objective? ReadObjective(YamlMapping map, DocumentPath path, CycleNodes nodes)
    {
        if (map.Map("objective") is not { } objective)
            return null;
        nodes.CheckReference(objective.Text("metric")!, path.Key("objective").Key("metric"), objective.PlaceOf("metric"));
        return new Objective(objective.Text("metric")!, ReadDirection(objective));
    }

    private static NoGainRule? ReadNoGain(YamlMapping map, DocumentPath path, CycleNodes nodes)
    {
        if (map.Map("no-gain") is not { } rule)
            return null;
        nodes.CheckReference(rule.Text("metric")!, path.Key("no-gain").Key("metric"), rule.PlaceOf("metric"));
        return new NoGainRule(rule.Text("metric")!, ReadDirection(rule), rule.Integer("patience")!.Value, rule.Number("min-delta") ?? 0);
    }

    private static CycleOnError ReadOnError(YamlMapping map) => map.Find("on-error") switch
    {
        YamlMapping retry => new CycleOnError(CycleErrorMode.Retry, retry.Integer("retry") ?? 1),
        YamlScalar { Text: "continue" } => new CycleOnError(CycleErrorMode.Continue, 0),
        _ => new CycleOnError(CycleErrorMode.Stop, 0),
    };

    private ImmutableArray<NextParameter> ReadNext(YamlMapping map, DocumentPath path, string owner, CycleNodes nodes, Objective? objective)
    {
        var next = ImmutableArray.CreateBuilder<NextParameter>();
        foreach (var entry in map.Map("next")?.Entries ?? [])
        {
            var where = path.Key("next").Key(entry.Key);
            var target = nodes.Target(entry.Key, where, entry.KeyPlace);
            var generator = _generators.Read((YamlMapping)entry.Value, where, $"{owner}, next '{Names.Shown(entry.Key)}'", nodes);
            if (generator is SuggestGenerator && objective is null)
                problems.Error(
                    "cycle.no-objective",
                    $"{owner}: 'suggest' requires an 'objective'.",
                    where,
                    entry.KeyPlace,
                    "Add 'objective: {metric: NODE.metadata.KEY, direction: maximize}'.");
            if (target is not null && generator is not null)
                next.Add(new NextParameter(target, generator));
        }
        return next.ToImmutable();
    }

    private ImmutableArray<Edge> ReadCarry(YamlMapping map, DocumentPath path, CycleNodes nodes)
    {
        var carry = ImmutableArray.CreateBuilder<Edge>();
        if (map.Find("carry") is not YamlSequence list)
            return [];
        var sockets = new SocketReader(problems, wide: true);
        for (var i = 0; i < list.Items.Length; i++)
        {
            var where = path.Key("carry").At(i);
            if (sockets.ReadEdge(list.Items[i], where) is not { } edge)
                continue;
            nodes.CheckCarry(edge, where, list.Items[i].Place);
            carry.Add(edge);
        }
        return carry.ToImmutable();
    }
}
