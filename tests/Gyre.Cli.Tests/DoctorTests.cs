namespace Gyre.Cli.Tests;

/// <summary>What the doctor finds in homes that are not well.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Join(_host.Folder, ".gyre");

    public async ValueTask InitializeAsync()
    {
        _host.Write("p/gyre.yaml", """
            - step: {name: hello, command: echo hello}
            - pipeline:
                name: main
                nodes: [{name: hello, type: execution, step: hello}]
                edges: []
            """);
        (await _host.RunAsync("run", "p", "--detach")).ShouldBe(CliExitCodes.Done, _host.Error);
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_home_that_is_well_is_said_to_be_well()
    {
        (await ExamineAsync("--deep")).ShouldBe(CliExitCodes.Done, _host.Out);
        Check("artifacts").Detail.ShouldContain("undamaged");
        Check("retention").State.ShouldBe("ok");
    }

    [Fact]
    public async Task A_missing_artifact_is_found()
    {
        File.Delete(ContentFiles()[0]);
        (await ExamineAsync()).ShouldBe(CliExitCodes.Failed);
        Check("artifacts").Detail.ShouldContain("missing: sha256:");
    }

    [Fact]
    public async Task A_damaged_artifact_is_found_by_reading_all()
    {
        var file = ContentFiles()[0];
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancel);
        (await ExamineAsync()).ShouldBe(CliExitCodes.Done, "nothing was read");
        (await ExamineAsync("--deep")).ShouldBe(CliExitCodes.Failed);
        Check("artifacts").Detail.ShouldContain("1 damaged");
    }

    [Theory]
    [InlineData(0, "is empty")]
    [InlineData(50, "is truncated")]
    [InlineData(8192, "is truncated")]
    [InlineData(-1, "is missing")]
    public async Task An_empty_or_cut_database_beside_a_full_home_is_found_and_left_alone(int length, string problem)
    {
        var file = Path.Join(Home, "gyre.db");
        foreach (var log in Directory.GetFiles(Home, "gyre.db-*"))
            File.Delete(log);
        if (length < 0)
        {
            File.Delete(file);
        }
        else
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
            stream.Length.ShouldBeGreaterThan(length);
            stream.SetLength(length);
        }
        (await ExamineAsync()).ShouldBe(CliExitCodes.Failed);
        Check("store").Detail.ShouldContain(problem);
        (File.Exists(file) ? new FileInfo(file).Length : -1).ShouldBe(length);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_found_also_when_there_is_no_home_yet()
    {
        (await ExamineAsync("--home", Path.Join(_host.Folder, "none"), "--store", "postgres://nobody:hidden@127.0.0.1:1/none"))
            .ShouldBe(CliExitCodes.Failed);
        var check = Check("store");
        check.State.ShouldBe("fail");
        check.Detail.ShouldContain("127.0.0.1:1/none");
        _host.Out.ShouldNotContain("hidden");
        Directory.Exists(Path.Join(_host.Folder, "none")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_reached_is_found_also_when_there_is_no_home_yet()
    {
        (await ExamineAsync("--home", Path.Join(_host.Folder, "none"), "--artifacts",
            "s3://bucket/p?endpoint=http://127.0.0.1:1&region=r")).ShouldBe(CliExitCodes.Failed);
        Check("artifacts").State.ShouldBe("fail");
    }

    [Fact]
    public async Task What_is_due_is_listed_and_removed_by_gc_after_its_plan()
    {
        var attempt = Directory.CreateDirectory(Path.Join(Home, "attempts", "0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e")).FullName;
        await File.WriteAllTextAsync(Path.Join(attempt, "log.txt"), "words", Cancel);
        Directory.SetLastWriteTimeUtc(attempt, TimeProvider.System.GetUtcNow().AddDays(-40).UtcDateTime);
        (await ExamineAsync()).ShouldBe(CliExitCodes.Done, _host.Out);
        Check("retention").Detail.ShouldContain("1 attempt folders");
        (await _host.RunAsync("gc", "--dry-run", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Error);
        Rule("attempts").ShouldBe(1);
        Directory.Exists(attempt).ShouldBeTrue();
        _host.Write(".gyre/home.json", """{"retention": {"attempts": "forever"}}""");
        (await _host.RunAsync("gc", "--format", "json")).ShouldBe(CliExitCodes.Done);
        Directory.Exists(attempt).ShouldBeTrue("the home says so");
        File.Delete(Path.Join(Home, "home.json"));
        (await _host.RunAsync("gc", "--format", "json")).ShouldBe(CliExitCodes.Done);
        Rule("attempts").ShouldBe(1);
        Directory.Exists(attempt).ShouldBeFalse();
        (await _host.RunAsync("runs", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("runs").GetArrayLength().ShouldBe(1, "runs are kept unless the home says otherwise");
    }

    [Theory]
    [InlineData("""{"retention": {"attempts": "soon"}}""", "retention.attempts")]
    [InlineData("""{"retention": {"attempts": "0d"}}""", "shorter than one hour")]
    [InlineData("""{"retention": {"attemps": "30d"}}""", "Did you mean 'attempts'?")]
    [InlineData("""{"retention": {"runs": 30}}""", "expected a text")]
    [InlineData("""{"allow-secrets": "A"}""", "expected a list")]
    [InlineData("""{""", "not valid JSON")]
    public async Task A_configuration_that_is_not_valid_is_refused_with_its_file_and_field(string text, string message)
    {
        var file = _host.Write(".gyre/home.json", text);
        (await _host.RunAsync("runs")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(message);
        _host.Error.ShouldContain(Path.GetFileName(file));
    }

    private List<string> ContentFiles() =>
        [.. Directory.GetFiles(Path.Join(Home, "artifacts", "sha256"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private Task<int> ExamineAsync(params string[] options) => _host.RunAsync(["doctor", "--format", "json", .. options]);

    private (string State, string Detail) Check(string name)
    {
        var check = _host.Json.GetProperty("checks").EnumerateArray().Single(found => found.GetProperty("name").GetString() == name);
        return (check.GetProperty("state").GetString()!, check.GetProperty("detail").GetString()!);
    }

    private int Rule(string name) => _host.Json.GetProperty("rules").EnumerateArray()
        .Single(rule => rule.GetProperty("rule").GetString() == name).GetProperty("count").GetInt32();
}
