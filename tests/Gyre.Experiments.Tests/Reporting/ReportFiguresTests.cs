using System.Collections.Immutable;
using Gyre.Experiments.Reporting;

namespace Gyre.Experiments.Tests.Reporting;

public sealed class ReportFiguresTests
{
    [Fact]
    public void Figures_of_errors_are_turned_round()
    {
        // An error of 0.1 that grows to 0.5 is forgotten by 0.4.
        var figures = ContinualFigures.Of(new ResultMatrix("mae", [[0.1, 0.9], [0.5, 0.2]]) { GreaterIsBetter = false });
        figures["BWT"].ShouldBe(-0.4, 1e-12);
        figures["F max"].ShouldBe(0.4, 1e-12);
        figures["ACC"].ShouldBe(0.35, 1e-12);
        figures["FWT upper"].ShouldBe(0.9, 1e-12);
        figures.ShouldNotContainKey("REM");
        figures.ShouldNotContainKey("FWT untrained");
    }

    [Fact]
    public void Forward_transfer_needs_the_untrained_model() =>
        ContinualFigures.Of(new ResultMatrix("accuracy", [[0.9, 0.3], [0.5, 0.8]]) { Baseline = [0.5, 0.25] })["FWT untrained"]
            .ShouldBe(0.05, 1e-12);

    [Fact]
    public void One_experience_and_a_broken_matrix_have_few_figures()
    {
        ContinualFigures.Of(new ResultMatrix("accuracy", [[0.9]])).Keys.ShouldBe(["A lower", "AAA", "ACC", "LA"]);
        ContinualFigures.Of(new ResultMatrix("accuracy", [[0.9], [0.1]])).ShouldBeEmpty();
    }

    [Fact]
    public void Both_kinds_of_forgetting_have_their_own_names()
    {
        var figures = ContinualFigures.Of(new ResultMatrix("accuracy", [[0.6, 0, 0], [0.8, 0.9, 0], [0.5, 0.9, 0.9]]));
        figures["F max"].ShouldBe((0.3 + 0) / 2, 1e-12);
        figures["F learned"].ShouldBe((0.1 + 0) / 2, 1e-12);
        ContinualFigures.All.Select(figure => figure.Name).ShouldBeUnique();
    }

    [Fact]
    public void Only_finished_runs_count_and_the_last_experience()
    {
        var outcome = new TrialResults("t", "d")
        {
            Runs =
            [
                new ResultRun(1) { Experiences = [Experience(0, 0.5), Experience(1, 1)] },
                new ResultRun(2) { State = ResultState.Failed, Experiences = [Experience(0, 0.1)] },
            ],
        };
        RunFigures.Of(outcome).Keys.ShouldBe([1]);
        RunFigures.Of(outcome)[1]["m"].ShouldBe(1);
    }

    [Fact]
    public void Few_runs_are_said_to_prove_nothing()
    {
        var text = ExperimentReports.ToMarkdown(ResultSamples.Continual());
        text.ShouldContain("With n = 3 runs p cannot be below 0.25, and p (Holm) of the clearest of 3 comparisons not below 0.75");
        text.ShouldContain("That takes at least 7 runs.");
    }

    [Fact]
    public void The_summary_of_a_trial_has_a_run_for_each_partition()
    {
        var metrics = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("y_tst_accuracy_score", 0.5)]);
        var results = ExperimentReports.ResultsOf("t", "d", new TrialSummary
        {
            Dataset = "schema's name",
            Output = "y",
            Experiences = 2,
            Partitions = 2,
            Figures = ImmutableSortedDictionary<string, TrialFigure>.Empty,
            Matrices = ImmutableSortedDictionary.CreateRange<string, ImmutableArray<ImmutableArray<ImmutableArray<double>>>>(
                StringComparer.Ordinal,
            [
                new("accuracy_score", [[[1, 0], [0.5, 1]], [[0.9, 0], [0.4, 0.9]]]),
                new("log_loss", [[[0, 1], [1, 0]], [[0, 1], [1, 0]]]),
                new("true_positives", [[[3, 1], [1, 3]], [[3, 1], [1, 3]]]),
            ]),
            Parts =
            [
                .. from experience in new[] { 1, 0 }
                   from partition in new[] { 0, 1 }
                   select new TrialPartResult(
                       experience, partition, metrics,
                       ImmutableSortedDictionary<string, ImmutableArray<KeyValuePair<long, double>>>.Empty),
            ],
        });
        results.Runs.Select(run => run.Number).ShouldBe([1, 2]);
        results.Runs[0].Experiences.Select(experience => experience.Number).ShouldBe([0, 1]);
        results.Runs[1].Matrices.Select(matrix => (matrix.Metric, matrix.GreaterIsBetter))
            .ShouldBe([("accuracy_score", true), ("log_loss", false)]);
        results.Runs[1].Matrices[0].Values[1][0].ShouldBe(0.4);
    }

    private static ResultExperience Experience(int number, double value) =>
        new(number) { Metrics = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("m", value)]) };
}
