using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Policies;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Decisions;

/// <summary>
/// Makes a decision of what serves, a request and a seed. Pure: the same three give the same decision. While the deployment is an
/// apprentice, the caller's own choice is the decision, and that of the champion is logged as a shadow's.
/// </summary>
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
        var isApprentice = served.Settings.Apprentice is not null;
        var (policy, share) = isApprentice ? (served.Champion, 1) : RouteOf(served, seed);
        var choice = policy.Choose(request.Question, seed);
        ShadowDecision? own = null;
        if (isApprentice)
            (choice, own) = Baseline(policy, request, choice, seed);
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
            Shadows = ShadowsOf(served, request, seed, own),
            DecidedAt = now,
            Deadline = now + served.Settings.RewardWait,
            Outcome = (long)DecisionOutcome.Pending,
        };
    }

    /// <summary>The caller's choice, and what the apprentice would have chosen.</summary>
    private static (ArmChoice Choice, ShadowDecision Own) Baseline(
        ServedPolicy policy, CheckedRequest request, ArmChoice choice, ulong seed)
    {
        if (request.Baseline is not { } arm)
        {
            throw Refusals.Of(
                "decision.baseline-missing", "baseline",
                "The deployment is an apprentice, which answers with the choice of the caller, and the request names none.",
                "Send the arm that you would choose as 'baseline', or take 'apprentice' out of the settings.");
        }
        if (ArmPlaces.IndexOf(policy, request.Question, arm) is not (>= 0 and var index))
        {
            throw Refusals.Of(
                "decision.baseline", "baseline", "The baseline is not one of the arms that may be chosen.",
                "Send the name of an arm that the request allows.");
        }
        var own = new ShadowDecision(policy.Version, choice.Arm, choice.Propensity)
        {
            Baseline = policy.Probabilities(request.Question, seed)[arm],
        };
        return (new ArmChoice(arm, index, 1), own);
    }

    /// <summary>The version that decides, and how likely that was.</summary>
    private static (ServedPolicy Policy, double Share) RouteOf(ServedDeployment served, ulong seed)
    {
        var (canary, share) = VersionDraw.Draw(served.CanaryShares.AsSpan(), seed);
        return (canary < 0 ? served.Champion : served.Canaries[canary].Policy, share);
    }

    /// <summary>What shadows would have chosen, as a document.</summary>
    public static string ShadowsOf(ServedDeployment served, CheckedRequest request, ulong seed, ShadowDecision? own = null)
    {
        if (served.Shadows.IsEmpty && own is null)
            return NoShadows;
        var chosen = ImmutableArray.CreateBuilder<ShadowDecision>(served.Shadows.Length + 1);
        if (own is not null)
            chosen.Add(own);
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
