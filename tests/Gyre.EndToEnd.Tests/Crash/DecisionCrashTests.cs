using System.Globalization;
using System.Net.Http.Json;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>
/// A server that is killed again and again while it decides: every acknowledged decision and reward is there as it was acknowledged, none
/// counts twice though clients repeat what was cut off, and the books balance.
/// </summary>
public sealed class DecisionCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 6;
    private const string Shop = "/api/v1/deployments/shop";

    private readonly string _home = Directory.CreateTempSubdirectory("gyre-decision-crash-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Acknowledged_decisions_and_rewards_survive_kills_and_count_once()
    {
        await DeployAsync();
        var callers = Enumerable.Range(0, Callers).Select(static number => new Caller(number)).ToList();
        var random = new SeededRandom(5);
        var open = 0;
        for (var kill = 0; kill < Budget.Kills; kill++)
        {
            var (program, client) = await ServeAsync();
            using (program)
            using (client)
            {
                var left = random.NextInt(1, 40);
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var work = Task.WhenAll(callers.Select(caller => caller.CallAsync(client, () =>
                {
                    if (Interlocked.Decrement(ref left) == 0)
                        reached.TrySetResult();
                })));
                await reached.Task.WaitAsync(Cancel);
                await program.KillAsync();
                await work;
                open += callers.Any(static caller => caller.WasCutOff) ? 1 : 0;
            }
        }
        await CheckAsync(callers);
        output.WriteLine($"{Budget.Kills} kills, {open} of them while requests were under way; {callers.Sum(static one => one.Decided.Count)} decisions");
        // Kills that only ever hit idle moments would prove nothing.
        open.ShouldBeGreaterThanOrEqualTo(Budget.Kills / 4);
    }

    private async Task DeployAsync()
    {
        var policy = Policy.Create(new PolicySpecification
        {
            Options = new EpsilonGreedyOptions { Epsilon = 0.3 },
            ContextFields = ["age", "mood"],
            Arms = ["red", "green", "blue"],
        });
        var file = Path.Join(_home, "policy.json");
        await using (var stream = File.Create(file))
            await PolicyFile.WriteAsync(policy, stream, Cancel);
        await GyreProgram.AskAsync("deploy", "shop", "--policy", file, "--home", Path.Join(_home, "home"));
    }

    private async Task<(GyreProgram Program, HttpClient Client)> ServeAsync()
    {
        var program = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", Path.Join(_home, "home"), "--port", "0");
        var line = await program.ReadLineAsync(Cancel);
        return (program, new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]) });
    }

    private async Task CheckAsync(List<Caller> callers)
    {
        var (program, client) = await ServeAsync();
        using (program)
        using (client)
        {
            // What was cut off last is repeated once more, and then everything was answered.
            foreach (var caller in callers)
                await caller.RepeatAsync(client);
            var logged = await ListAsync(client);
            foreach (var (id, decision) in callers.SelectMany(static caller => caller.Decided))
            {
                var found = logged.GetValueOrDefault(id).ShouldNotBeNull("what was acknowledged is there");
                (found.Decision with { IsRepeated = false }).ShouldBe(decision with { IsRepeated = false }, "it is what was answered");
            }
            logged.Count.ShouldBe(callers.Sum(static caller => caller.Decided.Count), "nothing else was decided");

            var books = (await client.GetFromJsonAsync<DecisionBooksInfo>($"{Shop}/books", ApiJson.Default.Options, Cancel)).ShouldNotBeNull();
            books.Balance.ShouldBeTrue();
            books.Decisions.ShouldBe(logged.Count);
            books.PendingWithReward.ShouldBe(callers.Sum(static caller => caller.Rewarded));
            books.Used.ShouldBe(callers.Sum(static caller => caller.Rewarded), "each reward counts once");
            (books.Aggregated, books.Orphan, books.Late).ShouldBe((0, 0, 0));
        }
    }

    private static async Task<Dictionary<string, LoggedDecisionInfo>> ListAsync(HttpClient client)
    {
        var all = new Dictionary<string, LoggedDecisionInfo>(StringComparer.Ordinal);
        for (long? before = null; ;)
        {
            var place = before is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&before={before}");
            var page = (await client.GetFromJsonAsync<DecisionPageInfo>($"{Shop}/decisions?limit=1000{place}", ApiJson.Default.Options, Cancel))!;
            foreach (var one in page.Decisions)
                all.Add(one.Decision.DecisionId, one);
            if (page.Next is null)
                return all;
            before = page.Next;
        }
    }

    /// <summary>Decides, rewards, and after a crash begins with what was not answered.</summary>
    private sealed class Caller(int number)
    {
        private int _next;
        private string? _undecided;
        private string? _unrewarded;

        public Dictionary<string, DecisionInfo> Decided { get; } = new(StringComparer.Ordinal);

        public int Rewarded { get; private set; }

        public bool WasCutOff { get; private set; }

        /// <summary>Until the server is gone.</summary>
        public async Task CallAsync(HttpClient client, Action acknowledged)
        {
            WasCutOff = false;
            try
            {
                while (true)
                {
                    await RepeatAsync(client);
                    _undecided = string.Create(CultureInfo.InvariantCulture, $"{number}-{_next++}");
                    await RepeatAsync(client);
                    acknowledged();
                }
            }
            catch (HttpRequestException exception)
            {
                exception.StatusCode.ShouldBeNull("the server answers everything with success while it lives");
                WasCutOff = true;
            }
        }

        /// <summary>Sends what was not answered, as it was.</summary>
        public async Task RepeatAsync(HttpClient client)
        {
            if (_undecided is { } id)
            {
                var request = new DecideRequest { DecisionId = id, Context = [number, 1] };
                Decided.Add(id, await AskAsync<DecideRequest, DecisionInfo>(client, "decide", request));
                (_undecided, _unrewarded) = (null, id);
            }
            if (_unrewarded is { } decided)
            {
                var reward = await AskAsync<RewardRequest, RewardInfo>(
                    client, "reward", new RewardRequest { DecisionId = decided, RewardId = "r", Value = 1 });
                reward.Fate.ShouldBeOneOf("used", "duplicate");
                Rewarded++;
                _unrewarded = null;
            }
        }

        private static async Task<TAnswer> AskAsync<TBody, TAnswer>(HttpClient client, string route, TBody body)
        {
            using var answer = await client.PostAsJsonAsync($"{Shop}/{route}", body, ApiJson.Default.Options, Cancel);
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<TAnswer>(ApiJson.Default.Options, Cancel))!;
        }
    }
}
