using Gyre.Core;

namespace Gyre.Experiments.Evaluation;

/// <summary>Says when a model does not answer for every example.</summary>
internal static class Counts
{
    /// <exception cref="InvalidInputException">The two counts differ.</exception>
    public static void Require(int examples, int answers, string of, string per = "examples")
    {
        if (examples != answers)
            throw new InvalidInputException(
                "experiment.predictions", $"The model predicted {answers} {of} for {examples} {per}.",
                "A model must return exactly one for each, in their order.");
    }
}
