using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Shows the first examples of a dataset folder.</summary>
internal static class DatasetPreviewCommand
{
    private const int MostRows = 1000;

    public static Command Create(CliHost host)
    {
        var source = CliCommand.Word("SOURCE", DatasetSource.Description);
        var rows = new Option<int>("--rows")
        {
            Description = $"Number of examples to show, 1 to {MostRows}.",
            HelpName = "N",
            DefaultValueFactory = static _ => 10,
        };
        rows.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 1 and <= MostRows))
                result.AddError($"'{token.Value}' is not a valid value for --rows. Use a whole number from 1 to {MostRows}.");
        });
        var command = new Command(
            "preview",
            """
            Shows the first examples of a dataset folder or a version, with the types of the columns.

            Cells are shortened, and columns that do not fit into the terminal are left out and named. With --format json
            everything is printed. A version is not pulled for it.

            Example:
              gyre dataset preview data/digits
              gyre dataset preview data/digits --rows 3 --format json
              gyre dataset preview digits@stable
            """)
        {
            source, rows,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (schema, first) = await ReadAsync(
                host, result, place, result.GetValue(source)!, result.GetValue(rows), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Of(schema, first));
            else
                Print(host, schema, first);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<(DatasetSchema Schema, IReadOnlyList<DatasetExample> Examples)> ReadAsync(
        CliHost host, ParseResult result, DatasetPlaceOptions place, string source, int most, CancellationToken cancellationToken)
    {
        if (DatasetSource.VersionOf(host, source) is { } version)
        {
            var preview = await DatasetSource.ReadAsync(
                place, result, host, source,
                repository => repository.Datasets.PreviewAsync(version.Dataset, version.Version, most, cancellationToken),
                cancellationToken);
            return (preview.Schema, preview.Examples);
        }
        var examples = await DatasetExamples.OpenAsync(host.Resolve(source), cancellationToken);
        return (examples.Schema, await FirstAsync(examples, most, cancellationToken));
    }

    /// <summary>The first examples.</summary>
    public static async Task<List<DatasetExample>> FirstAsync(DatasetExamples examples, int most, CancellationToken cancellationToken)
    {
        var first = new List<DatasetExample>();
        await foreach (var example in examples.ReadAsync(null, cancellationToken))
        {
            first.Add(example);
            if (first.Count == most)
                break;
        }
        return first;
    }

    /// <summary>Writes examples as a table that is no wider than the terminal.</summary>
    public static void Print(CliHost host, DatasetSchema schema, IReadOnlyList<DatasetExample> examples)
    {
        List<string[]> columns =
        [
            ["id", "uuid", .. examples.Select(static example => example.Id.ToString()[..8])],
            .. schema.Elements.Select((element, index) => (string[])
            [
                Shown.Short(Shown.Clean(element.Name), PreviewTable.WidestCell), DatasetShapes.TypeWord(element),
                .. examples.Select(example => example.Values[index] is { } value ? Shown.Cell(value, PreviewTable.WidestCell) : ""),
            ]),
        ];
        var shown = PreviewTable.Fit(columns, host.OutIsTerminal ? host.Width() : int.MaxValue);
        foreach (var line in PreviewTable.Lines(columns[..shown]))
            host.Out.WriteLine(line);
        var hidden = schema.Elements.Skip(shown - 1).Select(static element => Shown.Clean(element.Name)).ToList();
        if (hidden.Count > 0)
            host.Say($"Not shown for lack of room: {Shown.Short(string.Join(", ", hidden), 300)}.");
    }

    private static MapValue Of(DatasetSchema schema, IReadOnlyList<DatasetExample> examples) => Shape.Object(
        ("columns", Shape.List(schema.Elements, static element => Shape.Object(
            ("name", Value.Of(element.Name)), ("role", Value.Of(Shown.Word(element.Role))),
            ("type", Value.Of(DatasetShapes.TypeWord(element.Type, MultiValue.None))),
            ("multiValue", DatasetShapes.MultiValueWord(element.MultiValue))))),
        ("rows", Shape.List(examples, example => Shape.Object(
            ("id", Value.Of(example.Id.ToString("D", CultureInfo.InvariantCulture))),
            ("values", Value.Of(example.Values.Select(PlainOf)))))));

    /// <summary>What is missing is null as well here, and moments are texts.</summary>
    private static Value PlainOf(Value? value) => value switch
    {
        null => Value.Null,
        TimestampValue moment => Value.Of(moment.Text),
        FloatValue { Number: var number } when !double.IsFinite(number) => Value.Of(NumberText.Of(number)),
        ListValue list => Value.Of(list.Items.Select(PlainOf)),
        _ => value,
    };
}
