using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Testing;

namespace Gyre.Execution.Tests;

public sealed class RestartTests : ExecutorFixture
{
    private const string Look = """cp "$VH_CONFIG_DIR/inputs.json" "$VH_OUTPUTS_DIR"; cd "$VH_INPUTS_DIR/_restart" && find . -type f | sort && find . -type f -exec cat {} +""";

    [Fact]
    public async Task What_a_killed_attempt_left_is_an_input_of_the_one_in_its_place()
    {
        var lost = await InterruptAsync(LinuxCalls.SignalKill, """
            cd "$VH_OUTPUTS_DIR"
            mkdir state && echo 17 > state/checkpoint
            echo finished > model && chmod a-w model
            while [ -e model ]; do sleep 0.02; done
            """);
        lost.Outcome.ShouldBe(AttemptOutcome.Lost);
        var result = await RunAsync(Home.Order(Look) with { Number = 1, Interrupted = [lost.Attempt] });
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        (await Home.LogAsync(result.Attempt, Cancel)).ShouldBe(["O ./model", "O ./state/checkpoint", "O finished", "O 17"], ignoreOrder: true);
        var files = await RestartFilesAsync(result);
        files.Select(file => file.GetProperty("name").GetString()).ShouldBe(["model", "state/checkpoint"]);
        files[1].GetProperty("uri").GetString().ShouldBe($"gyre://attempts/{lost.Attempt}/outputs/state/checkpoint");
        Directory.Exists(Home.Folder(lost.Attempt).Outputs).ShouldBeFalse("nobody needs it any more");
        Directory.Exists(Home.Folder(lost.Attempt).Taken).ShouldBeFalse("nobody needs it any more");
    }

    [Fact]
    public async Task A_step_whose_supervisor_is_taken_away_may_save_its_work_and_goes_on_from_there()
    {
        var later = Home.Place("later");
        var lost = await InterruptAsync(LinuxCalls.SignalTerminate, "sh -c 'trap \"echo saved > \\\"$VH_OUTPUTS_DIR/checkpoint\\\"; exit 0\" INT; touch \"$0\"; while :; do sleep 0.05; done' \"$GYRE_READY\"", $"touch '{later}'");
        lost.Outcome.ShouldBe(AttemptOutcome.Lost);
        lost.Reason.ShouldBe("The supervisor received a request to stop.");
        lost.Outputs.ShouldHaveSingleItem().Path.ShouldBe("checkpoint");
        File.Exists(later).ShouldBeFalse("a command after the interrupted one does not begin");
        var result = await RunAsync(Home.Order(Look) with { Interrupted = [lost.Attempt] });
        (await Home.LogAsync(result.Attempt, Cancel)).ShouldBe(["O ./checkpoint", "O saved"]);
    }

    [Fact]
    public async Task A_step_that_does_not_heed_the_interruption_is_ended_in_the_end()
    {
        var lost = await InterruptAsync(LinuxCalls.SignalTerminate, TimeSpan.FromSeconds(1), "trap '' INT TERM; touch \"$GYRE_READY\"; while :; do sleep 0.05; done");
        lost.Outcome.ShouldBe(AttemptOutcome.Lost);
    }

    [Fact]
    public async Task Of_several_interruptions_the_latest_that_left_anything_counts()
    {
        var first = await InterruptAsync(LinuxCalls.SignalKill, """echo first > "$VH_OUTPUTS_DIR/a" """);
        var second = await InterruptAsync(LinuxCalls.SignalKill, "true");
        var unknown = Home.Order("true").Attempt;
        var result = await RunAsync(Home.Order(Look) with { Interrupted = [unknown, second.Attempt, first.Attempt] });
        (await Home.LogAsync(result.Attempt, Cancel)).ShouldBe(["O ./a", "O first"]);
    }

    [Fact]
    public async Task An_interruption_that_left_nothing_is_an_input_without_files_and_no_interruption_is_none()
    {
        var restarted = await RunAsync(Home.Order(Look) with { Interrupted = [Home.Order("true").Attempt] });
        (await RestartFilesAsync(restarted)).ShouldBeEmpty();
        (await RunAsync(Home.Order("test ! -e \"$VH_INPUTS_DIR/_restart\" && ! grep _restart \"$VH_CONFIG_DIR/inputs.json\""))).Outcome.ShouldBe(AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task An_input_of_the_steps_own_keeps_the_name()
    {
        var own = await Home.StoreAsync("own", "mine\n", Cancel);
        var result = await RunAsync(Home.Order(Look) with { Interrupted = [Home.Order("true").Attempt], Inputs = [new InputOrder("_restart", [own])] });
        (await Home.LogAsync(result.Attempt, Cancel)).ShouldBe(["O ./own", "O mine"]);
    }

    [Fact]
    public async Task A_cancelled_attempt_leaves_what_it_wrote_so_far()
    {
        var ready = Home.Place("cancel-me");
        var order = Home.Order($"echo half > \"$VH_OUTPUTS_DIR/part\"; touch '{ready}'; sleep 600");
        await Executor.SubmitAsync(order, Cancel);
        await AppearsAsync(ready);
        await Executor.CancelAsync(order.Attempt, "enough", Cancel);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Cancelled);
        (await Home.ReadAsync(result.Outputs.ShouldHaveSingleItem().Digest, Cancel)).ShouldBe("half\n");
    }

    /// <summary>Runs commands, the last of which does not end unless it makes the file <c>GYRE_READY</c> itself, and sends a signal to the supervisor.</summary>
    private Task<AttemptResult> InterruptAsync(int signal, params string[] commands) => InterruptAsync(signal, Patience.Limit, commands);

    private async Task<AttemptResult> InterruptAsync(int signal, TimeSpan period, params string[] commands)
    {
        var (parent, ready) = (Home.Place("parent"), Home.Place("ready"));
        File.Delete(parent);
        File.Delete(ready);
        string[] endless = commands.Any(command => command.Contains("GYRE_READY", StringComparison.Ordinal)) ? [] : [$"touch '{ready}'; sleep 600"];
        var order = Home.Order([$"export GYRE_READY='{ready}'; {Tell(parent, "$PPID")}", .. commands, .. endless]) with { InterruptPeriod = period };
        await Executor.SubmitAsync(order, Cancel);
        await AppearsAsync(ready);
        LinuxCalls.Kill(Number(await AppearsAsync(parent)), signal).ShouldBe(0);
        return await Notices.EndOfAsync(order.Attempt, Cancel);
    }

    private async Task<List<JsonElement>> RestartFilesAsync(AttemptResult result)
    {
        var text = await Home.ReadAsync(result.Outputs.Single(output => output.Path == "inputs.json").Digest, Cancel);
        using var inputs = JsonDocument.Parse(text);
        return [.. inputs.RootElement.GetProperty("_restart").GetProperty("files").EnumerateArray().Select(file => file.Clone())];
    }
}
