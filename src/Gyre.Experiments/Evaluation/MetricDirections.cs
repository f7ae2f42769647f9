using System.Collections.Frozen;

namespace Gyre.Experiments.Evaluation;

/// <summary>Whether more is better, by the names of the usual metrics; tracked names end in them.</summary>
internal static class MetricDirections
{
    private static readonly FrozenDictionary<string, bool> Known = new (string Name, bool GreaterIsBetter)[]
    {
        ("accuracy_score", true),
        ("seen_accuracy", true),
        ("precision_score", true),
        ("recall_score", true),
        ("f1_score", true),
        ("roc_auc", true),
        ("precision_recall_auc", true),
        ("r2_score", true),
        ("mean_absolute_error", false),
        ("mean_squared_error", false),
        ("root_mean_squared_error", false),
        ("max_error", false),
        ("mean_absolute_percentage_error", false),
        ("loss", false),
    }.Concat(TrialMetrics.Directions).ToFrozenDictionary(static one => one.Name, static one => one.GreaterIsBetter, StringComparer.Ordinal);

    /// <summary>Whether more is better; null for a name that is not known, and for counts.</summary>
    /// <param name="name">As tracked, as <c>species_tst_accuracy_score</c>.</param>
    public static bool? Of(string name)
    {
        var end = Known.Keys.Where(known => name == known || name.EndsWith("_" + known, StringComparison.Ordinal))
            .MaxBy(static known => known.Length);
        return end is null ? null : Known[end];
    }
}
