using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Gyre.Browser.Tests.FilledHome))]

namespace Gyre.Browser.Tests;

/// <summary>
/// One home with something of everything, for tests that only look: a run that waits for a person, one that failed, a cycle, tracking runs
/// with curves, a model with versions, a trace, a trigger, a notification and a dataset with two versions.
/// </summary>
public sealed class FilledHome : IAsyncLifetime
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private ServedHome? _home;

    internal string Waiting { get; private set; } = "";

    internal string Failed { get; private set; } = "";

    internal string Cycle { get; private set; } = "";

    internal string Experiment { get; private set; } = "";

    internal string Plan { get; private set; } = "";

    internal IReadOnlyList<string> TrackingRuns { get; private set; } = [];

    /// <summary>The home; made when the first test asks, so that nobody waits for it where there is no browser.</summary>
    internal async Task<ServedHome> OpenAsync()
    {
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_home is null)
            {
                var home = await ServedHome.StartAsync();
                await FillAsync(home);
                _home = home;
            }
            return _home;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
        _once.Dispose();
    }

    private async Task FillAsync(ServedHome home)
    {
        var release = home.Project("release", Projects.Release, ("train.sh", Projects.TrainScript));
        Waiting = await home.StartRunAsync(release, "release", "Release of the day");
        var broken = home.Project("broken", Projects.Broken);
        Failed = await home.StartRunAsync(broken, "breaks");
        await home.EndOfAsync(Failed);
        var loop = home.Project("loop", Projects.Cycle, ("turn.sh", Projects.TurnScript));
        Cycle = (string)(await home.PostAsync("api/v1/cycles", new { folder = loop, cycle = "climb" }))["cycle_id"]!;
        await Gyre.Testing.Patience.UntilAsync(
            async () => (string)(await home.GetAsync($"api/v1/cycles/{Cycle}"))["state"]! == "stopped",
            TestContext.Current.CancellationToken, "the cycle has ended");
        await home.PutAsync("api/v1/triggers", new { folder = loop });
        await home.PutAsync("api/v1/notifications/failures", new { on = new[] { "run-failed" }, pipeline = "never", webhook = new { url = "https://93.184.216.34/hook" } });
        await RecordAsync(home);
        await DeployAsync(home);
        await home.RunAsync(
            "dataset", "push", PictureDataset.Write(home.Root, 60, 0), "--project", "vision", "--version", "2026-03", "--tag", "stable");
        await home.RunAsync("dataset", "push", PictureDataset.Write(home.Root, 90, 6), "--project", "vision", "--version", "2026-04");
        Plan = await TryAsync(home);
    }

    /// <summary>A plan with two trials over two experiences.</summary>
    private static async Task<string> TryAsync(ServedHome home)
    {
        var rows = Enumerable.Range(0, 80).Select(static row => $"{row % 7}.5,{row * 3 % 11},{(row % 7 > 3 ? "many" : "few")}");
        var csv = Path.Join(home.Root, "points.csv");
        await File.WriteAllLinesAsync(csv, rows.Prepend("x,y,label"), TestContext.Current.CancellationToken);
        await home.RunAsync(
            "dataset", "import", csv, "--to", Path.Join(home.Root, "sets", "points"), "--name", "points", "--output",
            "label");
        var plan = home.Project("trials", Projects.Plan);
        await home.RunAsync("experiment", "run", plan, "--datasets", Path.Join(home.Root, "sets"));
        return (string)(await home.GetAsync("api/v1/experiment-plans"))["runs"]![0]!["run_id"]!;
    }

    /// <summary>A deployment with two versions, whose decisions have rewards, late ones and ones of nobody.</summary>
    private static async Task DeployAsync(ServedHome home)
    {
        var log = Path.Join(home.Root, "log.csv");
        await home.RunAsync("bandit", "generate", "--environment", "linear", "--decisions", "500", "--output", log);
        (string Policy, string[] Options)[] versions =
        [
            ("epsilon-greedy:epsilon=0.2", ["--reward-wait", "1"]),
            ("lin-ucb", ["--role", "canary", "--share", "0.3", "--reason", "It did better on the log."]),
        ];
        foreach (var (policy, options) in versions)
        {
            var file = Path.Join(home.Root, "policy.json");
            await home.RunAsync("bandit", "train", "--log", log, "--policy", policy, "--output", file);
            await home.RunAsync(["deploy", "shop", "--policy", file, .. options]);
        }
        var context = Enumerable.Repeat(0.1, 10);
        var made = await home.PostAsync(
            "api/v1/deployments/shop/decide/batch", new { requests = Enumerable.Range(0, 300).Select(_ => new { context }) });
        var rewards = made["decisions"]!.AsArray().Take(250).Select((one, place) => new { decision_id = (string)one!["decision_id"]!, value = place % 3 });
        await home.PostAsync(
            "api/v1/deployments/shop/reward/batch",
            new { rewards = rewards.Append(new { decision_id = "nobody", value = 1 }) });
        await Gyre.Testing.Patience.UntilAsync(
            async () => (int)(await home.GetAsync("api/v1/deployments/shop/books"))["pending"]! == 0,
            TestContext.Current.CancellationToken, "all waits are over");
    }

    private async Task RecordAsync(ServedHome home)
    {
        const string Root = "api/2.0/mlflow/";
        Experiment = (string)(await home.PostAsync($"{Root}experiments/create", new { name = "digits" }))["experiment_id"]!;
        var runs = new List<string>();
        for (var run = 0; run < 4; run++)
        {
            var created = await home.PostAsync($"{Root}runs/create", new { experiment_id = Experiment, run_name = $"net {run}", start_time = 1_700_000_000_000 + run });
            var id = (string)created["run"]!["info"]!["run_id"]!;
            var metrics = Enumerable.Range(0, 50).Select(step => new { key = "loss", value = Math.Exp(-step / (5.0 + run)), timestamp = 1_700_000_000_000 + step, step });
            await home.PostAsync($"{Root}runs/log-batch", new
            {
                run_id = id,
                metrics,
                @params = new[] { new { key = "rate", value = $"0.{run + 1}" } },
                tags = new[] { new { key = "mlflow.note.content", value = "A *note* with [a link](https://example.com)." } },
            });
            await home.PostAsync($"{Root}runs/update", new { run_id = id, status = "FINISHED", end_time = 1_700_000_100_000 });
            runs.Add(id);
        }
        TrackingRuns = runs;
        await home.PostAsync($"{Root}registered-models/create", new { name = "net" });
        for (var version = 0; version < 2; version++)
            await home.PostAsync($"{Root}model-versions/create", new { name = "net", source = $"runs:/{runs[version]}/model", run_id = runs[version] });
        await home.PostAsync($"{Root}registered-models/alias", new { name = "net", alias = "champion", version = "1" });
    }
}
