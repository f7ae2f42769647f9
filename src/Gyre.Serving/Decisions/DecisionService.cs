using System.Globalization;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Policies;
using Gyre.Serving.Rewards;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Decisions;

/// <summary>Decides with what serves, and takes what it brought.</summary>
internal sealed class DecisionService(
    RevisionCache<ServedDeployment> cache, MadeDecisions made, DecisionWriter writer, DecisionReader reader, SlateDesk slates,
    Settlement settlement, ServingOptions options)
    : IDecisions
{
    private readonly IdSource _ids = IdSource.FromClock(options.Clock);
    private readonly SeedSource _seeds = new(options.Seed);

    public async Task<Decision?> DecideAsync(string deployment, DecisionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var row = Decide(served, request, Instants.Whole(options.Clock.GetUtcNow()));
        var written = await WriteAsync(served, [row], request.DecisionId is not null, cancellationToken);
        return written?[0];
    }

    public async Task<IReadOnlyList<Decision>?> DecideAsync(
        string deployment, IReadOnlyList<DecisionRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        CheckCount("requests", requests.Count, IDecisions.MostDecisions);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var now = Instants.Whole(options.Clock.GetUtcNow());
        var rows = Each("requests", requests, request => Decide(served, request, now));
        return await WriteAsync(served, rows, requests.Any(static request => request.DecisionId is not null), cancellationToken);
    }

    public async Task<IReadOnlyList<Decision>?> DecideAsync(string deployment, SlateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var (slate, rows) = SlateDecider.Decide(served, request, _seeds.Next, Instants.Whole(options.Clock.GetUtcNow()));
        return await WriteAsync(new LogWork(served.Number, rows, []) { MayBeKnown = true, Slate = slate }, cancellationToken);
    }

    public Task<Slate?> FindSlateAsync(string deployment, string slate, CancellationToken cancellationToken) =>
        slates.FindAsync(deployment, slate, cancellationToken);

    public Task<bool> ActivateAsync(string deployment, string slate, CancellationToken cancellationToken) =>
        slates.ActivateAsync(deployment, slate, cancellationToken);

    public async Task<IReadOnlyList<RecordReceipt>?> RecordAsync(
        string deployment, IReadOnlyList<MadeDecision> decisions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        CheckCount("decisions", decisions.Count, IDecisions.MostDecisions);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var versions = await made.VersionsAsync(served, decisions.Select(static one => one.Version), cancellationToken);
        var now = options.Clock.GetUtcNow();
        var rows = Each("decisions", decisions, decision => MadeDecisions.Check(served, versions, decision, now));
        return await WriteAsync(served, rows, isNamed: true, cancellationToken) is { } written
            ? [.. written.Select(static one => new RecordReceipt(one.DecisionId, one.IsRepeated))]
            : null;
    }

    public async Task<DecisionShape?> ShapeAsync(string deployment, CancellationToken cancellationToken) =>
        await cache.GetAsync(deployment, cancellationToken) is { Specification: var specification }
            ? new DecisionShape(
                [.. specification.ContextFields], specification.IsShared ? [.. specification.ArmFields] : [], [.. specification.Arms])
            : null;

    public async Task<IReadOnlyDictionary<string, double>?> ProbabilitiesAsync(
        string deployment, DecisionRequest request, Decision made, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(made);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var policy = served.Policies.FirstOrDefault(one => one.Version == made.Version);
        var all = policy?.Probabilities(RequestRules.Check(served.Champion, request).Question, made.Seed);
        // What was certain may have been the choice of the caller.
        return made.Propensity < 1 ? all : all?.ToDictionary(one => one.Key, one => one.Key == made.Arm ? 1.0 : 0, StringComparer.Ordinal);
    }

    public async Task<RewardReceipt?> RewardAsync(string deployment, NewReward reward, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reward);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        return (await RewardAsync(served, [Check(GateOf(served), reward)], cancellationToken))?[0];
    }

    public async Task<IReadOnlyList<RewardReceipt>?> RewardAsync(
        string deployment, IReadOnlyList<NewReward> rewards, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        CheckCount("rewards", rewards.Count, IDecisions.MostRewards);
        if (await cache.GetAsync(deployment, cancellationToken) is not { } served)
            return null;
        var gate = GateOf(served);
        return await RewardAsync(served, Each("rewards", rewards, reward => Check(gate, reward)), cancellationToken);
    }

    public Task<LoggedDecision?> FindAsync(string deployment, string decision, CancellationToken cancellationToken) =>
        reader.FindAsync(deployment, decision, cancellationToken);

    public Task<DecisionPage?> ListAsync(string deployment, DecisionQuery query, CancellationToken cancellationToken) =>
        reader.ListAsync(deployment, query, cancellationToken);

    public Task<RewardBooks?> BooksAsync(string deployment, CancellationToken cancellationToken) =>
        reader.BooksAsync(deployment, cancellationToken);

    public async Task<DecisionLog?> ExportAsync(string deployment, DecisionQuery query, int mostRows, CancellationToken cancellationToken) =>
        await cache.GetAsync(deployment, cancellationToken) is { } served
            ? await reader.ExportAsync(served, query, mostRows, cancellationToken)
            : null;

    public async Task<IDecisionExport?> OpenLogAsync(string deployment, DecisionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await cache.GetAsync(deployment, cancellationToken) is { } served
            ? await reader.OpenAsync(served, query, cancellationToken)
            : null;
    }

    public Task<int> SettleAsync(CancellationToken cancellationToken) => settlement.RunAsync(cancellationToken);

    private static void CheckCount(string field, int count, int most)
    {
        if (count is 0 || count > most)
            throw Refusals.Of("decision.batch", field, $"The batch has {count} entries.", $"Send 1 to {most}.");
    }

    /// <summary>All or none: the first that is refused is named by its index.</summary>
    private static List<TResult> Each<T, TResult>(string field, IReadOnlyList<T> items, Func<T, TResult> make)
    {
        var made = new List<TResult>(items.Count);
        foreach (var (index, item) in items.Index())
        {
            try
            {
                made.Add(make(item));
            }
            catch (InvalidInputException refusal)
            {
                throw Refusals.Below(string.Create(CultureInfo.InvariantCulture, $"{field}/{index}"), refusal);
            }
        }
        return made;
    }

    /// <summary>An empty join: it knows which values are refused.</summary>
    private static RewardJoin GateOf(ServedDeployment served) => new(served.Settings.ToJoin(served.Settings.RewardWait) with
    {
        Range = new ConfidenceInterval(served.Settings.RewardLow ?? double.MinValue, served.Settings.RewardHigh ?? double.MaxValue),
    });

    private DecisionRow Decide(ServedDeployment served, DecisionRequest request, DateTimeOffset now) =>
        Decider.Decide(served, RequestRules.Check(served.Champion, request), request.DecisionId ?? NewId(), _seeds.Next(), now);

    private async Task<IReadOnlyList<Decision>?> WriteAsync(
        ServedDeployment served, IReadOnlyList<DecisionRow> rows, bool isNamed, CancellationToken cancellationToken)
    {
        // Who names a decision may have asked before, and only the log knows.
        var isAnswered = served.Settings.Durability == DecisionDurability.After && !isNamed;
        var work = new LogWork(served.Number, rows, []) { MayBeKnown = isNamed, IsAnswered = isAnswered };
        if (isAnswered)
        {
            await writer.AcceptAsync(work, served.Settings.DurabilityWindow, cancellationToken);
            return [.. rows.Select(static row => row.ToDecision(isRepeated: false))];
        }
        return await WriteAsync(work, cancellationToken);
    }

    private async Task<IReadOnlyList<Decision>?> WriteAsync(LogWork work, CancellationToken cancellationToken) =>
        await writer.WriteAsync(work, cancellationToken) switch
        {
            { Decisions: { } decisions } => [.. decisions.Select(static one => one.Row.ToDecision(one.IsRepeated))],
            { Conflict: { } id } => throw new ServingConflictException(
                "decision.id-taken", $"The decision '{id}' was already made with other content.",
                "Send the same request again, or use another id."),
            _ => null,
        };

    private async Task<IReadOnlyList<RewardReceipt>?> RewardAsync(
        ServedDeployment served, IReadOnlyList<IncomingReward> rewards, CancellationToken cancellationToken)
    {
        var result = await writer.WriteAsync(new LogWork(served.Number, [], rewards), cancellationToken);
        return result.Fates is { } fates
            ? [.. rewards.Zip(fates, static (reward, fate) => new RewardReceipt(reward.Decision, reward.Reward, fate))]
            : null;
    }

    private IncomingReward Check(RewardJoin gate, NewReward reward)
    {
        if (string.IsNullOrEmpty(reward.DecisionId))
            throw Refusals.Of("reward.decision", "decisionId", "No decision is named.", "Send the id that the decision was answered with.");
        RequestRules.CheckId("decisionId", reward.DecisionId);
        RequestRules.CheckId("rewardId", reward.RewardId);
        var id = reward.RewardId ?? NewId();
        var time = Instants.Whole(reward.Time ?? options.Clock.GetUtcNow());
        try
        {
            gate.Reward(reward.DecisionId, id, reward.Value, time, out _);
        }
        catch (InvalidInputException refusal)
        {
            throw Refusals.Below("value", refusal);
        }
        return new IncomingReward(reward.DecisionId, id, reward.Value, time);
    }

    private string NewId() => _ids.Next().ToString("D", CultureInfo.InvariantCulture);
}
