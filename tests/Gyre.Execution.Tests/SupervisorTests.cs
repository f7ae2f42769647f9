using System.Diagnostics;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;
using Gyre.Testing;

namespace Gyre.Execution.Tests;

public sealed class SupervisorTests : ExecutorFixture
{
    protected override ProcessExecutorOptions Change(ProcessExecutorOptions options) =>
        options with { MaxCpu = 2, StoppedSupervisorLimit = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task Two_supervisors_race_for_an_attempt_and_one_leaves()
    {
        for (var round = 0; round < 3; round++)
        {
            var ledger = Home.Place($"ledger{round}");
            var order = Home.Order($"echo x >> '{ledger}'; sleep 0.1");
            WriteOrder(order);
            var both = new[] { StartSupervisor(order), StartSupervisor(order) };
            foreach (var supervisor in both)
                await supervisor.WaitForExitAsync(Cancel);
            both.Select(supervisor => supervisor.ExitCode).Order().ShouldBe([0, 3]);
            (await File.ReadAllLinesAsync(ledger, Cancel)).Length.ShouldBe(1);
            await Executor.AdoptAsync(order.Attempt, Cancel);
            (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        }
    }

    [Fact]
    public async Task A_warm_supervisor_serves_one_attempt_after_the_other_and_the_next_engine()
    {
        // The end of an attempt may be known before its supervisor is free again; then another one, up to the number of the pool, takes the next.
        var serving = new HashSet<int>();
        for (var attempt = 0; attempt < 8; attempt++)
            serving.Add(await SupervisorOfAsync());
        serving.Count.ShouldBeLessThanOrEqualTo(2);
        await ReopenAsync();
        serving.ShouldContain(await SupervisorOfAsync());
    }

    [Fact]
    public async Task A_killed_supervisor_means_lost_and_its_processes_are_ended()
    {
        var place = Home.Place("step");
        var (order, supervisor) = await StartLongStepAsync(place);
        Kill(supervisor, LinuxCalls.SignalKill);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Lost);
        IsRunning(Number(await AppearsAsync(place))).ShouldBeFalse();
        (await RunAsync(Home.Order("true"))).Outcome.ShouldBe(AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task A_supervisor_killed_while_no_engine_is_there_means_lost_to_the_next_one()
    {
        var (order, supervisor) = await StartLongStepAsync(Home.Place("step"));
        await Executor.DisposeAsync();
        Kill(supervisor, LinuxCalls.SignalKill);
        await OpenAsync();
        (await Executor.AdoptAsync(order.Attempt, Cancel)).ShouldBe(AdoptionOutcome.Watching);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Lost);
    }

    [Fact]
    public async Task A_stopped_supervisor_is_given_up_and_publishes_nothing_when_it_wakes_up()
    {
        var place = Home.Place("step");
        var (order, supervisor) = await StartLongStepAsync(place);
        Kill(supervisor, 19);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Lost);
        IsRunning(Number(await AppearsAsync(place))).ShouldBeFalse();
        Kill(supervisor, LinuxCalls.SignalContinue);
        // When it serves the next attempt it has long finished with the one before.
        while (await SupervisorOfAsync() != supervisor)
            Cancel.ThrowIfCancellationRequested();
        AttemptProtocol.FindResult(Home.Folder(order.Attempt), order.Attempt)!.Outcome.ShouldBe(AttemptOutcome.Lost);
        Notices.All.Count(notice => notice is AttemptEnded && notice.Attempt == order.Attempt).ShouldBe(1);
    }

    [Fact]
    public async Task No_more_run_at_a_time_than_there_are_cores()
    {
        var place = Directory.CreateDirectory(Home.Place("running")).FullName;
        var gate = Home.Place("gate");
        var script = $"touch '{place}'/$$; ls '{place}' | wc -l; while [ ! -e '{gate}' ]; do sleep 0.02; done; sleep 0.1; rm '{place}'/$$";
        var orders = Enumerable.Range(0, 8).Select(_ => Home.Order(script)).ToList();
        foreach (var order in orders)
            await Executor.SubmitAsync(order, Cancel);
        await Patience.UntilAsync(() => Directory.GetFiles(place).Length >= 2, Cancel);
        await File.WriteAllTextAsync(gate, "", Cancel);
        var counts = new List<int>();
        foreach (var order in orders)
        {
            await Notices.EndOfAsync(order.Attempt, Cancel);
            counts.Add(Number((await Home.LogAsync(order.Attempt, Cancel))[0][2..]));
        }
        counts.Max().ShouldBe(2);
    }

    [Fact]
    public async Task A_request_above_the_machine_runs_alone()
    {
        var place = Directory.CreateDirectory(Home.Place("running")).FullName;
        var script = $"touch '{place}'/$$; ls '{place}' | wc -l; sleep 0.1; rm '{place}'/$$";
        var large = Home.Order(script) with { Requirements = new AttemptRequirements { Cpu = 100 } };
        var others = new[] { Home.Order(script), large, Home.Order(script) };
        foreach (var order in others)
            await Executor.SubmitAsync(order, Cancel);
        foreach (var order in others)
            await Notices.EndOfAsync(order.Attempt, Cancel);
        (await Home.LogAsync(large.Attempt, Cancel))[0].ShouldBe("O 1");
    }

    [Fact]
    public async Task A_supervisor_that_cannot_be_started_fails_the_attempt_with_that_reason()
    {
        await Executor.DisposeAsync();
        await using var broken = await Host.OpenAsync(Home, Cancel, options => options with { SupervisorCommand = ["/bin/false"] });
        var notices = new Testing.Execution.NoticeBoard(broken);
        var order = Home.Order("true");
        await broken.SubmitAsync(order, Cancel);
        var result = await notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("/bin/false");
    }

    [Fact]
    public async Task Two_executors_on_one_home_start_an_attempt_once_and_both_hear_its_end()
    {
        await using var other = await Host.OpenAsync(Home, Cancel, Change);
        var otherNotices = new Testing.Execution.NoticeBoard(other);
        var ledger = Home.Place("ledger");
        var orders = Enumerable.Range(0, 6).Select(_ => Home.Order($"echo x >> '{ledger}'")).ToList();
        foreach (var order in orders)
            await Task.WhenAll(Executor.SubmitAsync(order, Cancel), other.SubmitAsync(order, Cancel));
        foreach (var order in orders)
        {
            (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
            (await otherNotices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        }
        (await File.ReadAllLinesAsync(ledger, Cancel)).Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_home_whose_path_is_too_long_for_a_socket_works()
    {
        var deep = Directory.CreateDirectory(Path.Join(Home.Root, new string('d', 120))).FullName;
        await using var executor = await Host.OpenAsync(Home, Cancel, options => options with { Home = deep });
        var notices = new Testing.Execution.NoticeBoard(executor);
        var order = Home.Order("true") with { Storage = new Storage.StorageOptions { Home = deep } };
        await executor.SubmitAsync(order, Cancel);
        (await notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task A_supervisor_in_a_process_with_other_work_ends_what_its_step_left()
    {
        var place = Home.Place("leftover");
        var order = Home.Order($"(setsid sleep 600 & {Tell(place, "$!")})");
        WriteOrder(order);
        var options = new SupervisorOptions { OpenBlobs = (storage, cancel) => Storage.GyreStore.OpenBlobsAsync(storage, TimeProvider.System, cancel), OwnsProcess = false };
        var result = await Supervisor.RunAsync(Home.Folder(order.Attempt), options, TimeProvider.System, Cancel);
        result.ShouldNotBeNull().Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        IsRunning(Number(await AppearsAsync(place))).ShouldBeFalse();
        (await Supervisor.RunAsync(Home.Folder(order.Attempt), options, TimeProvider.System, Cancel)).ShouldBeNull("it was claimed before");
    }

    [Fact]
    public async Task A_damaged_order_ends_as_failed()
    {
        var order = Home.Order("true");
        Directory.CreateDirectory(Home.Folder(order.Attempt).Root);
        await File.WriteAllTextAsync(Home.Folder(order.Attempt).Order, "{", Cancel);
        var supervisor = StartSupervisor(order);
        await supervisor.WaitForExitAsync(Cancel);
        AttemptProtocol.FindResult(Home.Folder(order.Attempt), order.Attempt)!.Outcome.ShouldBe(AttemptOutcome.Failed);
    }

    private static void Kill(int process, int signal) => LinuxCalls.Kill(process, signal).ShouldBe(0);

    private async Task<int> SupervisorOfAsync()
    {
        var order = Home.Order("echo $PPID");
        (await RunAsync(order)).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        return Number((await Home.LogAsync(order.Attempt, Cancel))[0][2..]);
    }

    private async Task<(AttemptOrder Order, int Supervisor)> StartLongStepAsync(string place)
    {
        var parent = Home.Place("parent");
        var order = Home.Order($"{Tell(parent, "$PPID")}; {Tell(place)}; while :; do sleep 1; done");
        await Executor.SubmitAsync(order, Cancel);
        await AppearsAsync(place);
        return (order, Number(await AppearsAsync(parent)));
    }

    private void WriteOrder(AttemptOrder order)
    {
        Directory.CreateDirectory(Home.Folder(order.Attempt).Root);
        File.WriteAllBytes(Home.Folder(order.Attempt).Order, ExecutionJson.Write(order));
    }

    private Process StartSupervisor(AttemptOrder order) => Process.Start(Host.Command[0], ["step", "--attempt", Home.Folder(order.Attempt).Root]);
}
