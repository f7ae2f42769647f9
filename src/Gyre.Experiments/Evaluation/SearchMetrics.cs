using System.Collections.Immutable;

namespace Gyre.Experiments.Evaluation;

/// <summary>The usual metrics that candidates of a search can be compared by.</summary>
internal static class SearchMetrics
{
    private static readonly ImmutableArray<string> OfLabels =
    [
        "accuracy_score", "precision_score", "recall_score", "f1_score", "log_loss", "roc_auc", "precision_recall_auc", "calibration_error",
    ];

    private static readonly ImmutableArray<string> OfAmounts =
    [
        "root_mean_squared_error", "mean_squared_error", "mean_absolute_error", "r2_score", "max_error", "mean_absolute_percentage_error",
    ];

    /// <summary>Names by the kind of the output; the first is the usual one.</summary>
    public static ImmutableArray<string> Of(bool isCategory) => isCategory ? OfLabels : OfAmounts;
}
