namespace Gyre.Experiments.Tests;

/// <summary>Streams of plans: by domain, permuted, rotated, online; and what is told of them along the way.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly StepWorld _world = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Domains_come_one_after_the_other_each_with_all_its_rows()
    {
        await _world.WriteDatasetAsync();
        await _world.RunAsync(StepWorld.Prepare(PlanOf("DomainIncremental", "domain: place")), IsSplit);
        using var split = await SplitAsync();
        var experiences = split.RootElement.GetProperty("experiences");
        experiences.GetArrayLength().ShouldBe(2);
        // Rows of the places alternate.
        RowsOf(experiences[0]).ShouldBe(Enumerable.Range(0, 48).Where(static row => row % 2 == 0));
        RowsOf(experiences[1]).ShouldBe(Enumerable.Range(0, 48).Where(static row => row % 2 == 1));
    }

    [Fact]
    public async Task Domains_come_in_the_order_of_the_plan_and_others_are_left_out()
    {
        await _world.WriteDatasetAsync();
        var plan = PlanOf("DomainIncremental", "domain: place, domain_order: [south]");
        await _world.RunAsync(StepWorld.Prepare(plan, experiences: 1), IsSplit);
        using var split = await SplitAsync();
        RowsOf(split.RootElement.GetProperty("experiences")[0]).ShouldBe(Enumerable.Range(0, 48).Where(static row => row % 2 == 1));
    }

    [Fact]
    public async Task The_number_of_domains_is_read_from_the_dataset_before_anything_runs()
    {
        await _world.WriteDatasetAsync();
        var prepared = await PreparationTests.PrepareAsync(_world, PlanOf("DomainIncremental", "domain: place"));
        prepared.Problems.ShouldBeEmpty();
        prepared.Experiments.ShouldHaveSingleItem().Datasets.ShouldHaveSingleItem().Experiences.ShouldBe(2);
        var wrong = await PreparationTests.PrepareAsync(_world, PlanOf("DomainIncremental", "domain: town"));
        wrong.Problems.ShouldHaveSingleItem().Message.ShouldContain("no element 'town'");
    }

    [Fact]
    public async Task Permuted_inputs_are_the_same_examples_in_other_columns_and_a_model_learns_each()
    {
        await _world.WriteDatasetAsync();
        await _world.RunAsync(StepWorld.Prepare(PlanOf("PermutedInputs", "num_experiences: 3", seed: 5), experiences: 3));
        using var split = await SplitAsync();
        var experiences = split.RootElement.GetProperty("experiences");
        RowsOf(experiences[2]).ShouldBe(RowsOf(experiences[0]));
        var views = split.RootElement.GetProperty("views").EnumerateArray().Select(
            static view => string.Join(',', view.GetProperty("order").EnumerateArray())).ToList();
        views[0].ShouldBe("0,1");
        views.ShouldContain("1,0");
        var summary = await SummaryAsync();
        var matrix = summary.Matrices["accuracy_score"][0];
        Enumerable.Range(0, 3).ShouldAllBe(experience => matrix[experience][experience] > 0.9);
        summary.Figures.ShouldContainKey("fwt_accuracy_score_label", "the labels are the same, so transfer is defined");
    }

    [Fact]
    public async Task A_stream_tells_what_was_kept_after_every_experience()
    {
        await _world.WriteDatasetAsync();
        var texts = await _world.RunAsync(StepWorld.Prepare(Plans.Two));
        var summary = await SummaryAsync();
        var last = summary.Parts[^1];
        var row = summary.Matrices["accuracy_score"][0][1];
        last.SeenAccuracy.ShouldNotBeNull().ShouldBe(row.Average(), 1e-12, "both test sets are equally large");
        summary.Figures["label_seen_accuracy"].Mean.ShouldBe(last.SeenAccuracy.Value, 1e-12);
        last.ClassAccuracies.Select(static one => one.Key).ShouldBe(["l0", "l1", "l2", "l3"]);
        last.ClassAccuracies.Average(static one => one.Value).ShouldBe(row.Average(), 1e-12, "all labels are equally frequent");
        texts["plain_one_points"].ShouldContain("\"step\":1,\"seen_accuracy_label\":");
        texts["plain_one_points"].ShouldContain("\"step\":0,\"class_accuracy_label_l3\":0");
        foreach (var name in (string[])["seen_accuracy_label", "class_accuracy_label"])
        {
            (await File.ReadAllTextAsync(_world.FileOf("plain_one_points", $"artifacts/evaluation/{name}.svg"), Cancel))
                .ShouldStartWith("<svg");
            (await File.ReadAllTextAsync(_world.FileOf("plain_one_points", $"artifacts/evaluation/{name}.json"), Cancel))
                .ShouldContain("\"lines\"");
        }
    }

    [Fact]
    public async Task An_online_stream_is_learned_once_and_judged_along_the_way()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace("from_dir: stream", "from_dir: stream, online: yes, evaluate_every: 8", StringComparison.Ordinal)
            .Replace(", epochs: 60", "", StringComparison.Ordinal).Replace("batch_size: 10", "batch_size: 4", StringComparison.Ordinal);
        await _world.RunAsync(StepWorld.Prepare(yaml));
        var summary = await SummaryAsync();
        summary.Parts.Length.ShouldBe(2);
        foreach (var part in summary.Parts)
        {
            part.Curves["seen_accuracy"].Select(static point => point.Key).ShouldBe([8L, 16]);
            part.Curves["seen_accuracy"][^1].Value.ShouldBe(part.SeenAccuracy.ShouldNotBeNull(), 1e-12);
            part.Curves["prequential_accuracy_so_far"].Select(static point => point.Key).ShouldBe([8L, 16]);
        }
        var curve = summary.Parts.SelectMany(static part => part.Curves["seen_accuracy"]).Average(static point => point.Value);
        summary.Figures["a_auc_label"].Mean.ShouldBe(curve, 1e-12, "the points are equally far apart");
    }

    [Fact]
    public async Task A_stream_leaves_the_same_bytes_whether_it_runs_at_once_or_again_from_the_middle()
    {
        await _world.WriteDatasetAsync();
        var plan = PlanOf("PermutedInputs", "num_experiences: 3", seed: 5)
            .Replace("splits: {", "splits: {online: true, ", StringComparison.Ordinal)
            .Replace(", epochs: 60", "", StringComparison.Ordinal);
        var prepared = StepWorld.Prepare(plan, experiences: 3);
        await _world.RunAsync(prepared);
        var files = (string[])["state/model/learner.json", "state/transforms.json", "result/e2_p0.json"];
        var before = files.Select(file => File.ReadAllBytes(_world.FileOf("learn_plain_one_points_e2", file))).ToList();
        // A killed step leaves nothing that counts, and is run again with the same inputs.
        foreach (var node in (string[])["learn_plain_one_points_e1", "learn_plain_one_points_e2"])
            _world.Forget(node);
        await _world.RunAsync(prepared, static node => node.Node is "learn_plain_one_points_e1" or "learn_plain_one_points_e2");
        for (var i = 0; i < files.Length; i++)
            (await File.ReadAllBytesAsync(_world.FileOf("learn_plain_one_points_e2", files[i]), Cancel)).ShouldBe(before[i], files[i]);
    }

    [Fact]
    public async Task What_cannot_be_learned_once_is_refused_with_its_place()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace("from_dir: stream", "from_dir: stream, online: yes", StringComparison.Ordinal);
        var plan = await PreparationTests.PrepareAsync(_world, yaml);
        plan.Problems.Select(static problem => (problem.Code, problem.Path)).ShouldBe(
        [
            ("plan.online", "trials/0/pipeline/model/parameters/epochs"), ("plan.online", "trials/1/pipeline/model/parameters/epochs"),
        ]);
        var trees = yaml.Replace("gyre.models.SoftmaxRegression, parameters: {lr: 1e-1, epochs: 60, scale: 4}",
            "gyre.models.GradientBoostedTrees", StringComparison.Ordinal);
        (await PreparationTests.PrepareAsync(_world, trees))
            .Problems[0].Message.ShouldContain("learns all examples of an experience at once");
    }

    [Fact]
    public async Task Trees_say_that_they_start_anew()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace("gyre.models.SoftmaxRegression, parameters: {lr: 1e-1, epochs: 60, scale: 4}",
            "gyre.models.GradientBoostedTrees, parameters: {rounds: 2}", StringComparison.Ordinal);
        var plan = await PreparationTests.PrepareAsync(_world, yaml);
        plan.Experiments.ShouldNotBeEmpty("it is a warning");
        plan.Problems.Select(static problem => problem.Code).Distinct().ShouldBe(["plan.starts-anew"]);
        var fresh = yaml.Replace("avalanche.training.Replay, parameters: {mem_size: 6}", "avalanche.training.FromScratchTraining",
            StringComparison.Ordinal);
        (await PreparationTests.PrepareAsync(_world, fresh)).Problems.ShouldHaveSingleItem("the other trial asks for it")
            .Path.ShouldBe("trials/0/pipeline/model");
    }

    [Fact]
    public async Task Notes_stand_in_the_report_and_the_whole_stream_comes_first()
    {
        await _world.WriteDatasetAsync();
        await _world.RunAsync(StepWorld.Prepare(Plans.Two));
        var report = ExperimentReports.ToMarkdown(new ExperimentResults
        {
            Name = "x",
            Outcomes = [ExperimentReports.ResultsOf("plain one", "points", await SummaryAsync()) with { Notes = ["It starts anew."] }],
        });
        report.ShouldContain("plain one: It starts anew.");
        report.ShouldContain("label_seen_accuracy");
        report.IndexOf("## Continual learning", StringComparison.Ordinal)
            .ShouldBeLessThan(report.IndexOf("## Results", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Linear_regression_over_experiences_is_that_of_all_their_examples()
    {
        await _world.WriteDatasetAsync(isOutputNumber: true);
        var yaml = Plans.Two.Replace("gyre.models.SoftmaxRegression, parameters: {lr: 1e-1, epochs: 60, scale: 4}",
            "gyre.models.LinearRegression, parameters: {ridge: 0}", StringComparison.Ordinal)
            .Replace("avalanche.training.Replay, parameters: {mem_size: 6}", "avalanche.training.FromScratchTraining",
                StringComparison.Ordinal);
        await _world.RunAsync(StepWorld.Prepare(yaml));
        var matrix = (await SummaryAsync()).Matrices["mean_absolute_error"][0];
        var fresh = ExperimentRecords.ReadSummary(await File.ReadAllTextAsync(_world.FileOf("replay_points", "summary/summary.json"),
            Cancel))
            .Matrices["mean_absolute_error"][0];
        fresh[0].ShouldBe(matrix[0]);
        // Each of the four groups lies near one plane; what is known of the first half does not get lost.
        matrix[1][0].ShouldBeLessThan(0.4);
        fresh[1][0].ShouldBeGreaterThan(matrix[1][0]);
    }

    private static bool IsSplit(ExperimentNode node) => node.Word == ExperimentSteps.Split;

    private static string PlanOf(string splitter, string parameters, int seed = 1) => Plans.Two.Replace(
        "from_dir: stream",
        $"splitter: {{class: gyre.splitters.{splitter}, parameters: {{seed: {seed}, training_pct: 0.75, test_pct: 0.25, {parameters}}}}}",
        StringComparison.Ordinal);

    private static IEnumerable<int> RowsOf(System.Text.Json.JsonElement experience) => experience[0].EnumerateObject()
        .SelectMany(static part => part.Value.EnumerateArray()).Select(static row => row.GetInt32()).Order();

    private async Task<System.Text.Json.JsonDocument> SplitAsync() => System.Text.Json.JsonDocument.Parse(
        await File.ReadAllTextAsync(_world.FileOf("split_points", "split.json"), Cancel));

    private async Task<TrialSummary> SummaryAsync() =>
        ExperimentRecords.ReadSummary(await File.ReadAllTextAsync(_world.FileOf("plain_one_points", "summary/summary.json"), Cancel));
}
