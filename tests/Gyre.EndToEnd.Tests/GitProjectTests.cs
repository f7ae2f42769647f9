using System.Diagnostics;
using System.Text.Json;
using Gyre.EndToEnd.Tests.Crash;

namespace Gyre.EndToEnd.Tests;

/// <summary>Runs that start at a revision of a repository.</summary>
public sealed class GitProjectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-git-").FullName;

    private string Project => Path.Join(_folder, "repository", "inner");

    private string Home => Path.Join(_folder, "home");

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_starts_at_a_commit_a_branch_or_a_tag_and_says_so()
    {
        await CommitAsync("first", tag: "v1");
        var second = await CommitAsync("second");
        (await RunAsync(Project)).ShouldBe(("second", second, "main", false));
        (await RunAsync(Project, "--commit", "v1")).Word.ShouldBe("first");
        (await RunAsync(Path.Join(Project, "gyre.yaml"), "--commit", second[..10])).ShouldBe(("second", second, second[..10], false));
        await File.WriteAllTextAsync(Path.Join(Project, "word.txt"), "third", TestContext.Current.CancellationToken);
        (await RunAsync(Project)).ShouldBe(("third", second, "main", true));
        (await RunAsync(Project, "--commit", "main")).Word.ShouldBe("second", "the working tree does not matter");
    }

    [Fact]
    public async Task A_project_is_run_from_the_address_of_its_repository()
    {
        await CommitAsync("first", inside: false);
        var address = "file://" + Path.Join(_folder, "repository");
        (await RunAsync(address)).Word.ShouldBe("first");
        await CommitAsync("second", inside: false);
        (await RunAsync(address)).Word.ShouldBe("second", "it is fetched anew");
        (await RunAsync(address, "--commit", "HEAD~1")).Word.ShouldBe("first");
        Directory.EnumerateFiles(Home, "config", SearchOption.AllDirectories).ShouldAllBe(file => !File.ReadAllText(file).Contains(address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_of_a_revision_are_left_out_as_in_the_working_tree()
    {
        await CommitAsync("first");
        File.CreateSymbolicLink(Path.Join(Project, "outside"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Join(Project, "inside"), "word.txt");
        await CommitAsync("second");
        (await RunAsync(Project, "--commit", "HEAD")).Word.ShouldBe("second");
        Directory.EnumerateFileSystemEntries(Path.Join(Home, "checkouts")).ShouldHaveSingleItem("nothing is left of unpacking");
    }

    [Fact]
    public async Task A_node_takes_its_step_and_the_files_that_it_sees_from_the_revision_it_names()
    {
        var first = await CommitAsync("first", tag: "v1");
        await CommitAsync("second");
        await File.WriteAllTextAsync(Path.Join(Project, "gyre.yaml"), Mixed, TestContext.Current.CancellationToken);
        (await WordsOfNodesAsync(Project)).ShouldBe(["new second", "first first"]);
        var run = await GyreProgram.AskAsync("runs", "show", "last", "--home", Home);
        run.GetProperty("nodes")[1].GetProperty("metadata").GetProperty("at").GetString().ShouldBe(first, "it is told its own revision");

        await GitAsync(Project, "add", "-A");
        await GitAsync(Project, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-m", "mixed");
        (await WordsOfNodesAsync(Project, "--commit", "main")).ShouldBe(["new second", "first first"]);
    }

    [Fact]
    public async Task A_path_that_such_a_step_names_as_input_is_one_of_its_revision()
    {
        await CommitAsync("first");
        const string Reads = """
            - step: {name: read, command: 'printf "{\"word\": \"%s\"}\\n" "$(cat "$VH_INPUTS_DIR/word/word.txt")"', inputs: [{name: word, default: word.txt}]}
            """;
        await File.WriteAllTextAsync(Path.Join(Project, "gyre.yaml"), Reads, TestContext.Current.CancellationToken);
        await GitAsync(Project, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-a", "-m", "reads");
        await GitAsync(Project, "tag", "v2");
        await File.WriteAllTextAsync(Path.Join(Project, "word.txt"), "second", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Join(Project, "gyre.yaml"), Reads + "\n- pipeline: {name: p, nodes: [{name: new, type: execution, step: read}, {name: old, type: execution, step: read, commit: v2}], edges: []}\n", TestContext.Current.CancellationToken);
        (await WordsOfNodesAsync(Project)).ShouldBe(["second", "first"]);
    }

    [Theory]
    [InlineData("v1", "no-such", "no step 'no-such'")]
    [InlineData("v9", "say", "no commit, branch or tag 'v9'")]
    public async Task A_node_of_an_unknown_revision_or_step_is_refused(string commit, string step, string message)
    {
        await CommitAsync("first", tag: "v1");
        await File.WriteAllTextAsync(
            Path.Join(Project, "gyre.yaml"), $"- pipeline: {{name: p, nodes: [{{name: n, type: execution, step: {step}, commit: {commit}}}], edges: []}}\n", TestContext.Current.CancellationToken);
        using var program = GyreProgram.Start(new Dictionary<string, string>(), "run", Project, "--home", Home);
        var (exit, _, errors) = await program.EndAsync();
        exit.ShouldBe(2);
        errors.ShouldContain(message);
    }

    private const string Mixed = """
        - step: {name: say, command: 'printf "{\"word\": \"new %s\"}\\n" "$(cat word.txt)"'}
        - pipeline:
            name: p
            nodes:
              - {name: new, type: execution, step: say}
              - name: old
                type: execution
                step: say
                commit: v1
                override:
                  command: ['printf "{\"word\": \"first %s\"}\\n" "$(cat word.txt)"', 'python3 -c "import json, os; print(json.dumps({\"at\": json.load(open(os.environ[\"VH_CONFIG_DIR\"] + \"/execution.json\"))[\"valohai.commit-identifier\"]}))"']
            edges: []
        """;

    private async Task<string[]> WordsOfNodesAsync(params string[] arguments)
    {
        await GyreProgram.AskAsync(["run", .. arguments, "--home", Home]);
        var run = await GyreProgram.AskAsync("runs", "show", "last", "--home", Home);
        return [.. run.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("metadata").GetProperty("word").GetString()!)];
    }

    [Theory]
    [InlineData("nothing", "git.revision")]
    [InlineData("--output=x", "git.revision")]
    public async Task What_is_no_revision_is_refused(string reference, string code)
    {
        await CommitAsync("first");
        using var program = GyreProgram.Start(new Dictionary<string, string>(), "run", Project, $"--commit={reference}", "--home", Home);
        var (exit, _, errors) = await program.EndAsync();
        exit.ShouldBe(2);
        errors.ShouldContain(code);
    }

    private async Task<(string Word, string? Commit, string? Reference, bool Dirty)> RunAsync(string project, params string[] more)
    {
        await GyreProgram.AskAsync(["run", project, "--home", Home, .. more]);
        var run = await GyreProgram.AskAsync("runs", "show", "last", "--home", Home);
        return (
            run.GetProperty("nodes")[0].GetProperty("metadata").GetProperty("word").GetString()!,
            run.GetProperty("commit").GetString(),
            run.GetProperty("reference").GetString(),
            run.GetProperty("dirty").ValueKind == JsonValueKind.True);
    }

    private async Task<string> CommitAsync(string word, string? tag = null, bool inside = true)
    {
        Assert.SkipUnless(Programs.Exist("git"), "git is not installed");
        var root = Path.Join(_folder, "repository");
        var place = inside ? Project : root;
        Directory.CreateDirectory(place);
        await File.WriteAllTextAsync(Path.Join(place, "word.txt"), word, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Join(place, "gyre.yaml"),
            """
            - step: {name: say, command: 'printf "{\"word\": \"%s\"}\\n" "$(cat word.txt)"'}
            - pipeline:
                name: p
                nodes: [{name: say, type: execution, step: say}]
                edges: []
            """,
            TestContext.Current.CancellationToken);
        if (!Directory.Exists(Path.Join(root, ".git")))
            await GitAsync(root, "init", "-q", "-b", "main");
        await GitAsync(root, "add", "-A");
        await GitAsync(root, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-m", word);
        if (tag is not null)
            await GitAsync(root, "tag", tag);
        return (await GitAsync(root, "rev-parse", "HEAD")).Trim();
    }

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Join(' ', arguments));
        return output;
    }
}
