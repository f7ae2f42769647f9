using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("rnus", "Did you mean 'runs'?")]
    [InlineData("cycle lits", "Did you mean 'list'?")]
    [InlineData("cycle", "'gyre cycle' requires a subcommand: list, show, stop, resume.")]
    [InlineData("--nope", "Unknown option '--nope'")]
    [InlineData("run --nope", "Unknown option '--nope'")]
    [InlineData("runs --format xml", "'xml' is not a valid format")]
    [InlineData("runs --limit many", "'many' is not a valid value for --limit")]
    [InlineData("runs --limit 0", "'0' is not a valid value for --limit")]
    [InlineData("run --pipeline a --cycle b", "cannot be used together")]
    [InlineData("command x", "--step")]
    [InlineData("approve last deploy", "--as")]
    [InlineData("logs", "Required argument")]
    [InlineData("runs --limt 5", "Did you mean '--limit'?")]
    [InlineData("run --paramter a=1", "Did you mean '--parameter'?")]
    [InlineData("run . --no-cahce", "Did you mean '--no-cache'?")]
    [InlineData("runs shwo last", "Did you mean 'show'?")]
    [InlineData("cycle show last --fromat=json", "Did you mean '--format'?")]
    [InlineData("sweep bset last", "Did you mean 'best'?")]
    [InlineData("step", "either --attempt or --pool")]
    [InlineData("cycle resume last --max-iterations 0", "whole number")]
    [InlineData("step --pool", "--pool")]
    [InlineData("run --pipeline", "--pipeline")]
    [InlineData("command x --step a --values", "--values")]
    public async Task A_wrong_command_line_is_refused_with_what_was_meant_and_where_help_is(string line, string words)
    {
        using var host = new TestHost();
        (await host.RunAsync(line.Split(' '))).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldBeEmpty();
        host.Error.ShouldContain(words);
        host.Error.ShouldContain("--help");
        host.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_response_file()
    {
        using var host = new TestHost(Samples.Home(RunState.Running, Samples.Node("ask", NodeRunState.AwaitingApproval)));
        (await host.RunAsync("approve", "last", "ask", "--as", "@maria", "--home", ".")).ShouldBe(CliExitCodes.Done);
    }

    [Fact]
    public async Task A_store_that_is_no_store_is_refused_without_repeating_it()
    {
        using var host = new TestHost();
        (await host.RunAsync("runs", "--store", "postgre://me:secret@db/x")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("store.address");
        host.Error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_file_is_no_home()
    {
        using var host = new TestHost();
        host.Write("x", "");
        foreach (var command in (string[])["runs", "doctor", "demo"])
        {
            (await host.RunAsync(command, "--home", "x")).ShouldBe(CliExitCodes.BadInput);
            host.Error.ShouldContain("home.file");
        }
    }

    [Fact]
    public async Task A_store_that_is_another_kind_of_file_is_a_failure_in_words()
    {
        using var host = new TestHost();
        host.Write("h/gyre.db", new string('x', 5000));
        (await host.RunAsync("runs", "--home", "h")).ShouldBe(CliExitCodes.Failed);
        host.Error.ShouldContain("is not a store, or is damaged");
        (await host.RunAsync("doctor", "--home", "h")).ShouldBe(CliExitCodes.Failed);
        host.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Looking_at_a_home_that_is_not_there_creates_nothing()
    {
        using var host = new TestHost();
        (await host.RunAsync("runs", "--home", "nowhere")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("home.missing");
        Directory.Exists(Path.Join(host.Folder, "nowhere")).ShouldBeFalse();
    }
}
