using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Pushes a dataset folder as a version.</summary>
internal static class DatasetPushCommand
{
    public static Command Create(CliHost host)
    {
        var folder = CliCommand.Word("DIR", "Folder of the dataset.");
        var version = CliCommand.Text("--version", "NAME", "Name of the version. Default: the first 12 digits of its digest.");
        var description = CliCommand.Text("--description", "TEXT", "What is in it. Default: the description in its schema.");
        var tag = CliCommand.Text("--tag", "TAG", "Let this tag point to the version.");
        var command = new Command(
            "push",
            """
            Stores a dataset folder as a version in a repository: schema, examples, files and splits.

            The folder is inspected first; if it has errors, nothing is stored and the exit code is 2. Content that is already there
            is not sent again, so an interrupted push continues where it was. The version appears when everything is stored.
            Pushing the same files again gives the same version.

            Without --environment, or with a development environment that names no other place, the repository is the home.
            Steps of the project then read the version as 'dataset://NAME/VERSION'.

            Example:
              gyre dataset push data/digits
              gyre dataset push data/digits --version 2026-03 --tag stable
              gyre dataset push data/digits --environment staging
            """)
        {
            folder, version, description, tag,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var repository = await place.OpenAsync(result, host, makesHome: true, cancellationToken);
            var options = new PushOptions { Version = result.GetValue(version), Description = result.GetValue(description) };
            var pushed = await RunAsync(host, repository, result.GetValue(folder)!, options, cancellationToken);
            if (result.GetValue(tag) is { } name)
                pushed = pushed with
                {
                    Version = await repository.Datasets.TagAsync(pushed.Version.Dataset, pushed.Version.Version, name, cancellationToken),
                };
            Print(result, host, pushed);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>Pushes with progress.</summary>
    public static Task<PushedVersion> RunAsync(
        CliHost host, OpenRepository repository, string folder, PushOptions options, CancellationToken cancellationToken) =>
        new TransferDisplay(host, "Sent").ShowAsync(progress => repository.Datasets.PushFolderAsync(
            host.Resolve(folder), options with { Progress = progress }, cancellationToken));

    /// <summary>Says what was pushed.</summary>
    public static void Print(ParseResult result, CliHost host, PushedVersion pushed)
    {
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, RepositoryShapes.Of(pushed));
            return;
        }
        var version = pushed.Version;
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Shown.Clean(version.Uri)}  ({version.Examples:#,0} examples, {version.FileCount:#,0} files, "
                + $"{Shown.Size(version.SizeInBytes)})"));
        host.Say(pushed.IsNew
            ? string.Create(CultureInfo.InvariantCulture, $"Sent {pushed.SentFiles:#,0} files, {Shown.Size(pushed.SentBytes)}.")
            : "This version was there already.");
    }
}
