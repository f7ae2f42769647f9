using System.CommandLine;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal static class LearnSplitCommand
{
    private static readonly SplitOptions Defaults = new();
    private static readonly Option<FileInfo> Data = LearnOptions.RequiredFile("--data", "CSV file with a header.");
    private static readonly Option<FileInfo> Train = LearnOptions.RequiredFile("--train", "Receives the training rows.");
    private static readonly Option<FileInfo> Test = LearnOptions.RequiredFile("--test", "Receives the test rows.");
    private static readonly Option<double> Fraction = LearnOptions.Number("--test-fraction", Defaults.TestFraction, "Share of the rows kept for the test, between 0 and 1; the same share of every class.");
    private static readonly Option<ulong> Seed = LearnOptions.Number("--seed", Defaults.Seed, "Fixes which rows.");
    private static readonly Option<int> MaxTrainRows = LearnOptions.Number("--max-train-rows", Defaults.MaxTrainRows, "Keeps only the first so many training rows; the test rows stay the same.");
    private static readonly Option<string> Label = LearnOptions.Label();

    public static Command Create()
    {
        var command = new Command(
            "split",
            """
            Cuts a CSV file into training and test rows, each class by the same share.

            Example:
              gyre learn split --data digits.csv --train train.csv --test test.csv --test-fraction 0.25 --seed 7
            """)
        {
            Data, Train, Test, Fraction, Seed, MaxTrainRows, Label,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = new SplitOptions
        {
            TestFraction = result.GetValue(Fraction),
            Seed = result.GetValue(Seed),
            MaxTrainRows = result.GetValue(MaxTrainRows),
            LabelColumn = result.GetValue(Label)!,
        };
        if (string.Equals(result.GetRequiredValue(Train).FullName, result.GetRequiredValue(Test).FullName, StringComparison.Ordinal))
            throw new InvalidInputException("learn.option", "--train and --test name the same file.");
        var data = LearnAction.Open(result.GetRequiredValue(Data));
        await using var input = data.Stream;
        var split = new SplitResult(0, 0, 0);
        await LearnAction.WriteAsync(result.GetRequiredValue(Train), train =>
            LearnAction.WriteAsync(result.GetRequiredValue(Test), async test =>
                split = await LearningJobs.SplitAsync(data, train, test, options, cancellationToken)));
        LearnAction.PrintLine(
            result,
            new("train_rows", Value.Of(split.TrainRows)),
            new("test_rows", Value.Of(split.TestRows)),
            new("classes", Value.Of(split.Classes)));
        LearnAction.Say(result, $"{split.TrainRows} training rows, {split.TestRows} test rows, {split.Classes} classes.");
    }
}
