using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Setup;

/// <summary>What is predicted of a dataset.</summary>
internal static class DatasetOutputs
{
    /// <summary>The one output, which must be a category or a number.</summary>
    /// <exception cref="InvalidInputException">There is none or more than one, or it is of another type.</exception>
    public static DatasetElement Find(DatasetSchema schema)
    {
        var outputs = schema.Outputs.ToList();
        if (outputs.Count != 1)
            throw new InvalidInputException(
                "experiment.outputs",
                outputs.Count == 0
                    ? $"The dataset '{schema.Name}' must have at least one output."
                    : $"The dataset '{schema.Name}' has {outputs.Count} outputs. Multiple outputs evaluation is not supported yet.",
                "Use a dataset with exactly one output.");
        var output = outputs[0];
        if (output.Type is not (ElementType.Category or ElementType.Integer or ElementType.Float) || output.MultiValue != MultiValue.None)
            throw new InvalidInputException(
                "experiment.output", $"The output '{output.Name}' of '{schema.Name}' is of type {KebabCase.Of(output.Type)}.",
                "Use a single category, integer or float as output.");
        return output;
    }
}
