using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Learning;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>Candidates that are tried at once.</summary>
/// <param name="Groups">
/// Places of candidates by the choice that fills them, numbered through; in the first round one group, whose candidates are known.
/// </param>
/// <param name="Resource">How long they are trained; null for searches without rungs.</param>
internal sealed record SearchRound(ImmutableArray<SearchGroup> Groups, RungResource? Resource);

/// <summary>Places that one choice fills.</summary>
/// <param name="Sources">Places of the round before that it chooses from.</param>
/// <param name="Slots">How many it fills.</param>
internal sealed record SearchGroup(ImmutableArray<int> Sources, int Slots);

/// <summary>The rounds of a search, known before anything runs.</summary>
internal static class SearchRounds
{
    /// <summary>Candidates of a batch of a guided search that says no size.</summary>
    private const int UsualBatch = 5;

    /// <summary>The candidates that are known before anything is tried.</summary>
    /// <param name="search">The search.</param>
    /// <param name="seed">Fixes draws.</param>
    public static ImmutableArray<MapValue> Known(PlannedSearch search, ulong seed)
    {
        var none = ImmutableDictionary<string, ImmutableArray<Value>>.Empty;
        var all = SweepExpansion.Trials(search.Sweep, none, unchecked((long)seed)).Trials;
        return search.Kind == SearchKind.Bayesian ? [.. all.Take(TreeParzenEstimator.FirstDraws)] : all;
    }

    public static ImmutableArray<SearchRound> Of(PlannedSearch search) => search.Kind switch
    {
        SearchKind.Bayesian => Batches(search),
        SearchKind.SuccessiveHalving or SearchKind.Asha => Rungs(search),
        _ => [new SearchRound([new SearchGroup([], search.Candidates)], null)],
    };

    private static ImmutableArray<SearchRound> Batches(PlannedSearch search)
    {
        var rounds = ImmutableArray.CreateBuilder<SearchRound>();
        var (batch, before) = (search.Sweep.ExecutionBatchSize ?? UsualBatch, 0);
        for (var done = 0; done < search.Candidates; done += before)
        {
            ImmutableArray<int> sources = [.. Enumerable.Range(0, before)];
            before = Math.Min(done == 0 ? TreeParzenEstimator.FirstDraws : batch, search.Candidates - done);
            rounds.Add(new SearchRound([new SearchGroup(sources, before)], null));
        }
        return rounds.ToImmutable();
    }

    /// <summary>
    /// The last rung has all of the resource, each one before a fraction of it; so many as the least allows and the candidates fill.
    /// </summary>
    private static ImmutableArray<SearchRound> Rungs(PlannedSearch search)
    {
        var (factor, count, total) = (search.ReductionFactor, 1, search.MaximumResource);
        for (var (places, least) = (search.Candidates / factor, (double)total / factor);
            places >= 1 && least >= search.MinimumResource; (places, least) = (places / factor, least / factor))
            count++;
        var rounds = ImmutableArray.CreateBuilder<SearchRound>();
        var (slots, before) = (search.Candidates, 0);
        for (var rung = 0; rung < count; rung++)
        {
            var now = Math.Max(before + 1, (int)Math.Round(total / Math.Pow(factor, count - 1 - rung)));
            var groups = rung == 0 ? [new SearchGroup([], slots)] : Groups(search, slots);
            slots = groups.Sum(static group => group.Slots);
            rounds.Add(new SearchRound(groups, new RungResource(search.Resource, now - before, now)));
            before = now;
        }
        return rounds.ToImmutable();
    }

    /// <summary>Either all compete for the places of the next rung, or each group for one of its own.</summary>
    private static ImmutableArray<SearchGroup> Groups(PlannedSearch search, int before)
    {
        var slots = before / search.ReductionFactor;
        return search.Kind == SearchKind.SuccessiveHalving
            ? [new SearchGroup([.. Enumerable.Range(0, before)], slots)]
            : [.. Enumerable.Range(0, slots).Select(group =>
                new SearchGroup([.. Enumerable.Range(0, before).Where(place => place % slots == group)], 1))];
    }
}
