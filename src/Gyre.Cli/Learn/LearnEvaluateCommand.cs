using System.CommandLine;
using System.Text;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnEvaluateCommand(ModelKinds kinds)
{
    private readonly Option<FileInfo?> _predictions = LearnOptions.OptionalFile("--predictions", "Prediction file to evaluate.");
    private readonly Option<FileInfo?> _model = LearnOptions.OptionalFile(
        "--model", "Model file to evaluate instead of predictions. Requires --data.");
    private readonly Option<FileInfo?> _data = LearnOptions.OptionalFile(
        "--data", "CSV file with the true labels; with --predictions, needed only if the predictions do not include them.");
    private readonly Option<FileInfo?> _output = LearnOptions.OptionalFile("--output", "File to write the report to.");
    private readonly Option<FileInfo?> _accuracy = LearnOptions.AccuracyFile("File to write the accuracy to, as a single number.");
    private readonly Option<string> _label = LearnOptions.Label();
    private readonly Option<string> _id = LearnOptions.Id();

    public static Command Create(ModelKinds kinds) => new LearnEvaluateCommand(kinds).Build();

    private Command Build()
    {
        var command = new Command(
            "evaluate",
            """
            Evaluates predictions or a model against the true labels.

            Prints the report as one JSON line: accuracy, macro precision, recall and F1, log loss, per-class scores, and the
            confusion matrix by true class.

            Example:
              gyre learn evaluate --model model.json --data test.csv
              gyre learn evaluate --predictions predictions.csv --data test.csv --output report.json
            """)
        {
            _predictions, _model, _data, _output, _accuracy, _label, _id,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var report = await JudgeAsync(result, cancellationToken);
        var json = new MemoryStream();
        await LearningJobs.WriteReportAsync(report, json, cancellationToken);
        if (result.GetValue(_output) is { } output)
            await LearnAction.WriteAsync(output, stream => stream.WriteAsync(json.GetBuffer().AsMemory(0, (int)json.Length), cancellationToken).AsTask());
        await LearnAction.WriteNumberAsync(result.GetValue(_accuracy), report.Accuracy, cancellationToken);
        result.InvocationConfiguration.Output.WriteLine(Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length));
        LearnAction.Say(result, $"{report.Rows} rows, accuracy {NumberText.Of(Math.Round(report.Accuracy, 4))}.");
    }

    private async Task<ClassificationReport> JudgeAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (predictions, model, data) = (result.GetValue(_predictions), result.GetValue(_model), result.GetValue(_data));
        if ((predictions is null) == (model is null) || (model is not null && data is null))
            throw new InvalidInputException(
                "learn.option", "Nothing to evaluate was specified.", "Specify either --predictions, or --model with --data.");
        var options = new TableOptions { LabelColumn = result.GetValue(_label)!, IdColumn = result.GetValue(_id)! };
        if (model is not null)
        {
            var (modelFile, rows) = (LearnAction.Open(model), LearnAction.Open(data!));
            await using var modelInput = modelFile.Stream;
            await using var rowInput = rows.Stream;
            var read = await ModelFile.ReadAsync(modelFile.Stream, modelFile.Name, kinds, cancellationToken);
            return await LearningJobs.EvaluateAsync(read, rows, options, cancellationToken);
        }

        var truth = await TruthAsync(data, options, cancellationToken);
        var file = LearnAction.Open(predictions!);
        await using var input = file.Stream;
        return (await PredictionSet.ReadAsync(file.Stream, file.Name, cancellationToken)).Evaluate(truth);
    }

    /// <summary>True labels by row id from a file, or null without one.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>?> TruthAsync(FileInfo? data, TableOptions options, CancellationToken cancellationToken)
    {
        if (data is null)
            return null;
        var file = LearnAction.Open(data);
        await using var input = file.Stream;
        return await LearningJobs.ReadTruthAsync(file, options, cancellationToken);
    }
}
