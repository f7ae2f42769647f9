using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Tracking;

namespace Gyre.Cli.Models;

/// <summary>Registers versions, points aliases to them and moves them between stages.</summary>
internal static class ModelWriteCommands
{
    public static Command Register(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Name of the registered model; created if it does not exist.");
        var source = new Option<string>("--source")
        {
            Description = "Location of the model files: models:/ID for a logged model, or the URI of an artifact of a run.",
            HelpName = "ADDRESS",
            Required = true,
        };
        var run = CliCommand.Text("--run", "ID", "Tracking run that produced the model.");
        var description = CliCommand.Text("--description", "TEXT", "Description.");
        var command = new Command(
            "register",
            """
            Registers a version of a model.

            Example:
              gyre model register churn --source models:/m-0123456789abcdef0123456789abcdef
            """)
        {
            name, source, run, description,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenAsync(result, host, cancellationToken);
            var model = result.GetRequiredValue(name);
            var isNew = await EnsureAsync(home.Tracking, model, cancellationToken);
            try
            {
                var asked = new NewModelVersion { Source = result.GetRequiredValue(source), RunId = result.GetValue(run) ?? "", Description = result.GetValue(description) ?? "" };
                Write(host, result, await home.Tracking.ModelVersions.CreateAsync(model, asked, cancellationToken), "registered");
            }
            catch (TrackingException) when (isNew)
            {
                // What is refused changes nothing.
                await home.Tracking.Registry.DeleteAsync(model, CancellationToken.None);
                throw;
            }
            return CliExitCodes.Done;
        });
        return command;
    }

    public static Command Alias(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Name of the registered model.");
        var alias = CliCommand.Word("ALIAS", "Alias: letters, digits, '_' and '-'.");
        var version = Version();
        var delete = CliCommand.Switch("--delete", "Delete the alias.");
        var reason = CliCommand.Text("--reason", "TEXT", "Why the alias is moved, for the history of the model.");
        var command = new Command(
            "alias",
            """
            Sets an alias of a model version, or deletes it.

            Example:
              gyre model alias churn champion 3 --reason "fewer errors on the test rows"
              gyre model alias churn champion --delete
            """)
        {
            name, alias, version, delete, reason,
        };
        command.Validators.Add(result =>
        {
            if (CliCommand.IsGiven(result, delete) == (result.GetResult(version) is { Tokens.Count: > 0 }))
                result.AddError("Specify either a VERSION or --delete.");
            if (CliCommand.IsGiven(result, delete) && CliCommand.IsGiven(result, reason))
                result.AddError("--reason cannot be used with --delete. Leave it out.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var model = await ModelReadCommands.FindAsync(home.Tracking, result.GetRequiredValue(name), cancellationToken);
            var given = result.GetRequiredValue(alias);
            if (result.GetValue(version) is { } number)
            {
                var move = new NewAliasMove { Alias = given, Version = number, Reason = result.GetValue(reason) };
                await home.Tracking.Registry.MoveAliasAsync(model.Name, move, cancellationToken);
            }
            else
            {
                await home.Tracking.Registry.DeleteAliasAsync(model.Name, given, cancellationToken);
            }
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, ModelShapes.Of(await home.Tracking.Registry.GetAsync(model.Name, cancellationToken)));
            else
                host.Out.WriteLine(result.GetValue(version) is { } to ? $"{Shown.Clean(model.Name)}@{given} now points to version {to}" : $"{Shown.Clean(model.Name)}@{given} deleted");
            return CliExitCodes.Done;
        });
        return command;
    }

    public static Command Stage(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Name of the registered model.");
        var version = new Argument<long>("VERSION") { Description = "Version number." };
        var stage = CliCommand.Word("STAGE", "Stage: none, staging, production or archived.");
        var archive = CliCommand.Switch("--archive-others", "Archive the other versions in that stage. Only for staging and production.");
        var command = new Command(
            "stage",
            """
            Moves a model version to a stage.

            Example:
              gyre model stage churn 3 production --archive-others
            """)
        {
            name, version, stage, archive,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var model = await ModelReadCommands.FindAsync(home.Tracking, result.GetRequiredValue(name), cancellationToken);
            var moved = await home.Tracking.ModelVersions.MoveToStageAsync(model.Name, result.GetValue(version), result.GetRequiredValue(stage), result.GetValue(archive), cancellationToken);
            Write(host, result, moved, $"moved to {Shown.Word(moved.Stage)}");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Argument<long?> Version() => new("VERSION") { Description = "Version number.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Makes a registered model; gives false when it is there already.</summary>
    public static async Task<bool> EnsureAsync(TrackingStore tracking, string name, CancellationToken cancellationToken)
    {
        try
        {
            await tracking.Registry.CreateAsync(name, "", [], cancellationToken);
            return true;
        }
        catch (TrackingException exception) when (exception.Error == TrackingError.AlreadyExists)
        {
            return false;
        }
    }

    private static void Write(CliHost host, ParseResult result, ModelVersion version, string done)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, ModelShapes.Of(version));
        else
            host.Out.WriteLine($"{Shown.Clean(version.Name)} version {version.Version} {done}");
    }
}
