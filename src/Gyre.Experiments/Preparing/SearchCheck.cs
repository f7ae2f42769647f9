using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Evaluation;
using Gyre.Projects;

namespace Gyre.Experiments.Preparing;

/// <summary>Compares the metrics of searches with what a dataset's output has.</summary>
internal static class SearchCheck
{
    /// <summary>What is wrong; files are left out.</summary>
    public static IEnumerable<Diagnostic> Of(PlannedExperiment experiment, DatasetSchema schema, DatasetElement output)
    {
        var usual = SearchMetrics.Of(output.Type == ElementType.Category);
        foreach (var (index, trial) in experiment.Trials.Index())
        {
            if (trial.Search is not { Metric: { } metric } search || usual.Contains(metric))
                continue;
            var own = experiment.Metrics.Select(static block => TrialMetrics.Find(block.Component)).OfType<ITrialMetric>()
                .Select(static one => one.Name).ToList();
            if (own.Contains(metric))
                continue;
            // Names of other metrics are known only when they are asked.
            var isHosted = experiment.Metrics.Any(static block =>
                TrialMetrics.Find(block.Component) is null && TrialMetrics.FindMatrix(block.Component) is null);
            if (!isHosted)
                yield return Problem(
                    index, "plan.search.metric",
                    $"The search of trial '{trial.Name}' looks at '{metric}', which the output '{output.Name}' of '{schema.Name}' does not "
                        + "have.",
                    $"Use one of: {string.Join(", ", usual.Concat(own))}.", "optimization-target-metric");
            else if (search.GreaterIsBetter is null)
                yield return Problem(
                    index, "plan.search.direction",
                    $"The search of trial '{trial.Name}' does not say whether more of '{metric}' is better.",
                    "Add 'direction: maximize' or 'direction: minimize'.", "direction");
        }
    }

    private static Diagnostic Problem(int trial, string code, string message, string remedy, string field) =>
        new(Severity.Error, code, message) { Path = $"trials/{trial}/search/{field}", Remedy = remedy };
}
