using Gyre.Experiments.Reporting;

namespace Gyre.Experiments;

/// <summary>Reports about experiments, for people.</summary>
public static class ExperimentReports
{
    /// <summary>What a report says of a run of an experiment, also while it goes on.</summary>
    /// <param name="progress">How it stands.</param>
    /// <param name="program">Name and version of the program that ran it; null when it is not known.</param>
    public static ExperimentResults ResultsOf(ExperimentProgress progress, string? program)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return ProgressResults.Of(progress, program);
    }

    /// <summary>What a trial came to on a dataset, as a report says it: each partition is a run.</summary>
    /// <param name="trial">Name of the trial in the plan.</param>
    /// <param name="dataset">Name of the dataset in the plan.</param>
    /// <param name="summary">What the step that sums up left.</param>
    public static TrialResults ResultsOf(string trial, string dataset, TrialSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return SummaryResults.Of(trial, dataset, summary);
    }

    /// <summary>Markdown with tables only; LF.</summary>
    /// <param name="results">What to report.</param>
    public static string ToMarkdown(ExperimentResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return MarkdownWriter.Write(ExperimentReport.Of(results));
    }

    /// <summary>One HTML page with pictures that needs nothing else: no network, no script, no font.</summary>
    /// <param name="results">What to report.</param>
    public static string ToHtml(ExperimentResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return HtmlWriter.Write(results.Name, ExperimentReport.Of(results));
    }
}
