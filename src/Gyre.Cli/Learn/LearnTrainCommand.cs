using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnTrainCommand
{
    private static readonly MlpClassifierOptions Mlp = new();
    private static readonly SoftmaxRegressionOptions Softmax = new();
    private readonly Option<FileInfo> _data = LearnOptions.RequiredFile("--data", "CSV file with a header and labels.");
    private readonly Option<FileInfo> _model = LearnOptions.RequiredFile("--model", "Receives the model.");
    private readonly Option<string> _algorithm = new Option<string>("--algorithm") { Description = "What to train.", DefaultValueFactory = _ => "softmax" }.AcceptOnlyFromAmong("softmax", "mlp");
    private readonly Option<string> _scale = LearnOptions.Text("--scale", "none", "How features are scaled: none, standard, or a number to divide by.");
    private readonly Option<int> _threads = LearnOptions.Number("--threads", 1, "Threads; the result is the same on any number.");
    private readonly Option<int> _maxRows = LearnOptions.Number("--max-rows", int.MaxValue, "Learns from the first so many rows only.");
    private readonly Option<double> _c = LearnOptions.Number("--c", Softmax.C, "softmax: inverse strength of the penalty.");
    private readonly Option<int> _maxIterations = LearnOptions.Number("--max-iterations", Softmax.MaxIterations, "softmax: iterations at most.");
    private readonly Option<double> _tolerance = LearnOptions.Number("--tolerance", Softmax.Tolerance, "softmax: done when the gradient is below it.");
    private readonly Option<int> _hidden = LearnOptions.Number("--hidden", Mlp.Hidden, "mlp: hidden units.");
    private readonly Option<string> _activation = new Option<string>("--activation") { Description = "mlp: what the hidden units do.", DefaultValueFactory = _ => "relu" }.AcceptOnlyFromAmong("relu", "tanh");
    private readonly Option<int> _epochs = LearnOptions.Number("--epochs", Mlp.Epochs, "mlp: passes over the data.");
    private readonly Option<int> _batchSize = LearnOptions.Number("--batch-size", Mlp.BatchSize, "mlp: rows per step.");
    private readonly Option<double> _learningRate = LearnOptions.Number("--learning-rate", Mlp.LearningRate, "mlp: step size.");
    private readonly Option<double> _weightDecay = LearnOptions.Number("--weight-decay", Mlp.WeightDecay, "mlp: share of each weight taken away per step, times the learning rate.");
    private readonly Option<ulong> _seed = LearnOptions.Number("--seed", Mlp.Seed, "mlp: fixes the first weights and the order of the rows.");
    private readonly Option<FileInfo?> _accuracy = LearnOptions.AccuracyFile("Receives the accuracy on the training rows, a number alone.");
    private readonly Option<string> _label = LearnOptions.Label();
    private readonly Option<string> _id = LearnOptions.Id();
    private readonly Option<string[]> _ignore = new("--ignore") { Description = "Columns that are no features.", AllowMultipleArgumentsPerToken = true };

    public static Command Create() => new LearnTrainCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "train",
            """
            Trains a classifier on a CSV file; prints one JSON line per epoch.

            Example:
              gyre learn train --data train.csv --model model.json --algorithm mlp --hidden 32 --epochs 20 --learning-rate 0.003 --scale 16 --seed 1
            """)
        {
            _data, _model, _algorithm, _scale, _c, _maxIterations, _tolerance, _hidden, _activation, _epochs, _batchSize, _learningRate, _weightDecay, _seed,
            _threads, _maxRows, _accuracy, _label, _id, _ignore,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_maxRows) < 1)
            throw new InvalidInputException("learn.option", $"--max-rows is {result.GetValue(_maxRows)}.", "Allowed is 1 or more.");
        var job = new TrainJob
        {
            Softmax = result.GetValue(_algorithm) == "softmax" ? SoftmaxOptions(result) : null,
            Mlp = result.GetValue(_algorithm) == "mlp" ? MlpOptions(result) : null,
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
        var unfinished = trained.Converged ? "" : " The optimum was not reached; allow more iterations.";
        LearnAction.Say(result, $"Wrote {model} after {trained.Last.Epoch} epochs: training accuracy {NumberText.Of(Math.Round(trained.Last.Accuracy, 4))}.{unfinished}");
    }

    private static void Print(ParseResult result, TrainingProgress progress) => LearnAction.PrintLine(
        result,
        new("epoch", Value.Of(progress.Epoch)),
        new("loss", Value.Of(progress.Loss)),
        new("accuracy", Value.Of(progress.Accuracy)));

    private SoftmaxRegressionOptions SoftmaxOptions(ParseResult result) => new()
    {
        C = result.GetValue(_c),
        MaxIterations = result.GetValue(_maxIterations),
        Tolerance = result.GetValue(_tolerance),
        Scaling = result.GetValue(_scale)!,
        Threads = result.GetValue(_threads),
    };

    private MlpClassifierOptions MlpOptions(ParseResult result) => new()
    {
        Hidden = result.GetValue(_hidden),
        Activation = result.GetValue(_activation) == "tanh" ? Learning.Activation.Tanh : Learning.Activation.Relu,
        Epochs = result.GetValue(_epochs),
        BatchSize = result.GetValue(_batchSize),
        LearningRate = result.GetValue(_learningRate),
        WeightDecay = result.GetValue(_weightDecay),
        Seed = result.GetValue(_seed),
        Scaling = result.GetValue(_scale)!,
        Threads = result.GetValue(_threads),
    };
}
