namespace Gyre.Execution.Tests;

public sealed class CommandTests : ExecutorFixture
{
    [Fact]
    public async Task Commands_share_one_shell_and_the_last_one_decides()
    {
        var order = Home.Order("cd /tmp; export A=1", "false", "(exit 3)", "echo \"$? $A $PWD\"");
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        result.Warnings.ShouldBe(["Command 2 exited with status 1; the status of the last command decides.", "Command 3 exited with status 3; the status of the last command decides."]);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O 3 1 /tmp");
    }

    [Fact]
    public async Task Strict_commands_stop_at_the_first_failure()
    {
        var order = Home.Order("echo one", "(exit 4)", "echo three") with { StrictCommands = true };
        var result = await RunAsync(order);
        result.ExitCode.ShouldBe(4);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldNotContain("O three");
    }

    [Theory]
    [InlineData("for i in 1 2; do", "echo $i", "done", "O 1,O 2")]
    [InlineData("if false", "then echo no", "fi; echo yes", "O yes")]
    [InlineData("cat <<END", "text", "END", "O text")]
    [InlineData("echo a \\", "b", "echo c", "O a b,O c")]
    [InlineData("echo 'a", "b'", "echo c", "O a,O b,O c")]
    [InlineData("true &&", "echo b", "echo c", "O b,O c")]
    [InlineData("case x in", "x) echo x;;", "esac", "O x")]
    [InlineData("f() {", "echo f; }", "f", "O f")]
    [InlineData("set -e", "false && true", "echo $?", "O 1")]
    [InlineData("echo done if # it's", "echo \"it's\"", "echo `echo x`", "O done if,O it's,O x")]
    [InlineData("for i in 1", "do echo $i", "done", "O 1")]
    public async Task Constructs_over_several_commands_mean_what_they_mean_in_one_script(string first, string second, string third, string expected)
    {
        var order = Home.Order(first, second, third);
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        (await Home.LogAsync(order.Attempt, Cancel)).Where(line => line[0] != 'S').ShouldBe(expected.Split(','));
    }

    [Fact]
    public async Task A_first_line_with_an_interpreter_is_obeyed()
    {
        var order = Home.Order("#!/usr/bin/env python3", "import sys", "print('python', 1 + 1)");
        await RunAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O python 2");
    }

    [Fact]
    public async Task Arguments_are_started_without_a_shell()
    {
        var order = Home.Order() with { Arguments = ["printf", "%s\\n", "$HOME; rm -rf *", "it's"] };
        await RunAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldBe(["O $HOME; rm -rf *", "O it's"]);
    }

    [Fact]
    public async Task Too_long_arguments_fail_with_a_clear_reason()
    {
        var result = await RunAsync(Home.Order() with { Arguments = ["true", new string('x', 200_000)] });
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("exceed the system limit");
    }

    [Fact]
    public async Task A_very_long_script_runs()
    {
        var result = await RunAsync(Home.Order($": '{new string('x', 300_000)}'", "exit 6"));
        result.ExitCode.ShouldBe(6);
    }

    [Theory]
    [InlineData("exit 256", 0, null, AttemptOutcome.Succeeded)]
    [InlineData("exit 255", 255, null, AttemptOutcome.Failed)]
    [InlineData("exit 137", 137, null, AttemptOutcome.Failed)]
    [InlineData("kill -9 $$", null, 9, AttemptOutcome.Failed)]
    [InlineData("no-such-program", 127, null, AttemptOutcome.Failed)]
    public async Task Exit_codes_and_signals_are_told(string command, int? code, int? signal, AttemptOutcome outcome)
    {
        var result = await RunAsync(Home.Order(command));
        (result.Outcome, result.ExitCode, result.Signal).ShouldBe((outcome, code, signal));
        if (outcome == AttemptOutcome.Failed)
            result.Reason.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_missing_program_and_a_missing_repository_fail_with_their_names()
    {
        (await RunAsync(Home.Order() with { Arguments = ["no-such-program"] })).Reason.ShouldNotBeNull().ShouldContain("no-such-program");
        (await RunAsync(Home.Order("true") with { Repository = "/no/such/folder" })).Reason.ShouldNotBeNull().ShouldContain("/no/such/folder");
        (await RunAsync(Home.Order("true") with { StopCondition = "1 <" })).Reason.ShouldNotBeNull().ShouldContain("stop condition");
    }

    [Fact]
    public async Task Steps_can_call_the_launcher()
    {
        var order = Home.Order("command -v gyre");
        await RunAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldBe([$"O {Home.Root}/bin/gyre"]);
    }
}
