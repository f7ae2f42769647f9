using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Experiments.Tests;

/// <summary>Searches as nodes of the graph: which there are, and what they come to.</summary>
public sealed class SearchTests : IDisposable
{
    private const string Rate = "parameters: [{name: lr, style: random, rules: {min: 1e-4, max: 1, distribution: log}}]";
    private const string Rates = "parameters: [{name: lr, rules: {items: [1e-9, 0.1]}}]";

    private readonly StepWorld _world = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Candidates_run_at_once_and_every_experience_gets_the_best()
    {
        var graph = Build("{" + Rates + "}");
        graph.Nodes.Select(static node => node.Node).ShouldBe(
        [
            "split_points", "try_t_points_c0", "try_t_points_c1", "choose_t_points", "learn_t_points_e0", "learn_t_points_e1", "t_points",
            "trial_t",
        ]);
        Sources(graph, "try_t_points_c1").ShouldBe(["split_points"]);
        Sources(graph, "choose_t_points").ShouldBe(["try_t_points_c0", "try_t_points_c1"]);
        Sources(graph, "learn_t_points_e1").ShouldBe(["split_points", "learn_t_points_e0", "choose_t_points"]);
        graph.Pipeline.Graph.Nodes.Single(static node => node.Name == "try_t_points_c0")
            .OnError.ShouldBe(OnError.Continue, "a candidate may fail");
        var records = graph.Pipeline.Records!;
        records.Find("try_t_points_c0")!.Parent.ShouldBe("choose_t_points");
        (records.Find("choose_t_points")!.Name, records.Find("choose_t_points")!.Parent).ShouldBe(("t_points_search", "t_points"));
        records.Find("t_points")!.Params.ShouldNotContain(static pair => pair.Key == "mdl_lr");
        ExperimentRecords.Find(graph.Pipeline)!.Nodes.Skip(1).ShouldBe(graph.Nodes.Skip(1));
    }

    [Fact]
    public void A_guided_search_draws_first_and_then_comes_in_batches()
    {
        var graph = Build("{type: bayesian_tpe, execution-count: 13, execution-batch-size: 3, " + Rate + "}");
        Words(graph).ShouldBe("try*8 choose try*3 choose try*2 choose");
        Sources(graph, "choose_t_points_r2_0").ShouldBe(
            ["try_t_points_c8", "try_t_points_c9", "try_t_points_c10", "choose_t_points_r1_0"]);
    }

    [Theory]
    [InlineData("successive_halving", 9, "try*9 choose try*3 choose try*1 choose")]
    [InlineData("asha", 9, "try*9 choose try*1 choose try*1 choose try*1 choose try*1 choose")]
    [InlineData("asha", 2, "try*2 choose")]
    [InlineData("successive_halving", 5, "try*5 choose try*1 choose")]
    public void Rungs_follow_each_other_as_far_as_candidates_and_epochs_allow(string type, int count, string words) =>
        Words(Build($"{{type: {type}, execution-count: {count}, {Rate}}}")).ShouldBe(words);

    [Fact]
    public void Groups_of_an_asynchronous_search_do_not_wait_for_each_other()
    {
        var graph = Build("{type: asha, execution-count: 7, reduction-factor: 2, maximum-resource: 8, " + Rate + "}");
        Sources(graph, "choose_t_points_r1_1").ShouldBe(["try_t_points_c1", "try_t_points_c4"]);
        Sources(graph, "choose_t_points_r1_0").ShouldBe(["try_t_points_c0", "try_t_points_c3", "try_t_points_c6"]);
        Sources(graph, "try_t_points_r1_1").ShouldBe(["split_points", "choose_t_points_r1_1"]);
    }

    [Fact]
    public async Task The_best_of_a_grid_is_learned_with_and_test_examples_play_no_role()
    {
        await _world.WriteDatasetAsync();
        var texts = await _world.RunAsync(StepWorld.Prepare(Plan("{optimization-target-metric: log_loss, " + Rates + "}")));
        var search = await SearchAsync();
        (search.Kind, search.Metric, search.Candidates.Length, search.Best).ShouldBe(("grid", "log_loss", 2, 1));
        search.Candidates[1].Value!.Value.ShouldBeLessThan(search.Candidates[0].Value!.Value, "less of it is better");
        search.BestSoFar[^1].ShouldBe(KeyValuePair.Create(1, search.Candidates[1].Value!.Value));
        texts["learn_t_points_e0"].ShouldContain("\"mdl_lr\":\"0.1\"");
        texts["try_t_points_c1"].ShouldContain("label_val_accuracy_score");
        // 16 of the training examples are in the first experience: 12 to learn, 4 to judge by.
        JsonDocument.Parse(texts["try_t_points_c1"].Split('\n')
            .Last(static line => line.Contains("example_count", StringComparison.Ordinal)))
            .RootElement.GetProperty("label_val_example_count").GetDouble().ShouldBeLessThan(6);
    }

    [Fact]
    public async Task A_candidate_that_fails_is_left_out_and_one_that_reaches_the_target_ends_the_search()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plan("{type: bayesian_tpe, execution-count: 9, optimization-target-value: 1, parameters: [{name: lr, rules: {items: [-1, 0.1]}}]}");
        var texts = await _world.RunAsync(StepWorld.Prepare(yaml));
        texts["try_t_points_c8"].ShouldContain("There is no candidate to try");
        var search = await SearchAsync();
        search.Candidates.Length.ShouldBe(8, "the target was reached");
        search.Candidates.ShouldContain(static one => one.Value == null);
        search.Winner!.Values.Find("lr").ShouldBe(Value.Of(0.1));
    }

    [Theory]
    [InlineData("successive_halving")]
    [InlineData("asha")]
    public async Task Rungs_go_on_from_the_state_before_and_the_best_is_learned_to_the_end(string type)
    {
        await _world.WriteDatasetAsync();
        var yaml = Plan($"{{type: {type}, execution-count: 9, validation: {{folds: 2}}, {Rate}}}");
        var texts = await _world.RunAsync(StepWorld.Prepare(yaml));
        var search = await SearchAsync();
        search.Candidates.Length.ShouldBe(9);
        search.Candidates.Count(static one => one.IsStoppedEarly).ShouldBe(8);
        (search.Winner!.Resource, search.Winner.IsStoppedEarly).ShouldBe((9, false));
        texts["learn_t_points_e0"].ShouldContain("\"mdl_epochs\":\"9\"");
        texts["choose_t_points_r1_0"].ShouldContain("is stopped early");
        (await File.ReadAllTextAsync(_world.FileOf("choose_t_points_r2_0", "next/0/state/fold1/model/learner.json"), Cancel))
            .ShouldContain("\"experiences\":2");
    }

    [Fact]
    public async Task The_same_search_gives_the_same_bytes()
    {
        await _world.WriteDatasetAsync();
        using var other = new StepWorld();
        await other.WriteDatasetAsync();
        var yaml = Plan("{type: bayesian_tpe, execution-count: 10, execution-batch-size: 1, " + Rate + "}");
        await _world.RunAsync(StepWorld.Prepare(yaml));
        await other.RunAsync(StepWorld.Prepare(yaml));
        foreach (var file in (string[])["summary/summary.json", "artifacts/trial.yaml"])
            (await File.ReadAllTextAsync(_world.FileOf("t_points", file), Cancel))
                .ShouldBe(await File.ReadAllTextAsync(other.FileOf("t_points", file), Cancel));
    }

    [Fact]
    public async Task Numbers_are_searched_by_their_error_and_a_report_says_what_was_found()
    {
        await _world.WriteDatasetAsync(isOutputNumber: true);
        var yaml = Plan("{parameters: [{name: l2, rules: {items: [0.1, 20]}}]}")
            .Replace("SoftmaxRegression", "LinearRegression", StringComparison.Ordinal);
        await _world.RunAsync(StepWorld.Prepare(yaml));
        var search = await SearchAsync();
        (search.Metric, search.GreaterIsBetter).ShouldBe(("root_mean_squared_error", false));
        var summary = ExperimentRecords.ReadSummary(await File.ReadAllTextAsync(_world.FileOf("t_points", "summary/summary.json"), Cancel));
        var report = ExperimentReports.ToMarkdown(new ExperimentResults
        {
            Name = "searched",
            Outcomes = [ExperimentReports.ResultsOf("t", "points", summary)],
        });
        report.ShouldContain("## Searches");
        report.ShouldContain($"l2={search.Winner!.Values.Find("l2")}");
    }

    [Fact]
    public async Task A_metric_that_no_candidate_has_is_refused()
    {
        await _world.WriteDatasetAsync();
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => _world.RunAsync(StepWorld.Prepare(
            Plan("{optimization-target-metric: nothing, " + Rates + "}"))));
        refusal.Message.ShouldContain("None of the 2 candidates has a value of the metric 'nothing'");
    }

    private static string Plan(string search) => $$"""
        name: searched
        description: For tests.
        datasets: {names: [points]}
        splits: {from_dir: stream}
        max_workers: 2
        trials:
          - name: t
            description: A search.
            pipeline: {model: {class: gyre.models.SoftmaxRegression, parameters: {lr: 0.5, epochs: 9, scale: 4} } }
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader} }
            host: local
            search: {{search}}
        """;

    private static ExperimentGraph Build(string search) => ExperimentGraphs.Build(StepWorld.Prepare(Plan(search)));

    private static IEnumerable<string> Sources(ExperimentGraph graph, string node) => graph.Pipeline.Graph.Edges
        .Where(edge => edge.Target.Node == node).Select(static edge => edge.Source.Node).Distinct();

    /// <summary>The steps of the search, equal ones that follow each other counted.</summary>
    private static string Words(ExperimentGraph graph)
    {
        var words = new List<(string Word, int Count)>();
        foreach (var word in graph.Nodes.Select(static node => node.Word).Where(static word => word is "try" or "choose"))
        {
            if (words.Count > 0 && words[^1].Word == word)
                words[^1] = (word, words[^1].Count + 1);
            else
                words.Add((word, 1));
        }
        return string.Join(' ', words.Select(static one => one.Word == "try" ? $"try*{one.Count}" : "choose"));
    }

    private async Task<TrialSearch> SearchAsync() => ExperimentRecords
        .ReadSummary(await File.ReadAllTextAsync(_world.FileOf("t_points", "summary/summary.json"), Cancel))
            .Searches.ShouldHaveSingleItem();
}
