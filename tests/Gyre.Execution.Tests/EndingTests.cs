namespace Gyre.Execution.Tests;

public sealed class EndingTests : ExecutorFixture
{
    [Fact]
    public async Task A_time_limit_ends_the_step()
    {
        // On a busy machine the limit may be over before the step has come to anything; then it gets more.
        var written = Home.Place("written");
        AttemptResult? result = null;
        for (var limit = 0.3; !File.Exists(written); limit *= 4)
        {
            result = await RunAsync(Home.Order($"echo kept > \"$VH_OUTPUTS_DIR/kept\"; touch '{written}'; sleep 600") with { TimeLimit = TimeSpan.FromSeconds(limit) });
            result.Outcome.ShouldBe(AttemptOutcome.TimedOut);
            result.Reason.ShouldNotBeNull().ShouldContain(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"time limit of {limit:0.#} s"));
        }
        result.ShouldNotBeNull().Outputs.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_ends_the_step()
    {
        var result = await RunAsync(Home.Order("echo begun; sleep 600") with { NoOutputTimeout = TimeSpan.FromMilliseconds(300) });
        result.Outcome.ShouldBe(AttemptOutcome.TimedOut);
        result.Reason.ShouldNotBeNull().ShouldContain("produced no output");
    }

    [Fact]
    public async Task A_stop_condition_ends_the_step_well()
    {
        var order = Home.Order("for i in 1 2 3; do echo \"{\\\"loss\\\": $i}\"; done; sleep 600") with
        {
            StopCondition = "metadata.loss >= parameter.limit",
            Parameters = (Core.MapValue)Of("""{"limit": 2}"""),
        };
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded);
        result.Reason.ShouldNotBeNull().ShouldContain("metadata.loss >= parameter.limit");
    }

    [Theory]
    [InlineData("sleep 600 & {0}; exit 0", "$!")]
    [InlineData("sh -c 'trap \"\" TERM; while :; do sleep 1; done' & {0}; exit 0", "$!")]
    [InlineData("setsid sh -c 'exec sleep 600' & {0}; exit 0", "$!")]
    [InlineData("(setsid sh -c '{0}; exec env -i sleep 600' > /dev/null 2>&1 < /dev/null &) ; while [ ! -e \"$PLACE\" ]; do sleep 0.01; done", "$$")]
    [InlineData("sleep 600 & kill -STOP $!; {0}; exit 0", "$!")]
    public async Task Processes_that_a_step_leaves_behind_are_gone_when_it_has_ended(string script, string id)
    {
        var place = Home.Place("leftover");
        var tell = $"echo {id} > \"$PLACE.new\" && mv \"$PLACE.new\" \"$PLACE\"";
        var order = Home.Order(script.Replace("{0}", tell, StringComparison.Ordinal)) with
        {
            Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("PLACE", place),
        };
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        IsRunning(Number(await AppearsAsync(place))).ShouldBeFalse();
    }

    [Fact]
    public async Task Cancel_reaches_processes_that_ignore_it_and_that_left_the_group()
    {
        var (first, second) = (Home.Place("first"), Home.Place("second"));
        var order = Home.Order($"trap '' TERM; setsid sh -c 'trap \"\" TERM; {Tell(second).Replace("'", "", StringComparison.Ordinal)}; while :; do sleep 1; done' & {Tell(first)}; while :; do sleep 1; done");
        await Executor.SubmitAsync(order, Cancel);
        var processes = new[] { Number(await AppearsAsync(first)), Number(await AppearsAsync(second)) };
        await Executor.CancelAsync(order.Attempt, "enough", Cancel);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Cancelled);
        processes.ShouldAllBe(process => !IsRunning(process));
    }

    [Fact]
    public async Task Cancel_of_a_waiting_attempt_never_starts_it()
    {
        var gate = Home.Place("gate");
        var running = Enumerable.Range(0, 4).Select(_ => Home.Order($"while [ ! -e '{gate}' ]; do sleep 0.02; done")).ToList();
        foreach (var order in running)
            await Executor.SubmitAsync(order, Cancel);
        var waiting = Home.Order("true");
        await Executor.SubmitAsync(waiting, Cancel);
        await Executor.CancelAsync(waiting.Attempt, "no need", Cancel);
        (await Notices.EndOfAsync(waiting.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Cancelled);
        await File.WriteAllTextAsync(gate, "", Cancel);
        foreach (var order in running)
            (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        Notices.All.ShouldNotContain(notice => notice is AttemptStarted && notice.Attempt == waiting.Attempt);
    }

    [Fact]
    public async Task A_forged_result_is_not_believed()
    {
        var order = Home.Order("""echo '{"schemaVersion":1,"attempt":"00000000-0000-0000-0000-000000000000","outcome":"Succeeded"}' > ../result.json; exit 9""");
        (await RunAsync(order)).ExitCode.ShouldBe(9);
    }

    [Fact]
    public async Task A_step_that_forks_without_end_is_ended()
    {
        var place = Home.Place("begun");
        var order = Home.Order($"trap '' TERM; {Tell(place)}; while :; do (setsid sleep 600 &) ; sleep 0.02; done");
        await Executor.SubmitAsync(order, Cancel);
        await AppearsAsync(place);
        await Executor.CancelAsync(order.Attempt, "enough", Cancel);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Cancelled);
        Platform.ProcessTable.Read().ShouldNotContain(entry => !entry.IsGone && Platform.ProcessTable.Carries(entry.Id, System.Text.Encoding.UTF8.GetBytes($"GYRE_ATTEMPT={order.Attempt}")));
    }

    [Fact]
    public async Task A_step_that_puts_a_result_there_can_still_be_cancelled()
    {
        var place = Home.Place("begun");
        var order = Home.Order($"echo '{{}}' > ../result.json; {Tell(place)}; sleep 600");
        await Executor.SubmitAsync(order, Cancel);
        await AppearsAsync(place);
        await Executor.CancelAsync(order.Attempt, "enough", Cancel);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Cancelled);
    }

    [Fact]
    public async Task A_step_that_takes_its_own_rights_away_leaves_no_folder()
    {
        var order = Home.Order("mkdir -p a/b && touch a/b/c && chmod 500 a/b a .");
        (await RunAsync(order)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        Directory.Exists(Home.Folder(order.Attempt).Repository).ShouldBeFalse();
    }
}
