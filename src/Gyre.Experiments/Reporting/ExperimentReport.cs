using System.Collections.Immutable;

namespace Gyre.Experiments.Reporting;

/// <summary>The report of an experiment as blocks.</summary>
internal static class ExperimentReport
{
    public static IReadOnlyList<Block> Of(ExperimentResults results)
    {
        var datasets = DatasetFigures.Of(results);
        return
        [
            new Heading(1, results.Name),
            .. results.Description.Length > 0 ? [new Paragraph(results.Description)] : Array.Empty<Block>(),
            new Paragraph(Sentence(results)),
            // Of a stream, what it came to as a whole is the result; the newest experience alone says little.
            .. ContinualSection.Of(datasets),
            .. MetricsSection.Of(results, datasets),
            .. SignificanceSection.Of(results, datasets),
            .. SearchSection.Of(results),
            .. CurvesSection.Of(datasets),
            .. FailuresSection.Of(results),
            .. ProvenanceSection.Of(results),
        ];
    }

    private static string Sentence(ExperimentResults results)
    {
        var runs = results.Outcomes.SelectMany(static outcome => outcome.Runs).ToImmutableArray();
        var finished = runs.Count(static run => run.State == ResultState.Finished);
        var failed = runs.Count(static run => run.State == ResultState.Failed);
        var never = results.Outcomes.Count(static outcome => outcome.Error is not null);
        var open = runs.Count(static run => run.State is ResultState.Waiting or ResultState.Running);
        return $"{Many(results.Trials.Length, "trial")} on {Many(results.Datasets.Length, "dataset")}: "
            + $"{finished} of {Many(runs.Length, "run")} finished"
            + (failed > 0 ? $", {failed} failed" : "")
            + (open > 0 ? $", {open} not yet" : "")
            + (never > 0 ? $", {Many(never, "trial")} could not begin" : "")
            + (results.Started is { } start && results.Ended is { } end ? $", in {Durations.Text(end - start)}." : ".");
    }

    private static string Many(int count, string of) => count == 1 ? $"1 {of}" : $"{count} {of}s";
}
