using Gyre.Client.Api;
using Gyre.Contracts;

namespace Gyre.Client.Tests.Deciding;

/// <summary>Single calls share requests to the server, and nobody notices.</summary>
public sealed class DecideBatchTests : DecisionSuite
{
    [Fact]
    public async Task Calls_that_arrive_together_share_a_request_and_each_gets_its_own_answer()
    {
        var gate = new TaskCompletionSource();
        await using var client = Client(options => (options.MaxBatch, options.Senders) = (100, 1));
        Server.Hold = gate.Task;
        var calls = Enumerable.Range(0, 251).Select(i => client.DecideAsync(Ask(i), Cancel).AsTask()).ToArray();
        while (Server.Asked.Count == 0)
            await Task.Yield();
        gate.SetResult();
        var answers = await Task.WhenAll(calls);
        answers.Select(answer => answer.DecisionId).ShouldBe(Enumerable.Range(0, 251).Select(i => $"d{i}"));
        Server.Asked.Count.ShouldBeInRange(3, 5);
        Server.Decisions.Count.ShouldBe(251);
    }

    [Fact]
    public async Task A_single_call_asks_alone_and_is_named()
    {
        await using var client = Client();
        var answer = await client.DecideAsync([1, 2], Cancel);
        Server.Asked.ShouldBe(["POST /api/v1/deployments/shop/decide"]);
        Server.Decisions.Keys.ShouldBe([answer.DecisionId]);
    }

    [Fact]
    public async Task A_bad_request_in_a_batch_is_refused_alone()
    {
        var gate = new TaskCompletionSource();
        await using var client = Client(options => options.Senders = 1);
        Server.Hold = gate.Task;
        var first = client.DecideAsync([1, 2], Cancel).AsTask();
        while (Server.Asked.Count == 0)
            await Task.Yield();
        var calls = Enumerable.Range(0, 9)
            .Select(i => client.DecideAsync(i == 5 ? new DecideRequest { Context = [1] } : Ask(i), Cancel).AsTask()).ToArray();
        gate.SetResult();
        await first;
        (await Should.ThrowAsync<GyreApiException>(() => calls[5])).Code.ShouldBe("decision.context-length");
        foreach (var (i, call) in calls.Index().Where(one => one.Index != 5))
            (await call).DecisionId.ShouldBe($"d{i}");
        Server.Decisions.Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_server_that_is_away_is_a_clear_error_for_each()
    {
        Server.IsAway = true;
        await using var client = Client();
        var calls = Enumerable.Range(0, 5).Select(i => client.DecideAsync(Ask(i), Cancel).AsTask()).ToArray();
        foreach (var call in calls)
        {
            var error = await Should.ThrowAsync<GyreApiException>(() => call);
            (error.IsUnreachable, error.Message.Contains("could not be reached", StringComparison.Ordinal)).ShouldBe((true, true));
        }
    }

    [Fact]
    public async Task Who_gives_up_does_not_hold_up_the_others()
    {
        var gate = new TaskCompletionSource();
        await using var client = Client();
        Server.Hold = gate.Task;
        using var impatient = new CancellationTokenSource();
        var given = client.DecideAsync(Ask(1), impatient.Token).AsTask();
        var patient = client.DecideAsync(Ask(2), Cancel).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        gate.SetResult();
        (await patient).DecisionId.ShouldBe("d2");
    }

    [Fact]
    public async Task A_delay_gathers_company()
    {
        await using var client = Client(options => (options.Senders, options.BatchDelay) = (1, TimeSpan.FromMilliseconds(5)));
        var calls = Enumerable.Range(0, 20).Select(i => client.DecideAsync(Ask(i), Cancel).AsTask()).ToArray();
        while (!calls.All(static call => call.IsCompleted))
        {
            Clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }
        Server.Asked.ShouldBe(["POST /api/v1/deployments/shop/decide/batch"]);
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        var client = Client();
        await client.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => client.DecideAsync(Ask(1), Cancel).AsTask());
        await Should.ThrowAsync<ObjectDisposedException>(() => client.RewardAsync("a", 1, cancellationToken: Cancel));
        await client.DisposeAsync();
    }

    private static DecideRequest Ask(int i) => new() { DecisionId = $"d{i}", Context = [i, 2] };
}
