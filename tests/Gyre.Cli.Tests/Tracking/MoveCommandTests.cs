using Gyre.Testing;

namespace Gyre.Cli.Tests.Tracking;

public sealed class MoveCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mlruns")]
    [InlineData("mlflow.db")]
    public async Task A_recorded_store_is_taken_once_and_written_again(string name)
    {
        var path = Path.Join(ConformanceData.Folder("mlflow-import"), name);
        using var home = new TrackingTestHome();
        var from = name == "mlruns" ? path : "sqlite:///" + path;
        (await home.RunAsync("import", "mlflow", "--from", from, "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").GetProperty("taken").GetInt64().ShouldBe(9);
        home.Host.Json.GetProperty("files").GetProperty("taken").GetInt64().ShouldBe(18);
        home.Host.Json.GetProperty("remark_count").GetInt64().ShouldBe(0);

        (await home.RunAsync("import", "mlflow", "--from", from)).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Error.ShouldContain("Nothing new.");

        (await home.RunAsync("export", "mlruns", "--to", "out", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("runs").GetInt64().ShouldBe(9);
        // What was written out is the same to another home.
        (await home.Host.RunAsync("import", "mlflow", "--from", "out", "--home", "other", "--format", "json")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Json.GetProperty("files").GetProperty("taken").GetInt64().ShouldBe(18);
        home.Host.Json.GetProperty("remark_count").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task One_experiment_is_written_alone()
    {
        using var home = await TrackingTestHome.CreateAsync();
        await home.UseAsync(tracking => tracking.Experiments.CreateAsync("other", null, [], Token));
        (await home.RunAsync("export", "mlruns", "--to", "out", "--experiment", "churn")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        Directory.GetFiles(Path.Join(home.Host.Folder, "out"), "meta.yaml", SearchOption.AllDirectories).Length.ShouldBe(3);
        // The folder holds something now.
        (await home.RunAsync("export", "mlruns", "--to", "out")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("export", "mlruns", "--to", "out2", "--experiment", "nothing")).ShouldBe(CliExitCodes.BadInput);
        Directory.Exists(Path.Join(home.Host.Folder, "out2")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("nothing-here")]
    [InlineData("sqlite:///nothing.db")]
    [InlineData("ftp://x/y")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("")]
    public async Task What_is_no_store_is_refused(string from)
    {
        using var home = new TrackingTestHome();
        (await home.RunAsync("import", "mlflow", "--from", from)).ShouldBe(CliExitCodes.BadInput, home.Host.Error);
        home.Host.Out.ShouldBeEmpty();
        home.Host.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_root_that_is_no_folder_is_refused()
    {
        using var home = new TrackingTestHome();
        home.Host.Write("mlruns/0/meta.yaml", "experiment_id: '0'\nname: Default\nlifecycle_stage: active\n");
        (await home.RunAsync("import", "mlflow", "--from", "mlruns", "--artifact-root", "nowhere")).ShouldBe(CliExitCodes.BadInput);
        (await home.RunAsync("import", "mlflow", "--from", "mlruns")).ShouldBe(CliExitCodes.Done, home.Host.Error);
        home.Host.Out.ShouldContain("experiments");
    }
}
