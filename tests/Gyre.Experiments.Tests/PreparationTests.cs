using Gyre.Core;

namespace Gyre.Experiments.Tests;

/// <summary>Everything that a plan names is looked for before anything starts, and every reason is given.</summary>
public sealed class PreparationTests : IDisposable
{
    private readonly StepWorld _world = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_plan_that_fits_is_ready()
    {
        await _world.WriteDatasetAsync();
        var plan = await PrepareAsync(Plans.Two);
        plan.Problems.ShouldBeEmpty();
        var dataset = plan.Experiments.ShouldHaveSingleItem().Datasets.ShouldHaveSingleItem();
        (dataset.Experiences, dataset.Partitions, dataset.SchemaName).ShouldBe((2, 1, "points"));
    }

    [Fact]
    public async Task All_that_is_missing_is_named_at_once()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace("names: [points]", "names: [points, lines]", StringComparison.Ordinal)
            .Replace("from_dir: stream", "from_dir: river", StringComparison.Ordinal)
            .Replace("data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}", "data_loaders: {}", StringComparison.Ordinal)
            .Replace("host: local", "host: aws", StringComparison.Ordinal);
        var plan = await PrepareAsync(yaml);
        plan.Experiments.ShouldBeEmpty();
        plan.Problems.Select(static problem => problem.Code).Distinct().ShouldBe(
            ["plan.host", "plan.loader", "plan.split", "plan.dataset"]);
        plan.Problems.ShouldAllBe(static problem => problem.File == "plan.yaml" && problem.Remedy != null);
    }

    [Fact]
    public async Task A_trial_on_aws_needs_an_executor_that_runs_it()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace("host: local", "host: aws", StringComparison.Ordinal);
        var staging = new ExperimentSurroundings { Datasets = new Places(_world.Dataset), AllowsRemoteHosts = true };
        var problem = (await PrepareAsync(yaml, staging)).Problems[0];
        (problem.Code, problem.Path).ShouldBe(("plan.host", "trials/0/host"));
        problem.Remedy.ShouldNotBeNull().ShouldContain("host: local");
        (await PrepareAsync(yaml, staging with { Executor = "slurm" })).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dataset_that_breaks_a_rule_is_refused_when_the_plan_asks_for_an_inspection()
    {
        await _world.WriteDatasetAsync();
        await File.AppendAllTextAsync(Path.Join(_world.Dataset, "examples.csv"), "not-an-id,1,2,l0\n", Cancel);
        var yaml = Plans.Two.Replace("names: [points]", "names: [points], inspect: true", StringComparison.Ordinal);
        (await PrepareAsync(yaml)).Problems.ShouldHaveSingleItem().Code.ShouldBe("plan.dataset.invalid");
    }

    [Theory]
    [InlineData("recall", "{class: gyre.metrics.Accuracy}", "plan.search.metric")]
    [InlineData("accuracy", "{class: gyre.metrics.Accuracy}", null)]
    [InlineData("log_loss", "{class: gyre.metrics.Accuracy}", null)]
    [InlineData("r2_score", "{class: gyre.metrics.Accuracy}", "plan.search.metric")]
    public async Task A_search_looks_at_a_metric_that_the_output_has(string metric, string metrics, string? code)
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace(
            "host: local", $"host: local\n    search: {{optimization-target-metric: {metric}, parameters: [{{name: lr, rules: {{items: [1, 2]}}}}]}}",
            StringComparison.Ordinal) + $"\nmetrics: [{metrics}]";
        var plan = await PrepareAsync(yaml);
        plan.Problems.Select(static problem => problem.Code).Distinct().ShouldBe(code is null ? [] : [code]);
        plan.Problems.ShouldAllBe(static problem => problem.Remedy != null && problem.Path.StartsWith("trials/", StringComparison.Ordinal));
    }

    internal static Task<PreparedPlan> PrepareAsync(StepWorld world, string yaml) =>
        PrepareAsync(yaml, new ExperimentSurroundings { Datasets = new Places(world.Dataset) });

    private Task<PreparedPlan> PrepareAsync(string yaml) => PrepareAsync(_world, yaml);

    private static Task<PreparedPlan> PrepareAsync(string yaml, ExperimentSurroundings surroundings) =>
        ExperimentPreparation.PrepareAsync([(Plans.Read(yaml), "plan.yaml", "digest")], surroundings, Cancel);

    private sealed class Places(string points) : IDatasetPlaces
    {
        public Task<DatasetPlace?> FindAsync(string name, string? location, CancellationToken cancellationToken) =>
            Task.FromResult(name == "points" ? new DatasetPlace(points, $"file://{points}/", points) : null);
    }
}
