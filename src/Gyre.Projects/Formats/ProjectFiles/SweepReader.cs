using Gyre.Core;
using Gyre.Projects.Formats.Yaml;
using Gyre.Projects.Sweeps;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds a sweep from an item whose shape has been checked.</summary>
internal sealed class SweepReader(Problems problems)
{
    private static readonly string[] GuidedOnly = ["engine", "optimization-target-metric", "optimization-target-value"];

    public Sweep Read(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        var sweep = new Sweep
        {
            Name = name,
            Step = map.Text("step")!,
            Kind = Word(map, "type", path, SweepWords.Kinds, word => word.ToLowerInvariant().Replace('-', '_'), SweepKind.Grid),
            Parameters = [.. map.Maps("parameters", path).Select(item => ReadParameter(item.Map))],
            ParameterSets = [.. map.Maps("parameter-sets", path).Select(item => (MapValue)item.Map.ToValue()).Where(set => set.Entries.Length > 0)],
            ExecutionCount = map.Integer("execution-count"),
            ExecutionBatchSize = map.Integer("execution-batch-size"),
            MaximumQueuedExecutions = map.Integer("maximum-queued-executions"),
            OptimizationTargetMetric = map.Text("optimization-target-metric"),
            OptimizationTargetValue = map.Number("optimization-target-value"),
            OptimizationEngine = map.Text("engine"),
            OnChildError = Word(map, "on-child-error", path, SweepWords.ChildErrors, word => word.ToLowerInvariant().Replace('_', '-'), OnChildError.ContinueAndError),
            OnChildErrorIsDeclared = map.Text("on-child-error") is { Length: > 0 },
            StopCondition = map.Text("stop-condition"),
            ReuseChildren = map.Flag("reuse-children") ?? false,
            Description = map.Text("description"),
        };
        Check(sweep, map, path);
        return sweep;
    }

    /// <summary>Builds a parameter; searches of experiment plans have the same.</summary>
    public static SweepParameter ReadParameter(YamlMapping map) => new()
    {
        Name = map.Text("name")!,
        Style = map.Text("style") switch
        {
            "single" => SweepStyle.Single,
            "linear" => SweepStyle.Linear,
            "logspace" => SweepStyle.LogSpace,
            "random" => SweepStyle.Random,
            _ => SweepStyle.Multiple,
        },
        Rules = map.Value("rules") as MapValue ?? new MapValue([]),
    };

    /// <summary>A word of a list, however it is spelled; an empty one is the default.</summary>
    private T Word<T>(YamlMapping map, string key, DocumentPath path, Dictionary<string, T> words, Func<string, string> spell, T absent)
    {
        if (map.Text(key) is not { Length: > 0 } word || words.TryGetValue(spell(word), out var value))
            return map.Text(key) is { Length: > 0 } given ? words[spell(given)] : absent;
        problems.Error(
            "task." + key,
            $"Unknown value '{key}: {Names.Shown(word)}'. Use one of: {string.Join(", ", words.Keys)}.",
            path.Key(key),
            map.PlaceOf(key),
            Suggestions.Remedy(word, words.Keys));
        return absent;
    }

    private void Check(Sweep sweep, YamlMapping map, DocumentPath path)
    {
        var owner = $"Task '{Names.Shown(sweep.Name)}'";
        Conditions.Check(problems, map, "stop-condition", owner, path);
        if (Names.Refuse(sweep.Name) is { } refusal)
            problems.Error(
                "task.name", $"The task name '{Names.Shown(sweep.Name)}' is not valid: {refusal}.", path.Key("name"), map.PlaceOf("name"));
        if (sweep.ParameterSets.Length > 0 && sweep.Kind != SweepKind.Manual)
            problems.Warning(
                "task.parameter-sets",
                $"{owner}: 'parameter-sets' requires 'type: manual_search'.",
                path.Key("parameter-sets"),
                map.PlaceOf("parameter-sets"));
        if (sweep.Kind != SweepKind.Bayesian)
        {
            foreach (var key in GuidedOnly.Where(key => map.Find(key) is not null))
                problems.Warning("task.guided-only", $"{owner}: '{key}' requires 'type: bayesian_tpe'.", path.Key(key), map.PlaceOf(key));
        }
        foreach (var (parameter, (item, where)) in sweep.Parameters.Zip(map.Maps("parameters", path)))
        {
            if (SweepValues.Refuse(parameter, sweep.Kind) is { } reason)
                problems.Error("task.rules", $"{owner}, parameter '{Names.Shown(parameter.Name)}': {reason}.", where.Key("rules"), item.PlaceOf("rules"));
        }
        if (sweep.Kind is SweepKind.Grid && SweepValues.GridSize(sweep.Parameters) is var size && size > SweepExpansion.MaxTrials)
            problems.Error(
                "task.too-many",
                $"{owner}: the grid has {size} points; the maximum is {SweepExpansion.MaxTrials}.",
                path.Key("parameters"),
                map.PlaceOf("parameters"),
                "Use fewer values, or a random search with 'execution-count'.");
    }
}
