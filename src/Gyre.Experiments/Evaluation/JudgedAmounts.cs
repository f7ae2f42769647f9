using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments.Evaluation;

/// <summary>Predicted numbers beside true ones; examples without a truth are left out.</summary>
/// <param name="Truth">True numbers.</param>
/// <param name="Predicted">Predicted numbers, as many.</param>
internal sealed record JudgedAmounts(ImmutableArray<double> Truth, ImmutableArray<double> Predicted)
{
    /// <exception cref="InvalidInputException">There are not as many predictions as examples, or a truth is not a number.</exception>
    public static JudgedAmounts Of(ImmutableArray<Value> targets, AmountPredictions predictions)
    {
        Counts.Require(targets.Length, predictions.Numbers.Length, "numbers");
        int[] rows = [.. Enumerable.Range(0, targets.Length).Where(row => !targets[row].IsNull)];
        return new JudgedAmounts([.. rows.Select(row => Number(targets[row]))], [.. rows.Select(row => predictions.Numbers[row])]);
    }

    private static double Number(Value target) => target.TryGetNumber(out var number)
        ? number
        : throw new InvalidInputException(
            "experiment.predictions", "The model predicts numbers, but the output is not a number.", "Use a classifier for this output.");
}
