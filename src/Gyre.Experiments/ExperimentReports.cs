using Gyre.Experiments.Reporting;

namespace Gyre.Experiments;

/// <summary>Reports about experiments, for people.</summary>
public static class ExperimentReports
{
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
