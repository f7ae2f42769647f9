using System.CommandLine;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

/// <summary>Groups the commands of learning: what a step of a pipeline calls when it needs nothing heavier.</summary>
internal static class LearnCommand
{
    public static Command Create(ModelKinds kinds) => new(
        "learn",
        """
        Splits data, trains small models, predicts, evaluates and compares.

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
