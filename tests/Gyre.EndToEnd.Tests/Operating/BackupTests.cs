using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Operating;

/// <summary>A home is backed up while a run is at work, lost, restored, and the run goes on.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly ProgramHome _place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => _place.Home;

    private string Restored => _place.At("restored");

    private string Backup => _place.At("backup");

    private string Project => _place.Project;

    public BackupTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_home_at_work_is_backed_up_restored_and_continued()
    {
        await BeginAsync();
        var made = await GyreProgram.AskAsync("backup", Backup, "--home", Home);
        made.GetProperty("attempts").GetInt32().ShouldBe(1);
        made.GetProperty("holds_secret_key").GetBoolean().ShouldBeFalse();
        made.GetProperty("artifacts").GetInt64().ShouldBeGreaterThan(0);
        Directory.EnumerateFiles(Backup, "order.json", SearchOption.AllDirectories).ShouldBeEmpty("orders may hold secrets");

        // The machine is lost, with everything that was at work.
        await _place.KillAsync();
        Directory.Move(Home, Home + ".lost");

        await GyreProgram.AskAsync("restore", Backup, "--home", Restored);
        await File.WriteAllTextAsync(_place.At("open"), "", Cancel);
        var run = await GyreProgram.AskAsync("resume", "last", "--home", Restored);
        run.GetProperty("state").GetString().ShouldBe("succeeded");
        (await File.ReadAllLinesAsync(_place.At("first"), Cancel)).Length.ShouldBe(1, "what was done is not done again");
        (await File.ReadAllLinesAsync(_place.At("second"), Cancel)).Length.ShouldBe(2, "what was at work starts again");
        using var logs = GyreProgram.Start(new Dictionary<string, string>(), "logs", "last", "first", "--home", Restored);
        (await logs.EndAsync()).Output.ShouldContain("the log of the first");
        using var doctor = GyreProgram.Start(new Dictionary<string, string>(), "doctor", "--home", Restored);
        (await doctor.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_damaged_or_in_the_way_is_refused_and_nothing_is_changed()
    {
        await BeginAsync();
        await GyreProgram.AskAsync("backup", Backup, "--home", Home);
        await RefusedAsync("backup.taken", "backup", Backup, "--home", Home);
        await RefusedAsync("backup.inside", "backup", Path.Join(Home, "inside"), "--home", Home);
        await RefusedAsync("home.not-empty", "restore", Backup, "--home", Home);
        await RefusedAsync("backup.incomplete", "restore", Project, "--home", Restored);

        var artifact = Directory.EnumerateFiles(Path.Join(Backup, "artifacts"), "*", SearchOption.AllDirectories)
            .First(file => new FileInfo(file).Length > 0 && Path.GetFileName(file).Length >= 60);
        await Change(artifact, () => RefusedAsync("backup.damaged", "restore", Backup, "--home", Restored));
        await Change(Path.Join(Backup, "gyre.db"), () => RefusedAsync("backup.damaged", "restore", Backup, "--home", Restored));
        Directory.Exists(Restored).ShouldBeFalse();
    }

    private static async Task Change(string file, Func<Task> meanwhile)
    {
        var before = await File.ReadAllBytesAsync(file, Cancel);
        var changed = before.ToArray();
        changed[^1] ^= 1;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(file, changed, Cancel);
        await meanwhile();
        await File.WriteAllBytesAsync(file, before, Cancel);
    }

    private static async Task RefusedAsync(string code, params string[] arguments)
    {
        using var program = GyreProgram.Start(new Dictionary<string, string>(), arguments);
        var (exit, _, errors) = await program.EndAsync();
        exit.ShouldBe(2, errors);
        errors.ShouldContain(code);
    }

    /// <summary>Runs two steps, of which the first has ended and the second is at work.</summary>
    private async Task BeginAsync()
    {
        Directory.CreateDirectory(Project);
        await File.WriteAllTextAsync(Path.Join(Project, "gyre.yaml"), $$"""
            - step:
                name: first
                command: echo x >> '{{_place.Path}}/first'; echo the log of the first; echo data > $GYRE_OUTPUTS_DIR/data.txt
            - step:
                name: second
                command:
                  - echo x >> '{{_place.Path}}/second'; while [ ! -e '{{_place.Path}}/open' ]; do sleep 0.02; done
                  - cat $GYRE_INPUTS_DIR/data/*
                inputs: [{name: data}]
            - pipeline:
                name: main
                nodes:
                  - {name: first, type: execution, step: first}
                  - {name: second, type: execution, step: second}
                edges: [[first.output.*, second.input.data]]
            """, Cancel);
        _place.Start("run", Project, "--home", Home);
        await Patience.UntilAsync(() => File.Exists(_place.At("second")), Cancel);
    }
}
