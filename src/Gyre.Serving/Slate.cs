namespace Gyre.Serving;

/// <summary>
/// Asks a deployment to choose an arm for each of several places, one after the other: what a place got, no later one gets. All are decided
/// or none. A slate of one place is a decision that can be held.
/// </summary>
public sealed record SlateRequest
{
    /// <summary>The most places of a slate.</summary>
    public const int MostPlaces = 50;

    /// <summary>1 to 200 printable characters that name the slate, so that asking twice decides once.</summary>
    public required string SlateId { get; init; }

    /// <summary>
    /// The places in their order, 1 to <see cref="MostPlaces"/>. Each names its decision, all different, and where there are several each
    /// names its arms.
    /// </summary>
    public required IReadOnlyList<DecisionRequest> Requests { get; init; }

    /// <summary>
    /// Whether the decisions are kept apart from the log until <see cref="IDecisions.ActivateAsync"/> is called. Nothing counts them until
    /// then, and they are dropped when their wait is over. Default false.
    /// </summary>
    public bool IsHeld { get; init; }
}

/// <summary>Decisions that were made together.</summary>
/// <param name="SlateId">Names them.</param>
/// <param name="Decisions">Their ids, in the order of the places.</param>
/// <param name="IsHeld">Whether they wait to be activated.</param>
public sealed record Slate(string SlateId, IReadOnlyList<string> Decisions, bool IsHeld);
