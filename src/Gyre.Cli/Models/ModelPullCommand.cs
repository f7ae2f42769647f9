using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Models;

/// <summary>Downloads the files of a registered model.</summary>
internal static class ModelPullCommand
{
    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Name of the registered model.");
        var version = CliCommand.OptionalWord("VERSION", "Number of a version, or an alias. Default: the newest version.");
        var to = new Option<string>("--to")
        {
            Description = "Folder for the files; must not exist or be empty.",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command(
            "pull",
            """
            Downloads the files of a version of a registered model. The folder appears whole or not at all.

            Example:
              gyre model pull churn --to churn-model
              gyre model pull churn champion --to churn-model
            """)
        {
            name, version, to,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var model = await ModelReadCommands.FindAsync(home.Tracking, result.GetRequiredValue(name), cancellationToken);
            var found = await FindAsync(home.Tracking, model, result.GetValue(version), cancellationToken);
            var folder = host.Resolve(result.GetRequiredValue(to));
            var files = await ModelFiles.OpenAsync(home.Tracking, found.Location, cancellationToken);
            var count = await PullAsync(files, found, folder, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(
                    ("name", Value.Of(found.Name)), ("version", Value.Of(found.Version)), ("folder", Value.Of(folder)),
                    ("files", Value.Of(count))));
            else
                host.Out.WriteLine($"{Shown.Clean(found.Name)} version {found.Version} is in {Shown.Clean(folder)}  ({count} files)");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<ModelVersion> FindAsync(
        TrackingStore tracking, RegisteredModel model, string? wanted, CancellationToken cancellationToken)
    {
        try
        {
            if (wanted is null)
                return await tracking.ModelVersions.GetAsync(
                    model.Name, model.LatestVersions.Select(static one => one.Version).DefaultIfEmpty().Max(), cancellationToken);
            return long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? await tracking.ModelVersions.GetAsync(model.Name, number, cancellationToken)
                : await tracking.Registry.GetByAliasAsync(model.Name, wanted, cancellationToken);
        }
        catch (TrackingException exception) when (exception.Error is TrackingError.DoesNotExist or TrackingError.InvalidParameter)
        {
            throw new InvalidInputException(
                "model.version", $"'{Shown.Short(model.Name, 200)}' has no version or alias '{Shown.Short(wanted ?? "", 100)}'.",
                "Run 'gyre model show NAME' to see its versions and aliases.");
        }
    }

    private static async Task<int> PullAsync(
        ModelFiles source, ModelVersion version, string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new InvalidInputException(
                "model.folder", $"'{Shown.Short(folder, 200)}' is not an empty folder.", "Name a folder that does not exist yet.");
        // Beside its place first: an interrupted pull must not leave half a model.
        var partial = Path.TrimEndingDirectorySeparator(folder) + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        var files = await source.ListAsync(cancellationToken);
        if (files.Count == 0)
            throw new InvalidInputException(
                "model.files", $"Version {version.Version} of '{Shown.Short(version.Name, 200)}' has no files in this home.",
                $"Its files are at {Shown.Short(version.Source, 200)}.");
        foreach (var file in files)
        {
            var target = SafePath.Parse(file).Under(partial);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var content = await source.ReadAsync(file, cancellationToken);
            var copy = File.Create(target);
            await using (copy)
                await content.CopyToAsync(copy, cancellationToken);
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(partial, folder);
        return files.Count;
    }
}
