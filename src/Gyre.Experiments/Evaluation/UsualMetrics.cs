using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments.Evaluation;

internal static class UsualMetrics
{
    public static ImmutableSortedDictionary<string, double> Of(
        ImmutableArray<Value> targets, TrialPredictions predictions, ImmutableArray<string> classes)
    {
        var labels = ((LabelPredictions)predictions).Labels;
        return ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal)
            .Add("accuracy_score", labels.Zip(targets).Average(p => p.First == p.Second.ToString() ? 1.0 : 0))
            .Add("example_count", targets.Length);
    }
}
