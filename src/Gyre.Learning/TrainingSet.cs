using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Rows with known classes, ready to learn from.</summary>
public sealed record TrainingSet
{
    /// <summary>One row per example; every value finite.</summary>
    public required DenseMatrix Features { get; init; }

    /// <summary>One name per column of <see cref="Features"/>.</summary>
    public required ImmutableArray<string> FeatureNames { get; init; }

    /// <summary>The classes that occur, in the order of <see cref="SortClasses"/>; at least two.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>One index into <see cref="Classes"/> per row.</summary>
    public required ImmutableArray<int> Labels { get; init; }

    /// <summary>Collects the classes from the labels and checks the whole.</summary>
    /// <exception cref="InvalidInputException">
    /// There is no row, no feature, fewer than two classes, a value that is not finite, or lengths that do not fit.
    /// </exception>
    public static TrainingSet Create(DenseMatrix features, IReadOnlyList<string> labels, IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(featureNames);
        if (labels.Count != features.Rows || featureNames.Count != features.Columns)
        {
            throw new InvalidInputException(
                "learn.shape", $"{features.Rows} x {features.Columns} features were given with {labels.Count} labels and {featureNames.Count} names.");
        }

        var classes = SortClasses(labels);
        if (features.Columns == 0 || classes.Length < 2)
        {
            throw new InvalidInputException(
                "learn.too-little", $"There are {features.Rows} rows, {features.Columns} features and {classes.Length} classes.", "A classifier requires at least one feature and two classes.");
        }

        RequireFinite(features, featureNames);
        var index = classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        return new TrainingSet
        {
            Features = features,
            FeatureNames = [.. featureNames],
            Classes = classes,
            Labels = [.. labels.Select(label => index[label])],
        };
    }

    /// <summary>The distinct names: by number when all are plain whole numbers, else by their UTF-16 units.</summary>
    public static ImmutableArray<string> SortClasses(IEnumerable<string> labels)
    {
        var distinct = new HashSet<string>(labels, StringComparer.Ordinal);
        return distinct.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? [.. distinct.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. distinct.Order(StringComparer.Ordinal)];
    }

    private static void RequireFinite(DenseMatrix features, IReadOnlyList<string> names)
    {
        for (var i = 0; i < features.Rows; i++)
        {
            var row = features.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                if (!double.IsFinite(row[j]))
                    throw new InvalidInputException("learn.not-finite", $"Row {i + 1}, feature '{names[j]}' is {NumberText.Of(row[j])}.");
            }
        }
    }
}
