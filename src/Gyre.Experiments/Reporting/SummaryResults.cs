using Gyre.Experiments.Evaluation;

namespace Gyre.Experiments.Reporting;

/// <summary>What a trial came to, as a report says it.</summary>
internal static class SummaryResults
{
    public static TrialResults Of(string trial, string dataset, TrialSummary summary) => new(trial, dataset)
    {
        Notes = summary.Notes,
        Runs =
        [
            .. summary.Parts.GroupBy(static part => part.Partition).OrderBy(static run => run.Key)
                .Select(run => RunOf(run.Key, [.. run], summary)),
        ],
        Searches = summary.Searches,
    };

    private static ResultRun RunOf(int partition, IReadOnlyList<TrialPartResult> parts, TrialSummary summary)
    {
        TrialPartResult[] ordered = [.. parts.OrderBy(static part => part.Experience)];
        return new ResultRun(partition + 1)
        {
            Experiences = [.. ordered.Select(Of)],
            Matrices =
            [
                // Counts and sums describe the examples: nothing of them is learned or forgotten.
                .. from matrix in summary.Matrices
                   where partition < matrix.Value.Length
                   let direction = MetricDirections.Of(matrix.Key)
                   where direction is not null
                   select new ResultMatrix(matrix.Key, matrix.Value[partition])
                   {
                       GreaterIsBetter = direction.Value,
                       Baseline = ordered[0].Baseline.TryGetValue(matrix.Key, out var baseline) ? baseline : [],
                   },
            ],
        };
    }

    private static ResultExperience Of(TrialPartResult part) => new(part.Experience)
    {
        Metrics = part.Metrics,
        SeenAccuracy = part.SeenAccuracy,
        ClassAccuracies = part.ClassAccuracies,
        Curves = [.. part.Curves.Select(static curve => new ResultCurve(
            curve.Key, [.. curve.Value.Select(static point => new ResultPoint(point.Key, point.Value))]))],
    };
}
