using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Components;

/// <summary>What is to be learned of an example.</summary>
internal static class ExampleLabels
{
    /// <summary>The value of the output, as a text.</summary>
    /// <param name="example">The example.</param>
    /// <param name="index">Index of the output in its values.</param>
    /// <param name="output">The output, for messages.</param>
    /// <exception cref="InvalidInputException">The example has none.</exception>
    public static string Of(DatasetExample example, int index, DatasetElement output) => example.Values[index] is { IsNull: false } value
        ? value.ToString()
        : throw new InvalidInputException(
            "experiment.label", $"Example {example.Id} (row {example.Index + 1}) has no value of the output '{output.Name}'.",
            "Leave the example out of the split, or fill in the value.");
}
