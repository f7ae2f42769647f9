using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Pulls a version of a dataset into a folder.</summary>
internal static class DatasetPullCommand
{
    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME[/VERSION]", "Dataset, and its version or tag. Default: the newest version.");
        var folder = CliCommand.OptionalWord("DIR", "Folder to create. Default: the name of the dataset.");
        var path = CliCommand.Text("--path", "PATH", "Only this file, or this folder with '/' at its end, such as files/img/.");
        var replace = CliCommand.Switch("--replace", "Replace what is in the folder.");
        var command = new Command(
            "pull",
            """
            Copies a version of a dataset from a repository into a folder.

            Every file is checked against its digest; a damaged one is named and refused. The files are gathered beside the folder
            and moved into place when all are there. An interrupted pull continues where it was. A folder that holds the version
            already is left as it is.

            Example:
              gyre dataset pull digits
              gyre dataset pull digits/stable data/digits --replace
              gyre dataset pull digits data/digits --path files/img/ --environment staging
            """)
        {
            name, folder, path, replace,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var wanted = VersionName.Parse(result.GetValue(name)!);
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            var into = result.GetValue(folder) ?? wanted.Dataset;
            var options = new PullOptions { Path = result.GetValue(path), Replace = result.GetValue(replace) };
            Print(result, host, await RunAsync(host, repository, wanted, into, options, cancellationToken), into);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>Pulls with progress.</summary>
    public static Task<PulledVersion> RunAsync(
        CliHost host, OpenRepository repository, VersionName wanted, string folder, PullOptions options,
        CancellationToken cancellationToken) =>
        new TransferDisplay(host, "Fetched").ShowAsync(progress => repository.Datasets.PullAsync(
            wanted.Dataset, wanted.Version, host.Resolve(folder), options with { Progress = progress }, cancellationToken));

    /// <summary>Says what was pulled.</summary>
    public static void Print(ParseResult result, CliHost host, PulledVersion pulled, string folder)
    {
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, RepositoryShapes.Of(pulled, host.Resolve(folder)));
            return;
        }
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Shown.Clean(pulled.Version.Uri)} is in {Shown.Clean(folder)}  ({pulled.Files:#,0} files)"));
        host.Say(pulled.IsNew ? $"Fetched {Shown.Size(pulled.FetchedBytes)}." : "Everything was there already.");
    }
}
