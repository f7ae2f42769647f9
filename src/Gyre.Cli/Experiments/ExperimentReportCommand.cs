using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Writes reports about the experiments of a plan.</summary>
internal static class ExperimentReportCommand
{
    public static Command Create(CliHost host)
    {
        var plan = CliCommand.Word("PLAN", "Folder of the plan, or one of its files.");
        var to = CliCommand.Text("--to", "DIR", "Folder for the files. Default: the current folder.");
        var command = new Command(
            "report",
            """
            Writes a report about the newest run of each experiment of a plan: NAME.html, a page that needs nothing else, and NAME.md.

            Shows trials beside each other with mean and deviation over partitions, whether their differences are significant, learning
            curves, the matrices of continual learning, searches, failures, and what was run.

            Example:
              gyre experiment report plans/digits --to reports
            """)
        {
            plan, to,
        };
        HomeOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var names = await PlanFiles.NamesAsync(host, result.GetValue(plan)!, cancellationToken);
            var folder = Directory.CreateDirectory(host.Resolve(result.GetValue(to) ?? ".")).FullName;
            await using var home = await HomeOptions.OpenAsync(result, host, null, cancellationToken);
            var experiments = new ExperimentQueries(home.Runs, home.Blobs);
            var written = new List<(string Experiment, string Html, string Markdown, Value Searches)>();
            foreach (var (project, name) in names)
            {
                if (await experiments.FindNewestAsync(project, name, cancellationToken) is { } progress)
                {
                    var (experiment, html, markdown) = await WriteAsync(progress, folder, cancellationToken);
                    written.Add((experiment, html, markdown, SearchesOf(progress)));
                }
                else
                    host.Say($"Experiment '{Shown.Clean(name)}' was never run in this home.");
            }
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("reports", Shape.List(written, static one => Shape.Object(
                    ("experiment", Value.Of(one.Experiment)), ("html", Value.Of(one.Html)), ("markdown", Value.Of(one.Markdown)),
                    ("searches", one.Searches))))));
            else
                written.ForEach(one => host.Out.WriteLine(Shown.Clean($"{one.Experiment}: {one.Html}, {one.Markdown}")));
            return written.Count == 0 ? CliExitCodes.Failed : CliExitCodes.Done;
        });
        return command;
    }

    private static string Program => $"gyre {typeof(ExperimentReportCommand).Assembly.GetName().Version?.ToString(3)}";

    private static Value SearchesOf(ExperimentProgress progress) => Shape.List(
        progress.Trials.Where(static trial => trial.Summary is { Searches.IsEmpty: false }),
        static trial => Shape.Object(
            ("trial", Value.Of(trial.Trial)), ("dataset", Value.Of(trial.Dataset)), ("searches", SearchShape.Of(trial.Summary!.Searches))));

    /// <summary>Writes both forms of a report.</summary>
    public static async Task<(string Experiment, string Html, string Markdown)> WriteAsync(
        ExperimentProgress progress, string folder, CancellationToken cancellationToken)
    {
        var results = ExperimentReports.ResultsOf(progress, Program);
        var stem = KebabCase.Of(string.Concat(results.Name.Select(static one => char.IsAsciiLetterOrDigit(one) ? one : '-')));
        var (html, markdown) = (Path.Join(folder, $"{stem}.html"), Path.Join(folder, $"{stem}.md"));
        await File.WriteAllTextAsync(html, ExperimentReports.ToHtml(results), cancellationToken);
        await File.WriteAllTextAsync(markdown, ExperimentReports.ToMarkdown(results), cancellationToken);
        return (results.Name, html, markdown);
    }
}
