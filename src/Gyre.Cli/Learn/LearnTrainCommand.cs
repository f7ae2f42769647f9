using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnTrainCommand
{
    private readonly ModelKinds _kinds;
    private readonly Option<FileInfo> _data = LearnOptions.RequiredFile("--data", "CSV file with a header row and labels.");
    private readonly Option<FileInfo> _model = LearnOptions.RequiredFile("--model", "File to write the model to.");
    private readonly Option<string> _algorithm;
    private readonly SettingOption _scale = SettingOption.Of(ModelSettings.Scale);
    private readonly SettingOption _threads = SettingOption.Of(ModelSettings.Threads);
    private readonly IReadOnlyList<SettingOption> _settings;
    private readonly Option<int> _maxRows = LearnOptions.Number("--max-rows", int.MaxValue, "Train on the first N rows only.");
    private readonly Option<FileInfo?> _accuracy = LearnOptions.AccuracyFile(
        "File to write the training accuracy to, as a single number.");
    private readonly Option<string> _label = LearnOptions.Label();
    private readonly Option<string> _id = LearnOptions.Id();
    private readonly Option<string[]> _ignore = new("--ignore")
    {
        Description = "Columns to exclude from the features.",
        AllowMultipleArgumentsPerToken = true,
    };

    private LearnTrainCommand(ModelKinds kinds)
    {
        _kinds = kinds;
        string[] algorithms = [.. kinds.Trainable.Select(kind => kind.Algorithm)];
        _algorithm = new Option<string>("--algorithm") { Description = "Algorithm to train.", DefaultValueFactory = _ => algorithms[0] }
            .AcceptOnlyFromAmong(algorithms);
        _settings = SettingOption.Of(kinds);
    }

    public static Command Create(ModelKinds kinds) => new LearnTrainCommand(kinds).Build();

    private Command Build()
    {
        var command = new Command(
            "train",
            """
            Trains a model on a CSV file. Prints one JSON line per epoch, iteration or round.

            softmax, mlp and trees predict classes; trees-regression and linear predict numbers, and their accuracy is the share of
            variance explained.

            Example:
              gyre learn train --data train.csv --model model.json --algorithm mlp --hidden 32 --epochs 20 --learning-rate 0.003 --scale 16 --seed 1
            """)
        {
            _data, _model, _algorithm,
        };
        foreach (var setting in (IEnumerable<SettingOption>)[_scale, .. _settings, _threads])
            command.Add(setting.Option);
        foreach (var option in (Option[])[_maxRows, _accuracy, _label, _id, _ignore])
            command.Add(option);
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_maxRows) < 1)
            throw new InvalidInputException(
                "learn.option", $"--max-rows {result.GetValue(_maxRows)} is out of range.", "Use 1 or greater.");
        var job = new TrainJob
        {
            Kind = _kinds.FindAlgorithm(result.GetRequiredValue(_algorithm))!,
            Settings = ((IEnumerable<SettingOption>)[_scale, .. _settings, _threads])
                .Aggregate(ModelSettings.Defaults, (settings, option) => option.Read(result, settings)),
            Table = new TableOptions
            {
                LabelColumn = result.GetValue(_label)!,
                IdColumn = result.GetValue(_id)!,
                Ignore = [.. result.GetValue(_ignore) ?? []],
                MaxRows = result.GetValue(_maxRows),
            },
        };
        var data = LearnAction.Open(result.GetRequiredValue(_data));
        await using var input = data.Stream;
        var model = result.GetRequiredValue(_model);
        TrainingResult? trained = null;
        await LearnAction.WriteAsync(model, async output =>
            trained = await LearningJobs.TrainAsync(data, output, job, progress => Print(result, progress), cancellationToken));
        await LearnAction.WriteNumberAsync(result.GetValue(_accuracy), trained!.Last.Accuracy, cancellationToken);
        var unfinished = trained.Converged ? "" : " The optimizer did not converge; allow more iterations.";
        LearnAction.Say(result, $"Wrote {model} after {trained.Last.Epoch} epochs: training accuracy {NumberText.Of(Math.Round(trained.Last.Accuracy, 4))}.{unfinished}");
    }

    private static void Print(ParseResult result, TrainingProgress progress) => LearnAction.PrintLine(
        result,
        new("epoch", Value.Of(progress.Epoch)),
        new("loss", Value.Of(progress.Loss)),
        new("accuracy", Value.Of(progress.Accuracy)));
}
