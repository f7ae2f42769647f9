using System.Globalization;
using Gyre.Client;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Learning;
using Gyre.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gyre.Server.Tests.Client;

/// <summary>The decision client as a service of a program, against a real server on loopback.</summary>
public sealed class DecisionClientTests : IAsyncLifetime
{
    private static readonly double[] Context = [1, 2];

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-decisions-").FullName;
    private ServerHome _home = null!;
    private GyreApi _api = null!;
    private Policy _policy = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        _api = new GyreApi(_home.Server.Address.ToString(), new GyreApiOptions { Environment = static _ => null });
        _policy = Policy.Create(new PolicySpecification
        {
            Options = new UniformOptions(),
            ContextFields = ["age", "mood"],
            Arms = ["red", "green", "blue"],
        });
        await DeployAsync("champion", null);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _home.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_program_decides_by_itself_and_the_log_replays()
    {
        await DeployAsync("canary", 0.4);
        await DeployAsync("shadow", null);
        var made = new List<DecisionInfo>();
        await using (var services = Services(options => options.InProcess = new InProcessOptions()))
        {
            var client = services.GetRequiredService<IDecisionClient>();
            for (var i = 0; i < 300; i++)
            {
                made.Add(await client.DecideAsync(Context, Cancel));
                if (i % 3 == 0)
                    await client.RewardAsync(made[^1].DecisionId, i, cancellationToken: Cancel);
            }
        }
        var page = await _api.Deployments.DecisionsAsync("shop", limit: 1000, cancellationToken: Cancel);
        page.Decisions.Select(one => one.Decision).ShouldBe(Enumerable.Reverse(made));
        page.Decisions.ShouldAllBe(one => one.Source == "client" && one.Shadows.Count == 1);
        page.Decisions.Select(one => one.Decision.Version).Distinct().Order().ShouldBe([1, 2]);
        foreach (var one in page.Decisions)
        {
            var again = _policy.Decide(Context, ulong.Parse(one.Decision.Seed, CultureInfo.InvariantCulture));
            (one.Decision.Arm, one.Decision.Propensity).ShouldBe((again.Arm, again.Propensity));
        }
        var books = await _api.Deployments.BooksAsync("shop", Cancel);
        (books.Decisions, books.PendingWithReward, books.Used, books.Orphan, books.Balance).ShouldBe((300, 100, 100, 0, true));
    }

    [Fact]
    public async Task The_server_decides_for_many_callers_at_once()
    {
        await using var services = Services(static _ => { });
        var client = services.GetRequiredService<IDecisionClient>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.DecideAsync(Context, Cancel).AsTask()));
        await Task.WhenAll(answers.Select(answer => client.RewardAsync(answer.DecisionId, 1, cancellationToken: Cancel)));
        await client.FlushAsync(Cancel);
        var page = await _api.Deployments.DecisionsAsync("shop", limit: 1000, cancellationToken: Cancel);
        page.Decisions.Select(one => one.Decision).ShouldBe(answers, ignoreOrder: true);
        page.Decisions.ShouldAllBe(one => one.Source == "server");
        (await _api.Deployments.BooksAsync("shop", Cancel)).Used.ShouldBe(200);
        (await Should.ThrowAsync<GyreApiException>(() => client.DecideAsync([1], Cancel).AsTask()))
            .Code.ShouldBe("decision.context-length");
    }

    private ServiceProvider Services(Action<DecisionClientOptions> change) => new ServiceCollection().AddGyreDecisions(options =>
    {
        options.Deployment = "shop";
        options.Server = _home.Server.Address.ToString();
        options.SpoolFolder = _folder;
        options.Environment = static _ => null;
        change(options);
    }).BuildServiceProvider();

    private async Task DeployAsync(string role, double? share)
    {
        using var file = new MemoryStream();
        await PolicyFile.WriteAsync(_policy, file, Cancel);
        file.Position = 0;
        var digest = (await _home.Blobs.PutAsync(file, Cancel)).Digest;
        await _api.Deployments.DeployAsync(new DeployRequest { Name = "shop", Policy = digest, Role = role, Share = share }, Cancel);
    }
}
