namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>The shape of a trigger.</summary>
internal static class TriggerGrammar
{
    private static readonly string[] Sources = ["cron", "every", "event", "webhook", "manual", "run-ended"];

    private static readonly Shape MissedMode = Shape.Word("last", "skip", "all");

    private static readonly Shape ConcurrencyMode = Shape.Word("skip", "queue", "cancel-previous");

    private static readonly Shape Count = new NumberShape { IsInteger = true, Min = 1, Max = 1_000_000_000 };

    public static Shape Trigger { get; } = Shape.Closed(
        ["name", "pipeline"],
        ("name", Shape.Text), ("pipeline", Shape.Text), ("description", Shape.Text), ("enabled", Shape.Boolean),
        ("cron", Shape.Text), ("timezone", Shape.Text), ("every", Shape.Duration),
        ("event", Shape.Closed(["type"], ("type", Shape.Text), ("filter", Shape.Text), ("count", Count),
            ("weight", Shape.Text), ("window", Shape.Duration), ("group", Shape.Text))),
        ("webhook", Shape.Closed(["secret"], ("secret", Shape.Text))),
        ("manual", Shape.Boolean),
        ("run-ended", Shape.Closed(["pipeline"], ("pipeline", Shape.Text), ("states", Shape.Texts))),
        ("parameters", Shape.Map),
        ("missed", new ChoiceShape("oneOf", [MissedMode, Shape.Closed(["mode"], ("mode", MissedMode), ("bound", Count), ("tolerance", Shape.Duration))]) { Names = "last, skip, all or {mode: all, bound: N}" }),
        ("concurrency", new ChoiceShape("oneOf", [ConcurrencyMode, Shape.Closed(["mode"], ("mode", ConcurrencyMode), ("max-running", Count), ("queue-bound", Count))]) { Names = "skip, queue, cancel-previous or {mode: queue, queue-bound: N}" }),
        ("cool-down", Shape.Duration),
        ("limits", Shape.Closed([], ("depth", Count), ("starts-per-hour", Count), ("failures", Count)))) with
    {
        Together = static map =>
        {
            var found = Sources.Where(source => map.Find(source) is not null).ToList();
            if (found.Count != 1)
                return ("oneOf", "'timezone' can be used only with 'cron'.");
            return map.Find("timezone") is not null && found[0] != "cron" ? ("timezone", "'timezone' requires 'cron'.") : null;
        },
    };
}
