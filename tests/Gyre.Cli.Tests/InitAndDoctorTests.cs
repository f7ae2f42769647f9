namespace Gyre.Cli.Tests;

public class InitAndDoctorTests
{
    [Fact]
    public async Task A_new_project_is_valid_and_never_overwrites()
    {
        using var host = new TestHost();
        (await host.RunAsync("init", "a/b")).ShouldBe(CliExitCodes.Done);
        (await host.RunAsync("lint", "a/b", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        var file = Path.Join(host.Folder, "a", "b", "gyre.yaml");
        File.AppendAllText(file, "# mine\n");
        (await host.RunAsync("init", "a/b")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("init.exists");
        File.ReadAllText(file).ShouldEndWith("# mine\n");
    }

    [Fact]
    public async Task A_file_is_no_place_for_a_project()
    {
        using var host = new TestHost();
        host.Write("x", "");
        (await host.RunAsync("init", "x")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("init.file");
    }

    [Fact]
    public async Task A_new_project_runs_and_is_answered_from_the_cache_the_second_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        using var host = new TestHost();
        await host.RunAsync("init", "p");
        (await host.RunAsync("run", "p", "--format", "json")).ShouldBe(CliExitCodes.Done, host.Error);
        var nodes = host.Json.GetProperty("nodes");
        nodes.EnumerateArray().Select(node => node.GetProperty("name").GetString()).ShouldBe(["write", "count"]);
        nodes[1].GetProperty("metadata").GetProperty("hits").GetInt32().ShouldBe(2);
        (await host.RunAsync("run", "p", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("cache").GetString()).ShouldBe(["hit", "hit"]);
        (await host.RunAsync("run", "p", "-p", "count.word=loop", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("cache").GetString()).ShouldBe(["hit", "miss"]);
        (await host.RunAsync("logs", "last", "count")).ShouldBe(CliExitCodes.Done);
        host.Out.Trim().ShouldBe("""{"hits":2}""");
    }

    [Fact]
    public async Task The_doctor_looks_at_a_home_and_finds_it_well()
    {
        using var host = new TestHost(Samples.Home());
        Directory.CreateDirectory(Path.Join(host.Folder, ".gyre"));
        (await host.RunAsync("doctor", "--format", "json")).ShouldBe(CliExitCodes.Done, host.Out);
        host.Json.GetProperty("ok").GetBoolean().ShouldBeTrue();
        host.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()).ShouldBe(
            ["runtime", "sdk", "machine", "shell", "python3", "isolation", "home", "store", "artifacts", "secrets", "retention", "space",
                "attempts", "backup"]);
    }

    [Fact]
    public async Task The_doctor_says_when_there_is_no_shell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the shell is found differently");
        using var host = new TestHost();
        host.Variables["PATH"] = host.Folder;
        (await host.RunAsync("doctor")).ShouldBe(CliExitCodes.Failed);
        host.Out.ShouldContain("neither bash nor sh");
        Directory.Exists(Path.Join(host.Folder, ".gyre")).ShouldBeFalse();
    }
}
