using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to cycles.</summary>
public static class CycleEvents
{
    private const string Cycle = "cycle/ID";

    /// <summary>A cycle began.</summary>
    public static EventType Started { get; } = new(
        "cycle.started", Cycle, "A cycle began: it was started, or a step started a further turn of its run.",
        Flag("by-hand", "true when steps start the turns over the API").Optional,
        Id("run", "the run that became the first turn of such a cycle").Optional)
    {
        IsTold = true,
        Words = [new("cycle-started")],
    };

    /// <summary>A turn was stored.</summary>
    public static EventType Turn { get; } = new(
        "cycle.turn", Cycle, "A turn of a cycle was stored.",
        Integer("turn", "its number, from 1"), Id("run", "its run"), Map("parameters", "the values it was given, by name"))
    {
        IsTold = true,
        Words = [new("cycle-turn")],
    };

    /// <summary>A cycle is over.</summary>
    public static EventType Ended { get; } = new(
        "cycle.ended", Cycle, "A cycle is over.",
        Text("reason", "a word such as `max-iterations`"), Text("detail", "the same as a sentence"))
    {
        IsTold = true,
        Words = [new("cycle-stopped")],
    };

    /// <summary>A cycle that was over goes on.</summary>
    public static EventType Resumed { get; } = new("cycle.resumed", Cycle, "A cycle that was over goes on.")
    {
        IsTold = true,
        Words = [new("cycle-resumed")],
    };

    /// <summary>It was decided whether another turn follows.</summary>
    public static EventType Decided { get; } = new(
        "cycle.decided", Cycle, "A turn is over, and it was decided whether another follows.",
        Integer("turn", "the turn that is over"), Flag("continue", "whether another follows"),
        Text("reason", "why not, as a word").Optional, Text("detail", "why not, as a sentence").Optional)
    {
        IsTold = true,
    };

    internal static EventType[] All => [Started, Turn, Ended, Resumed, Decided];
}
