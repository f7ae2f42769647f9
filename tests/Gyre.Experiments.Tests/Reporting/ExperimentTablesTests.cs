namespace Gyre.Experiments.Tests.Reporting;

public sealed class ExperimentTablesTests
{
    [Fact]
    public void A_table_has_its_main_metrics_first_and_the_best_of_each_marked()
    {
        var table = ExperimentTables.Of(ResultSamples.Plain())[0];
        table.Dataset.ShouldBe("penguins");
        table.Metrics.TakeWhile(static metric => metric.IsMain).ShouldNotBeEmpty();
        table.Metrics.SkipWhile(static metric => metric.IsMain).ShouldAllBe(static metric => !metric.IsMain);
        var measure = table.Metrics[0];
        measure.GreaterIsBetter.ShouldBe(true);
        var means = table.Trials.Where(trial => trial.Figures.ContainsKey(measure.Name)).Select(trial => trial.Figures[measure.Name])
            .ToList();
        means.Single(static figure => figure.IsBest).Mean.ShouldBe(means.Max(static figure => figure.Mean));
        table.Trials.ShouldContain(static trial => trial.Finished < trial.Runs);
    }

    [Fact]
    public void Tables_and_reports_compare_the_same()
    {
        var results = ResultSamples.Continual();
        var text = ExperimentReports.ToMarkdown(results);
        var comparisons = ExperimentTables.Of(results).SelectMany(static table => table.Comparisons).ToList();
        comparisons.ShouldNotBeEmpty();
        foreach (var comparison in comparisons)
            text.ShouldContain(comparison.Note);
        comparisons.SelectMany(static comparison => comparison.Pairs).ShouldAllBe(static pair => pair.CorrectedP >= pair.P);
    }

    [Fact]
    public void Matrices_are_means_over_runs_with_their_figures()
    {
        var results = ResultSamples.Continual();
        var metric = ExperimentTables.Of(results)[0].MatrixMetrics[0];
        var table = ExperimentTables.Matrices(results, "digits", metric).ShouldNotBeNull();
        table.Trials.Select(static trial => trial.Trial).ShouldBe(["naive", "replay", "EWC"]);
        foreach (var trial in table.Trials)
        {
            (trial.Runs, trial.Means.Length, trial.Deviations.Length, trial.Anytime.Length).ShouldBe((3, 5, 5, 5));
            trial.Figures["ACC"].Mean.ShouldBe(trial.Means[^1].Average(), 1e-9);
        }
        table.Trials.Count(static trial => trial.Figures["ACC"].IsBest).ShouldBe(1);
        table.Figures.ShouldAllBe(static figure => figure.Meaning.Length > 0);
    }

    [Fact]
    public void What_is_not_there_is_null()
    {
        var results = ResultSamples.Plain();
        ExperimentTables.Matrices(results, "penguins", "accuracy_score").ShouldBeNull();
        ExperimentTables.Matrices(results, "none", "accuracy_score").ShouldBeNull();
        ExperimentTables.Curve(results, "penguins", "none").ShouldBeNull();
        ExperimentTables.Curve(results, "none", "loss").ShouldBeNull();
        ExperimentTables.Of(new ExperimentResults { Name = "empty" }).ShouldBeEmpty();
    }
}
