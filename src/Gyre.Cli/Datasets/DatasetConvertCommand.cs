using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Writes a dataset folder with its examples in another form.</summary>
internal static class DatasetConvertCommand
{
    private static readonly Dictionary<string, DatasetFormat> Formats = new(StringComparer.Ordinal)
    {
        ["csv"] = DatasetFormat.Csv,
        ["csv.gz"] = DatasetFormat.CsvGzip,
        ["csv.zst"] = DatasetFormat.CsvZstd,
        ["sqlite"] = DatasetFormat.Sqlite,
        ["parquet"] = DatasetFormat.Parquet,
    };

    public static Command Create(CliHost host)
    {
        var folder = CliCommand.Word("DIR", "Folder of the dataset.");
        var target = CliCommand.Word("TARGET", "Folder to create; it must not exist.");
        var to = new Option<string>("--to")
        {
            Description = "How the examples are stored. Other programs read csv and sqlite only.",
            HelpName = "csv|csv.gz|csv.zst|sqlite|parquet",
            Required = true,
        };
        to.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !Formats.ContainsKey(token.Value))
                result.AddError($"'{token.Value}' is not a form of examples. Use one of {string.Join(", ", Formats.Keys)}.");
        });
        var command = new Command(
            "convert",
            """
            Copies a dataset folder and stores its examples in another form. Files and splits are copied as well.

            Values keep their meaning but not their spelling: dates are written as 2023-08-29T19:04:25, for example. Parquet has
            no difference between null and missing. The copy appears whole or not at all.

            Example:
              gyre dataset convert data/digits data/digits-parquet --to parquet
            """)
        {
            folder, target, to,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (from, into) = (result.GetValue(folder)!, result.GetValue(target)!);
            var examples = await DatasetExamples.OpenAsync(host.Resolve(from), cancellationToken);
            await DatasetFolder.WriteAsync(
                host.Resolve(into), examples.Schema, examples.ReadAsync(null, cancellationToken), Formats[result.GetValue(to)!],
                examples.Splits,
                examples.FilesFolder, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("folder", Value.Of(into))));
            else
                host.Out.WriteLine($"Wrote {Shown.Clean(into)}.");
            return CliExitCodes.Done;
        });
        return command;
    }
}
