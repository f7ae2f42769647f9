using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Serving.Policies;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Decisions;

/// <summary>Makes the decisions of a slate, place by place. Pure: the same request and seeds give the same decisions.</summary>
internal static class SlateDecider
{
    /// <param name="served">What serves.</param>
    /// <param name="request">The request.</param>
    /// <param name="seeds">Gives a seed for each place.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="InvalidInputException">With the place.</exception>
    public static (SlateRow Slate, ImmutableArray<DecisionRow> Decisions) Decide(
        ServedDeployment served, SlateRequest request, Func<ulong> seeds, DateTimeOffset now)
    {
        CheckIds(request);
        var digest = DigestOf(served, request);
        var decisions = request.Requests.Count == 1
            ? [One(served, request.Requests[0], 0, seeds(), now)]
            : Several(served, request.Requests, seeds, now);
        return (SlateRow.Of(request.SlateId, digest, decisions, request.IsHeld), decisions);
    }

    private static ImmutableArray<DecisionRow> Several(
        ServedDeployment served, IReadOnlyList<DecisionRequest> requests, Func<ulong> seeds, DateTimeOffset now)
    {
        var indexes = IndexesOf(requests);
        var places = new SlatePlaces([.. requests.Select(request => AllowedOf(request, indexes))], indexes.Count);
        if (places.Unfilled is { } unfilled)
        {
            throw Refusals.Of(
                "decision.slate-arms", Path(unfilled, "arms"), "There are too few arms: not every place can get one of its own.",
                "Send more arms, or allow more of them.");
        }
        var decisions = ImmutableArray.CreateBuilder<DecisionRow>(requests.Count);
        foreach (var (place, request) in requests.Index())
        {
            var open = request.Arms!.Select(arm => places.IsOpen(place, indexes[arm])).ToArray();
            // What the caller allowed is asked as it was asked: the log shows a mask only where one mattered.
            var asked = request with { Mask = open.All(static one => one) ? null : open };
            var decision = One(served, asked, place, seeds(), now);
            places.Take(place, indexes[decision.Arm]);
            decisions.Add(decision);
        }
        return decisions.ToImmutable();
    }

    private static DecisionRow One(ServedDeployment served, DecisionRequest request, int place, ulong seed, DateTimeOffset now) =>
        At(place, () => Decider.Decide(served, RequestRules.Check(served.Champion, request), request.DecisionId!, seed, now));

    /// <summary>What was asked, before any place was decided: it does not depend on what was chosen.</summary>
    private static string DigestOf(ServedDeployment served, SlateRequest request)
    {
        var lines = request.Requests.Select((one, place) =>
            $"{one.DecisionId}\n{At(place, () => RequestRules.Check(served.Champion, one)).Document}");
        return Digest.Of(string.Join('\n', [request.IsHeld ? "held" : "logged", .. lines])).ToString();
    }

    private static Dictionary<string, int> IndexesOf(IReadOnlyList<DecisionRequest> requests)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, request) in requests.Index())
        {
            if (request.Arms is null)
                throw Refusals.Of("decision.slate-arms", Path(place, "arms"), "The place names no arms.", "Name the arms of each place.");
            foreach (var arm in request.Arms)
                indexes.TryAdd(arm, indexes.Count);
        }
        return indexes;
    }

    private static int[] AllowedOf(DecisionRequest request, Dictionary<string, int> indexes) =>
        [.. request.Arms!.Where((_, index) => request.Mask is not { } mask || mask[index]).Select(arm => indexes[arm])];

    private static void CheckIds(SlateRequest request)
    {
        if (request.Requests.Count is 0 or > SlateRequest.MostPlaces)
        {
            throw Refusals.Of(
                "decision.slate", "requests", $"The slate has {request.Requests.Count} places.", $"Send 1 to {SlateRequest.MostPlaces}.");
        }
        RequestRules.CheckId("slateId", request.SlateId);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, one) in request.Requests.Index())
        {
            if (one.DecisionId is not { } id || !seen.Add(id))
            {
                throw Refusals.Of(
                    "decision.slate", Path(place, "decisionId"), "The decision has no id, or that of another place.",
                    "Name each decision of the slate, all different.");
            }
        }
    }

    private static T At<T>(int place, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InvalidInputException refusal)
        {
            throw Refusals.Below(string.Create(CultureInfo.InvariantCulture, $"requests/{place}"), refusal);
        }
    }

    private static string Path(int place, string field) => string.Create(CultureInfo.InvariantCulture, $"requests/{place}/{field}");
}
