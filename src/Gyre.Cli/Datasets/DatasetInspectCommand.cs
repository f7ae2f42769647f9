using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Inspects a dataset folder.</summary>
internal static class DatasetInspectCommand
{
    private const int MostShown = 100;

    public static Command Create(CliHost host)
    {
        var folder = CliCommand.Word("DIR", "Folder of the dataset.");
        var split = CliCommand.Text("--split", "NAME", "Check and show only this split. Default: all.");
        var command = new Command(
            "inspect",
            """
            Checks a dataset folder and shows what it contains: counts, ranges, class balance, missing values and split sizes.

            Reports every problem at once, with file, row, example and element. Exits with 2 if the dataset is not valid. Warnings
            do not affect the exit code. Nothing is changed.

            Example:
              gyre dataset inspect data/digits
              gyre dataset inspect data/digits --split cil_5
              gyre dataset inspect data/digits --format json
            """)
        {
            folder, split,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var name = result.GetValue(folder)!;
            var inspection = await DatasetFolder.InspectAsync(host.Resolve(name), result.GetValue(split), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, DatasetShapes.Of(inspection));
            else
                Print(host, name, inspection);
            return inspection.IsValid ? CliExitCodes.Done : CliExitCodes.BadInput;
        });
        return command;
    }

    private static void Print(CliHost host, string name, DatasetInspection inspection)
    {
        Say(host, "error", inspection.Errors);
        Say(host, "warning", inspection.Warnings);
        foreach (var (code, count) in inspection.Unlisted)
            host.Say($"{Number(count)} more findings of {code} are not listed.");
        var summary = inspection.Summary;
        if (inspection.Schema is not null && summary.ExamplesFile is not null)
        {
            host.Out.WriteLine($"{Shown.Clean(summary.Name ?? "")}: {Number(summary.Examples)} examples in {summary.ExamplesFile}, "
                + $"{Number(summary.Files)} files, {Shown.Size(summary.SizeInBytes)}");
            PrintElements(host, summary);
            PrintClasses(host, summary);
            PrintSplits(host, summary);
        }
        var warnings = inspection.Warnings.IsEmpty ? "" : $", with {Count(inspection.Warnings.Length, "warning")}";
        if (inspection.IsValid)
            host.Out.WriteLine($"{Shown.Clean(name)} is valid{warnings}.");
        else
            host.Say($"{Shown.Clean(name)} is not valid: {Count(inspection.Errors.Length, "error")}{warnings}.");
    }

    private static void Say(CliHost host, string word, IReadOnlyList<DatasetFinding> findings)
    {
        foreach (var finding in findings.Take(MostShown))
        {
            var place = finding.Place.Length > 0 ? $"{finding.Place}: " : "";
            host.Say(Shown.Clean($"{place}{word} {finding.Code}: {finding.Message}{(finding.Remedy is { } remedy ? " " + remedy : "")}"));
        }
        if (findings.Count > MostShown)
            host.Say($"{Number(findings.Count - MostShown)} more with the {word}s above; --format json lists them.");
    }

    private static void PrintElements(CliHost host, DatasetSummary summary)
    {
        if (summary.Elements.IsEmpty)
            return;
        var table = new ResultTable("ELEMENT", "ROLE", "TYPE", "VALUES", "NULL", "MISSING", "MIN", "MAX", "MEAN", "DISTINCT");
        foreach (var element in summary.Elements)
        {
            table.Add(
                element.Element.Name, Shown.Word(element.Element.Role), DatasetShapes.TypeWord(element.Element), Number(element.Values),
                Number(element.Nulls), Number(element.Missing), Shown.Short(element.Min ?? "-", 20), Shown.Short(element.Max ?? "-", 20),
                element.Mean is { } mean ? Shown.Number(mean) : "-",
                element.Distinct is { } distinct ? $"{(element.HasMoreDistinct ? "over " : "")}{Number(distinct)}" : "-");
        }
        table.WriteTo(host);
    }

    private static void PrintClasses(CliHost host, DatasetSummary summary)
    {
        var outputs = summary.Elements.Where(
            static element => element.Element.Role == ElementRole.Output && element.Top.Length > 0).ToList();
        if (outputs.Count == 0)
            return;
        var table = new ResultTable("OUTPUT", "CLASS", "EXAMPLES", "SHARE");
        foreach (var output in outputs)
        {
            foreach (var (value, count) in output.Top.Take(20))
                table.Add(output.Element.Name, value, Number(count), Share(count, output.Values));
        }
        table.WriteTo(host);
    }

    private static void PrintSplits(CliHost host, DatasetSummary summary)
    {
        if (summary.Splits.All(static split => split.Experiences.IsEmpty))
            return;
        var table = new ResultTable("SPLIT", "EXPERIENCE", "PARTITION", "TRAINING", "TEST", "VALIDATION");
        foreach (var split in summary.Splits)
        {
            foreach (var (index, experience) in split.Experiences.Index())
            {
                foreach (var (number, partition) in experience.Partitions.Index())
                {
                    table.Add(
                        split.Name, Number(index), Number(number), Number(partition.Training.Length), Number(partition.Test.Length),
                        Number(partition.Validation.Length));
                }
            }
        }
        table.WriteTo(host);
    }

    private static string Share(long part, long whole) =>
        (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Count(int number, string word) => $"{Number(number)} {word}{(number == 1 ? "" : "s")}";
}
