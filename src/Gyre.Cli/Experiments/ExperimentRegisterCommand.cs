using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Models;
using Gyre.Cli.Options;

namespace Gyre.Cli.Experiments;

/// <summary>Registers the model of a trial.</summary>
internal static class ExperimentRegisterCommand
{
    public static Command Create(CliHost host)
    {
        var choice = new TrialOptions();
        var model = new Option<string>("--model")
        {
            Description = "Name of the registered model; created if it does not exist.",
            HelpName = "NAME",
            Required = true,
        };
        var alias = CliCommand.Text("--alias", "ALIAS", "Let this alias point to the version, with the results as evidence.");
        var command = new Command(
            "register",
            """
            Registers the model of a trial as a version of a registered model, with its results: that after the last experience, from
            the newest run of the plan's experiment.

            Example:
              gyre experiment register plans/digits --trial network --model digits --alias champion
              gyre model pull digits champion --to digits-model
            """)
        {
            choice.Plan, choice.Trial, model, choice.Dataset, choice.Partition, alias,
        };
        HomeOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var chosen = await choice.ReadAsync(result, host, cancellationToken);
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var trial = await chosen.FindAsync(home, cancellationToken);
            var version = await trial.RegisterAsync(home.Tracking, result.GetValue(model)!, cancellationToken);
            if (result.GetValue(alias) is { } moved)
                version = await trial.PromoteAsync(home.Tracking, version, moved, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, ModelShapes.Of(version));
            else
                host.Out.WriteLine($"{Shown.Clean(version.Name)} version {version.Version} registered");
            return CliExitCodes.Done;
        });
        return command;
    }
}
