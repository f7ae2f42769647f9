using System.Globalization;
using Gyre.Client.Api;
using Gyre.Client.Tests.Fakes;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Client.Tests.Deciding;

/// <summary>A program that decides by itself tells the server what it decided, and can do without it.</summary>
public sealed class InProcessTests : DecisionSuite
{
    private static readonly double[] Context = [0.5, -1];

    [Fact]
    public async Task Decisions_are_those_of_the_policy_and_reach_the_server_before_their_rewards()
    {
        var policy = FakeDeployment.Uniform();
        Server.Serve(3, policy);
        Server.Floor = 0.2;
        await using var client = Decider();
        var made = new List<DecisionInfo>();
        for (var i = 0; i < 50; i++)
        {
            made.Add(await client.DecideAsync(Context, Cancel));
            await client.RewardAsync(made[^1].DecisionId, i, cancellationToken: Cancel);
        }
        await client.FlushAsync(Cancel);
        client.Status.Champion.ShouldBe(3);
        Server.Decisions.Keys.ShouldBe(made.Select(one => one.DecisionId));
        Server.Rewards.Values.Select(reward => (reward.DecisionId, reward.Value))
            .ShouldBe(made.Select((one, i) => (one.DecisionId, (double)i)));
        var served = policy.WithExplorationFloor(0.2);
        foreach (var (answer, told) in made.Zip(Server.Decisions.Values))
        {
            var again = served.Decide(Context, ulong.Parse(told.Seed, CultureInfo.InvariantCulture));
            (told.Arm, told.Propensity, told.Version, told.Share, told.At).ShouldBe((again.Arm, again.Propensity, 3, 1, answer.At));
            told.Context.ShouldBe(Context);
            (answer.Arm, answer.ArmIndex, answer.Propensity, answer.Seed)
                .ShouldBe((again.Arm, again.ArmIndex, again.Propensity, told.Seed));
        }
        made.Select(one => one.Arm).Distinct().Count().ShouldBe(3);
        made.Select(one => one.Seed).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public async Task A_decision_is_in_the_spool_when_it_is_answered()
    {
        Server.Serve(1, FakeDeployment.Uniform());
        var client = Decider();
        await client.DecideAsync(Context, Cancel);
        await client.FlushAsync(Cancel);
        Server.IsAway = true;
        var before = client.Status.SpoolBytes;
        var made = await client.DecideAsync(Context, Cancel);
        new FileInfo(Spools.ShouldHaveSingleItem()).Length.ShouldBeGreaterThan(before);
        await client.DisposeAsync();
        File.ReadAllText(Spools.ShouldHaveSingleItem()).ShouldContain(made.DecisionId);
        Server.IsAway = false;
        await using var next = Decider();
        await next.FlushAsync(Cancel);
        Server.Decisions.Keys.ShouldContain(made.DecisionId);
        Server.Decisions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_champion_decides_within_the_interval_and_an_outage_changes_nothing()
    {
        Server.Serve(1, FakeDeployment.Uniform("old"));
        await using var client = Decider();
        (await client.DecideAsync(Context, Cancel)).Arm.ShouldBe("old");
        Server.Serve(2, FakeDeployment.Uniform("new"));
        await PassUntilAsync(client, 2);
        (await client.DecideAsync(Context, Cancel)).Arm.ShouldBe("new");
        Server.IsAway = true;
        var asked = Server.Asked.Count;
        while (Server.Asked.Count == asked)
        {
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        (await client.DecideAsync(Context, Cancel)).Version.ShouldBe(2);
        Server.IsAway = false;
        Server.Serve(1, FakeDeployment.Uniform("old"));
        await PassUntilAsync(client, 1);
        Server.Asked.Count(asked => asked.EndsWith("/policy", StringComparison.Ordinal))
            .ShouldBe(3, "a policy that is not served is not kept");
    }

    [Fact]
    public async Task Canaries_get_their_shares()
    {
        Server.Serve(1, FakeDeployment.Uniform("champion"));
        Server.Add(2, FakeDeployment.Uniform("canary"));
        Server.Canaries = [new CanaryInfo { Version = 2, Share = 0.3 }];
        await using var client = Decider(options => options.InProcess!.Seed = 7);
        var made = new List<DecisionInfo>();
        for (var i = 0; i < 2000; i++)
            made.Add(await client.DecideAsync(Context, Cancel));
        made.ShouldAllBe(one => one.Arm == (one.Version == 2 ? "canary" : "champion") && one.Share == (one.Version == 2 ? 0.3 : 0.7));
        // Three standard errors of a share of 2,000 draws.
        (made.Count(one => one.Version == 2) / 2000.0).ShouldBe(0.3, 0.031);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_starts_and_decides_without_the_server_once_it_has_seen_it(bool isDamaged)
    {
        Server.Serve(4, FakeDeployment.Uniform());
        await using (var client = Decider())
            await client.DecideAsync(Context, Cancel);
        Server.IsAway = true;
        if (isDamaged)
            await File.WriteAllTextAsync(Directory.GetFiles(Folder.Path, "policy-*").ShouldHaveSingleItem(), "{", Cancel);
        await using var next = Decider();
        if (!isDamaged)
        {
            (await next.DecideAsync(Context, Cancel)).Version.ShouldBe(4);
            return;
        }
        await Should.ThrowAsync<GyreApiException>(() => next.DecideAsync(Context, Cancel).AsTask());
        Server.IsAway = false;
        (await next.DecideAsync(Context, Cancel)).Version.ShouldBe(4);
    }

    [Fact]
    public async Task Versions_of_another_deployment_of_the_name_are_not_taken_for_these()
    {
        Server.Serve(1, FakeDeployment.Uniform("first"));
        await using (var client = Decider())
            await client.DecideAsync(Context, Cancel);
        Server.CreatedAt = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1);
        Server.Add(1, FakeDeployment.Uniform("second"));
        await using var next = Decider();
        (await next.DecideAsync(Context, Cancel)).Arm.ShouldBe("second");
    }

    [Fact]
    public async Task Without_server_and_policy_the_error_says_so()
    {
        Server.IsAway = true;
        await using var client = Decider();
        var error = await Should.ThrowAsync<GyreApiException>(() => client.DecideAsync(Context, Cancel).AsTask());
        error.IsUnreachable.ShouldBeTrue();
        client.Status.Champion.ShouldBeNull();
        Spools.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_policy_file_of_the_program_decides_and_is_read_again_when_it_changes()
    {
        Server.IsAway = true;
        var path = Folder.At("policy.json");
        await WriteAsync(path, FakeDeployment.Uniform("one"));
        await using var client = Decider(
            options => options.InProcess = new InProcessOptions { PolicyFile = path, Version = 5, ExplorationFloor = 0.1 });
        var made = await client.DecideAsync(Context, Cancel);
        (made.Arm, made.Version, made.Propensity).ShouldBe(("one", 5, 1));
        await WriteAsync(path, FakeDeployment.Uniform("two"));
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        while ((await client.DecideAsync(Context, Cancel)).Arm != "two")
            Clock.Advance(TimeSpan.FromSeconds(10));
        Server.Asked.ShouldAllBe(
            asked => !asked.EndsWith("/shop", StringComparison.Ordinal) && !asked.EndsWith("/policy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("short", "decision.context-length")]
    [InlineData("nan", "decision.number")]
    [InlineData("arm", "decision.arm-unknown")]
    [InlineData("id", "decision.id")]
    public async Task A_request_that_does_not_fit_is_refused_and_not_logged(string @case, string code)
    {
        Server.Serve(1, FakeDeployment.Uniform());
        await using var client = Decider();
        DecideRequest request = @case switch
        {
            "short" => new() { Context = [1] },
            "nan" => new() { Context = [1, double.NaN] },
            "arm" => new() { Context = Context, Arms = ["pink"] },
            _ => new() { Context = Context, DecisionId = "" },
        };
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => client.DecideAsync(request, Cancel).AsTask());
        refusal.Diagnostics[0].Code.ShouldBe(code);
        client.Status.SpoolBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_spool_refuses_the_decision_that_could_not_be_logged()
    {
        Server.Serve(1, FakeDeployment.Uniform());
        await using var client = Decider(options => options.MaxSpoolBytes = 64 * 1024);
        await client.DecideAsync(Context, Cancel);
        Server.IsAway = true;
        var error = await Should.ThrowAsync<DecisionSpoolException>(async () =>
        {
            while (true)
                await client.DecideAsync(Context, Cancel);
        });
        error.IsFull.ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_does_not_decide_for_an_apprentice()
    {
        Server.Serve(1, FakeDeployment.Uniform());
        Server.Apprentice = new ApprenticeInfo();
        await using var client = Decider();
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => client.DecideAsync(Context, Cancel).AsTask());
        refusal.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("decision.apprentice");
        await client.FlushAsync(Cancel);
        Server.Decisions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_threads_decide_and_every_decision_is_logged_once()
    {
        Server.Serve(1, FakeDeployment.Uniform());
        await using var client = Decider(options => options.ShipDelay = TimeSpan.Zero);
        await client.DecideAsync(Context, Cancel);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var ids = new List<string>();
            for (var i = 0; i < 2000; i++)
                ids.Add((await client.DecideAsync(Context, Cancel)).DecisionId);
            return ids;
        })));
        await client.FlushAsync(Cancel);
        Server.Decisions.Count.ShouldBe(16_001);
        made.SelectMany(ids => ids).ShouldBeSubsetOf(Server.Decisions.Keys);
        client.Status.Sent.ShouldBe(16_001);
    }

    private DecisionClient Decider(Action<DecisionClientOptions>? change = null) => Client(options =>
    {
        options.InProcess = new InProcessOptions();
        change?.Invoke(options);
    });

    private async Task PassUntilAsync(DecisionClient client, long champion)
    {
        while (client.Status.Champion != champion)
        {
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }

    private static async Task WriteAsync(string path, Policy policy)
    {
        await using var file = File.Create(path);
        await PolicyFile.WriteAsync(policy, file, Cancel);
    }
}
