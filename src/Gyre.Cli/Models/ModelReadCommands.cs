using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Models;

/// <summary>Lists registered models and shows one with its versions.</summary>
internal static class ModelReadCommands
{
    private const int MaxVersions = 1000;

    public static Command List(CliHost host)
    {
        var limit = CliCommand.Limit(100);
        var command = new Command(
            "list",
            """
            Lists registered models by name.

            Example:
              gyre model list
            """)
        {
            limit,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var page = await home.Tracking.Registry.SearchAsync(new RegistryQuery { MaxResults = result.GetValue(limit) }, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("models", Shape.List(page.Items, ModelShapes.Of)), ("more", Value.Of(page.NextPageToken is not null))));
            else
                Print(host, page.Items);
            return CliExitCodes.Done;
        });
        return command;
    }

    public static Command Show(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Name of the registered model.");
        var command = new Command(
            "show",
            """
            Shows a registered model and its versions, newest first.

            Example:
              gyre model show churn
            """)
        {
            name,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var model = await FindAsync(home.Tracking, result.GetRequiredValue(name), cancellationToken);
            var query = new RegistryQuery { Filter = $"name = '{model.Name.Replace("'", "''", StringComparison.Ordinal)}'", OrderBy = ["version_number DESC"], MaxResults = MaxVersions };
            var versions = await home.Tracking.ModelVersions.SearchAsync(query, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("model", ModelShapes.Of(model)), ("versions", Shape.List(versions.Items, ModelShapes.Of))));
            else
                Print(host, model, versions.Items);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <exception cref="InvalidInputException">There is none.</exception>
    public static async Task<RegisteredModel> FindAsync(TrackingStore tracking, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await tracking.Registry.GetAsync(name, cancellationToken);
        }
        catch (TrackingException exception) when (exception.Error == TrackingError.DoesNotExist)
        {
            var known = await tracking.Registry.SearchAsync(new RegistryQuery { MaxResults = 1000 }, cancellationToken);
            throw new InvalidInputException(
                "model.missing",
                $"Registered model '{Shown.Short(name, 200)}' was not found.",
                Shown.Clean(NearestWords.Question(name, known.Items.Select(model => model.Name))) + "Run 'gyre model list' to see the registered models.");
        }
    }

    private static void Print(CliHost host, IReadOnlyList<RegisteredModel> models)
    {
        if (models.Count == 0)
        {
            host.Say("No registered models yet.");
            return;
        }
        var table = new ResultTable("NAME", "LATEST", "ALIASES", "UPDATED (UTC)");
        foreach (var model in models)
        {
            var latest = string.Join("  ", model.LatestVersions.Select(version => version.Stage == ModelStage.None ? $"{version.Version}" : $"{version.Version} {Shown.Word(version.Stage)}"));
            table.Add(Shown.Clean(model.Name), latest, string.Join("  ", model.Aliases.Select(alias => $"{alias.Alias}={alias.Version}")), Shown.Time(model.UpdatedAt));
        }
        table.WriteTo(host);
    }

    private static void Print(CliHost host, RegisteredModel model, IReadOnlyList<ModelVersion> versions)
    {
        host.Out.WriteLine($"model        {Shown.Clean(model.Name)}");
        if (model.Description is { Length: > 0 } description)
            host.Out.WriteLine($"description  {Shown.Short(Shown.Clean(description), 200)}");
        var aliases = model.Aliases.ToLookup(alias => alias.Version, alias => alias.Alias);
        var table = new ResultTable("VERSION", "STAGE", "ALIASES", "RUN", "SOURCE", "CREATED (UTC)");
        foreach (var version in versions)
            table.Add($"{version.Version}", Shown.Word(version.Stage), string.Join("  ", aliases[version.Version]), version.RunId, Shown.Short(Shown.Clean(version.Source), 80), Shown.Time(version.CreatedAt));
        table.WriteTo(host);
    }
}
