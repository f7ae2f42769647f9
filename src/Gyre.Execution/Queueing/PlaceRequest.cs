using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution.Queueing;

/// <summary>What an attempt needs before it may start.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Run">Its run, whose own limits count beside those of the home.</param>
/// <param name="Unit">
/// What starts together: members of a distributed sweep wait for each other, so that places for all of them are taken at once. An attempt
/// for itself otherwise.
/// </param>
/// <param name="Weight">How many places the unit takes, of jobs and in each pool.</param>
/// <param name="Pools">The pools, each once.</param>
/// <param name="RunLimits">Limits of the run.</param>
internal sealed record PlaceRequest(
    AttemptId Attempt, RunId Run, string Unit, int Weight, ImmutableArray<string> Pools, ConcurrencyLimits RunLimits)
{
    /// <summary>What an order asks for.</summary>
    public static PlaceRequest Of(AttemptOrder order) => new(
        order.Attempt,
        order.Run,
        order.Distributed?.Name ?? order.Attempt.ToString(),
        Math.Max(1, order.Distributed?.Members.Length ?? 1),
        order.Requirements.Pools,
        order.RunLimits ?? ConcurrencyLimits.None);

    /// <summary>Requests of one line have the same needs: when the first of them cannot start, none behind it can.</summary>
    public string Line => $"{Run}|{Weight}|{(Weight > 1 ? Unit : "")}|{string.Join(',', Pools)}";
}
