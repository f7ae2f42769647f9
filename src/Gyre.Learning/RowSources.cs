using Gyre.Learning.Choosing;

namespace Gyre.Learning;

/// <summary>Makes rows from what is at hand.</summary>
public static class RowSources
{
    /// <summary>Rows of a matrix, which is not copied.</summary>
    public static RowSource Of(DenseMatrix rows) => new MatrixRows(rows ?? throw new ArgumentNullException(nameof(rows)));

    /// <summary>Rows of single-precision numbers, which are not copied.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="columns">Numbers per row, at least 1.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows.</exception>
    public static RowSource Of(ReadOnlyMemory<float> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return values.Length % columns == 0
            ? new FloatRows(values, columns)
            : throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));
    }

    /// <summary>What a model thinks of rows; computed when asked for, block by block.</summary>
    /// <param name="model">Any classifier.</param>
    /// <param name="features">Its features, in its order.</param>
    /// <param name="classes">
    /// The classes wanted, in their order; one that the model does not know has probability 0. Null for the model's own.
    /// </param>
    /// <exception cref="ArgumentException">The number of columns is not the model's.</exception>
    public static RowSource Probabilities(ClassifierModel model, RowSource features, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Columns != model.FeatureNames.Length)
            throw new ArgumentException($"The rows have {features.Columns} columns, the model {model.FeatureNames.Length} features.",
                nameof(features));
        var wanted = classes ?? model.Classes;
        return (RowSource?)LinearProbabilities.Of(model, features, wanted) ?? new ModelProbabilities(model, features, wanted);
    }
}
