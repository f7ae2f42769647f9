using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds the generator of a next parameter and checks its range.</summary>
internal sealed class GeneratorReader(Problems problems)
{
    public Generator? Read(YamlMapping map, DocumentPath path, string owner, CycleNodes nodes)
    {
        if (map.Value("value") is { } value)
            return Alone(map, path, owner, new ValueGenerator(value));
        if (map.Text("copy") is { } source)
        {
            nodes.CheckReference(source, path.Key("copy"), map.PlaceOf("copy"));
            return Alone(map, path, owner, new CopyGenerator(source));
        }
        if (map.Map("step") is { } step)
            return Alone(map, path, owner, ReadStep(step, path.Key("step"), owner));
        var word = map.Text("sample") ?? map.Text("suggest");
        var kind = word switch { "integer" => SampleKind.Integer, "uniform" => SampleKind.Uniform, "log-uniform" => SampleKind.LogUniform, _ => SampleKind.Choice };
        if (kind == SampleKind.Choice)
            return ReadChoice(map, path, owner);
        if (!CheckRange(map, kind, path, owner))
            return null;
        var (min, max) = (map.Number("min")!.Value, map.Number("max")!.Value);
        return map.Text("sample") is not null
            ? new SampleGenerator { Kind = kind, Min = min, Max = max, Count = map.Integer("count") }
            : new SuggestGenerator { Kind = kind, Min = min, Max = max, Count = map.Integer("count") };
    }

    private SampleGenerator? ReadChoice(YamlMapping map, DocumentPath path, string owner)
    {
        if (map.Value("choices") is ListValue { Items.Length: > 0 } choices)
            return new SampleGenerator { Kind = SampleKind.Choice, Choices = choices.Items, Count = map.Integer("count") };
        problems.Error("cycle.range", $"{owner}: 'sample: choice' requires 'choices'.", path, map.Place, "Add 'choices: [a, b]'.");
        return null;
    }

    private bool CheckRange(YamlMapping map, SampleKind kind, DocumentPath path, string owner)
    {
        var reason = (map.Number("min"), map.Number("max")) switch
        {
            (null, _) or (_, null) => "'min' and 'max' are required",
            ({ } min, { } max) when !double.IsFinite(min) || !double.IsFinite(max) => "'min' and 'max' must be finite",
            ({ } min, { } max) when min > max => $"'min' ({NumberText.Of(min)}) is greater than 'max' ({NumberText.Of(max)})",
            ( <= 0, _) when kind == SampleKind.LogUniform => "'min' must be greater than 0 for 'log-uniform'",
            ({ } min, { } max) when kind == SampleKind.Integer && Math.Ceiling(min) > Math.Floor(max) => "there is no whole number between 'min' and 'max'",
            _ => null,
        };
        if (reason is not null)
            problems.Error("cycle.range", $"{owner}: {reason}.", path, map.Place);
        return reason is null;
    }

    private StepGenerator ReadStep(YamlMapping map, DocumentPath path, string owner)
    {
        var step = new StepGenerator(map.Number("start")!.Value, map.Number("by")!.Value) { Min = map.Number("min"), Max = map.Number("max"), Integer = map.Flag("integer") ?? IsWhole(map) };
        if (!double.IsFinite(step.Start) || !double.IsFinite(step.By) || step.Min > step.Max)
            problems.Error(
                "cycle.range", $"{owner}: the numbers must be finite, and 'min' must not be greater than 'max'.", path, map.Place);
        return step;
    }

    private static bool IsWhole(YamlMapping map) => map.Value("start") is IntegerValue && map.Value("by") is IntegerValue;

    /// <summary>Keys of a draw mean nothing beside a fixed rule.</summary>
    private T Alone<T>(YamlMapping map, DocumentPath path, string owner, T generator)
    {
        foreach (var entry in map.Entries.Where(entry => entry.Key is "min" or "max" or "choices" or "count"))
            problems.Error(
                "cycle.next",
                $"{owner}: '{entry.Key}' can be used only with 'sample' or 'suggest'.",
                path.Key(entry.Key),
                entry.KeyPlace,
                "Remove it.");
        return generator;
    }
}
