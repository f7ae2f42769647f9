using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests;

public sealed class ExperimentPlanTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Lists_hold_runs_of_plans_and_no_others()
    {
        _home.Engine.Add();
        var first = SamplePlan.Add(_home, RunState.Succeeded);
        var second = SamplePlan.Add(_home, RunState.Running);
        // How a run is tracked may be said by pipelines that are of no plan.
        var other = _home.Engine.Add();
        var node = new ExecutionNode { Name = "train", Step = new Step { Name = "train" } };
        _home.Engine.Pipelines[other.Id] = new Pipeline
        {
            Name = "x",
            Graph = new Graph { Nodes = [node] },
            Records = new PipelineRecords("x", []),
        };
        var page = (await _home.GetAsync("/api/v1/experiment-plans")).As<ExperimentPlanRunPage>();
        page.Runs.Select(static run => run.RunId).ShouldBe([first, second], ignoreOrder: true);
        page.NextCursor.ShouldBeNull();
        var shown = page.Runs.First(run => run.RunId == second);
        (shown.Name, shown.Project, shown.State, shown.Parts).ShouldBe((SamplePlan.Name, "plans", "running", 8));
        shown.Trials.ShouldBe(["naive", "replay"]);
        shown.Datasets.ShouldBe(["points"]);
        (await _home.GetAsync("/api/v1/experiment-plans?project=none")).As<ExperimentPlanRunPage>().Runs.ShouldBeEmpty();
        (await _home.GetAsync($"/api/v1/experiment-plans?name={Uri.EscapeDataString(SamplePlan.Name)}"))
            .As<ExperimentPlanRunPage>().Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Pages_of_runs_follow_each_other()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => SamplePlan.Add(_home, RunState.Succeeded)).ToHashSet();
        var seen = new List<RunId>();
        string? cursor = null;
        do
        {
            var page = (await _home.GetAsync($"/api/v1/experiment-plans?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}"))
                .As<ExperimentPlanRunPage>();
            seen.AddRange(page.Runs.Select(static run => run.RunId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        (seen.Count, seen.ToHashSet().SetEquals(ids)).ShouldBe((5, true));
    }

    [Fact]
    public async Task A_run_shows_how_far_each_trial_is_and_what_was_run()
    {
        var run = await SamplePlan.AddHalfAsync(_home);
        var plan = (await _home.GetAsync($"/api/v1/experiment-plans/{run}")).As<ExperimentPlanInfo>();
        (plan.Description, plan.PlanDigest, plan.Seed).ShouldBe(("For tests.", "123", "0"));
        plan.TrackingRunId.ShouldBe(TrackingRuns.IdOf(run));
        var dataset = plan.Datasets.ShouldHaveSingleItem();
        (dataset.Name, dataset.Digest, dataset.Experiences, dataset.Partitions).ShouldBe(("points", "abc", 2, 2));
        plan.Trials.Select(static trial => (trial.Name, trial.Strategy, trial.Device))
            .ShouldBe([("naive", null, "cpu"), ("replay", "avalanche.training.Replay", "cpu")]);
        plan.Trials[1].TrackingRunId.ShouldBe(TrackingRuns.IdOf(run, "trial_replay"));
        var naive = plan.Progress[0];
        (naive.Trial, naive.Dataset, naive.State, naive.Done, naive.Parts).ShouldBe(("naive", "points", "succeeded", 4, 4));
        naive.ModelRunIds.ShouldBe([TrackingRuns.IdOf(run, "learn_naive_points_e1_p1"),
            TrackingRuns.IdOf(run, "learn_naive_points_e1_p2")]);
        var replay = plan.Progress[1];
        (replay.State, replay.Done, replay.Node).ShouldBe(("running", 1, "learn_replay_points_e1_p1"));
        replay.ModelRunIds.ShouldBeEmpty();
        replay.Figures["tst_accuracy_score"].Mean.ShouldBe(0.9);
        plan.Metrics.Select(static metric => metric.Name).ShouldBe(["tst_accuracy_score"]);
    }

    [Fact]
    public async Task A_failing_trial_says_why_and_stops_no_results()
    {
        var run = await SamplePlan.AddFailedAsync(_home);
        var plan = (await _home.GetAsync($"/api/v1/experiment-plans/{run}")).As<ExperimentPlanInfo>();
        (plan.Progress[0].State, plan.Progress[0].Reason, plan.Progress[0].Node)
            .ShouldBe(("failed", "The model needs <numbers>.", "learn_naive_points_e0_p1"));
        var table = (await _home.GetAsync($"/api/v1/experiment-plans/{run}/results")).As<ExperimentPlanResults>()
            .Datasets.ShouldHaveSingleItem();
        table.Trials.Select(static trial => (trial.Trial, trial.Finished)).ShouldBe([("naive", 0), ("replay", 2)]);
        table.Comparisons.ShouldBeEmpty();
    }

    [Fact]
    public async Task Results_have_mean_and_spread_with_the_best_marked()
    {
        var run = await SamplePlan.AddDoneAsync(_home);
        var table = (await _home.GetAsync($"/api/v1/experiment-plans/{run}/results")).As<ExperimentPlanResults>()
            .Datasets.ShouldHaveSingleItem();
        table.Metrics.Select(static metric => (metric.Name, metric.GreaterIsBetter, metric.Main)).ShouldBe(
            [("label_tst_accuracy_score", true, true), ("label_tst_log_loss", false, true)]);
        (table.MatrixMetrics, table.Curves).ShouldSatisfyAllConditions(
            static both => both.MatrixMetrics.ShouldBe(["accuracy_score"]), static both => both.Curves.ShouldBe(["loss"]));
        var best = table.Trials[1].Figures["label_tst_accuracy_score"];
        (best.Runs, best.Best).ShouldBe((2, true));
        best.Mean.ShouldNotBeNull().ShouldBe(0.85, 1e-12);
        best.Deviation.ShouldNotBeNull().ShouldBe(0.0707, 1e-4);
        table.Trials[0].Figures["label_tst_accuracy_score"].Best.ShouldBeFalse();
        table.Trials[0].Figures["label_tst_log_loss"].Mean.ShouldBeNull();
        var comparison = table.Comparisons[0];
        comparison.Note.ShouldContain("no difference can be significant");
        (comparison.Pairs[0].First, comparison.Pairs[0].Second, comparison.Pairs[0].Runs, comparison.Pairs[0].Significant)
            .ShouldBe(("naive", "replay", 2, false));
    }

    [Fact]
    public async Task Results_grow_while_the_run_goes_on()
    {
        var run = await SamplePlan.AddHalfAsync(_home);
        var path = $"/api/v1/experiment-plans/{run}/results";
        (await _home.GetAsync(path)).As<ExperimentPlanResults>().Datasets[0].Trials[1].Finished.ShouldBe(0);
        var done = await SamplePlan.AddDoneAsync(_home);
        _home.Engine.Nodes[(run, "replay_points")] = _home.Engine.Nodes[(done, "replay_points")];
        (await _home.GetAsync(path)).As<ExperimentPlanResults>().Datasets[0].Trials[1].Finished.ShouldBe(2);
    }

    [Fact]
    public async Task Curves_join_experiences_and_matrices_come_with_their_figures()
    {
        var run = await SamplePlan.AddDoneAsync(_home);
        var curve = (await _home.GetAsync($"/api/v1/experiment-plans/{run}/curves?dataset=points&name=loss")).As<ExperimentPlanCurve>();
        curve.Marks.ShouldBe([2.5]);
        curve.Lines.Select(static line => line.Trial).ShouldBe(["naive", "replay"]);
        curve.Lines[0].Steps.ShouldBe([0, 1, 2, 3, 4, 5]);
        curve.Lines[0].Means.ShouldBe([3, 1.5, 1, 3, 1.5, 1]);
        var matrices = (await _home.GetAsync($"/api/v1/experiment-plans/{run}/matrices?dataset=points&metric=accuracy_score"))
            .As<ExperimentPlanMatrices>();
        matrices.GreaterIsBetter.ShouldBeTrue();
        var replay = matrices.Trials[1];
        (replay.Trial, replay.Runs, replay.Means[1][0]).ShouldBe(("replay", 2, 0.8));
        replay.Deviations[1][0].ShouldBe(0);
        replay.Anytime.ShouldBe([1, 0.9]);
        (replay.Figures["ACC"].Mean, replay.Figures["ACC"].Best).ShouldBe((0.9, true));
        matrices.Figures[0].Meaning.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_report_is_a_page_in_a_sandbox_without_scripts()
    {
        var run = await SamplePlan.AddFailedAsync(_home);
        var page = await _home.GetAsync($"/api/v1/experiment-plans/{run}/report");
        page.Headers["Content-Type"].ShouldBe("text/html; charset=utf-8");
        page.Headers["Content-Security-Policy"].ShouldBe("sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        page.Headers["Content-Disposition"].ShouldStartWith("inline");
        page.Text.ShouldContain("The model needs &lt;numbers&gt;.");
        page.Text.ShouldNotContain("<b>");
        page.Text.ShouldNotContain("<script");
        var text = await _home.GetAsync($"/api/v1/experiment-plans/{run}/report?format=markdown");
        text.Headers["Content-Type"].ShouldBe("text/markdown; charset=utf-8");
        text.Headers["Content-Disposition"].ShouldMatch("^attachment; filename=\"[a-z0-9-]+\\.md\"$");
        text.Text.ShouldContain("replay");
    }

    [Theory]
    [InlineData("", "run.unknown", 404)]
    [InlineData("/results", "run.unknown", 404)]
    [InlineData("/report", "run.unknown", 404)]
    public async Task An_unknown_run_is_not_found(string part, string code, int status) =>
        (await _home.GetAsync($"/api/v1/experiment-plans/nothing{part}")).ShouldBeProblem(status, code);

    [Theory]
    [InlineData("")]
    [InlineData("/results")]
    [InlineData("/curves?dataset=a&name=b")]
    [InlineData("/matrices?dataset=a&metric=b")]
    [InlineData("/report")]
    public async Task A_run_of_no_plan_is_said_to_be_none(string part) =>
        (await _home.GetAsync($"/api/v1/experiment-plans/{_home.Engine.Add().Id}{part}"))
            .ShouldBeProblem(404, "experiment-plan.unknown").Remedy.ShouldNotBeNull();

    [Theory]
    [InlineData("?limit=201", "query.limit")]
    [InlineData("?cursor=abc", "query.cursor")]
    [InlineData("?state=failed", "query.unknown")]
    public async Task Lists_refuse_what_they_do_not_know(string query, string code) =>
        (await _home.GetAsync($"/api/v1/experiment-plans{query}")).ShouldBeProblem(400, code);

    [Theory]
    [InlineData("?nodes=true", 400, "query.unknown")]
    [InlineData("/curves", 400, "query.dataset")]
    [InlineData("/curves?dataset=points", 400, "query.name")]
    [InlineData("/curves?dataset=points&name=none", 404, "curve.unknown")]
    [InlineData("/curves?dataset=none&name=loss", 404, "curve.unknown")]
    [InlineData("/matrices?dataset=points", 400, "query.metric")]
    [InlineData("/matrices?dataset=points&metric=none", 404, "matrix.unknown")]
    [InlineData("/report?format=pdf", 400, "query.format")]
    public async Task Rubbish_is_refused(string part, int status, string code)
    {
        var run = await SamplePlan.AddDoneAsync(_home);
        (await _home.GetAsync($"/api/v1/experiment-plans/{run}{part}")).ShouldBeProblem(status, code);
    }

    [Fact]
    public async Task Damaged_lost_and_very_large_results_are_refused_in_words()
    {
        var run = await SamplePlan.AddDoneAsync(_home);
        var node = _home.Engine.Nodes[(run, "naive_points")];
        void Put(OutputFile file) => _home.Engine.Nodes[(run, "naive_points")] = node with { Outputs = [file] };
        Put(node.Outputs[0] with { SizeInBytes = 1L << 40 });
        (await _home.GetAsync($"/api/v1/experiment-plans/{run}/results")).ShouldBeProblem(400, "experiment-plan.too-large")
            .Remedy.ShouldNotBeNull().ShouldContain("gyre experiment report");
        using var content = new MemoryStream("[]"u8.ToArray());
        var rubbish = await _home.Blobs.PutAsync(content, TestContext.Current.CancellationToken);
        Put(node.Outputs[0] with { Digest = rubbish.Digest });
        (await _home.GetAsync($"/api/v1/experiment-plans/{run}/results")).ShouldBeProblem(400, "experiment.summary");
        Put(node.Outputs[0] with { Digest = Digest.Of("gone") });
        (await _home.GetAsync($"/api/v1/experiment-plans/{run}/results")).ShouldBeProblem(404, "artifact.unknown");
        // Without them, how it stands can still be seen.
        (await _home.GetAsync($"/api/v1/experiment-plans/{run}")).As<ExperimentPlanInfo>().Progress.Count.ShouldBe(2);
    }
}
