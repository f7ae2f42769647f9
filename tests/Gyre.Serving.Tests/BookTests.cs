using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Serving.Tests;

/// <summary>
/// P33: decisions = joined + defaulted + pending, and each reward is in exactly one place, whatever comes late, twice, for nobody, or around a
/// restart. Checked against an account that is kept here by other means.
/// </summary>
public sealed class BookTests
{
    private const string Shop = "shop";
    private const int AtOnce = 200;
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 0, LateRewards.Drop)]
    [InlineData(DatabaseKind.Sqlite, 2_000, LateRewards.Correct)]
    [InlineData(DatabaseKind.PostgreSql, 2_000, LateRewards.Count)]
    public async Task The_books_balance_and_say_what_happened(DatabaseKind engine, int decisions, LateRewards late)
    {
        decisions = decisions == 0 ? Budget.Decisions : decisions;
        await using var place = await ServingPlace.OpenAsync(engine);
        await place.DeployAsync(TestPolicies.Uniform(), change: version => version with
        {
            Settings = new DeploymentSettings { RewardWait = Wait, RewardAggregation = RewardAggregation.Sum, LateRewards = late },
        });
        var account = new Account(late);
        var random = new SeededRandom(33);
        for (var round = 0; round < decisions / AtOnce || account.HasWaiting; round++)
        {
            if (round < decisions / AtOnce)
                await DecideAsync(place, account, random);
            await DeliverAsync(place, account, random);
            if (round % 7 == 3)
                await place.Decisions.SettleAsync(Cancel);
            if (round % 10 == 9)
                await place.RestartAsync();
            (await place.Decisions.BooksAsync(Shop, Cancel))!.Balance.ShouldBeTrue();
            place.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        place.Clock.Advance(Wait + Wait);
        await place.Decisions.SettleAsync(Cancel);

        var books = (await place.Decisions.BooksAsync(Shop, Cancel)).ShouldNotBeNull();
        (books with { LateValue = 0 }).ShouldBe(account.Books());
        books.LateValue.ShouldBe(late == LateRewards.Count ? account.LateValue : 0, 1e-9);
        var log = (await place.Decisions.ExportAsync(Shop, new DecisionQuery(), decisions, Cancel)).ShouldNotBeNull();
        log.Ids.Zip(log.Rewards).ToDictionary().ShouldBe(account.Rewards(), ignoreOrder: true);
    }

    private static async Task DecideAsync(ServingPlace place, Account account, SeededRandom random)
    {
        var requests = Enumerable.Repeat(new DecisionRequest { Context = TestPolicies.Context }, AtOnce).ToList();
        foreach (var decision in (await place.Decisions.DecideAsync(Shop, requests, Cancel))!)
        {
            account.Decided(decision.DecisionId, decision.At);
            for (var i = random.NextInt(0, 4); i > 0; i--)
            {
                // Exponential with the wait as its mean: 63 of 100 come in time.
                var at = decision.At + (Wait * -Math.Log(1 - random.NextDouble()));
                account.Send(at, new NewReward { DecisionId = decision.DecisionId, RewardId = $"r{i}", Value = i });
                if (random.NextDouble() < 0.1)
                    account.Send(at + TimeSpan.FromSeconds(random.NextInt(0, 600)), new NewReward { DecisionId = decision.DecisionId, RewardId = $"r{i}", Value = 77 });
            }
            if (random.NextDouble() < 0.05)
                account.Send(decision.At, new NewReward { DecisionId = $"{decision.DecisionId}-nobody", RewardId = "r", Value = 1 });
        }
    }

    private static async Task DeliverAsync(ServingPlace place, Account account, SeededRandom random)
    {
        var due = account.Due(place.Clock.GetUtcNow());
        random.Shuffle(due.AsSpan());
        foreach (var some in due.Chunk(random.NextInt(1, 500)))
        {
            var fates = (await place.Decisions.RewardAsync(Shop, some, Cancel))!.Select(receipt => receipt.Fate);
            fates.ShouldBe(some.Select(reward => account.FateOf(reward, place.Clock.GetUtcNow())).ToList());
        }
    }

    /// <summary>The account kept here: dictionaries and counters, with the rules as the documents state them.</summary>
    private sealed class Account(LateRewards late)
    {
        private readonly Dictionary<string, (DateTimeOffset At, HashSet<string> Seen, double InTime, int Count, double Late, int LateCount)> _decisions = [];
        private readonly PriorityQueue<NewReward, DateTimeOffset> _sent = new();
        private readonly Dictionary<RewardFate, long> _fates = [];

        public bool HasWaiting => _sent.Count > 0;

        public double LateValue => _decisions.Values.Sum(one => one.Late);

        public void Decided(string id, DateTimeOffset at) => _decisions.Add(id, (at, [], 0, 0, 0, 0));

        public void Send(DateTimeOffset at, NewReward reward) => _sent.Enqueue(reward, at);

        public NewReward[] Due(DateTimeOffset now)
        {
            var due = new List<NewReward>();
            while (_sent.TryPeek(out var reward, out var at) && at <= now)
            {
                _sent.Dequeue();
                due.Add(reward);
            }
            return [.. due];
        }

        public RewardFate FateOf(NewReward reward, DateTimeOffset now)
        {
            var fate = Decide(reward, now);
            _fates[fate] = _fates.GetValueOrDefault(fate) + 1;
            return fate;
        }

        public RewardBooks Books() => new()
        {
            Decisions = _decisions.Count,
            Joined = _decisions.Values.Count(one => one.Count > 0),
            Defaulted = _decisions.Values.Count(one => one.Count == 0),
            Rewards = _fates.Values.Sum(),
            Used = _fates[RewardFate.Used],
            Aggregated = _fates[RewardFate.Aggregated],
            Duplicate = _fates[RewardFate.Duplicate],
            Late = _fates[RewardFate.Late],
            Orphan = _fates[RewardFate.Orphan],
            Corrections = late == LateRewards.Correct ? _fates[RewardFate.Late] : 0,
        };

        public Dictionary<string, double> Rewards() => _decisions.ToDictionary(
            one => one.Key, one => one.Value.InTime + (late == LateRewards.Correct ? one.Value.Late : 0));

        private RewardFate Decide(NewReward reward, DateTimeOffset now)
        {
            if (!_decisions.TryGetValue(reward.DecisionId, out var one))
                return RewardFate.Orphan;
            if (!one.Seen.Add(reward.RewardId!))
                return RewardFate.Duplicate;
            var isLate = now > one.At + Wait;
            _decisions[reward.DecisionId] = isLate
                ? one with { Late = one.Late + reward.Value, LateCount = one.LateCount + 1 }
                : one with { InTime = one.InTime + reward.Value, Count = one.Count + 1 };
            return isLate ? RewardFate.Late : one.Count == 0 ? RewardFate.Used : RewardFate.Aggregated;
        }
    }
}
