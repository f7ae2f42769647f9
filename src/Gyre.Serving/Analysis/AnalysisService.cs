using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Learning;
using Gyre.Serving.Decisions;
using Gyre.Serving.Policies;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Analysis;

/// <summary>See <see cref="IDecisionAnalysis"/>.</summary>
internal sealed class AnalysisService(IDatabase database, RevisionCache<ServedDeployment> cache, PolicyShelf shelf,
    TimeProvider clock) : IDecisionAnalysis
{
    private const int ReadAtOnce = 5000;
    private const int MostBuckets = 500;

    /// <summary>Contexts are read for the comparison of two halves alone, where more rows would not say more.</summary>
    private const int MostContexts = 4000;

    private static readonly ImmutableArray<OffPolicyMethod> Methods =
        [OffPolicyMethod.DoublyRobust, OffPolicyMethod.Snips, OffPolicyMethod.Ips, OffPolicyMethod.Direct];

    public async Task<IReadOnlyList<string>?> FieldsAsync(string deployment, CancellationToken cancellationToken) =>
        await cache.GetAsync(deployment, cancellationToken) is { } served ? [.. served.Specification.ContextFields] : null;

    public async Task<DecisionFigures?> FiguresAsync(string deployment, FiguresQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Buckets is < 1 or > MostBuckets)
            throw Refusals.Of("figures.buckets", "buckets", $"There are {query.Buckets} buckets.", $"Ask for 1 to {MostBuckets}.");
        CheckTime(query.From, query.To);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var window = new DecisionQuery { From = query.From, To = query.To };
        var rows = await PagesAsync(
            IDecisionAnalysis.MostDecisions, (session, before, limit) => AnalysisTable.Newest(session, served.Number, window, before, limit),
            static row => row.Number, cancellationToken);
        var isCut = rows.Count > IDecisionAnalysis.MostDecisions;
        var used = rows.Take(IDecisionAnalysis.MostDecisions).ToList();
        var figures = FigureMaker.Make(used, query, isCut, clock.GetUtcNow());
        return figures with { Drift = await DriftAsync(served, used, cancellationToken) };
    }

    public async Task<VersionComparison?> CompareAsync(string deployment, VersionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Check(query);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var versions = await database.ReadAsync(
            session => VersionTable.Find(session, served.Number, query.Versions).ToDictionary(static row => row.Version), cancellationToken);
        foreach (var version in query.Versions.Where(version => !versions.ContainsKey(version)))
            throw Refusals.Of(
                "evaluate.version", "versions", $"The deployment '{deployment}' has no version {version}.", "Choose one that is listed.");
        var window = new DecisionQuery { From = query.From, To = query.To };
        var rows = await PagesAsync(
            query.Rows, (session, before, limit) => AnalysisTable.NewestSettled(session, served.Number, window, before, limit),
            static row => row.Number, cancellationToken);
        if (rows.Count < 2)
            throw Refusals.Of(
                "evaluate.rows", "from", $"There are {rows.Count} decisions with a final reward in that time.",
                "Choose a longer time, or wait until the waits of more decisions are over.");
        var log = DecisionReader.ToLog(served.Specification, [.. rows.Take(query.Rows).Reverse()]);
        var candidates = new List<VersionEstimate>();
        foreach (var version in query.Versions)
            candidates.Add(await EstimateAsync(versions[version], served, log, query.Level, cancellationToken));
        return new VersionComparison
        {
            Rows = log.Count,
            IsCut = rows.Count > query.Rows,
            Logged = LoggedOf(log),
            Candidates = [.. candidates],
        };
    }

    private static void Check(VersionQuery query)
    {
        if (query.Versions.IsDefaultOrEmpty || query.Versions.Length > IDecisionAnalysis.MostVersions
            || query.Versions.Distinct().Count() != query.Versions.Length)
            throw Refusals.Of(
                "evaluate.versions", "versions", "The versions are none, too many, or one is named twice.",
                $"Name 1 to {IDecisionAnalysis.MostVersions} versions, each once.");
        if (query.Rows is < 2 or > IDecisionAnalysis.MostDecisions)
            throw Refusals.Of(
                "evaluate.rows", "rows", $"At most {query.Rows} rows are asked for.", $"Ask for 2 to {IDecisionAnalysis.MostDecisions}.");
        if (!(query.Level is > 0 and < 1))
            throw Refusals.Of("evaluate.level", "level", $"The level is {query.Level}.", "It must be above 0 and below 1.");
        CheckTime(query.From, query.To);
    }

    private static void CheckTime(DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from >= to)
            throw Refusals.Of("figures.time", "to", "The time ends before it begins.", "Give a 'to' that is later than 'from'.");
    }

    /// <summary>Rows, the newest first, one more than wanted when there are more; page by page so that a long log holds up nobody.</summary>
    private async Task<List<T>> PagesAsync<T>(
        int wanted, Func<IDbSession, long, int, IReadOnlyList<T>> read, Func<T, long> numberOf, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (rows.Count <= wanted)
        {
            var limit = Math.Min(ReadAtOnce, wanted + 1 - rows.Count);
            var before = rows.Count == 0 ? long.MaxValue : numberOf(rows[^1]);
            var page = await database.ReadAsync(session => read(session, before, limit), cancellationToken);
            rows.AddRange(page);
            if (page.Count < limit)
                break;
        }
        return rows;
    }

    private async Task<ImmutableArray<FieldDrift>> DriftAsync(
        ServedDeployment served, List<FigureRow> rows, CancellationToken cancellationToken)
    {
        var every = Math.Max(1, (rows.Count + MostContexts - 1) / MostContexts);
        var numbers = rows.Where((_, place) => place % every == 0).Select(static row => row.Number).ToList();
        var contexts = new List<double[]>();
        foreach (var some in numbers.Chunk(500))
        {
            var requests = await database.ReadAsync(session => AnalysisTable.Requests(session, some), cancellationToken);
            contexts.AddRange(requests.Select(static text => JsonSerializer.Deserialize(text, ServingJson.Default.RequestDocument)!.Context));
        }
        var fields = served.Specification.ContextFields;
        return FigureMaker.DriftOf(fields, [.. contexts.Where(context => context.Length == fields.Length)]);
    }

    private async Task<VersionEstimate> EstimateAsync(
        VersionRow version, ServedDeployment served, DecisionLog log, double level, CancellationToken cancellationToken)
    {
        var policy = await shelf.LoadAsync(version.Policy, served.Settings.ExplorationFloor, cancellationToken);
        var evaluation = BanditJobs.Evaluate(policy, log, Methods, new OffPolicyOptions { Level = level }, seed: 1);
        return new VersionEstimate(version.Version, version.Kind, evaluation.Estimates, evaluation.Estimates[0].Overlap);
    }

    private static RewardFigure LoggedOf(DecisionLog log)
    {
        var sum = new RewardSum();
        foreach (var reward in log.Rewards)
            sum.Add(reward);
        return sum.ToFigure()!.Value;
    }
}
