using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Formats;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Tests;

public sealed class FixedFolderTests : ExecutorFixture
{
    private const string Missing = "neither bubblewrap nor unprivileged user namespaces work here, or they are not installed";

    [Fact]
    public async Task Code_that_hard_codes_the_platforms_paths_finds_its_folders_there()
    {
        Assert.SkipUnless(PrivateMounts.Available is not null, Missing);
        var input = await Home.StoreAsync("a.txt", "one", Cancel);
        var order = Home.Order("""
            cd /tmp
            pwd -P > /dev/null
            cat /valohai/inputs/set/a.txt > /valohai/outputs/copy.txt
            cat /valohai/config/parameters.json > /valohai/outputs/parameters.json
            cat /valohai/config/inputs.json > /valohai/outputs/inputs.json
            test "$VH_INPUTS_DIR" = /valohai/inputs && test "$VH_OUTPUTS_DIR" = /valohai/outputs && test "$VH_CONFIG_DIR" = /valohai/config && test "$VH_REPOSITORY_DIR" = /valohai/repository
            """) with
        { FixedFolders = true, Inputs = [new InputOrder("set", [input])] };
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        result.Outputs.Select(output => output.Path).ShouldBe(["copy.txt", "inputs.json", "parameters.json"]);
        (await Home.ReadAsync(result.Outputs[0].Digest, Cancel)).ShouldBe("one");
        using var inputs = JsonDocument.Parse(await Home.ReadAsync(result.Outputs[1].Digest, Cancel));
        inputs.RootElement.GetProperty("set").GetProperty("files")[0].GetProperty("path").GetString().ShouldBe("/valohai/inputs/set/a.txt");
        result.FixedFoldersMissing.ShouldBeFalse();
        Directory.Exists("/valohai/outputs").ShouldBeFalse("nothing outside of the step's view changes");
    }

    [Fact]
    public async Task Commands_start_in_the_repository_and_the_rest_of_the_machine_is_there()
    {
        Assert.SkipUnless(PrivateMounts.Available is not null, Missing);
        var order = Home.Order("""test "$(pwd -P)" = /valohai/repository && ls -la /bin/sh /dev/null /proc/self/status && head -c 4 /dev/urandom | wc -c""") with { FixedFolders = true };
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, string.Join("\n", await Home.LogAsync(order.Attempt, Cancel)));
    }

    [Theory]
    [InlineData("exit 7", 7, "exited with code 7")]
    [InlineData("kill -9 $$", 137, "by signal 9")]
    public async Task Exit_codes_and_signals_come_through(string command, int code, string reason)
    {
        Assert.SkipUnless(PrivateMounts.Available is not null, Missing);
        var result = await RunAsync(Home.Order(command) with { FixedFolders = true });
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        // One tool stays as the parent of the step and passes its signal on as a code; the other becomes the step.
        result.ExitCode.ShouldBeOneOf(code, code > 128 ? null : code);
        result.Reason.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public async Task Cancelled_or_out_of_time_nothing_of_it_survives()
    {
        Assert.SkipUnless(PrivateMounts.Available is not null, Missing);
        var place = Path.Join(Home.Root, "child");
        var order = Home.Order($"sleep 1000 & {Tell(place, "$!")}; trap '' TERM; sleep 1000") with { FixedFolders = true, GracePeriod = TimeSpan.FromMilliseconds(300) };
        await Executor.SubmitAsync(order, Cancel);
        var child = Number(await AppearsAsync(place));
        await Executor.CancelAsync(order.Attempt, "enough", Cancel);
        (await Notices.EndOfAsync(order.Attempt, Cancel)).Outcome.ShouldBe(AttemptOutcome.Cancelled);
        await GoneAsync(child);
        var late = await RunAsync(Home.Order("sleep 1000") with { FixedFolders = true, TimeLimit = TimeSpan.FromMilliseconds(300) });
        late.Outcome.ShouldBe(AttemptOutcome.TimedOut);
    }

    [Theory]
    [InlineData("bwrap")]
    [InlineData("unshare")]
    public async Task Either_tool_mounts_folders_for_one_program_alone(string tool)
    {
        Assert.SkipUnless(Platform.Programs.Find(tool, Environment.GetEnvironmentVariable("PATH") ?? "") is not null,
            $"{tool} is not installed");
        var mounts = PrivateMounts.Probe([tool]);
        Assert.SkipUnless(mounts is not null, $"the machine does not let {tool} mount anything");
        var folder = new AttemptFolder(Directory.CreateTempSubdirectory("gyre-mounts-").FullName);
        foreach (var part in new[] { folder.Repository, folder.Inputs, folder.Outputs, folder.Config })
            Directory.CreateDirectory(part);
        var root = Directory.CreateDirectory(Path.Join(folder.Root, "root")).FullName;
        var spec = mounts.Wrap(
            new LaunchSpec("/bin/sh", ["-c", "echo $WORD > /valohai/outputs/a && pwd -P > /valohai/outputs/b && test -x /bin/sh"], ImmutableDictionary<string, string>.Empty, "/"),
            FixedFolders.Mounts(folder), FixedFolders.Seen.Repository, root);
        using var process = Process.Start(new ProcessStartInfo(spec.Program, spec.Arguments) { Environment = { ["WORD"] = "it's" } })!;
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Join(folder.Outputs, "a"), Cancel)).ShouldBe("it's\n");
        (await File.ReadAllTextAsync(Path.Join(folder.Outputs, "b"), Cancel)).ShouldBe("/valohai/repository\n");
        Directory.Delete(folder.Root, recursive: true);
    }

    [Fact]
    public void A_tool_that_is_not_there_is_passed_over() => PrivateMounts.Probe(["no-such-tool"]).ShouldBeNull();
}
