using System.Text.Json;

namespace Gyre.Cli.Tests.Tracking;

public sealed class TrackingCommandTests
{
    [Fact]
    public async Task Experiments_and_their_runs_are_listed()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "experiments")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Out.ShouldContain("churn");
        (await home.RunAsync("tracking", "runs", "churn", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()).ShouldBe([TrackingTestHome.First, TrackingTestHome.Second], ignoreOrder: true);
        (await home.RunAsync("tracking", "runs", "nothing")).ShouldBe(CliExitCodes.BadInput);
        home.Host.Error.ShouldContain("gyre tracking experiments");
    }

    [Theory]
    [InlineData("metrics.accuracy > 0.6", TrackingTestHome.Second)]
    [InlineData("metrics.accuracy < 0.6 AND params.depth = '3'", TrackingTestHome.First)]
    [InlineData("metrics.accuracy > 9", null)]
    public async Task Runs_are_found_by_what_was_logged(string filter, string? expected)
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "search", filter, "--experiment", "churn", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()).ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task Found_runs_are_ordered_and_counted()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "search", "--order", "metrics.accuracy DESC", "--max", "1", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("second");
        home.Host.Json.GetProperty("more").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("metrics.accuracy >>> 1")]
    [InlineData("nonsense")]
    public async Task A_filter_that_cannot_be_read_is_refused(string filter)
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "search", filter)).ShouldBe(CliExitCodes.BadInput);
        home.Host.Out.ShouldBeEmpty();
        home.Host.Error.ShouldStartWith("error: ");
        home.Host.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_run_is_shown_with_its_files()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "show", TrackingTestHome.First)).ShouldBe(CliExitCodes.Done, home.Host.Error);
        foreach (var part in (string[])["first", "accuracy", "0.5", "depth", "notes/a.txt", "4 B"])
            home.Host.Out.ShouldContain(part);
        (await home.RunAsync("tracking", "show", TrackingTestHome.First, "--format", "json")).ShouldBe(CliExitCodes.Done);
        home.Host.Json.GetProperty("metrics").GetProperty("accuracy").GetDouble().ShouldBe(0.5);
        home.Host.Json.GetProperty("artifacts")[0].GetProperty("path").GetString().ShouldBe("notes/a.txt");
        (await home.RunAsync("tracking", "show", "unknown")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task Runs_stand_side_by_side()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "compare", TrackingTestHome.First, TrackingTestHome.Second, "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        Keys(home.Host.Json).ShouldBe(["depth", "accuracy"]);
        (await home.RunAsync("tracking", "compare", TrackingTestHome.First, TrackingTestHome.Second, "--diff", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        Keys(home.Host.Json).ShouldBe(["accuracy"]);
        home.Host.Json.GetProperty("rows")[0].GetProperty("values").EnumerateArray().Select(value => value.GetDouble()).ShouldBe([0.5, 0.75]);
        (await home.RunAsync("tracking", "compare", TrackingTestHome.First, TrackingTestHome.Second, "--diff")).ShouldBe(CliExitCodes.Done);
        home.Host.Out.ShouldContain("0.75");
        (await home.RunAsync("tracking", "compare", TrackingTestHome.First, "unknown")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("tracking", "compare", TrackingTestHome.First)).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task Values_are_logged_together_or_not_at_all()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "log", TrackingTestHome.First, "--metric", "loss=0.25", "--param", "width=7", "--tag", "seen=yes")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        // The param has another value already.
        (await home.RunAsync("tracking", "log", TrackingTestHome.First, "--metric", "other=1", "--param", "width=8")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("tracking", "log", TrackingTestHome.First, "--metric", "loss=much")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("tracking", "log", TrackingTestHome.First, "--metric", "loss")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("tracking", "log", TrackingTestHome.First)).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("tracking", "show", TrackingTestHome.First, "--format", "json")).ShouldBe(CliExitCodes.Done);
        home.Host.Json.GetProperty("metrics").EnumerateObject().Select(metric => metric.Name).ShouldBe(["accuracy", "loss"]);
        home.Host.Json.GetProperty("params").GetProperty("width").GetString().ShouldBe("7");
        home.Host.Json.GetProperty("tags").GetProperty("seen").GetString().ShouldBe("yes");
    }

    [Fact]
    public async Task What_was_deleted_is_freed_when_it_is_time()
    {
        using var home = await TrackingTestHome.CreateAsync();
        await home.UseAsync(tracking => tracking.Runs.DeleteAsync(TrackingTestHome.First, TestContext.Current.CancellationToken));
        (await home.RunAsync("tracking", "gc", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").GetInt64().ShouldBe(0);
        (await home.RunAsync("tracking", "gc", "--older-than", "0", "--dry-run", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").GetInt64().ShouldBe(1);
        (await home.RunAsync("tracking", "show", TrackingTestHome.First)).ShouldBe(CliExitCodes.Done);
        (await home.RunAsync("tracking", "gc", "--older-than", "0")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        (await home.RunAsync("tracking", "show", TrackingTestHome.First)).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("tracking", "gc", "--older-than", "-1")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task Content_that_nothing_names_any_more_gives_its_bytes_back_once_it_is_old()
    {
        using var home = await TrackingTestHome.CreateAsync();
        var large = new byte[200_000];
        new Random(1).NextBytes(large);
        await home.UseAsync(async tracking =>
        {
            await tracking.Artifacts.PutAsync((await tracking.Runs.GetAsync(TrackingTestHome.First, Token)).Info.ArtifactUri, "large.bin", new MemoryStream(large), null, Token);
            await tracking.Runs.DeleteAsync(TrackingTestHome.First, Token);
        });
        (await home.RunAsync("tracking", "gc", "--older-than", "0", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("content_bytes").GetInt64().ShouldBe(0, "it is young");
        foreach (var file in Contents(home))
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-3));
        (await home.RunAsync("tracking", "gc", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("contents").GetInt64().ShouldBe(0, "a day is the usual grace time");
        (await home.RunAsync("tracking", "gc", "--grace", "2", "--dry-run", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("content_bytes").GetInt64().ShouldBe(large.Length);
        Contents(home).Sum(file => new FileInfo(file).Length).ShouldBe(large.Length + 4);
        (await home.RunAsync("tracking", "gc", "--grace", "2")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        Contents(home).Sum(file => new FileInfo(file).Length).ShouldBe(4);
        await home.UseAsync(async tracking =>
        {
            var address = (await tracking.Runs.GetAsync(TrackingTestHome.Second, Token)).Info.ArtifactUri;
            await using var left = await tracking.Artifacts.OpenAsync(address, "notes/a.txt", 0, Token);
            (await new StreamReader(left!).ReadToEndAsync(Token)).ShouldBe("text");
        });
        (await home.RunAsync("tracking", "gc", "--grace", "1")).ShouldBe(CliExitCodes.BadInput);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[] Contents(TrackingTestHome home) => Directory.GetFiles(Path.Join(home.Host.Folder, "home", "artifacts", "sha256"), "*", SearchOption.AllDirectories);

    [Fact]
    public async Task Without_a_server_it_is_said_how_to_start_one()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("tracking", "ui")).ShouldBe(CliExitCodes.Failed);
        home.Host.Error.ShouldContain("gyre serve --home home");
        using (Execution.ApiPlaces.Announce(Path.Join(home.Host.Folder, "home"), new Uri("http://127.0.0.1:1234/")))
        {
            (await home.RunAsync("tracking", "ui")).ShouldBe(CliExitCodes.Done);
            home.Host.Out.ShouldStartWith("http://127.0.0.1:1234/");
        }
    }

    [Fact]
    public async Task Models_are_registered_named_and_moved()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("model", "register", "churn", "--source", "mlflow-artifacts:/1/x/artifacts/m", "--run", TrackingTestHome.First)).ShouldBe(CliExitCodes.Done, home.Host.Error);
        (await home.RunAsync("model", "register", "churn", "--source", "s3://bucket/m", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("version").GetInt64().ShouldBe(2);
        (await home.RunAsync("model", "alias", "churn", "champion", "2", "--reason", "fewer errors")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        await home.UseAsync(static async tracking => (await tracking.Registry.AliasMovesAsync("churn", "champion", 10, TestContext.Current.CancellationToken))
            .Select(static move => (move.To, move.Reason)).ShouldBe([(2, "fewer errors")]));
        (await home.RunAsync("model", "stage", "churn", "1", "production")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        (await home.RunAsync("model", "show", "churn", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("model").GetProperty("aliases").GetProperty("champion").GetInt64().ShouldBe(2);
        home.Host.Json.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("stage").GetString()).ShouldBe(["none", "production"]);
        (await home.RunAsync("model", "list")).ShouldBe(CliExitCodes.Done);
        home.Host.Out.ShouldContain("champion=2");
        (await home.RunAsync("model", "alias", "churn", "champion", "--delete")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        (await home.RunAsync("model", "show", "churn")).ShouldBe(CliExitCodes.Done);
        home.Host.Out.ShouldNotContain("champion");
    }

    [Fact]
    public async Task What_is_refused_leaves_no_model_behind()
    {
        using var home = await TrackingTestHome.CreateAsync();
        (await home.RunAsync("model", "register", "new", "--source", "file:///etc/passwd")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("model", "show", "new")).ShouldBe(CliExitCodes.BadInput);
        home.Host.Error.ShouldContain("gyre model list");
        (await home.RunAsync("model", "alias", "new", "a")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("model", "alias", "new", "a", "--delete", "--reason", "b")).ShouldBe(CliExitCodes.BadInput);
        home.Host.Error.ShouldContain("--reason");
    }

    private static IEnumerable<string?> Keys(JsonElement json) => json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("key").GetString());
}
