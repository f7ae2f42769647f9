using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Home;

namespace Gyre.Cli.Datasets;

/// <summary>Compares two datasets column by column.</summary>
internal static class DatasetDriftCommand
{
    private const int Shortest = 60;

    public static Command Create(CliHost host)
    {
        var before = CliCommand.Word("BEFORE",
            "Dataset folder, version as NAME[@VERSION], or a file that 'gyre dataset profile --output' wrote.");
        var now = CliCommand.Word("NOW", "Folder, version or profile to compare with it.");
        var bound = FailAbove();
        var command = new Command(
            "drift",
            """
            Shows how far the columns of a dataset have moved: population stability index (PSI), distance of the distributions (KS),
            what is missing, labels that are new or gone.

            Of versions the profiles that are kept with them are compared; their examples are read only if there is none.

            A PSI below 0.1 is called stable, below 0.25 moderate, else large. CHANCE is what the PSI of so few examples stays below
            without drift. Exits with 0; with --fail-above with 1 if the PSI of a column is above, or a column has lost its values,
            its type or is gone.

            Example:
              gyre dataset drift data/march data/april
              gyre dataset drift march.profile.json data/april --fail-above 0.25
              gyre dataset drift digits@2026-03 digits@2026-04
            """)
        {
            before, now, bound,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var reference = await ReadAsync(host, result, place, result.GetValue(before)!, cancellationToken);
            var drift = DatasetDrift.Between(reference, await ReadAsync(host, result, place, result.GetValue(now)!, cancellationToken));
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("columns", Shape.List(drift.Columns, Of))));
            else
                Print(host, drift);
            if (result.GetValue(bound) is not { } most)
                return CliExitCodes.Done;
            var above = drift.Columns.Where(column => column.IsAbove(most)).Select(static column => column.Name).ToList();
            if (above.Count == 0)
                return CliExitCodes.Done;
            host.Say($"Above {Shown.Number(most)}: {Shown.Clean(string.Join(", ", above))}.");
            return CliExitCodes.Failed;
        });
        return command;
    }

    private static Option<double?> FailAbove()
    {
        var option = new Option<double?>("--fail-above")
        {
            Description = "Exit with 1 if the PSI of a column is above this number.",
            HelpName = "X",
            CustomParser = static result =>
            {
                if (NumberText.TryReadDouble(result.Tokens[0].Value, out var number) && double.IsFinite(number) && number >= 0)
                    return number;
                result.AddError($"'{result.Tokens[0].Value}' is not a valid value for --fail-above. Use a number, 0 or greater.");
                return null;
            },
        };
        return option;
    }

    private static async Task<DatasetProfile> ReadAsync(
        CliHost host, ParseResult result, DatasetPlaceOptions place, string name, CancellationToken cancellationToken)
    {
        if (VersionName.IsAddress(name) || new FileInfo(host.Resolve(name)) is not { Exists: true } file)
            return await DatasetProfileCommand.ReadAsync(host, result, place, name, cancellationToken);
        if (file.Length > DatasetProfiles.MaxBytes)
            throw new InvalidInputException(
                "dataset.profile.file", $"'{Shown.Clean(name)}' is too large for a profile.",
                "Name a dataset folder, a version, or a file that 'gyre dataset profile --output' wrote.");
        return DatasetProfiles.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken), name);
    }

    private static MapValue Of(ColumnDrift column) => Shape.Object(
        ("name", Value.Of(column.Name)),
        ("change", Value.Of(Shown.Word(column.Change))),
        ("verdict", column.Verdict is { } verdict ? Value.Of(Shown.Word(verdict)) : Value.Null),
        ("psi", Shape.Number(column.Index)),
        ("chance", Shape.Number(column.Chance)),
        ("ks", Shape.Number(column.Distance)),
        ("missingBefore", Shape.Number(column.MissingBefore)),
        ("missingAfter", Shape.Number(column.MissingAfter)),
        ("newValues", Shape.List(column.NewValues, Value.Of)),
        ("vanishedValues", Shape.List(column.VanishedValues, Value.Of)));

    private static void Print(CliHost host, DatasetDrift drift)
    {
        var table = new ResultTable("COLUMN", "VERDICT", "PSI", "CHANCE", "KS", "MISSING", "NEW", "GONE")
        {
            Drops = ["GONE", "NEW", "KS", "CHANCE"],
        };
        foreach (var column in drift.Columns)
        {
            table.Add(
                column.Verdict == DriftVerdict.Large, column.Name, WordOf(column), Number(column.Index), Number(column.Chance),
                Number(column.Distance), $"{Share(column.MissingBefore)} > {Share(column.MissingAfter)}", List(column.NewValues),
                List(column.VanishedValues));
        }
        table.WriteTo(host);
    }

    private static string WordOf(ColumnDrift column) =>
        column.Verdict is { } verdict ? Shown.Word(verdict) : column.Change == ColumnChange.None ? "-" : Shown.Word(column.Change);

    private static string Number(double? number) => number is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "-";

    private static string Share(double? share) =>
        share is { } known ? (100 * known).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string List(IReadOnlyList<string> values) => values.Count == 0 ? "-" : Shown.Short(string.Join(", ", values), Shortest);
}
