using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Tests;

/// <summary>What every <see cref="IProcessHost"/> promises. A step of the tests runs beside others in this process, so no host owns all children.</summary>
public abstract class ProcessHostConformance : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>The loop over a step takes so many last words and no more.</summary>
    private const int MostLastWords = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-host-").FullName;
    private readonly IProcessHost _host;
    private readonly string _mark;

    private protected ProcessHostConformance(IProcessHost host)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        _host = host;
        _mark = Path.GetFileName(_folder);
    }

    /// <summary>Whether the system tells an end by a signal from an exit code of 128 and more, and finds processes that lost their parent.</summary>
    private protected abstract bool SeesEverything { get; }

    private string Marker => $"GYRE_TEST_MARK={_mark}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _host.KillLeftovers(Marker, null);
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Output_and_errors_come_apart_and_the_exit_code_is_told()
    {
        using var step = Start("echo out; echo err >&2; exit 3");
        var (output, error) = Follow(step);
        Text(output).ShouldBe("out\n");
        Text(error).ShouldBe("err\n");
        step.Status.ShouldBe(new ExitStatus(3, null));
        step.Usage.CpuSeconds.ShouldBeGreaterThanOrEqualTo(0);
        step.MeasureMemory().ShouldBe(0);
    }

    [Fact]
    public void A_silent_command_gives_nothing_but_its_end()
    {
        using var step = Start("exit 0");
        var (output, error) = Follow(step);
        output.ShouldBeEmpty();
        error.ShouldBeEmpty();
        step.Status.ShouldBe(new ExitStatus(0, null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_536)]
    public void Much_output_comes_whole_and_in_order_through_a_buffer_of_any_size(int bufferBytes)
    {
        var lines = bufferBytes < 100 ? 500 : 200_000;
        using var step = Start($"i=0; seq 1 {lines} & seq 1 {lines} >&2; wait");
        var (output, error) = Follow(step, bufferBytes, int.MaxValue);
        var expected = string.Concat(Enumerable.Range(1, lines).Select(line => $"{line}\n"));
        Text(output).ShouldBe(expected);
        Text(error).ShouldBe(expected);
    }

    [Fact]
    public void What_was_said_before_a_quick_end_is_not_lost_though_nobody_read_meanwhile()
    {
        using var step = Start("dd if=/dev/zero bs=1024 count=60 2>/dev/null; echo last words");
        while (step.AnyLeft())
            Thread.Yield();
        var (output, _) = Follow(step);
        output.Length.ShouldBe((60 * 1024) + "last words\n".Length);
        Text(output).ShouldEndWith("last words\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("$(touch made)")]
    [InlineData("';touch made;'")]
    [InlineData("\"quoted\" \\ back")]
    [InlineData("line\nline")]
    [InlineData("größe 数据 🙂")]
    [InlineData("-e")]
    public void Arguments_and_variables_arrive_as_they_are(string text)
    {
        using var step = Start("printf '%s|%s|%s' \"$1\" \"$VALUE\" \"$2\"", [text, "end"], [("VALUE", text)]);
        Text(Follow(step).Output).ShouldBe($"{text}|{text}|end");
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void It_sees_its_own_environment_and_nothing_of_ours()
    {
        using var step = _host.Start(new LaunchSpec("/usr/bin/env", [], new Dictionary<string, string> { ["ONLY"] = "this" }, _folder), Marker, ownsAllChildren: false);
        Text(Follow(step).Output).ShouldBe("ONLY=this\n");
    }

    [Fact]
    public void It_runs_in_its_folder_and_a_relative_program_is_found_there()
    {
        var inner = Directory.CreateDirectory(Path.Join(_folder, "in ner")).FullName;
        File.WriteAllText(Path.Join(inner, "tool"), "#!/bin/sh\npwd\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Join(inner, "tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var step = _host.Start(Spec("tool", []) with { WorkingDirectory = inner }, Marker, ownsAllChildren: false);
        Text(Follow(step).Output).ShouldBe($"{inner}\n");
    }

    [Fact]
    public void Standard_input_is_at_its_end()
    {
        using var step = Start("cat; echo read");
        Text(Follow(step).Output).ShouldBe("read\n");
    }

    [Fact]
    public void What_cannot_be_started_is_an_error_that_names_it_and_nothing_is_left()
    {
        File.WriteAllText(Path.Join(_folder, "plain"), "no program");
        var plain = Path.Join(_folder, "plain");
        Should.Throw<LaunchException>(() => Launch(Spec("/no/such/program", []))).Message.ShouldContain("'/no/such/program'");
        Should.Throw<LaunchException>(() => Launch(Spec(plain, []))).Message.ShouldContain($"'{plain}'");
        Should.Throw<LaunchException>(() => Launch(Spec(_folder, []))).Message.ShouldContain($"'{_folder}'");
        Should.Throw<LaunchException>(() => Launch(Spec("sh", []))).Message.ShouldContain("'sh'", customMessage: "no search along PATH");
        Should.Throw<LaunchException>(() => Launch(Spec(Shell, []) with { WorkingDirectory = "/no/such/folder" })).Message.ShouldContain("/no/such/folder");
        Should.Throw<LaunchException>(() => Launch(Spec(Shell, ["-c", "true", new string('x', 4_000_000)]))).Message.ShouldContain($"'{Shell}'");
        Should.Throw<LaunchException>(() => _host.StartDetached(Spec("/no/such/program", []), Path.Join(_folder, "log"))).Message.ShouldContain("'/no/such/program'");
        _host.KillLeftovers(Marker, null).ShouldBe(0);
    }

    [Fact]
    public void A_zero_byte_that_would_cut_a_text_short_is_refused()
    {
        Should.Throw<LaunchException>(() => Launch(Spec(Shell, ["-c", "echo a\0b"]))).Message.ShouldContain($"'{Shell}'");
        Should.Throw<LaunchException>(() => Launch(Spec("/bin/sh\0x", []))).Message.ShouldContain("NUL byte");
        var spec = Spec(Shell, ["-c", "env"]);
        Should.Throw<LaunchException>(() => Launch(spec with { Environment = new Dictionary<string, string> { ["NAME"] = "a\0b" } })).Message.ShouldContain("NAME");
        Should.Throw<LaunchException>(() => Launch(spec with { Environment = new Dictionary<string, string> { ["A=B"] = "c" } })).Message.ShouldContain("A=B");
    }

    [Fact]
    public async Task A_wait_ends_with_its_time_and_by_a_call_of_another_thread()
    {
        using var step = Start("exec sleep 1000");
        var buffer = new byte[16];
        step.Next(buffer, 0).Kind.ShouldBe(StepEventKind.Nothing);
        step.Next(buffer, 1).Kind.ShouldBe(StepEventKind.Nothing);
        var waker = Task.Run(step.Wake, Cancel);
        step.Next(buffer, -1).Kind.ShouldBe(StepEventKind.Woken);
        await waker;
        step.Wake();
        step.Next(buffer, -1).Kind.ShouldBe(StepEventKind.Woken, "a call before the wait counts too");
        step.TryDrain(buffer, out _).ShouldBeFalse();
        step.AnyLeft().ShouldBeTrue();
        step.Kill();
        Follow(step);
    }

    [Fact]
    public void Wake_may_be_called_after_the_end()
    {
        var step = Start("exit 0");
        Follow(step);
        step.Wake();
        step.Dispose();
        Should.NotThrow(step.Wake);
    }

    [Fact]
    public void It_ends_when_it_is_asked_to()
    {
        using var step = Start("trap 'echo saved; exit 5' TERM; echo ready; while :; do sleep 0.05; done");
        ReadUntil(step, "ready\n");
        step.Terminate();
        Text(Follow(step).Output).ShouldContain("saved");
        step.Status.ShouldBe(new ExitStatus(5, null));
    }

    [Fact]
    public void It_can_be_interrupted_first()
    {
        using var step = Start("trap 'echo saved; exit 6' INT; echo ready; while :; do sleep 0.05; done");
        ReadUntil(step, "ready\n");
        step.Interrupt();
        Text(Follow(step).Output).ShouldContain("saved");
        step.Status.ShouldBe(new ExitStatus(6, null));
    }

    [Fact]
    public void Killing_ends_all_of_its_processes_and_is_told_as_a_signal()
    {
        using var step = Start("trap '' TERM INT; (trap '' TERM; sleep 1000) & echo $!; wait");
        var child = int.Parse(ReadUntil(step, "\n"), CultureInfo.InvariantCulture);
        step.MeasureMemory().ShouldBeGreaterThan(0);
        step.Terminate();
        step.AnyLeft().ShouldBeTrue();
        step.Kill();
        Follow(step);
        step.Status.ShouldBe(SeesEverything ? new ExitStatus(null, 9) : new ExitStatus(137, null));
        IsGone(child).ShouldBeTrue();
        Should.NotThrow(step.Kill);
        Should.NotThrow(step.Terminate);
        Should.NotThrow(step.Interrupt);
        step.MeasureMemory().ShouldBe(0);
    }

    [Fact]
    public void Processes_that_the_command_left_behind_count_as_the_step()
    {
        using var step = Start("setsid sleep 1000 >/dev/null 2>&1 & echo $!; exit 0");
        // What it printed and its end come in either order.
        var (text, hasExited, buffer) = (new StringBuilder(), false, new byte[16]);
        while (!hasExited || !text.ToString().EndsWith('\n'))
        {
            var next = step.Next(buffer, -1);
            hasExited |= next.Kind == StepEventKind.Exited;
            text.Append(Encoding.UTF8.GetString(buffer, 0, next.Count));
        }
        // Where a process that lost its parent cannot be found, the step is over with its command.
        step.AnyLeft().ShouldBe(SeesEverything);
        while (step.AnyLeft())
            step.Kill();
        if (!SeesEverything)
            Process.GetProcessById(int.Parse(text.ToString(), CultureInfo.InvariantCulture)).Kill();
        step.Status.ShouldBe(new ExitStatus(0, null));
    }

    [Fact]
    public void Left_over_processes_are_found_by_their_group_and_ended_once()
    {
        using var step = Start("sleep 1000 & echo $!; wait");
        var child = int.Parse(ReadUntil(step, "\n"), CultureInfo.InvariantCulture);
        _host.KillLeftovers("GYRE_TEST_MARK=another", null).ShouldBe(0);
        step.AnyLeft().ShouldBeTrue();
        _host.KillLeftovers(Marker, step.Id).ShouldBeGreaterThan(0);
        Follow(step);
        IsGone(child).ShouldBeTrue();
        _host.KillLeftovers(Marker, step.Id).ShouldBe(0);
    }

    [Fact]
    public async Task A_detached_program_outlives_the_call_and_leaves_no_trace()
    {
        var said = Path.Join(_folder, "said");
        var go = Path.Join(_folder, "go");
        // A fifo holds the program until the test has looked at it.
        using (var make = Process.Start("mkfifo", [go]))
            await make.WaitForExitAsync(Cancel);
        var id = _host.StartDetached(Spec(Shell, ["-c", $"read word < '{go}'; printf %s \"$word\" > '{said}'"]), Path.Join(_folder, "log"));
        ProcessIdentity.Of(id).ShouldNotBeNull();
        await File.WriteAllTextAsync(go, "hello\n", Cancel);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!IsGone(id) || Directory.Exists($"/proc/{id}"))
        {
            _host.Reap(id);
            await timer.WaitForNextTickAsync(Cancel);
        }
        (await File.ReadAllTextAsync(said, Cancel)).ShouldBe("hello");
        Should.NotThrow(() => _host.Reap(id));
    }

    [Fact]
    public async Task Many_steps_run_side_by_side_and_keep_their_output_apart()
    {
        var work = Enumerable.Range(0, 16).Select(number => Task.Factory.StartNew(
            () =>
            {
                using var step = Start($"seq {number} {number + 2000}; exit {number}");
                return (Output: Text(Follow(step).Output), step.Status, Number: number);
            },
            Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        foreach (var (output, status, number) in await Task.WhenAll(work))
        {
            status.ShouldBe(new ExitStatus(number, null));
            output.ShouldBe(string.Concat(Enumerable.Range(number, 2001).Select(line => $"{line}\n")));
        }
    }

    [Fact]
    public void A_step_that_is_let_go_of_while_it_runs_can_still_be_ended()
    {
        var step = Start("exec sleep 1000");
        var id = step.Id;
        step.Dispose();
        IsGone(id).ShouldBeFalse();
        _host.KillLeftovers(Marker, id).ShouldBeGreaterThan(0);
    }

    private IStepProcess Start(string script, string[]? arguments = null, (string Name, string Value)[]? variables = null)
    {
        var spec = Spec(Shell, ["-c", script, "sh", .. arguments ?? []]);
        var environment = new Dictionary<string, string>(spec.Environment);
        foreach (var (name, value) in variables ?? [])
            environment[name] = value;
        return _host.Start(spec with { Environment = environment }, Marker, ownsAllChildren: false);
    }

    private void Launch(LaunchSpec spec) => _host.Start(spec, Marker, ownsAllChildren: false).Dispose();

    private LaunchSpec Spec(string program, string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["GYRE_TEST_MARK"] = _mark };
        return new LaunchSpec(program, [.. arguments], environment, _folder);
    }

    private static bool IsGone(int process) => ProcessIdentity.Of(process) is null;

    /// <summary>Follows a step to its end as the supervisor does; the end is told once.</summary>
    private static (byte[] Output, byte[] Error) Follow(IStepProcess step, int bufferBytes = 65_536, int mostLastWords = MostLastWords)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var buffer = new byte[bufferBytes];
        StepEvent next;
        while ((next = step.Next(buffer, -1)).Kind != StepEventKind.Exited)
            Take(next);
        while (step.AnyLeft())
            Take(step.Next(buffer, 5));
        for (var rest = mostLastWords; rest > 0 && step.TryDrain(buffer, out var last); rest--)
            Take(last);
        step.Next(buffer, 0).Kind.ShouldNotBe(StepEventKind.Exited);
        return (output.ToArray(), error.ToArray());

        void Take(StepEvent what) => (what.Kind == StepEventKind.Error ? error : output).Write(buffer, 0, what.Count);
    }

    private static string ReadUntil(IStepProcess step, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[256];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
            text.Append(Encoding.UTF8.GetString(buffer, 0, step.Next(buffer, -1).Count));
        return text.ToString();
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
