using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to cycles.</summary>
public static class CycleEvents
{
    private const string Cycle = "cycle/ID";

    /// <summary>A cycle began.</summary>
    public static EventType Started { get; } = new(
        "cycle.started", Cycle, "A cycle started: it was started directly, or a step started another turn.",
        Flag("by-hand", "true when steps start the turns over the API").Optional,
        Id("run", "the run that became the first turn of such a cycle").Optional)
    {
        IsTold = true,
        Words = [new("cycle-started")],
    };

    /// <summary>A turn was stored.</summary>
    public static EventType Turn { get; } = new(
        "cycle.turn", Cycle, "A turn of a cycle was created.",
        Integer("turn", "its number, from 1"), Id("run", "its run"), Map("parameters", "the turn's parameters, by name"))
    {
        IsTold = true,
        Words = [new("cycle-turn")],
    };

    /// <summary>A cycle is over.</summary>
    public static EventType Ended { get; } = new(
        "cycle.ended", Cycle, "A cycle ended.",
        Text("reason", "the reason as a word, such as `max-iterations`"), Text("detail", "the reason as a sentence"))
    {
        IsTold = true,
        Words = [new("cycle-stopped")],
    };

    /// <summary>A cycle that was over goes on.</summary>
    public static EventType Resumed { get; } = new("cycle.resumed", Cycle, "A cycle that had ended was resumed.")
    {
        IsTold = true,
        Words = [new("cycle-resumed")],
    };

    /// <summary>It was decided whether another turn follows.</summary>
    public static EventType Decided { get; } = new(
        "cycle.decided", Cycle, "A turn ended, and the cycle decided whether to start another.",
        Integer("turn", "the turn that ended"), Flag("continue", "whether another turn follows"),
        Text("reason", "why no turn follows, as a word").Optional, Text("detail", "why no turn follows, as a sentence").Optional)
    {
        IsTold = true,
    };

    internal static EventType[] All => [Started, Turn, Ended, Resumed, Decided];
}
