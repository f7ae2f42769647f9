using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Cli.Tracking;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Cli.Moves.Formats;

/// <summary>Writes the records as a folder <c>mlruns</c>.</summary>
internal static class ExportTrackingCommand
{
    public static Command Create(CliHost host)
    {
        var to = new Option<string>("--to")
        {
            Description = "Folder to write to; must be empty or not exist.",
            HelpName = "DIR",
            Required = true,
        };
        var experiments = new Option<string[]>("--experiment")
        {
            Description = "Name or id of an experiment to export. Omits registered models. Repeatable.",
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var command = new Command(
            "mlruns",
            """
            Exports experiments, runs, files and registered models as an MLflow 'mlruns' folder.

            Example:
              gyre export mlruns --to ./mlruns
              gyre export mlruns --to ./mlruns --experiment churn
            """)
        {
            to, experiments,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var chosen = await ExperimentNames.FindAllAsync(home.Tracking, result.GetValue(experiments) ?? [], cancellationToken);
            await using var source = home.Tracking.OpenExport([.. chosen.Select(experiment => experiment.Id)]);
            var folder = host.Resolve(result.GetRequiredValue(to));
            var report = await FolderExport.WriteAsync(source, folder, new FolderExportOptions(), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, MoveReports.Shape(report));
            else
                Print(host, report, folder);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, FolderExportReport report, string folder)
    {
        var table = new ResultTable("WHAT", "WRITTEN");
        foreach (var (name, count) in MoveReports.Counts(report))
            table.Add(name.Replace('_', ' '), $"{count}");
        table.WriteTo(host);
        foreach (var remark in report.Remarks.Kept)
            host.Say($"note: {Shown.Clean(remark.ToString())}");
        host.Say($"Written to {Shown.Clean(folder)}");
    }
}
