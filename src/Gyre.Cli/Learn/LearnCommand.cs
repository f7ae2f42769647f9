using System.CommandLine;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

/// <summary>Groups the commands of learning: what a step of a pipeline calls when it needs nothing heavier.</summary>
internal static class LearnCommand
{
    public static Command Create(ModelKinds kinds) => new(
        "learn",
        """
        Trains and evaluates small models on CSV files: split, train, predict, evaluate and compare.

        Example:
          gyre learn split --data digits.csv --train train.csv --test test.csv
          gyre learn train --data train.csv --model model.json --algorithm mlp --scale 16
          gyre learn evaluate --model model.json --data test.csv
        """)
    {
        LearnSplitCommand.Create(),
        LearnTrainCommand.Create(kinds),
        LearnPredictCommand.Create(kinds),
        LearnEvaluateCommand.Create(kinds),
        LearnCompareCommand.Create(kinds),
    };
}
