using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Policies;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Decisions;

/// <summary>Makes a decision of what serves, a request and a seed. Pure: the same three give the same decision.</summary>
internal static class Decider
{
    private const string ShadowDraw = "shadow";
    private const string NoShadows = "[]";

    /// <param name="served">What serves.</param>
    /// <param name="request">The request.</param>
    /// <param name="id">Names the decision.</param>
    /// <param name="seed">Of the route and of the policy.</param>
    /// <param name="now">Now.</param>
    public static DecisionRow Decide(ServedDeployment served, CheckedRequest request, string id, ulong seed, DateTimeOffset now)
    {
        var (policy, share) = RouteOf(served, seed);
        var choice = policy.Choose(request.Question, seed);
        return new DecisionRow
        {
            Deployment = served.Number,
            Id = id,
            Version = policy.Version,
            Share = share,
            Arm = choice.Arm,
            ArmIndex = choice.ArmIndex,
            Propensity = choice.Propensity,
            Seed = unchecked((long)seed),
            Request = request.Document,
            Shadows = ShadowsOf(served, request, seed),
            DecidedAt = now,
            Deadline = now + served.Settings.RewardWait,
            Outcome = (long)DecisionOutcome.Pending,
        };
    }

    /// <summary>The version that decides, and how likely that was.</summary>
    private static (ServedPolicy Policy, double Share) RouteOf(ServedDeployment served, ulong seed)
    {
        var (canary, share) = VersionDraw.Draw(served.CanaryShares.AsSpan(), seed);
        return (canary < 0 ? served.Champion : served.Canaries[canary].Policy, share);
    }

    /// <summary>What shadows would have chosen, as a document.</summary>
    public static string ShadowsOf(ServedDeployment served, CheckedRequest request, ulong seed)
    {
        if (served.Shadows.IsEmpty)
            return NoShadows;
        var chosen = ImmutableArray.CreateBuilder<ShadowDecision>(served.Shadows.Length);
        // What shadows choose must not be tied to what was chosen.
        var random = new SeededRandom(seed).Fork(ShadowDraw);
        foreach (var shadow in served.Shadows)
        {
            if (Try(shadow, request, random.NextUInt64()) is { } choice)
                chosen.Add(new ShadowDecision(shadow.Version, choice.Arm, choice.Propensity));
        }
        return JsonSerializer.Serialize(chosen.ToImmutable(), ServingJson.Default.ImmutableArrayShadowDecision);
    }

    /// <summary>A shadow that cannot decide, because it lacks an arm, must not keep the others from it.</summary>
    private static ArmChoice? Try(ServedPolicy shadow, CheckedRequest request, ulong seed)
    {
        try
        {
            return shadow.Choose(request.Question, seed);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }
}
