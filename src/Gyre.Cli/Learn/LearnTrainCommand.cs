using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal static class LearnTrainCommand
{
    private static readonly MlpClassifierOptions Mlp = new();
    private static readonly SoftmaxRegressionOptions Softmax = new();
    private static readonly Option<FileInfo> Data = LearnOptions.RequiredFile("--data", "CSV file with a header and labels.");
    private static readonly Option<FileInfo> Model = LearnOptions.RequiredFile("--model", "Receives the model.");
    private static readonly Option<string> Algorithm = new Option<string>("--algorithm") { Description = "What to train.", DefaultValueFactory = _ => "softmax" }.AcceptOnlyFromAmong("softmax", "mlp");
    private static readonly Option<string> Scale = LearnOptions.Text("--scale", "none", "How features are scaled: none, standard, or a number to divide by.");
    private static readonly Option<int> Threads = LearnOptions.Number("--threads", 1, "Threads; the result is the same on any number.");
    private static readonly Option<int> MaxRows = LearnOptions.Number("--max-rows", int.MaxValue, "Learns from the first so many rows only.");
    private static readonly Option<double> C = LearnOptions.Number("--c", Softmax.C, "softmax: inverse strength of the penalty.");
    private static readonly Option<int> MaxIterations = LearnOptions.Number("--max-iterations", Softmax.MaxIterations, "softmax: iterations at most.");
    private static readonly Option<double> Tolerance = LearnOptions.Number("--tolerance", Softmax.Tolerance, "softmax: done when the gradient is below it.");
    private static readonly Option<int> Hidden = LearnOptions.Number("--hidden", Mlp.Hidden, "mlp: hidden units.");
    private static readonly Option<string> Activation = new Option<string>("--activation") { Description = "mlp: what the hidden units do.", DefaultValueFactory = _ => "relu" }.AcceptOnlyFromAmong("relu", "tanh");
    private static readonly Option<int> Epochs = LearnOptions.Number("--epochs", Mlp.Epochs, "mlp: passes over the data.");
    private static readonly Option<int> BatchSize = LearnOptions.Number("--batch-size", Mlp.BatchSize, "mlp: rows per step.");
    private static readonly Option<double> LearningRate = LearnOptions.Number("--learning-rate", Mlp.LearningRate, "mlp: step size.");
    private static readonly Option<double> WeightDecay = LearnOptions.Number("--weight-decay", Mlp.WeightDecay, "mlp: share of each weight taken away per step, times the learning rate.");
    private static readonly Option<ulong> Seed = LearnOptions.Number("--seed", Mlp.Seed, "mlp: fixes the first weights and the order of the rows.");
    private static readonly Option<string> Label = LearnOptions.Label();
    private static readonly Option<string> Id = LearnOptions.Id();
    private static readonly Option<string[]> Ignore = new("--ignore") { Description = "Columns that are no features.", AllowMultipleArgumentsPerToken = true };

    public static Command Create()
    {
        var command = new Command(
            "train",
            """
            Trains a classifier on a CSV file; prints one JSON line per epoch.

            Example:
              gyre learn train --data train.csv --model model.json --algorithm mlp --hidden 32 --epochs 20 --learning-rate 0.003 --scale 16 --seed 1
            """)
        {
            Data, Model, Algorithm, Scale, C, MaxIterations, Tolerance, Hidden, Activation, Epochs, BatchSize, LearningRate, WeightDecay, Seed,
            Threads, MaxRows, Label, Id, Ignore,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(MaxRows) < 1)
            throw new InvalidInputException("learn.option", $"--max-rows is {result.GetValue(MaxRows)}.", "Allowed is 1 or more.");
        var job = new TrainJob
        {
            Softmax = result.GetValue(Algorithm) == "softmax" ? SoftmaxOptions(result) : null,
            Mlp = result.GetValue(Algorithm) == "mlp" ? MlpOptions(result) : null,
            Table = new TableOptions
            {
                LabelColumn = result.GetValue(Label)!,
                IdColumn = result.GetValue(Id)!,
                Ignore = [.. result.GetValue(Ignore) ?? []],
                MaxRows = result.GetValue(MaxRows),
            },
        };
        var data = LearnAction.Open(result.GetRequiredValue(Data));
        await using var input = data.Stream;
        var model = result.GetRequiredValue(Model);
        TrainingResult? trained = null;
        await LearnAction.WriteAsync(model, async output =>
            trained = await LearningJobs.TrainAsync(data, output, job, progress => Print(result, progress), cancellationToken));
        var unfinished = trained!.Converged ? "" : " The optimum was not reached; allow more iterations.";
        LearnAction.Say(result, $"Wrote {model} after {trained.Last.Epoch} epochs: training accuracy {NumberText.Of(Math.Round(trained.Last.Accuracy, 4))}.{unfinished}");
    }

    private static void Print(ParseResult result, TrainingProgress progress) => LearnAction.PrintLine(
        result,
        new("epoch", Value.Of(progress.Epoch)),
        new("loss", Value.Of(progress.Loss)),
        new("accuracy", Value.Of(progress.Accuracy)));

    private static SoftmaxRegressionOptions SoftmaxOptions(ParseResult result) => new()
    {
        C = result.GetValue(C),
        MaxIterations = result.GetValue(MaxIterations),
        Tolerance = result.GetValue(Tolerance),
        Scaling = result.GetValue(Scale)!,
        Threads = result.GetValue(Threads),
    };

    private static MlpClassifierOptions MlpOptions(ParseResult result) => new()
    {
        Hidden = result.GetValue(Hidden),
        Activation = result.GetValue(Activation) == "tanh" ? Learning.Activation.Tanh : Learning.Activation.Relu,
        Epochs = result.GetValue(Epochs),
        BatchSize = result.GetValue(BatchSize),
        LearningRate = result.GetValue(LearningRate),
        WeightDecay = result.GetValue(WeightDecay),
        Seed = result.GetValue(Seed),
        Scaling = result.GetValue(Scale)!,
        Threads = result.GetValue(Threads),
    };
}
