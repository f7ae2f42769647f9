using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>A way to learn from experiences one after the other.</summary>
/// <param name="Name">Its name in options, files and tables.</param>
/// <param name="Summary">What it does, one sentence.</param>
/// <param name="Source">The paper it is from: authors, title and year; empty for the plain ones.</param>
/// <param name="Settings">Names of the settings of <see cref="ContinualOptions"/> that it uses beside those of all.</param>
/// <param name="Memory">
/// What it carries from one experience to the next beside the model: P parameters, M examples, d features, K classes.
/// </param>
public sealed record ContinualStrategy(string Name, string Summary, string Source, ImmutableArray<string> Settings, string Memory);

/// <summary>The strategies that a <see cref="ContinualLearner"/> knows.</summary>
public static class ContinualStrategies
{
    private static readonly ImmutableArray<string> MemorySettings =
        [nameof(ContinualOptions.MemorySize), nameof(ContinualOptions.MemoryBatchSize), nameof(ContinualOptions.Memory)];

    /// <summary>All of them, the plain ones first.</summary>
    public static ImmutableArray<ContinualStrategy> All { get; } =
    [
        new("naive", "Trains on the new examples only; the lower bound.", "", [], "nothing"),
        new("from-scratch", "Starts with new weights at each experience and trains on its examples only.", "", [], "nothing"),
        new("cumulative", "Starts with new weights at each experience and trains on all examples so far.", "", [], "all examples"),
        new("joint", "Trains once on the examples of all experiences; the upper bound.", "", [], "nothing"),
        new(
            "replay", "Adds the loss on examples from a memory to the loss on the new examples.",
            "D. Rolnick et al., \"Experience replay for continual learning\", 2019", MemorySettings, "M examples"),
        new(
            "gdumb", "Keeps examples in equal numbers per class and trains from new weights on those alone.",
            "A. Prabhu, P. Torr and P. Dokania, \"GDumb: a simple approach that questions our progress in continual learning\", 2020",
            [nameof(ContinualOptions.MemorySize), nameof(ContinualOptions.MemoryEpochs)], "M examples"),
        new(
            "ewc", "Holds weights near their old values, by their Fisher information (true labels, example by example).",
            "J. Kirkpatrick et al., \"Overcoming catastrophic forgetting in neural networks\", 2017; "
                + "online: J. Schwarz et al., \"Progress & compress\", 2018",
            [nameof(ContinualOptions.Lambda), nameof(ContinualOptions.Consolidation), nameof(ContinualOptions.Decay)], "2 P"),
        new(
            "si", "Holds weights near their old values, by their share in the fall of the loss.",
            "F. Zenke, B. Poole and S. Ganguli, \"Continual learning through synaptic intelligence\", 2017",
            [nameof(ContinualOptions.Strength), nameof(ContinualOptions.Damping)], "P"),
        new(
            "lwf", "Holds the scores of earlier classes on the new examples near those of the earlier model.",
            "Z. Li and D. Hoiem, \"Learning without forgetting\", 2016",
            [nameof(ContinualOptions.Distillation), nameof(ContinualOptions.Temperature)], "nothing"),
        new(
            "a-gem", "Takes from each step what would raise the loss on a memory.",
            "A. Chaudhry et al., \"Efficient lifelong learning with A-GEM\", 2019",
            [nameof(ContinualOptions.MemorySize), nameof(ContinualOptions.MemoryPerExperience), nameof(ContinualOptions.MemoryBatchSize)],
            "M examples"),
        new(
            "der", "Holds the scores on remembered examples near those of the time when they were stored.",
            "P. Buzzega et al., \"Dark experience for general continual learning: a strong, simple baseline\", 2020",
            [.. MemorySettings, nameof(ContinualOptions.Alpha)], "M examples and their scores"),
        new(
            "der++", "DER, and the loss on a second draw from the memory.",
            "P. Buzzega et al., \"Dark experience for general continual learning: a strong, simple baseline\", 2020",
            [.. MemorySettings, nameof(ContinualOptions.Alpha), nameof(ContinualOptions.Beta)], "M examples and their scores"),
        new(
            "er-ace", "Replay whose loss on new examples compares only the classes of the batch.",
            "L. Caccia et al., \"New insights on reducing abrupt representation change in online continual learning\", 2022",
            MemorySettings, "M examples"),
        new(
            "nearest-mean", "Chooses the class whose mean is nearest; the order of the examples does not matter.",
            "T. Mensink et al., \"Distance-based image classification: generalizing to new classes at near-zero cost\", 2013", [], "K d"),
        new(
            "streaming-lda", "Running class means and one shared covariance; does not forget, one pass.",
            "T. Hayes and C. Kanan, \"Lifelong machine learning with deep streaming linear discriminant analysis\", 2020",
            [nameof(ContinualOptions.Shrinkage)], "d² + K d"),
    ];

    /// <summary>The strategy of a name.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static ContinualStrategy Find(string name) =>
        All.FirstOrDefault(strategy => string.Equals(strategy.Name, name, StringComparison.Ordinal))
        ?? throw new InvalidInputException(
            "learn.strategy", $"'{name}' is not a known strategy.",
            $"Use one of: {string.Join(", ", All.Select(strategy => strategy.Name))}.");
}
