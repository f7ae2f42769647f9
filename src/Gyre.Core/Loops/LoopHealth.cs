namespace Gyre.Core.Loops;

/// <summary>What a loop is doing.</summary>
public enum LoopPhase
{
    /// <summary>It works.</summary>
    Running,

    /// <summary>It failed and is tried again and again.</summary>
    Waiting,

    /// <summary>It was told to stop and has ended.</summary>
    Stopped,
}

/// <summary>How a loop is.</summary>
/// <param name="Name">The loop.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="Since">Since when.</param>
/// <param name="WaitingFor">Why it waits, safe to show; null unless it waits.</param>
/// <param name="Failures">Failures in a row; 0 while it works.</param>
/// <param name="LastBeat">When a turn last went well; null when none has yet.</param>
public sealed record LoopHealth(string Name, LoopPhase Phase, DateTimeOffset Since, string? WaitingFor, int Failures, DateTimeOffset? LastBeat);
