using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnPredictCommand(ModelKinds kinds)
{
    private readonly Option<string[]> _models = new("--model")
    {
        Description = "Model files, or folders that contain them (*.json).",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<FileInfo> _data = LearnOptions.RequiredFile(
        "--data", "CSV file with the models' features. Labels are copied to the output.");
    private readonly Option<FileInfo?> _output = LearnOptions.OptionalFile(
        "--output", "File to write the predictions to, for a single model.");
    private readonly Option<DirectoryInfo?> _outputDirectory = new("--output-dir")
    {
        Description = "Folder to write predictions to, one file per model, named like the model.",
    };
    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "Output file format.",
        DefaultValueFactory = _ => "csv",
    }.AcceptOnlyFromAmong("csv", "json");
    private readonly Option<string> _label = LearnOptions.Label();
    private readonly Option<string> _id = LearnOptions.Id();

    public static Command Create(ModelKinds kinds) => new LearnPredictCommand(kinds).Build();

    private Command Build()
    {
        var command = new Command(
            "predict",
            """
            Predicts the rows of a CSV file with one or more models.

            Example:
              gyre learn predict --model model.json --data test.csv --output predictions.csv
              gyre learn predict --model models --data test.csv --output-dir predictions
            """)
        {
            _models, _data, _output, _outputDirectory, _format, _label, _id,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        foreach (var (model, output) in Places(result))
        {
            var predictions = await PredictAsync(result, model, cancellationToken);
            var format = result.GetValue(_format) == "json" ? PredictionFormat.Json : PredictionFormat.Csv;
            await LearnAction.WriteAsync(output, stream => predictions.WriteAsync(stream, format, cancellationToken));
            LearnAction.PrintLine(result, new("model", Value.Of(model.Name)), new("rows", Value.Of(predictions.Ids.Length)));
            LearnAction.Say(result, $"Wrote {predictions.Ids.Length} predictions of {model} to {output}.");
        }
    }

    private async Task<Predictions> PredictAsync(ParseResult result, FileInfo file, CancellationToken cancellationToken)
    {
        var source = LearnAction.Open(file);
        await using var modelInput = source.Stream;
        var model = await ModelFile.ReadAsync(source.Stream, source.Name, kinds, cancellationToken);
        var data = LearnAction.Open(result.GetRequiredValue(_data));
        await using var input = data.Stream;
        var options = new TableOptions { LabelColumn = result.GetValue(_label)!, IdColumn = result.GetValue(_id)! };
        return await LearningJobs.PredictAsync(model, data, options, cancellationToken);
    }

    private List<(FileInfo Model, FileInfo Output)> Places(ParseResult result)
    {
        FileInfo[] models = [.. result.GetRequiredValue(_models).SelectMany(Expand)];
        var (file, directory) = (result.GetValue(_output), result.GetValue(_outputDirectory));
        if ((file is null) == (directory is null) || models.Length == 0 || (file is not null && models.Length != 1))
            throw new InvalidInputException(
                "learn.option",
                $"Cannot write the predictions of {models.Length} models {(file is null ? "without an output" : "to one output file")}.",
                "Use --output for a single model, or --output-dir for any number of models.");
        if (file is not null)
            return [(models[0], file)];
        if (models.GroupBy(m => Stem(m), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidInputException(
                "learn.option",
                $"Two models are named '{twice.Key}'.",
                "Rename one of them so that the predictions do not overwrite each other.");
        return [.. models.Select(model => (model, new FileInfo(Path.Combine(directory!.FullName, $"{Stem(model)}.{result.GetValue(_format)}"))))];
    }

    /// <summary>A file, or the models of a folder by name; an empty folder gives none.</summary>
    private static IEnumerable<FileInfo> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(file => new FileInfo(file))
        : [new FileInfo(path)];

    private static string Stem(FileInfo file) => Path.GetFileNameWithoutExtension(file.Name);
}
