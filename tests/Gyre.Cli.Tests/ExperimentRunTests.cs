using System.Text;

namespace Gyre.Cli.Tests;

/// <summary><c>gyre experiment run</c> as far as nothing is started.</summary>
public sealed class ExperimentRunTests : IDisposable
{
    private const string Plan =
        """
        name: Exp
        description: An experiment
        datasets: {names: [points]}
        trials:
        - name: first
          description: The first
          pipeline: {model: {class: gyre.models.SoftmaxRegression}}
          data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}
          host: local
        max_workers: 2
        splits: {splitter: {class: gyre.splitters.StratifiedKFold, parameters: {folds: 3}}}
        """;

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_dry_run_tells_the_runs_and_makes_no_home()
    {
        _host.Write("plans/exp.yaml", Plan);
        WriteDataset("datasets/points");
        (await _host.RunAsync("experiment", "run", "plans", "--dry-run", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Json.GetProperty("runs").EnumerateArray().Select(static run =>
            $"{run.GetProperty("trial")} {run.GetProperty("dataset")} {run.GetProperty("experience")} {run.GetProperty("partition")}")
            .ShouldBe(["first points 0 0", "first points 0 1", "first points 0 2"]);
        Directory.Exists(Path.Join(_host.Folder, ".gyre")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_not_there_is_named_before_anything_starts()
    {
        _host.Write("plans/exp.yaml", Plan);
        (await _host.RunAsync("experiment", "run", "-d", "plans", "-e", "development", "--dry-run")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("The dataset 'points' was not found.");
        (await _host.RunAsync("experiment", "run", "plans", "-e", "nowhere", "--dry-run")).ShouldBe(CliExitCodes.BadInput);
        (await _host.RunAsync("experiment", "run", "plans", "-e", "staging", "--dry-run")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("Missing environment variables");
        (await _host.RunAsync("experiment", "run")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task A_dataset_that_no_folder_has_comes_from_the_repository()
    {
        _host.Write("plans/exp.yaml", Plan);
        _host.Write("gyre.development.json", """{"datasets": "shared"}""");
        WriteDataset("elsewhere/points");
        (await _host.RunAsync("dataset", "push", "elsewhere/points")).ShouldBe(CliExitCodes.Done, _host.Error);
        (await _host.RunAsync("experiment", "run", "plans", "--dry-run")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldContain("3 runs. Nothing was started.");
    }

    [Fact]
    public async Task Candidates_of_a_search_are_counted_before_anything_starts()
    {
        _host.Write("plans/exp.yaml", Plan.Replace(
            "host: local", "host: local\n  search: {type: random_search, parameters: [{name: lr, style: random, rules: {min: 0, max: 1}}]}",
            StringComparison.Ordinal));
        WriteDataset("datasets/points");
        (await _host.RunAsync("experiment", "run", "plans", "--dry-run")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldContain("3 runs, 30 candidates of searches. Nothing was started.");
        (await _host.RunAsync("experiment", "validate", "plans")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldContain("CANDIDATES");
    }

    private void WriteDataset(string folder)
    {
        _host.Write(
            $"{folder}/schema.json",
            """
            {"name": "points", "description": "", "inputs": [{"name": "x", "type": "float", "required": true, "nullable": false}],
             "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false}], "metadata": []}
            """);
        var rows = new StringBuilder("id,x,y\n");
        for (var i = 0; i < 12; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-0000000000{i:00},{i},l{i % 2}\n");
        _host.Write($"{folder}/examples.csv", rows.ToString());
    }
}
