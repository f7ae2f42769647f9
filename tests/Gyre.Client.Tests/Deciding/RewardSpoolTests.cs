using System.Net;
using Gyre.Client.Api;
using Gyre.Client.Tests.Fakes;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Tests.Deciding;

/// <summary>P33 on the side of the program: what was acknowledged reaches the server, once, whatever happens to either of them.</summary>
public sealed class RewardSpoolTests : DecisionSuite
{
    [Fact]
    public async Task Rewards_wait_on_the_disk_and_arrive_in_order_when_the_server_is_back()
    {
        Known("a", "b");
        Server.IsAway = true;
        await using var client = Client();
        for (var i = 0; i < 5; i++)
            await client.RewardAsync("a", i, cancellationToken: Cancel);
        await client.RewardAsync(
            new RewardRequest { DecisionId = "b", RewardId = "click", Value = 9, Time = DateTimeOffset.UnixEpoch }, Cancel);
        new FileInfo(Spools.ShouldHaveSingleItem()).Length.ShouldBe(client.Status.SpoolBytes);
        (await Should.ThrowAsync<GyreApiException>(() => client.FlushAsync(Cancel))).IsUnreachable.ShouldBeTrue();
        Server.IsAway = false;
        await client.FlushAsync(Cancel);
        Server.Rewards.Values.Select(reward => reward.Value).ShouldBe([0, 1, 2, 3, 4, 9]);
        Server.Rewards[("b", "click")].Time.ShouldBe(DateTimeOffset.UnixEpoch);
        Server.Rewards.Values.First().Time.ShouldBe(Clock.GetUtcNow());
        (client.Status.Sent, client.Status.Refused).ShouldBe((6, 0));
    }

    [Fact]
    public async Task The_end_sends_what_waits_and_leaves_no_file()
    {
        Known("a");
        await using (var client = Client())
            await client.RewardAsync("a", 1, cancellationToken: Cancel);
        Server.Rewards.Count.ShouldBe(1);
        Directory.EnumerateFiles(Folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_program_sends_what_an_earlier_one_left()
    {
        Known("a");
        Server.IsAway = true;
        using (var client = Client())
            await client.RewardAsync("a", 1, cancellationToken: Cancel);
        Spools.Length.ShouldBe(1);
        Server.IsAway = false;
        await using var next = Client();
        await next.FlushAsync(Cancel);
        Server.Rewards.Values.ShouldHaveSingleItem().Value.ShouldBe(1);
        Spools.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_loop_sends_without_being_asked()
    {
        Known("a");
        await using var client = Client(options => options.ShipDelay = TimeSpan.Zero);
        await client.RewardAsync("a", 1, cancellationToken: Cancel);
        while (client.Status.Sent == 0)
            await Task.Yield();
        Server.Rewards.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_lost_answer_counts_nothing_twice(int lost)
    {
        Known("a");
        Server.IsAway = true;
        await using var client = Client();
        await Task.WhenAll(Enumerable.Range(0, 2500).Select(_ => client.RewardAsync("a", 1, cancellationToken: Cancel)));
        Server.IsAway = false;
        Server.LostAnswers = lost;
        for (var i = 0; i < lost; i++)
            await Should.ThrowAsync<GyreApiException>(() => client.FlushAsync(Cancel));
        await client.FlushAsync(Cancel);
        Server.Rewards.Count.ShouldBe(2500);
        client.Status.Sent.ShouldBe(2500);
    }

    [Fact]
    public async Task A_torn_last_line_was_never_acknowledged_and_a_damaged_one_is_set_aside()
    {
        Known("a");
        Server.IsAway = true;
        await using (var client = Client())
        {
            await client.RewardAsync("a", 1, cancellationToken: Cancel);
            await client.RewardAsync("a", 2, cancellationToken: Cancel);
        }
        var spool = Spools.ShouldHaveSingleItem();
        var lines = await File.ReadAllLinesAsync(spool, Cancel);
        await File.WriteAllTextAsync(
            spool, $"{lines[0]}\n\0\0\0 not a line\n{{\"schema_version\":7}}\n{lines[1]}\n{lines[0][..20]}", Cancel);
        Server.IsAway = false;
        await using var next = Client();
        await next.FlushAsync(Cancel);
        Server.Rewards.Values.Select(reward => reward.Value).ShouldBe([1, 2]);
        next.Status.Refused.ShouldBe(2);
        Refused.ShouldContain("not a line");
        Spools.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_spool_refuses_clearly_and_takes_more_once_it_was_sent()
    {
        Known("a");
        Server.IsAway = true;
        await using var client = Client(options => options.MaxSpoolBytes = 64 * 1024);
        var taken = 0;
        DecisionSpoolException? full = null;
        while (full is null)
        {
            try
            {
                await client.RewardAsync("a", taken, cancellationToken: Cancel);
                taken++;
            }
            catch (DecisionSpoolException error)
            {
                full = error;
            }
        }
        full.IsFull.ShouldBeTrue();
        full.Message.ShouldContain("MaxSpoolBytes");
        new DirectoryInfo(Folder.Path).EnumerateFiles().Sum(file => file.Length).ShouldBeLessThanOrEqualTo(65 * 1024);
        Server.IsAway = false;
        await client.FlushAsync(Cancel);
        await client.RewardAsync("a", taken++, cancellationToken: Cancel);
        await client.FlushAsync(Cancel);
        Server.Rewards.Values.Select(reward => reward.Value).ShouldBe(Enumerable.Range(0, taken).Select(i => (double)i));
    }

    [Fact]
    public async Task Two_programs_share_a_folder_and_each_reward_arrives_once()
    {
        Known("a", "b");
        Server.IsAway = true;
        await using var one = Client();
        var two = Client();
        await one.RewardAsync("a", 1, cancellationToken: Cancel);
        await two.RewardAsync("b", 2, cancellationToken: Cancel);
        Spools.Length.ShouldBe(2);
        Server.IsAway = false;
        await one.FlushAsync(Cancel);
        Server.Rewards.Values.ShouldHaveSingleItem().DecisionId.ShouldBe("a");
        Server.IsAway = true;
        await two.DisposeAsync();
        Server.IsAway = false;
        await using var three = Client();
        await three.FlushAsync(Cancel);
        Server.Rewards.Count.ShouldBe(2);
        (one.Status.Sent, three.Status.Sent).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_the_server_refuses_for_good_is_set_aside_and_holds_up_nothing()
    {
        Known("a");
        await using var client = Client();
        foreach (var (decision, value) in ((string, double)[])[("a", 1), ("nobody", 2), ("a", 5000), ("a", 3)])
            await client.RewardAsync(decision, value, cancellationToken: Cancel);
        await client.FlushAsync(Cancel);
        Server.Rewards.Values.Select(reward => reward.Value).ShouldBe([1, 3]);
        client.Status.Refused.ShouldBe(2);
        Refused.ShouldContain("nobody");
        Refused.ShouldContain("reward.value");
        await client.FlushAsync(Cancel);
        client.Status.Refused.ShouldBe(2);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "auth.token", false)]
    [InlineData(HttpStatusCode.Forbidden, "auth.right", false)]
    [InlineData(HttpStatusCode.NotFound, "http.not-found", false)]
    [InlineData(HttpStatusCode.InternalServerError, "server.failed", false)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "store.away", false)]
    [InlineData(HttpStatusCode.NotFound, "deployment.unknown", true)]
    public async Task Only_what_stays_refused_is_given_up(HttpStatusCode status, string code, bool isFinal)
    {
        Known("a");
        Server.Before = _ => FakeDeployment.Refuse(status, code);
        await using var client = Client();
        await client.RewardAsync("a", 1, cancellationToken: Cancel);
        if (!isFinal)
            await Should.ThrowAsync<GyreApiException>(() => client.FlushAsync(Cancel));
        else
            await client.FlushAsync(Cancel);
        Server.Before = static _ => null;
        await client.FlushAsync(Cancel);
        (Server.Rewards.Count, client.Status.Refused).ShouldBe(isFinal ? (0, 1) : (1, 0));
    }

    [Theory]
    [InlineData("a", double.NaN, null)]
    [InlineData("a", double.PositiveInfinity, null)]
    [InlineData("", 1, null)]
    [InlineData("a", 1, "")]
    [InlineData("a\n", 1, null)]
    public async Task A_reward_that_cannot_be_one_is_refused_at_once(string decision, double value, string? id)
    {
        await using var client = Client();
        var error = await Should.ThrowAsync<Exception>(
            () => client.RewardAsync(new RewardRequest { DecisionId = decision, Value = value, RewardId = id }, Cancel));
        (error is ArgumentException or InvalidInputException).ShouldBeTrue(error.GetType().Name);
        Spools.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("deployment")]
    [InlineData("folder")]
    [InlineData("batch")]
    [InlineData("bytes")]
    [InlineData("version")]
    public void Options_that_cannot_work_are_refused(string @case) => Should.Throw<ArgumentException>(() => Client(options =>
    {
        switch (@case)
        {
            case "deployment":
                options.Deployment = " ";
                break;
            case "folder":
                options.SpoolFolder = "";
                break;
            case "batch":
                options.MaxBatch = 1001;
                break;
            case "bytes":
                options.MaxSpoolBytes = 1;
                break;
            default:
                options.InProcess = new InProcessOptions { PolicyFile = "policy.json" };
                break;
        }
    }));
}
