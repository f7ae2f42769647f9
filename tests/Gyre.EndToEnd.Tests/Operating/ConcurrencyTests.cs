using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Operating;

/// <summary>Jobs and pools hold over all runs of an engine, and other processes see what a step waits for.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly ProgramHome _place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => _place.Home;

    private string Project => _place.Project;

    public ConcurrencyTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_pool_of_the_home_holds_over_two_runs_and_a_waiting_step_says_so()
    {
        Write(Gated("gpu"));
        Directory.CreateDirectory(Home);
        await File.WriteAllTextAsync(Path.Join(Home, "home.json"), """{"pools": {"gpu": 1}} // one card""", Cancel);
        foreach (var name in new[] { "one", "two" })
            await GyreProgram.AskAsync("run", Project, "--home", Home, "--detach", "--no-cache", "--title", name);
        _place.Start("serve", "--home", Home, "--port", "0");
        await Patience.UntilAsync(() => Entered() == 1, Cancel);
        // It is told when it has waited for a second, and nothing else may enter meanwhile.
        await Patience.UntilAsync(async () => (await ReasonsAsync()) is ["waits for pool 'gpu' of this home (1 of 1 in use)"], Cancel);
        Entered().ShouldBe(1);
        await File.WriteAllTextAsync(Path.Join(Project, "open"), "", Cancel);
        await Patience.UntilAsync(async () => (await StatesAsync()).All(state => state == "succeeded"), Cancel);
        Entered().ShouldBe(2);
        (await ReasonsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_of_a_run_bound_what_it_does_at_once()
    {
        // Each step refuses to be at work together with another.
        Write("""
            - step:
                name: alone
                command: mkdir "$LOCK" && sleep 0.05 && rmdir "$LOCK" && echo {parameter-value:n}
                parameters: [{name: n, type: integer, default: 1}]
                environment-variables: [{name: LOCK, default: LOCK-PATH}]
                resources: {cpu: {min: 0.01}}
            - task:
                name: many
                step: alone
                parameters: [{name: n, style: multiple, rules: {items: [1, 2, 3, 4, 5, 6]}}]
            - pipeline:
                name: main
                nodes: [{name: alone, type: task, task: many}]
                edges: []
            """.Replace("LOCK-PATH", _place.At("lock"), StringComparison.Ordinal));
        var run = await GyreProgram.AskAsync("run", Project, "--home", Home, "--jobs", "1");
        run.GetProperty("state").GetString().ShouldBe("succeeded");
    }

    [Theory]
    [InlineData("", "pool.unknown", "Declare it in home.json")]
    [InlineData("gpu=0", "pool.closed", "--pool gpu=1")]
    [InlineData("gpux=1", "pool.unknown", "Did you mean 'gpux'?")]
    public async Task A_step_that_would_wait_for_ever_is_refused(string pool, string code, string remedy)
    {
        Write(Gated("gpu"));
        string[] limits = pool.Length == 0 ? [] : ["--pool", pool];
        foreach (var command in new[] { "lint", "run" })
        {
            using var program = GyreProgram.Start(new Dictionary<string, string>(), [command, Project, "--home", Home, .. limits]);
            var (exit, output, errors) = await program.EndAsync();
            exit.ShouldBe(2, command);
            (output + errors).ShouldContain(code);
            (output + errors).ShouldContain(remedy);
        }
        using var fine = GyreProgram.Start(new Dictionary<string, string>(), ["lint", Project, "--home", Home, "--pool", "gpu=1"]);
        (await fine.EndAsync()).Code.ShouldBe(0);
    }

    private string Gated(string pool) => $$"""
        - step:
            name: hold
            command:
              - echo x >> '{{_place.At("entered")}}'
              - while [ ! -e '{{Path.Join(Project, "open")}}' ]; do sleep 0.02; done
            pool: {{pool}}
        - pipeline:
            name: main
            nodes: [{name: hold, type: execution, step: hold}]
            edges: []
        """;

    private void Write(string yaml)
    {
        Directory.CreateDirectory(Project);
        File.WriteAllText(Path.Join(Project, "gyre.yaml"), yaml);
    }

    private int Entered()
    {
        var file = _place.At("entered");
        return File.Exists(file) ? File.ReadAllLines(file).Length : 0;
    }

    private async Task<string[]> StatesAsync() =>
        [.. (await GyreProgram.AskAsync("runs", "--home", Home)).GetProperty("runs").EnumerateArray(
            ).Select(run => run.GetProperty("state").GetString()!)];

    private async Task<string[]> ReasonsAsync()
    {
        var reasons = new List<string>();
        foreach (var run in (await GyreProgram.AskAsync("runs", "--home", Home)).GetProperty("runs").EnumerateArray())
        {
            var shown = await GyreProgram.AskAsync("runs", "show", run.GetProperty("run_id").GetString()!, "--home", Home);
            reasons.AddRange(shown.GetProperty("nodes").EnumerateArray()
                .Where(node => node.GetProperty("state").GetString() == "queued").Select(node => node.GetProperty("reason").GetString())
                    .OfType<string>());
        }
        return [.. reasons];
    }
}
