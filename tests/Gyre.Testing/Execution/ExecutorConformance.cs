using Gyre.Core;
using Gyre.Execution;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Execution;

/// <summary>What every <see cref="IExecutor"/> promises.</summary>
public abstract class ExecutorConformance : IAsyncLifetime
{
    /// <summary>Where attempts are.</summary>
    protected ExecutorHome Home { get; private set; } = null!;

    /// <summary>The executor under test.</summary>
    protected IExecutor Executor { get; private set; } = null!;

    /// <summary>Its notices.</summary>
    protected NoticeBoard Notices { get; private set; } = null!;

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens an executor on a home, or skips the test with a reason.</summary>
    protected abstract Task<IExecutor> OpenAsync(ExecutorHome home, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Home = new ExecutorHome();
        Executor = await OpenAsync(Home, Cancel);
        Notices = new NoticeBoard(Executor);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (Executor is not null)
            await Executor.DisposeAsync();
        Home?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Submits and waits for the end.</summary>
    protected async Task<AttemptResult> RunAsync(AttemptOrder order)
    {
        await Executor.SubmitAsync(order, Cancel);
        return await Notices.EndOfAsync(order.Attempt, Cancel);
    }

    /// <summary>The simplest step.</summary>
    [Fact]
    public async Task A_step_runs_and_its_output_is_stored()
    {
        var order = Home.Order("echo hello > \"$VH_OUTPUTS_DIR/greeting.txt\"");
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        result.ExitCode.ShouldBe(0);
        result.Outputs.Single().Path.ShouldBe("greeting.txt");
        (await Home.ReadAsync(result.Outputs[0].Digest, Cancel)).ShouldBe("hello\n");
        Notices.All.Count(notice => notice.Attempt == order.Attempt && notice is AttemptStarted).ShouldBe(1);
    }

    /// <summary>Failure is told with the exit code.</summary>
    [Fact]
    public async Task A_failing_step_tells_its_exit_code()
    {
        var result = await RunAsync(Home.Order("exit 7"));
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        result.ExitCode.ShouldBe(7);
        result.Reason.ShouldNotBeNull().ShouldContain('7');
    }

    /// <summary>The same attempt twice is started once and ends once.</summary>
    [Fact]
    public async Task Submitting_twice_runs_once()
    {
        var ledger = Home.Place("ledger");
        var order = Home.Order($"echo x >> '{ledger}'");
        await Task.WhenAll(Executor.SubmitAsync(order, Cancel), Executor.SubmitAsync(order, Cancel));
        await Notices.EndOfAsync(order.Attempt, Cancel);
        await Executor.SubmitAsync(order, Cancel);
        await RunAsync(Home.Order("true"));
        (await File.ReadAllLinesAsync(ledger, Cancel)).Length.ShouldBe(1);
        Notices.All.Count(notice => notice.Attempt == order.Attempt && notice is AttemptEnded).ShouldBe(1);
    }

    /// <summary>An order is durable when submitting returns.</summary>
    [Fact]
    public async Task A_submitted_order_is_in_its_folder()
    {
        var order = Home.Order("true");
        await Executor.SubmitAsync(order, Cancel);
        File.Exists(Home.Folder(order.Attempt).Order).ShouldBeTrue();
        await Notices.EndOfAsync(order.Attempt, Cancel);
    }

    /// <summary>Cancel of a running step.</summary>
    [Fact]
    public async Task Cancel_ends_a_running_step_with_its_reason()
    {
        var order = Home.Order("echo begun; sleep 600");
        await Executor.SubmitAsync(order, Cancel);
        await Notices.StartOfAsync(order.Attempt, Cancel);
        await Executor.CancelAsync(order.Attempt, "enough of it", Cancel);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Cancelled);
        result.Reason.ShouldBe("enough of it");
    }

    /// <summary>Cancel before the start, whoever is faster.</summary>
    [Fact]
    public async Task Cancel_during_submit_ends_the_attempt()
    {
        for (var i = 0; i < 10; i++)
        {
            var order = Home.Order("sleep 600");
            var submit = Executor.SubmitAsync(order, Cancel);
            if (i % 2 == 0)
                await submit;
            await Executor.CancelAsync(order.Attempt, "never mind", Cancel);
            await submit;
            await Executor.CancelAsync(order.Attempt, "never mind", Cancel);
            (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Cancelled);
        }
    }

    /// <summary>Cancel of what is over or unknown is harmless.</summary>
    [Fact]
    public async Task Cancel_of_an_unknown_or_finished_attempt_changes_nothing()
    {
        var order = Home.Order("true");
        await Executor.CancelAsync(order.Attempt, "unknown", Cancel);
        (await RunAsync(order)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        await Executor.CancelAsync(order.Attempt, "over", Cancel);
        (await RunAsync(Home.Order("true"))).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        Notices.All.OfType<AttemptEnded>().Count(ended => ended.Attempt == order.Attempt).ShouldBe(1);
    }

    /// <summary>What nobody has heard of may be submitted.</summary>
    [Fact]
    public async Task Adopting_what_was_never_started_says_unknown() =>
        (await Executor.AdoptAsync(Home.Order().Attempt, Cancel)).ShouldBe(AdoptionOutcome.Unknown);

    /// <summary>The next engine goes on where this one left.</summary>
    [Fact]
    public async Task A_running_attempt_survives_the_executor_and_is_adopted()
    {
        var gate = Home.Place("gate");
        var order = Home.Order($"while [ ! -e '{gate}' ]; do sleep 0.02; done; echo '{{\"done\": 1}}'");
        await Executor.SubmitAsync(order, Cancel);
        await Notices.StartOfAsync(order.Attempt, Cancel);
        await Executor.DisposeAsync();
        Executor = await OpenAsync(Home, Cancel);
        Notices = new NoticeBoard(Executor);
        (await Executor.AdoptAsync(order.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Watching);
        await File.WriteAllTextAsync(gate, "", Cancel);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        result.Metadata.Find("done").ShouldBe(Value.Of(1));
    }

    /// <summary>Who was told of an end may have lost it, because what it had to be kept in was away.</summary>
    [Fact]
    public async Task An_attempt_that_is_adopted_after_its_end_tells_it_again()
    {
        var order = Home.Order("exit 3");
        await RunAsync(order);
        Notices.Forget(order.Attempt);
        (await Executor.AdoptAsync(order.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Watching);
        await Notices.StartOfAsync(order.Attempt, Cancel);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).ExitCode.ShouldBe(3);
    }

    /// <summary>A result that was written while no engine was there is found.</summary>
    [Fact]
    public async Task A_finished_attempt_is_adopted_with_its_result()
    {
        var order = Home.Order("exit 3");
        await RunAsync(order);
        await Executor.DisposeAsync();
        Executor = await OpenAsync(Home, Cancel);
        Notices = new NoticeBoard(Executor);
        (await Executor.AdoptAsync(order.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Watching);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).ExitCode.ShouldBe(3);
    }

    /// <summary>The code comes by digest: the place may not see the folder it came from.</summary>
    [Fact]
    public async Task The_code_is_laid_out_by_its_digest()
    {
        var script = await Home.StoreAsync("run.sh", "echo \"code $(cat data/x.txt)\"\n", Cancel);
        var data = await Home.StoreAsync("x.txt", "42", Cancel);
        var tree = await Home.StoreAsync("tree", new CodeTree([new("data/x.txt", data.Digest, false), new("run.sh", script.Digest, true)]).ToText(), Cancel);
        foreach (var _ in (int[])[1, 2])
        {
            var order = Home.Order("./run.sh") with { Code = tree.Digest };
            var result = await RunAsync(order);
            result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
            (await LinesAsync(order.Attempt, follow: false)).ShouldContain("code 42");
        }
    }

    /// <summary>Code that the store does not hold, or that is not a tree, fails the attempt with its digest.</summary>
    [Theory]
    [InlineData("no tree at all")]
    [InlineData("gyre-tree 1\n- 0000000000000000000000000000000000000000000000000000000000000000 ../../escape\n")]
    [InlineData(null)]
    public async Task Code_that_cannot_be_laid_out_fails_the_attempt(string? text)
    {
        var code = text is null ? Digest.Of("nobody stored this") : (await Home.StoreAsync("tree", text, Cancel)).Digest;
        var result = await RunAsync(Home.Order("true") with { Code = code });
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain(code.Hex);
        File.Exists(Path.Join(Home.Root, "escape")).ShouldBeFalse();
    }

    /// <summary>Logs are read through the executor, live and afterwards.</summary>
    [Fact]
    public async Task The_log_is_followed_while_the_step_runs()
    {
        var gate = Home.Place("gate");
        var order = Home.Order($"echo first; while [ ! -e '{gate}' ]; do sleep 0.02; done; echo last >&2");
        await using var lines = Executor.TailLogsAsync(order.Attempt, 0, follow: true, Cancel).GetAsyncEnumerator(Cancel);
        var first = lines.MoveNextAsync().AsTask();
        await Executor.SubmitAsync(order, Cancel);
        (await first.WaitAsync(Patience.Limit, Cancel)).ShouldBeTrue();
        lines.Current.Text.ShouldBe("first");
        var offset = lines.Current.NextOffset;
        await File.WriteAllTextAsync(gate, "", Cancel);
        var rest = new List<string>();
        while (await lines.MoveNextAsync())
            rest.Add($"{lines.Current.Stream} {lines.Current.Text}");
        rest.ShouldContain("E last");
        var again = new List<string>();
        await foreach (var line in Executor.TailLogsAsync(order.Attempt, offset, follow: false, Cancel))
            again.Add($"{line.Stream} {line.Text}");
        again.ShouldBe(rest);
    }

    /// <summary>Metadata comes while the step runs, each point once, wherever reading begins again.</summary>
    [Fact]
    public async Task Metadata_is_read_while_the_step_runs()
    {
        var gate = Home.Place("gate");
        var order = Home.Order(
            $"echo '{{\"a\": 1}}'; echo '{{\"a\": 2, \"b\": \"x\"}}'; while [ ! -e '{gate}' ]; do sleep 0.02; done; echo '{{\"a\": 3}}'");
        (await Executor.ReadMetadataAsync(order.Attempt, default, null, 10, Cancel)).Points.ShouldBeEmpty();
        await Executor.SubmitAsync(order, Cancel);
        var early = MetadataBatch.Empty(default);
        await Patience.UntilAsync(
            async () => (early = await Executor.ReadMetadataAsync(order.Attempt, default, null, 10, Cancel)).Points.Count == 2, Cancel);
        early.Points[1].Values.Find("b").ShouldBe(Value.Of("x"));
        early.Points[1].Time.ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        (await Executor.ReadMetadataAsync(order.Attempt, early.Next, null, 10, Cancel)).Points.ShouldBeEmpty();
        await File.WriteAllTextAsync(gate, "", Cancel);
        await Notices.EndOfAsync(order.Attempt, Cancel);
        var late = await Executor.ReadMetadataAsync(order.Attempt, early.Next, null, 1, Cancel);
        late.Points.Single().Values.Find("a").ShouldBe(Value.Of(3));
        var one = await Executor.ReadMetadataAsync(order.Attempt, default, early.Next, 1, Cancel);
        one.IsMore.ShouldBeTrue();
        (await Executor.ReadMetadataAsync(order.Attempt, one.Next, early.Next, 10, Cancel)).Points.Single().Values.Find("a").ShouldBe(Value.Of(2));
        MetadataPlace.Parse(early.Next.ToString()).ShouldBe(early.Next);
    }

    /// <summary>Where an attempt stands is asked of its executor.</summary>
    [Fact]
    public async Task An_attempt_is_observed_from_nothing_to_its_end()
    {
        var gate = Home.Place("gate");
        var order = Home.Order($"echo hello; while [ ! -e '{gate}' ]; do sleep 0.02; done; exit 3");
        (await Executor.ObserveAsync(order.Attempt, Cancel)).Phase.ShouldBe(AttemptPhase.Unknown);
        (await Executor.ReportAsync(order.Attempt, Value.Of("early"), Cancel)).ShouldBeFalse();
        await Executor.SubmitAsync(order, Cancel);
        await Notices.StartOfAsync(order.Attempt, Cancel);
        (await Executor.ReportAsync(order.Attempt, Value.Of("halfway"), Cancel)).ShouldBeTrue();
        var running = await Executor.ObserveAsync(order.Attempt, Cancel);
        (running.Phase, running.Detail, running.Result).ShouldBe((AttemptPhase.Running, Value.Of("halfway"), null));
        running.StartedAt.ShouldNotBeNull();
        await File.WriteAllTextAsync(gate, "", Cancel);
        await Notices.EndOfAsync(order.Attempt, Cancel);
        var ended = await Executor.ObserveAsync(order.Attempt, Cancel);
        (ended.Phase, ended.Result?.ExitCode, ended.Detail).ShouldBe((AttemptPhase.Ended, 3, Value.Of("halfway")));
        ended.LogBytes.ShouldBeGreaterThan(0);
    }

    private async Task<List<string>> LinesAsync(AttemptId attempt, bool follow)
    {
        var lines = new List<string>();
        await foreach (var line in Executor.TailLogsAsync(attempt, 0, follow, Cancel))
            lines.Add(line.Text);
        return lines;
    }
}
