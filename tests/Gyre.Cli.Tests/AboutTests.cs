using System.CommandLine;
using Gyre.Cli.About;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

public class AboutTests
{
    private static readonly RunId Run = RunId.From(Guid.Parse("0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e"));

    [Fact]
    public async Task The_version_names_program_runtime_system_and_schema()
    {
        using var host = new TestHost();
        (await host.RunAsync("version")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldMatch("^gyre      [0-9]+\\.[0-9]+\\.[0-9]+");
        foreach (var word in new[] { "commit    ", "runtime   .NET 10", "system    ", "schema    ", "pipelines ", "storage " })
            host.Out.ShouldContain(word);
        (await host.RunAsync("version", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("schema").GetProperty("pipelines").GetInt32(
            ).ShouldBe(Pipelines.Engine.Migrations.Max(migration => migration.Number));
        host.Json.GetProperty("schema").GetProperty("storage").GetInt32().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("bash", "complete -F _gyre gyre")]
    [InlineData("zsh", "compdef _gyre gyre")]
    [InlineData("fish", "complete -c gyre")]
    [InlineData("powershell", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_its_script(string shell, string expected)
    {
        using var host = new TestHost();
        (await host.RunAsync("completion", shell)).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain(expected);
        host.Out.ShouldContain("gyre completion suggest");
    }

    [Fact]
    public async Task A_shell_without_a_script_is_refused()
    {
        using var host = new TestHost();
        (await host.RunAsync("completion", "tcsh")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("bash, zsh, fish, powershell");
        (await host.RunAsync("completion")).ShouldBe(CliExitCodes.BadInput);
    }

    /// <summary>From the table of commands: a command or option that is added is suggested without further work.</summary>
    [Fact]
    public async Task Every_command_and_option_is_suggested()
    {
        using var host = new TestHost();
        var root = CliApp.Create(host.Host);
        await CheckAsync(host, root, []);
    }

    [Theory]
    [InlineData("run|--format|j", "json")]
    [InlineData("run|--pipeline|", "count")]
    [InlineData("run|.|--pipeline|c", "count")]
    [InlineData("completion|z", "zsh")]
    [InlineData("run|gy", ":files")]
    [InlineData("run|--home|", ":files")]
    [InlineData("runs|show|la", "last")]
    [InlineData("runs|show|0199", "0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e")]
    [InlineData("logs|last|tr", "train[1]")]
    [InlineData("logs|nothing|tr", "")]
    [InlineData("no-such-command|x", "")]
    public async Task Values_are_suggested_where_they_are_cheap_to_find(string words, string expected)
    {
        var home = new FakeHome();
        home.AllRuns.Add(new RunView
        {
            Id = Run,
            Project = "p",
            Pipeline = "main",
            Title = "t",
            State = RunState.Running,
            Parameters = new MapValue([]),
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        home.Nodes[Run] = [new NodeRunView { Path = "train[1]", Kind = "execution", State = NodeRunState.Running, Attempts = 1 }];
        using var host = new TestHost(home);
        Directory.CreateDirectory(Path.Join(host.Folder, ".gyre"));
        host.Write("gyre.yaml", Samples.Project);
        (await SuggestAsync(host, words.Split('|'))).ShouldBe(expected.Length == 0 ? [] : [expected]);
    }

    private static async Task CheckAsync(TestHost host, Command command, string[] path)
    {
        var words = await SuggestAsync(host, [.. path, ""]);
        foreach (var child in command.Subcommands.Where(child => !child.Hidden))
            words.ShouldContain(child.Name, string.Join(' ', path));
        var options = await SuggestAsync(host, [.. path, "--"]);
        foreach (var option in command.Options.Where(option => !option.Hidden && option.Name.StartsWith("--", StringComparison.Ordinal)))
            options.ShouldContain(option.Name, string.Join(' ', path));
        foreach (var child in command.Subcommands.Where(child => !child.Hidden))
            await CheckAsync(host, child, [.. path, child.Name]);
    }

    private static async Task<string[]> SuggestAsync(TestHost host, string[] words)
    {
        (await host.RunAsync(["completion", "suggest", "--", .. words])).ShouldBe(CliExitCodes.Done, host.Error);
        return host.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
