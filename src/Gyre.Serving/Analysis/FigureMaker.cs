using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Serving.Analysis;

/// <summary>Makes figures of decisions.</summary>
internal static class FigureMaker
{
    private const int MostArms = 20;
    private const int Bins = 10;
    private const int FewestToCompare = 100;
    private const double Moderate = 0.1;
    private const double Large = 0.25;

    /// <param name="rows">The newest first.</param>
    /// <param name="query">Over which time.</param>
    /// <param name="isCut">Whether there are older ones in that time.</param>
    /// <param name="now">The time of figures without decisions.</param>
    public static DecisionFigures Make(IReadOnlyList<FigureRow> rows, FiguresQuery query, bool isCut, DateTimeOffset now)
    {
        var from = isCut || query.From is null ? rows.Count > 0 ? rows[^1].DecidedAt : query.To ?? now : query.From.Value;
        var to = query.To ?? (rows.Count > 0 ? rows[0].DecidedAt.AddMicroseconds(1) : now);
        if (to - from < TimeSpan.FromSeconds(1))
            to = from.AddSeconds(1);
        var bucket = TimeSpan.FromTicks(Math.Max(1, ((to - from).Ticks + query.Buckets - 1) / query.Buckets));
        int PlaceOf(FigureRow row) => (int)Math.Clamp((row.DecidedAt - from).Ticks / bucket.Ticks, 0, query.Buckets - 1);
        return new DecisionFigures
        {
            From = from,
            To = from + (bucket * query.Buckets),
            Bucket = bucket,
            IsCut = isCut,
            Decisions = rows.Count,
            Buckets = BucketsOf(rows.ToLookup(PlaceOf), query.Buckets, from, bucket),
            Arms = ArmsOf(rows, query.Buckets, PlaceOf),
            Versions =
            [
                .. rows.GroupBy(static row => row.Version).OrderBy(static group => group.Key).Select(
                    static group => new VersionFigures(group.Key, group.Count(), Settled(group), MeanOf(group))),
            ],
            Propensities = Histogram(rows),
            Drift = [],
        };
    }

    /// <summary>Compares the newer half of contexts with the older half.</summary>
    /// <param name="fields">Names of the numbers.</param>
    /// <param name="contexts">The newest first; each at least as long as there are fields.</param>
    public static ImmutableArray<FieldDrift> DriftOf(ImmutableArray<string> fields, IReadOnlyList<double[]> contexts)
    {
        var half = contexts.Count / 2;
        if (half < FewestToCompare)
            return [];
        return
        [
            .. fields.Select((field, place) =>
            {
                double[] newer = [.. contexts.Take(half).Select(context => context[place])];
                double[] older = [.. contexts.Skip(half).Select(context => context[place])];
                var found = DriftTests.PopulationStabilityOf(PopulationReference.Of(older), newer, Moderate, level: 0.05 / fields.Length);
                var verdict = !found.Drifted ? DriftVerdict.Stable : found.Statistic > Large ? DriftVerdict.Drifted : DriftVerdict.Moderate;
                return new FieldDrift(field, found.Statistic, verdict);
            }),
        ];
    }

    private static ImmutableArray<FigureBucket> BucketsOf(ILookup<int, FigureRow> rows, int count, DateTimeOffset from, TimeSpan bucket) =>
        [.. Enumerable.Range(0, count).Select(
            place => new FigureBucket(from + (bucket * place), rows[place].Count(), Settled(rows[place]), MeanOf(rows[place])))];

    private static ImmutableArray<ArmFigures> ArmsOf(IReadOnlyList<FigureRow> rows, int count, Func<FigureRow, int> placeOf)
    {
        var groups = rows.GroupBy(static row => row.Arm, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).ToList();
        var shown = groups.Take(MostArms).Select(group => new ArmFigures(group.Key, group.Count(), Shares(group, count, placeOf), ValueOf(group)));
        var rest = groups.Skip(MostArms).SelectMany(static group => group).ToList();
        return rest.Count == 0 ? [.. shown] : [.. shown, new ArmFigures(null, rest.Count, Shares(rest, count, placeOf), null)];
    }

    private static ImmutableArray<long> Shares(IEnumerable<FigureRow> rows, int count, Func<FigureRow, int> placeOf)
    {
        var shares = new long[count];
        foreach (var row in rows)
            shares[placeOf(row)]++;
        return [.. shares];
    }

    private static ImmutableArray<long> Histogram(IReadOnlyList<FigureRow> rows)
    {
        var counts = new long[Bins];
        foreach (var row in rows)
            counts[Math.Clamp((int)Math.Ceiling(row.Propensity * Bins) - 1, 0, Bins - 1)]++;
        return [.. counts];
    }

    private static long Settled(IEnumerable<FigureRow> rows) => rows.Count(static row => row.IsSettled);

    private static RewardFigure? MeanOf(IEnumerable<FigureRow> rows) => Sum(rows, static _ => 1);

    /// <summary>Each version drew the arm with its propensity, so its inverse is the weight whichever version decided.</summary>
    private static RewardFigure? ValueOf(IEnumerable<FigureRow> rows) => Sum(rows, static row => 1 / row.Propensity);

    private static RewardFigure? Sum(IEnumerable<FigureRow> rows, Func<FigureRow, double> weight)
    {
        var sum = new RewardSum();
        foreach (var row in rows.Where(static row => row.IsSettled))
            sum.Add(row.Reward, weight(row));
        return sum.ToFigure();
    }
}
