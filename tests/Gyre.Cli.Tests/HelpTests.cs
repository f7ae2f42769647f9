using System.CommandLine;

namespace Gyre.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Commands()
    {
        using var host = new TestHost();
        var data = new TheoryData<string>();
        foreach (var path in Paths(CliApp.Create(host.Host), []))
            data.Add(string.Join(' ', path));
        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_with_usage_and_an_example(string path)
    {
        using var host = new TestHost();
        var code = await host.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        code.ShouldBe(CliExitCodes.Done);
        host.Error.ShouldBeEmpty();
        host.Out.ShouldContain("Usage:\n  gyre " + path, Case.Sensitive);
        host.Out.ShouldContain("Example:\n  gyre " + path, Case.Sensitive);
        host.Out.Split('\n')[0].Trim().Length.ShouldBeGreaterThan(20);
    }

    /// <summary>A command is made when its name is called; under another name it would never be found.</summary>
    [Fact]
    public void Every_command_is_called_as_it_is_registered()
    {
        using var host = new TestHost();
        foreach (var (name, create) in CliApp.Commands)
            create(host.Host).ShouldNotBeNull().Name.ShouldBe(name);
        CliApp.Create(host.Host).Subcommands.ShouldAllBe(command => command.Aliases.Count == 0);
    }

    [Fact]
    public async Task Without_arguments_the_overview_is_shown()
    {
        using var host = new TestHost();
        (await host.RunAsync()).ShouldBe(CliExitCodes.Done);
        foreach (var word in (string[])["demo", "init", "lint", "command", "run", "runs", "logs", "cancel", "resume", "cycle", "trigger", "cache", "learn", "serve", "token", "doctor"])
            host.Out.ShouldContain($"\n  {word} ");
        host.Out.ShouldNotContain("\n  step ", Case.Sensitive);
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        using var host = new TestHost();
        (await host.RunAsync("--version")).ShouldBe(CliExitCodes.Done);
        host.Out.Trim().ShouldNotBeEmpty();
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Paths(child, [.. path, child.Name])).Prepend(path);
}
