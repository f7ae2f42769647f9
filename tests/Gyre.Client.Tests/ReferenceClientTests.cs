using System.Diagnostics;

namespace Gyre.Client.Tests;

/// <summary>The reference client reads what was written, where that client is installed.</summary>
public sealed class ReferenceClientTests
{
    private const string Reader = """
        import sys, mlflow
        client = mlflow.MlflowClient(tracking_uri="file://" + sys.argv[1])
        run = client.get_run(sys.argv[2])
        print(run.info.status, run.info.run_name, run.data.params["a/b"], run.data.metrics["loss"], run.data.tags["t"])
        print([(m.step, m.value) for m in client.get_metric_history(sys.argv[2], "loss")])
        print([f.path for f in client.list_artifacts(sys.argv[2])])
        """;

    [Fact]
    public async Task The_reference_client_reads_a_folder_of_ours()
    {
        if (await PythonAsync("import mlflow") is not { Code: 0 })
            Assert.Skip("python3 with the reference client's package is not installed here.");
        using var folder = new TemporaryFolder();
        using var tracker = MlflowTracker.Create(folder.Path, new TrackerOptions { Environment = _ => null, EndRunsAtExit = false });
        var run = tracker.StartRun("named");
        run.LogParam("a/b", "x y");
        run.LogMetric("loss", 0.5, 1);
        run.LogMetric("loss", 0.25, 2);
        run.SetTag("t", "é");
        run.LogText("hello", "n.txt");
        run.End();
        var (code, output) = await PythonAsync(Reader, folder.Path, run.RunId);
        code.ShouldBe(0, output);
        output.ShouldContain("FINISHED named x y 0.25 é\n[(1, 0.5), (2, 0.25)]\n['n.txt']");
    }

    private static async Task<(int Code, string Output)> PythonAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", script, .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["MLFLOW_ALLOW_FILE_STORE"] = "true";
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, "there is no python3");
        }
    }
}
