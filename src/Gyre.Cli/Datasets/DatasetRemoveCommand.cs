using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Removes a version of a dataset.</summary>
internal static class DatasetRemoveCommand
{
    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME@VERSION", "Dataset and version; neither a tag nor 'latest'.");
        var force = CliCommand.Switch("--force", "Also if a tag points to it or something needs it. Its tags are removed, too.");
        var dryRun = CliCommand.Switch("--dry-run", "Say what would be removed, and what needs it, without removing it.");
        var purge = CliCommand.Switch(
            "--purge", "In a bucket or shared folder: also remove content no version names. Nobody may push meanwhile.");
        var command = new Command(
            "remove",
            """
            Removes a version of a dataset from a repository. Content that other versions share stays.

            A version is refused, with exit code 2, while a tag points to it, a run read it, or another version was made of it by a
            query. In the home, content that nothing needs any more goes with 'gyre gc', and "retention": {"datasets": "90d"} in
            HOME/home.json removes old versions by itself.

            Example:
              gyre dataset remove digits@2026-01 --dry-run
              gyre dataset remove digits@2026-01
              gyre dataset remove digits@2026-01 --environment staging --purge
            """)
        {
            name, force, dryRun, purge,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var version = VersionName.Parse(result.GetValue(name)!);
            var options = new RemoveOptions
            {
                Force = result.GetValue(force),
                DryRun = result.GetValue(dryRun),
                Purge = result.GetValue(purge),
            };
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            var removed = await repository.Datasets.RemoveAsync(version.Dataset, version.Version, options, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(
                    ("dryRun", Value.Of(options.DryRun)), ("version", RepositoryShapes.Of(removed.Version)),
                    ("needs", Shape.List(removed.Needs, Value.Of)), ("purgedFiles", Value.Of(removed.Files)),
                    ("purgedBytes", Value.Of(removed.Bytes))));
            else
                Print(host, removed, options);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, RemovedVersion removed, RemoveOptions options)
    {
        var verb = !options.DryRun ? "Removed" : removed.Needs.Count > 0 && !options.Force ? "Would refuse to remove" : "Would remove";
        host.Out.WriteLine($"{verb} {Shown.Clean(removed.Version.Uri)}.");
        foreach (var need in removed.Needs)
            host.Say($"{(options.DryRun ? "It is needed" : "It was needed")}: {Shown.Clean(need)}.");
        if (removed.Files > 0)
            host.Say(string.Create(
                CultureInfo.InvariantCulture, $"Purged {removed.Files:#,0} contents, {Shown.Size(removed.Bytes)}."));
    }
}
