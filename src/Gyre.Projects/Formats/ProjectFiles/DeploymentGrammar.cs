namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>The shape of deployments that a project file declares whole.</summary>
internal static class DeploymentGrammar
{
    public static readonly string[] ProgramOnly =
    [
        "files", "environment", "replicas", "port", "predict-path", "health-path", "warm-up", "start-time", "answer-time",
    ];

    private static Shape Share { get; } = new NumberShape { Min = 0, Max = 1 };

    private static Shape Least1 { get; } = new NumberShape { IsInteger = true, Min = 1 };

    private static (string Key, Shape Shape)[] Content { get; } =
    [
        ("policy", Shape.Text), ("model-file", Shape.Text), ("model-version", Least1), ("command", Shape.Texts), ("files", Shape.Texts),
        ("environment", new MapShape { Others = Shape.Text }), ("replicas", new NumberShape { IsInteger = true, Min = 1, Max = 16 }),
        ("port", new NumberShape { IsInteger = true, Min = 1, Max = ushort.MaxValue }), ("predict-path", Shape.Text),
        ("health-path", Shape.Text), ("warm-up", Shape.Any), ("start-time", Shape.Duration), ("answer-time", Shape.Duration),
    ];

    private static Shape CanaryRule { get; } = Shape.Closed(
        [],
        ("margin", new NumberShape { Min = 0 }), ("level", Share), ("promote", Shape.Boolean), ("hold-back", Share),
        ("max-decisions", Least1));

    private static Shape Apprentice { get; } = Shape.Closed(
        [], ("share", Share), ("min-decisions", new NumberShape { IsInteger = true, Min = 1, Max = 100_000 }));

    private static Shape Settings { get; } = Shape.Closed(
        [],
        ("durability", Shape.Word("before", "after")), ("durability-window", Shape.Duration), ("exploration-floor", Share),
        ("reward-wait", Shape.Duration), ("reward-memory", Shape.Duration), ("reward-default", Shape.Number),
        ("reward-aggregation", Shape.Word("first", "last", "sum", "max", "mean")), ("late-rewards", Shape.Word("drop", "count", "correct")),
        ("reward-low", Shape.Number), ("reward-high", Shape.Number), ("canary-rule", CanaryRule), ("apprentice", Apprentice));

    /// <summary>Keys of <c>deployment</c> beside those of the other dialect.</summary>
    public static (string Key, Shape Shape)[] Keys { get; } =
    [
        .. Content, ("description", Shape.Text), ("first-only", Shape.Boolean), ("model", Shape.Text), ("alias", Shape.Text),
        ("settings", Settings), ("canaries", Shape.ListOf(Shape.Closed(["share"], [.. Content, ("share", Share)]))),
        ("shadows", Shape.ListOf(Shape.Closed([], Content))),
    ];
}
