using System.Text;
using Gyre.Core;

namespace Gyre.Projects.Tests.Formats.OctopusCL;

/// <summary>Searches in trials of plans, in the words of sweeps.</summary>
public sealed class SearchReaderTests
{
    private const string Grid = "{parameters: [{name: lr, style: multiple, rules: {items: [0.1, 1.0]}}]}";
    private const string Draws = "parameters: [{name: lr, style: random, rules: {min: 1e-4, max: 1, distribution: log}}]";

    [Fact]
    public void A_plan_without_a_search_has_none()
    {
        var experiment = Read(null).Plan.ShouldNotBeNull().Experiments.Single();
        experiment.Trials.Single().Search.ShouldBeNull();
        experiment.Candidates.ShouldBe(0);
    }

    [Theory]
    [InlineData(Grid, SearchKind.Grid, 2)]
    [InlineData("{type: random_search, " + Draws + "}", SearchKind.Random, 10)]
    [InlineData("{type: Bayesian-TPE, execution-count: 30, " + Draws + "}", SearchKind.Bayesian, 30)]
    [InlineData("{type: manual_search, parameter-sets: [{lr: 0.1}, {lr: 1, seed: 2}, {}]}", null, 0)]
    [InlineData("{type: manual_search, parameter-sets: [{lr: 0.1}, {lr: 1, seed: 2}]}", SearchKind.Manual, 2)]
    [InlineData("{type: asha, execution-count: 9, " + Draws + "}", SearchKind.Asha, 9)]
    [InlineData("{type: successive_halving, execution-count: 4, " + Draws + "}", SearchKind.SuccessiveHalving, 4)]
    public void A_search_is_read_with_the_number_of_its_candidates(string search, SearchKind? kind, int candidates)
    {
        var experiment = Read(search).Plan?.Experiments.Single();
        experiment?.Trials.Single().Search?.Kind.ShouldBe(kind.ShouldNotBeNull());
        (experiment?.Candidates ?? 0).ShouldBe(candidates);
    }

    [Fact]
    public void Numbers_that_Python_reads_as_texts_are_numbers_among_rules_and_targets()
    {
        var search = Read("{type: random_search, optimization-target-value: 1e-3, direction: minimize, validation: {folds: 3}, "
            + "seed: 4, " + Draws + "}").Plan!.Experiments.Single().Trials.Single().Search.ShouldNotBeNull();
        search.Sweep.Parameters.Single().Rules.Find("min").ShouldBe(Value.Of(1e-4));
        (search.Target, search.GreaterIsBetter, search.ValidationFolds, search.Seed).ShouldBe((1e-3, false, 3, 4ul));
    }

    [Fact]
    public void The_last_rung_is_as_long_as_the_model_is_trained_unless_it_is_said()
    {
        Search("{type: asha, " + Draws + "}").MaximumResource.ShouldBe(9);
        Search("{type: asha, maximum-resource: 27, reduction-factor: 4, " + Draws + "}").MaximumResource.ShouldBe(27);

        static PlannedSearch Search(string yaml) => Read(yaml).Plan!.Experiments.Single().Trials.Single().Search!;
    }

    [Theory]
    [InlineData("[]", "plan.type", "search")]
    [InlineData("{}", "plan.search.parameters", "search/parameters")]
    [InlineData("{type: grid_searches, " + Draws + "}", "plan.search.type", "search/type")]
    [InlineData("{execution_count: 4, " + Draws + "}", "plan.unknown-field", "search/execution_count")]
    [InlineData("{type: random_search, execution-count: 0, " + Draws + "}", "plan.value", "search/execution-count")]
    [InlineData("{parameters: [{name: lr, rules: {}}]}", "plan.search.rules", "search/parameters/0/rules")]
    [InlineData("{parameters: [{name: lr, style: even, rules: {items: [1]}}]}", "plan.value", "search/parameters/0/style")]
    [InlineData("{parameters: [{name: lr, rules: {items: [null, 1]}}]}", "plan.search.parameters", "search/parameters")]
    [InlineData("{parameters: [{name: lr, rules: {items: [2, 1]}}, {name: lr, rules: {items: [1]}}]}", "plan.search.parameter",
        "search/parameters/1/name")]
    [InlineData("{parameters: [{name: a, style: linear, rules: {start: 0, end: 5000}}]}", "plan.search.parameters", "search/parameters")]
    [InlineData("{direction: up, " + Draws + "}", "plan.value", "search/direction")]
    [InlineData("{validation: {fraction: 1}, " + Draws + "}", "plan.value", "search/validation/fraction")]
    [InlineData("{validation: {fraction: 0.2, folds: 3}, " + Draws + "}", "plan.value", "search/validation/folds")]
    [InlineData("{type: asha, minimum-resource: 10, " + Draws + "}", "plan.value", "search/maximum-resource")]
    [InlineData("{type: asha, resource: rounds, " + Draws + "}", "plan.search.resource", "search/maximum-resource")]
    [InlineData("{type: asha, resource: lr, maximum-resource: 3, " + Draws + "}", "plan.search.resource", "search/parameters")]
    public void What_is_wrong_is_refused_with_its_place_and_a_remedy(string search, string code, string path)
    {
        var reading = Read(search);
        reading.Plan.ShouldBeNull();
        var error = reading.Diagnostics.First(static one => one.Severity == Severity.Error);
        (error.Code, error.Path).ShouldBe((code, "trials/0/" + path), error.Message);
        error.Remedy.ShouldNotBeNullOrEmpty();
        (error.File, error.Line).ShouldBe(("plan.yaml", 9));
    }

    [Fact]
    public void Rungs_need_a_model_that_goes_on_and_no_strategy()
    {
        Codes(Read("{type: asha, " + Draws + "}", model: "GradientBoostedTrees")).ShouldBe(["plan.search.model"]);
        Codes(Read(
            "{type: asha, " + Draws + "}",
            more: "delegation: {library: avalanche, parameters: {strategy: {class: avalanche.training.Replay}}}"))
            .ShouldBe(["plan.search.strategy"]);

        static IEnumerable<string> Codes(PlanReading reading) => reading.Diagnostics.Select(static one => one.Code);
    }

    [Fact]
    public void What_has_no_effect_is_told()
    {
        var reading = Read("{execution-count: 3, reduction-factor: 2, " + Grid[1..]);
        reading.Plan.ShouldNotBeNull();
        reading.Diagnostics.Select(static one => one.Code).ShouldBe(["plan.search.ignored", "plan.search.ignored"]);
    }

    private static PlanReading Read(string? search, string model = "Mlp", string more = "device: cpu")
    {
        var yaml =
            $$"""
            name: Exp
            description: An experiment
            datasets: {names: [d]}
            trials:
            - name: t
              description: The first
              pipeline: {model: {class: gyre.models.{{model}}, parameters: {epochs: 9} } }
              data_loaders: {d: {class: octopuscl.data.loaders.PyTorchDataLoader} }
              {{(search is null ? "device: cpu" : $"search: {search}")}}
              host: local
              {{(search is null ? "" : more)}}
            max_workers: 2
            splits: {splitter: {class: octopuscl.data.splitting.RandomPartitioner, parameters: {seed: 1, training_pct: 0.8, test_pct: 0.2, num_experiences: 1, num_partitions: 1} } }
            """;
        return ExperimentPlans.Read([("plan.yaml", Encoding.UTF8.GetBytes(yaml))], new PlanLanguage());
    }
}
