namespace Gyre.Projects.Rules;

/// <summary>What notifications can tell, in words for people and in the types of the event log.</summary>
public static class EventWords
{
    private const string RunEnded = "run.ended";
    private const string NodeEnded = "node.ended";

    private static readonly (string Word, string Type, string? State)[] Words =
    [
        ("run-accepted", "run.accepted", null),
        ("run-succeeded", RunEnded, "succeeded"),
        ("run-failed", RunEnded, "failed"),
        ("run-cancelled", RunEnded, "cancelled"),
        ("run-stopped", RunEnded, "stopped"),
        ("run-ended", RunEnded, null),
        ("run-resumed", "run.resumed", null),
        ("cycle-started", "cycle.started", null),
        ("cycle-turn", "cycle.turn", null),
        ("cycle-stopped", "cycle.ended", null),
        ("cycle-resumed", "cycle.resumed", null),
        ("approval-wanted", "node.awaiting-approval", null),
        ("approval-given", "node.approval", null),
        ("condition-unclear", "node.condition-without-result", null),
        ("node-failed", NodeEnded, "failed"),
    ];

    private static readonly string[] Types = [.. Words.Select(word => word.Type).Distinct(), "node.started", "node.retry", "cycle.decided", "task.started", "loop.started"];

    /// <summary>All words, then all types.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Select(word => word.Word), .. Types];

    /// <summary>Whether a notification may ask for it.</summary>
    public static bool IsKnown(string word) => All.Contains(word, StringComparer.Ordinal);

    /// <summary>Whether events of the type can be told at all.</summary>
    public static bool IsTold(string type) => Types.Contains(type, StringComparer.Ordinal);

    /// <summary>Whether one of the words means the event.</summary>
    public static bool Match(IEnumerable<string> words, string type, string? state) =>
        words.Any(asked => asked == type || Words.Any(word => word.Word == asked && word.Type == type && (word.State is null || word.State == state)));

    /// <summary>The narrowest word for an event; its type when there is none.</summary>
    public static string Of(string type, string? state) =>
        Words.Where(word => word.Type == type && (word.State is null || word.State == state)).OrderBy(word => word.State is null).Select(word => word.Word).FirstOrDefault() ?? type;
}
