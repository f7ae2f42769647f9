using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnSplitCommand
{
    private static readonly SplitOptions Defaults = new();
    private readonly Option<FileInfo> _data = LearnOptions.RequiredFile("--data", "CSV file with a header.");
    private readonly Option<FileInfo> _train = LearnOptions.RequiredFile("--train", "Receives the training rows.");
    private readonly Option<FileInfo> _test = LearnOptions.RequiredFile("--test", "Receives the test rows.");
    private readonly Option<double> _fraction = LearnOptions.Number("--test-fraction", Defaults.TestFraction, "Share of the rows kept for the test, between 0 and 1; the same share of every class.");
    private readonly Option<ulong> _seed = LearnOptions.Number("--seed", Defaults.Seed, "Fixes which rows.");
    private readonly Option<int> _maxTrainRows = LearnOptions.Number("--max-train-rows", Defaults.MaxTrainRows, "Keeps only the first so many training rows; the test rows stay the same.");
    private readonly Option<string> _label = LearnOptions.Label();

    public static Command Create() => new LearnSplitCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "split",
            """
            Cuts a CSV file into training and test rows, each class by the same share.

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
