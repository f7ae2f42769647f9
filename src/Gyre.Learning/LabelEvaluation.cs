using System.Collections.Immutable;
using Gyre.Learning.Agreement;
using Gyre.Learning.Detection;

namespace Gyre.Learning;

/// <summary>Judges predictions against labels, over a list of classes that is fixed beforehand.</summary>
public static class LabelEvaluation
{
    /// <summary>Judges predictions. O(rows x classes x log rows).</summary>
    /// <param name="classes">All classes, in the order wanted; no name twice.</param>
    /// <param name="truth">Number of the true class per row.</param>
    /// <param name="predicted">Number of the predicted class per row.</param>
    /// <param name="probabilities">Rows x classes, or null.</param>
    /// <exception cref="ArgumentException">Counts differ, or a class is out of range.</exception>
    public static ClassificationFigures Classes(
        IReadOnlyList<string> classes, IReadOnlyList<int> truth, IReadOnlyList<int> predicted, DenseMatrix? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        var isWrongShape = probabilities is not null && (probabilities.Rows != truth.Count || probabilities.Columns != classes.Count);
        if (truth.Count != predicted.Count || isWrongShape)
            throw new ArgumentException("True classes, predicted classes and rows of probabilities must be as many as each other.",
                nameof(predicted));
        if (truth.Concat(predicted).Any(label => label < 0 || label >= classes.Count))
            throw new ArgumentException($"A class is out of range; there are {classes.Count}.", nameof(truth));
        return new ClassificationJudge(classes, truth, predicted).Judge(probabilities);
    }

    /// <summary>
    /// Judges detections. O(per image and class: detections x true boxes) for each of ten overlaps and four ranges of areas.
    /// </summary>
    /// <param name="truth">The boxes that are there.</param>
    /// <param name="detected">The boxes reported.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="overlap">Intersection over union for the figures of single classes, above 0 and at most 1. Default 0.5.</param>
    /// <exception cref="ArgumentException">A label or the overlap is out of range, or a score is not a number.</exception>
    public static DetectionReport Boxes(
        IReadOnlyList<TrueBox> truth, IReadOnlyList<DetectedBox> detected, int classes, double overlap = 0.5)
    {
        Check(truth, detected, classes, overlap);
        return new DetectionJudge(truth, detected, classes).Judge(overlap);
    }

    /// <summary>What was right on each image, over all classes: for those who compare two models image by image.</summary>
    /// <param name="truth">The boxes that are there.</param>
    /// <param name="detected">The boxes reported.</param>
    /// <param name="images">The images wanted, in their order; one without boxes is all right.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="overlap">Intersection over union, above 0 and at most 1. Default 0.5.</param>
    /// <exception cref="ArgumentException">A label or the overlap is out of range, or a score is not a number.</exception>
    public static ImmutableArray<ImageDetection> BoxesPerImage(
        IReadOnlyList<TrueBox> truth, IReadOnlyList<DetectedBox> detected, IReadOnlyList<int> images, int classes, double overlap = 0.5)
    {
        ArgumentNullException.ThrowIfNull(images);
        Check(truth, detected, classes, overlap);
        return DetectionJudge.PerImage(truth, detected, images, overlap);
    }

    private static void Check(IReadOnlyList<TrueBox> truth, IReadOnlyList<DetectedBox> detected, int classes, double overlap)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(detected);
        if (overlap is not (> 0 and <= 1))
            throw new ArgumentException("The overlap must be above 0 and at most 1.", nameof(overlap));
        if (truth.Any(box => box.Label < 0 || box.Label >= classes) || detected.Any(box => box.Label < 0 || box.Label >= classes))
            throw new ArgumentException($"A label is out of range; there are {classes} classes.", nameof(classes));
        if (detected.Any(static box => double.IsNaN(box.Score)))
            throw new ArgumentException("A score is not a number.", nameof(detected));
    }
}
