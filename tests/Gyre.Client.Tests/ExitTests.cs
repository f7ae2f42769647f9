using System.Diagnostics;

namespace Gyre.Client.Tests;

/// <summary>What a program that just ends leaves behind, in processes of their own.</summary>
public sealed class ExitTests
{
    [Theory]
    [InlineData("return", 0, TrackingStatus.Finished)]
    [InlineData("exit", 0, TrackingStatus.Finished)]
    [InlineData("return-3", 3, TrackingStatus.Failed)]
    [InlineData("throw", null, TrackingStatus.Failed)]
    [InlineData("throw-in-using", null, TrackingStatus.Failed)]
    public async Task Nothing_is_lost_and_the_run_is_ended(string script, int? code, TrackingStatus status)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ExitTests).Assembly.Location);
        start.ArgumentList.Add(folder.Path);
        start.Environment[Program.Script] = script;
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        if (code is not null)
            process.ExitCode.ShouldBe(code.Value, error);
        else
            process.ExitCode.ShouldNotBe(0);

        using var tracker = MlflowTracker.Create(folder.Path, new TrackerOptions { Environment = _ => null });
        var run = await tracker.SearchRunsAsync(new RunQuery(), TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);
        run.Status.ShouldBe(status);
        run.EndTime.ShouldNotBeNull();
        run.Metrics["loss"].Value.ShouldBe(0.25);
    }
}
