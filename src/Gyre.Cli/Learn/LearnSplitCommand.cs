using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnSplitCommand
{
    private static readonly SplitOptions Defaults = new();
    private readonly Option<FileInfo> _data = LearnOptions.RequiredFile("--data", "CSV file with a header row.");
    private readonly Option<FileInfo> _train = LearnOptions.RequiredFile("--train", "File to write the training rows to.");
    private readonly Option<FileInfo> _test = LearnOptions.RequiredFile("--test", "File to write the test rows to.");
    private readonly Option<double> _fraction = LearnOptions.Number(
        "--test-fraction", Defaults.TestFraction, "Fraction of rows for the test set, between 0 and 1, taken from each class.");
    private readonly Option<ulong> _seed = LearnOptions.Number("--seed", Defaults.Seed, "Random seed of the split.");
    private readonly Option<int> _maxTrainRows = LearnOptions.Number(
        "--max-train-rows", Defaults.MaxTrainRows, "Keep only the first N training rows. The test rows do not change.");
    private readonly Option<string> _label = LearnOptions.Label();

    public static Command Create() => new LearnSplitCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "split",
            """
            Splits a CSV file into training and test rows, stratified by class.

            Example:
              gyre learn split --data digits.csv --train train.csv --test test.csv --test-fraction 0.25 --seed 7
            """)
        {
            _data, _train, _test, _fraction, _seed, _maxTrainRows, _label,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = new SplitOptions
        {
            TestFraction = result.GetValue(_fraction),
            Seed = result.GetValue(_seed),
            MaxTrainRows = result.GetValue(_maxTrainRows),
            LabelColumn = result.GetValue(_label)!,
        };
        if (string.Equals(result.GetRequiredValue(_train).FullName, result.GetRequiredValue(_test).FullName, StringComparison.Ordinal))
            throw new InvalidInputException("learn.option", "--train and --test name the same file.");
        var data = LearnAction.Open(result.GetRequiredValue(_data));
        await using var input = data.Stream;
        var split = new SplitResult(0, 0, 0);
        await LearnAction.WriteAsync(result.GetRequiredValue(_train), train =>
            LearnAction.WriteAsync(result.GetRequiredValue(_test), async test =>
                split = await LearningJobs.SplitAsync(data, train, test, options, cancellationToken)));
        LearnAction.PrintLine(
            result,
            new("train_rows", Value.Of(split.TrainRows)),
            new("test_rows", Value.Of(split.TestRows)),
            new("classes", Value.Of(split.Classes)));
        LearnAction.Say(result, $"{split.TrainRows} training rows, {split.TestRows} test rows, {split.Classes} classes.");
    }
}
