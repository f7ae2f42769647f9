using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Lists experiments.</summary>
internal static class ExperimentsCommand
{
    public static Command Create(CliHost host)
    {
        var all = CliCommand.Switch("--all", "Include deleted experiments.");
        var command = new Command(
            "experiments",
            """
            Lists experiments by id.

            Example:
              gyre tracking experiments
              gyre tracking experiments --all --format json
            """)
        {
            all,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var experiments = await ExperimentNames.AllAsync(home.Tracking, result.GetValue(all) ? StageView.All : StageView.Active, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("experiments", Shape.List(experiments, TrackingShapes.Of))));
            else
                Print(host, experiments);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, IReadOnlyList<Experiment> experiments)
    {
        var table = new ResultTable("ID", "NAME", "STAGE", "CREATED (UTC)");
        foreach (var experiment in experiments)
            table.Add($"{experiment.Id}", Shown.Clean(experiment.Name), Shown.Word(experiment.Stage), Shown.Time(experiment.CreatedAt));
        table.WriteTo(host);
    }
}
