using System.Collections.Frozen;

namespace Gyre.Experiments.Evaluation;

/// <summary>The artifacts that come with Gyre, by the name of their component.</summary>
internal static class TrialArtifacts
{
    private static readonly FrozenDictionary<string, ITrialArtifact> BuiltIn =
        new Dictionary<string, ITrialArtifact>(StringComparer.Ordinal)
        {
            ["confusion-matrix"] = new ChartArtifact("confusion_matrix", ConfusionChart.Of),
            ["roc-curve"] = new ChartArtifact("roc_curve", ProbabilityCharts.Roc),
            ["pr-curve"] = new ChartArtifact("pr_curve", ProbabilityCharts.PrecisionRecall),
            ["calibration-curve"] = new ChartArtifact("calibration_curve", ProbabilityCharts.Calibration),
            ["predictions-table"] = new PredictionsTable(),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of all components.</summary>
    public static IEnumerable<string> Components => BuiltIn.Keys;

    /// <summary>An artifact, or null.</summary>
    public static ITrialArtifact? Find(string component) => BuiltIn.GetValueOrDefault(component);
}
