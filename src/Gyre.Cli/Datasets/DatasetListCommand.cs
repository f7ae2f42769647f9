using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Lists datasets and their versions.</summary>
internal static class DatasetListCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "list",
            """
            Lists the datasets of a repository with their newest versions.

            Example:
              gyre dataset list
              gyre dataset list --environment production --format json
            """);
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            var datasets = await repository.Datasets.ListAsync(cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("datasets", Shape.List(datasets, RepositoryShapes.Of))));
            else if (datasets.Count == 0)
                host.Say($"There are no datasets in {Shown.Clean(repository.Name)}.");
            else
                Print(host, "DATASET", datasets, static version => version.Dataset);
            return CliExitCodes.Done;
        });
        return command;
    }

    public static Command CreateVersions(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Dataset.");
        var command = new Command(
            "versions",
            """
            Lists the versions of a dataset, newest first.

            Example:
              gyre dataset versions digits
            """)
        {
            name,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            var versions = await repository.Datasets.VersionsAsync(result.GetValue(name)!, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("versions", Shape.List(versions, RepositoryShapes.Of))));
            else
                Print(host, "DIGEST", versions, static version => version.IsPlain ? "-" : version.Digest.Hex[..12]);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(
        CliHost host, string heading, IReadOnlyList<RepositoryVersion> versions, Func<RepositoryVersion, string> first)
    {
        var table = new ResultTable(heading, "VERSION", "EXAMPLES", "FILES", "SIZE", "TAGS", "CREATED (UTC)");
        foreach (var version in versions)
        {
            table.Add(
                first(version), version.IsPlain ? "-" : version.Version,
                version.Examples?.ToString("#,0", CultureInfo.InvariantCulture) ?? "-",
                version.FileCount.ToString("#,0", CultureInfo.InvariantCulture), Shown.Size(version.SizeInBytes),
                string.Join(", ", version.Tags), version.IsPlain ? "-" : Shown.Time(version.CreatedAt));
        }
        table.WriteTo(host);
    }
}
