namespace Gyre.Browser.Tests;

/// <summary>Many tracking runs with curves, recorded as an MLflow client records them.</summary>
internal static class TrackingCrowd
{
    private const long Start = 1_700_000_000_000;
    private const string Root = "api/2.0/mlflow/";

    /// <summary>Gives the experiment; its runs are called <c>run 0</c> and so on.</summary>
    public static async Task<string> FillAsync(ServedHome home, int runs, int points)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var experiment = (string)(await home.PostAsync($"{Root}experiments/create", new { name = "crowd" }))["experiment_id"]!;
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), options, async (run, _) => await RecordAsync(home, experiment, run, points));
        return experiment;
    }

    private static async Task RecordAsync(ServedHome home, string experiment, int run, int points)
    {
        var created = await home.PostAsync(
            $"{Root}runs/create", new { experiment_id = experiment, run_name = $"run {run}", start_time = Start + run });
        await home.PostAsync($"{Root}runs/log-batch", new
        {
            run_id = (string)created["run"]!["info"]!["run_id"]!,
            metrics = Enumerable.Range(0, points).Select(step => Point(step, Math.Exp(-step / (5.0 + (run % 37))) + (0.001 * run))),
            @params = new[] { new { key = "rate", value = $"{run % 10}" }, new { key = "same", value = "1" } },
        });
    }

    private static object Point(int step, double value) => new { key = "loss", value, timestamp = Start + step, step };
}
