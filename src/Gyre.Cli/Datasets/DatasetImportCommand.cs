using System.CommandLine;
using System.Globalization;
using System.Text;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Makes a dataset folder of something else.</summary>
internal static class DatasetImportCommand
{
    private const int PreviewRows = 5;
    private const int MostSchemaBytes = 4 * 1024 * 1024;

    private static readonly Dictionary<string, DatasetFormat> Formats = new(StringComparer.Ordinal)
    {
        ["csv"] = DatasetFormat.Csv,
        ["db"] = DatasetFormat.Sqlite,
        ["parquet"] = DatasetFormat.Parquet,
    };

    public static Command Create(CliHost host)
    {
        var options = new Options();
        var command = new Command(
            "import",
            """
            Makes a dataset folder of a CSV, TSV, JSON lines or Parquet file, or of a folder of images with a folder per class.

            --push stores the dataset as a version in a repository, as 'gyre dataset push' does; without --to, only there.

            Types are inferred from all rows: look at them before you use the dataset. --dry-run prints the schema only; edit it and
            pass it by --schema. Identifiers are the UUIDs of the first column, or made of --id or of the content of rows, the same
            each time. Exits with 2 if a row is refused; nothing is written then.

            Example:
              gyre dataset import iris.csv --to data/iris --output species
              gyre dataset import iris.csv --output species --dry-run > schema.json
              gyre dataset import iris.csv --to data/iris --schema schema.json
              gyre dataset import photos --to data/photos
              gyre dataset import iris.csv --output species --push
            """);
        options.AddTo(command);
        var place = new DatasetPlaceOptions().AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(options.Push) || CliCommand.IsGiven(result, options.To)) == result.GetValue(options.DryRun))
                result.AddError("Give --to DIR, --push, or both; or --dry-run.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var source = result.GetValue(options.Source)!;
            var import = await DatasetImport.OpenAsync(
                host.Resolve(source), source, await options.ReadAsync(host, result, cancellationToken), cancellationToken);
            foreach (var note in import.Notes)
                host.Say(Shown.Clean(note));
            if (result.GetValue(options.DryRun))
                host.Out.Write(Encoding.UTF8.GetString(import.SchemaText()));
            else if (result.GetValue(options.To) is { } folder)
                await WriteAsync(host, result, import, folder, options, place, cancellationToken);
            else
                await PushAsync(host, result, import, options, place, cancellationToken);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>Writes into a temporary folder, pushes that and removes it.</summary>
    private static async Task PushAsync(
        CliHost host, ParseResult result, DatasetImport import, Options options, DatasetPlaceOptions place,
        CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateTempSubdirectory("gyre-import-").FullName;
        try
        {
            var folder = Path.Join(temporary, "dataset");
            await import.WriteAsync(folder, Formats[result.GetValue(options.Form)!], cancellationToken);
            var pushed = await PushAsync(host, result, folder, place, cancellationToken);
            DatasetPushCommand.Print(result, host, pushed);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task<PushedVersion> PushAsync(
        CliHost host, ParseResult result, string folder, DatasetPlaceOptions place, CancellationToken cancellationToken)
    {
        await using var repository = await place.OpenAsync(result, host, makesHome: true, cancellationToken);
        return await DatasetPushCommand.RunAsync(host, repository, folder, new PushOptions(), cancellationToken);
    }

    private static async Task WriteAsync(
        CliHost host, ParseResult result, DatasetImport import, string folder, Options options, DatasetPlaceOptions place,
        CancellationToken cancellationToken)
    {
        await import.WriteAsync(host.Resolve(folder), Formats[result.GetValue(options.Form)!], cancellationToken);
        var pushed = result.GetValue(options.Push) ? await PushAsync(host, result, folder, place, cancellationToken) : null;
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, Shape.Object(
                ("folder", Value.Of(folder)), ("examples", Value.Of(import.Rows)), ("notes", Shape.List(import.Notes, Value.Of)),
                ("schema", ValueJson.Parse(import.SchemaText())),
                ("version", pushed is null ? Value.Null : RepositoryShapes.Of(pushed.Version))));
            return;
        }
        var written = await DatasetExamples.OpenAsync(host.Resolve(folder), cancellationToken);
        DatasetPreviewCommand.Print(
            host, written.Schema, await DatasetPreviewCommand.FirstAsync(written, PreviewRows, cancellationToken));
        var outputs = string.Join(", ", import.Schema.Outputs.Select(static element => element.Name));
        host.Out.WriteLine(
            $"Wrote {Shown.Clean(folder)}: {import.Rows.ToString("#,0", CultureInfo.InvariantCulture)} examples, "
            + (outputs.Length > 0 ? $"to predict {Shown.Clean(outputs)}." : "no outputs (--output names them)."));
        if (pushed is not null)
            host.Out.WriteLine($"Pushed {Shown.Clean(pushed.Version.Uri)}.");
    }

    /// <summary>What can be said on the command line.</summary>
    private sealed class Options
    {
        private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

        public Argument<string> Source { get; } = CliCommand.Word(
            "SOURCE", "File (.csv, .tsv, .jsonl, .parquet; .gz or .zst of texts), or a folder of images.");

        public Option<string?> To { get; } = CliCommand.Text("--to", "DIR", "Folder to create; it must not exist.");

        public Option<bool> Push { get; } = CliCommand.Switch("--push", "Push the dataset to a repository.");

        public Option<bool> DryRun { get; } = CliCommand.Switch("--dry-run", "Print schema.json and write nothing.");

        public Option<string> Form { get; } = new("--examples")
        {
            Description = "How examples are stored. Other programs read csv and db only.",
            HelpName = string.Join('|', Formats.Keys),
            DefaultValueFactory = static _ => "csv",
        };

        private Option<string?> Name { get; } = CliCommand.Text("--name", "NAME", "Name of the dataset. Default: that of the source.");

        private Option<string[]> Outputs { get; } = new("--output")
        {
            Description = "Columns that models predict, separated by commas. May be repeated.",
            HelpName = "COLUMN[,...]",
        };

        private Option<string?> Id { get; } = CliCommand.Text(
            "--id", "COLUMN", "Column with identifiers, all different. UUIDs are used as they are.");

        private Option<string?> Schema { get; } = CliCommand.Text(
            "--schema", "FILE", "Use this schema. Columns that are not in it are left out.");

        public void AddTo(Command command)
        {
            command.Arguments.Add(Source);
            foreach (var option in new Option[] { To, Push, DryRun, Name, Outputs, Id, Schema, Form })
                command.Options.Add(option);
            Form.Validators.Add(static result =>
            {
                if (result.Tokens is [var token] && !Formats.ContainsKey(token.Value))
                    result.AddError($"'{token.Value}' is not a form of examples. Use one of {string.Join(", ", Formats.Keys)}.");
            });
            command.Validators.Add(result =>
            {
                if (CliCommand.IsGiven(result, Schema) && (CliCommand.IsGiven(result, Outputs) || CliCommand.IsGiven(result, Name)))
                    result.AddError("--schema already says the name and the outputs; leave out --name and --output.");
            });
        }

        public async Task<DatasetImportOptions> ReadAsync(CliHost host, ParseResult result, CancellationToken cancellationToken) => new()
        {
            Name = result.GetValue(Name),
            Outputs = [.. (result.GetValue(Outputs) ?? []).SelectMany(static text => text.Split(',', Trimmed))],
            Id = result.GetValue(Id),
            // A bare null would become empty memory.
            Schema = result.GetValue(Schema) is { } file ? await SchemaAsync(host, file, cancellationToken) : (ReadOnlyMemory<byte>?)null,
        };

        private static async Task<ReadOnlyMemory<byte>> SchemaAsync(CliHost host, string name, CancellationToken cancellationToken)
        {
            var file = new FileInfo(host.Resolve(name));
            return file.Exists && file.Length <= MostSchemaBytes
                ? await File.ReadAllBytesAsync(file.FullName, cancellationToken)
                : throw new InvalidInputException(
                    "dataset.import.schema", $"'{Shown.Clean(name)}' {(file.Exists ? "is too large" : "does not exist")}.",
                    "Write it by --dry-run and edit it.");
        }
    }
}
