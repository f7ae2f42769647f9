using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Compares two versions of datasets.</summary>
internal static class DatasetDiffCommand
{
    private const int MostShown = 20;

    public static Command Create(CliHost host)
    {
        var from = CliCommand.Word("NAME[/VERSION]", "The version to compare with. Default: the newest.");
        var to = CliCommand.Word("OTHER[/VERSION]", "The version to compare.");
        var command = new Command(
            "diff",
            """
            Shows what differs between two versions: files, elements of the schema, and examples by their identifiers. An example
            counts as changed when a value or a file of it differs. Versions of different datasets can be compared as well.

            Example:
              gyre dataset diff digits/stable digits/latest
              gyre dataset diff digits/2026-02 digits/2026-03 --format json
            """)
        {
            from, to,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (first, second) = (VersionName.Parse(result.GetValue(from)!), VersionName.Parse(result.GetValue(to)!));
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            var difference = await repository.Datasets.DiffAsync(
                await repository.Datasets.GetAsync(first.Dataset, first.Version, cancellationToken),
                await repository.Datasets.GetAsync(second.Dataset, second.Version, cancellationToken), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, RepositoryShapes.Of(difference));
            else
                Print(host, difference);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, DatasetDifference difference)
    {
        if (difference.IsSame)
        {
            host.Out.WriteLine("Both versions hold the same files.");
            return;
        }
        Print(host, "+", difference.Added.Select(static file => file.Path));
        Print(host, "-", difference.Removed.Select(static file => file.Path));
        Print(host, "~", difference.Changed.Select(static file => file.Path));
        host.Out.WriteLine(Count(difference.Added.Length, difference.Removed.Length, difference.Changed.Length, "files"));
        if (difference.Schema is { IsEmpty: false } schema)
        {
            Print(host, "+ element", schema.Added);
            Print(host, "- element", schema.Removed);
            Print(host, "~ element", schema.Changed.Select(
                static change => $"{change.Element}: {change.Property} {change.From} -> {change.To}"));
        }
        if (difference.Examples is { } examples)
            host.Out.WriteLine(Count(examples.Added, examples.Removed, examples.Changed, "examples"));
        else if (difference.Unreadable is { } reason)
            host.Say($"Examples are not compared: {Shown.Clean(reason)}");
    }

    private static void Print(CliHost host, string sign, IEnumerable<string> names)
    {
        var all = names.ToList();
        foreach (var name in all.Take(MostShown))
            host.Out.WriteLine($"{sign} {Shown.Clean(name)}");
        if (all.Count > MostShown)
            host.Out.WriteLine($"{sign} ... and {(all.Count - MostShown).ToString("#,0", CultureInfo.InvariantCulture)} more");
    }

    private static string Count(long added, long removed, long changed, string what) => string.Create(
        CultureInfo.InvariantCulture, $"{what}: {added:#,0} added, {removed:#,0} removed, {changed:#,0} changed");
}
