namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Shapes of Gyre's own words.</summary>
internal static class CycleGrammar
{
    private static readonly Shape Direction = Shape.Word("maximize", "minimize");

    public static Shape Retry { get; } = Shape.Closed(
        ["max-attempts"],
        ("max-attempts", new NumberShape { IsInteger = true, Min = 1, Max = 1000 }), ("back-off", Shape.Duration),
        ("factor", new NumberShape { Min = 1, Max = 1000 }), ("max-back-off", Shape.Duration));

    public static Shape Cycle { get; } = Shape.Closed(
        ["name", "pipeline", "max-iterations"],
        ("name", Shape.Text), ("pipeline", Shape.Text),
        ("repeat-while", new ChoiceShape("oneOf", [Shape.Text, Shape.Boolean]) { Names = "a condition, or true" }),
        ("max-iterations", new NumberShape { IsInteger = true, Min = 1, Max = 1_000_000_000 }),
        ("budget", Shape.Closed([], ("time", Shape.Duration), ("executions", new NumberShape { IsInteger = true, Min = 0, Max = int.MaxValue }))),
        ("no-gain", Shape.Closed(["metric", "direction", "patience"], ("metric", Shape.Text), ("direction", Direction), ("patience", new NumberShape { IsInteger = true, Min = 1, Max = int.MaxValue }), ("min-delta", new NumberShape { Min = 0 }))),
        ("objective", Shape.Closed(["metric", "direction"], ("metric", Shape.Text), ("direction", Direction))),
        ("on-error", new ChoiceShape("oneOf", [Shape.Word("stop", "continue"), Shape.Closed(["retry"], ("retry", new NumberShape { IsInteger = true, Min = 1, Max = 1000 }))]) { Names = "stop, continue or {retry: N}" }),
        ("seed", Shape.Integer), ("next", new MapShape { Others = Generator() }), ("carry", Shape.ListOf(Shape.ListOf(Shape.Text))), ("description", Shape.Text));

    private static MapShape Generator() => Shape.Closed(
        [],
        ("value", Shape.Any), ("copy", Shape.Text), ("sample", Shape.Word("integer", "uniform", "log-uniform", "choice")),
        ("suggest", Shape.Word("integer", "uniform", "log-uniform")),
        ("step", Shape.Closed(["start", "by"], ("start", Shape.Number), ("by", Shape.Number), ("min", Shape.Number), ("max", Shape.Number), ("integer", Shape.Boolean))),
        ("min", Shape.Number), ("max", Shape.Number), ("choices", Shape.ListOf(Shape.Any)), ("count", new NumberShape { IsInteger = true, Min = 1, Max = 10_000 })) with
    {
        Together = map => map.Entries.Count(entry => entry.Key is "value" or "copy" or "sample" or "suggest" or "step") == 1
            ? null
            : ("oneOf", "Exactly one of 'value', 'copy', 'sample', 'suggest' and 'step' is required."),
    };
}
