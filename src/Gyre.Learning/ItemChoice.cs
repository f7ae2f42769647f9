using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Choosing;

namespace Gyre.Learning;

/// <summary>How the next items to label are chosen.</summary>
public enum ChoiceStrategy
{
    /// <summary>Typical items until there are a few labels per class, then the smallest margins.</summary>
    Default,

    /// <summary>Any; the only choice that a rate can be estimated from.</summary>
    Random,

    /// <summary>Where the largest probability is small.</summary>
    LeastConfidence,

    /// <summary>Where the two largest probabilities are close.</summary>
    Margin,

    /// <summary>Where the probabilities are spread.</summary>
    Entropy,

    /// <summary>Where the models of a committee vote for different classes.</summary>
    VoteEntropy,

    /// <summary>Where the models of a committee differ from their mean.</summary>
    Consensus,

    /// <summary>Where the models of a committee are sure of different things.</summary>
    Bald,

    /// <summary>Entropy, weighted by how alike an item is to the pool.</summary>
    Density,

    /// <summary>Farthest from everything labelled.</summary>
    KCenter,

    /// <summary>Small margins from many clusters.</summary>
    ClusterMargin,

    /// <summary>Long and different gradients.</summary>
    Badge,

    /// <summary>The most typical item of clusters without labels.</summary>
    TypiClust,

    /// <summary>Items that cover the most others.</summary>
    ProbCover,
}

/// <summary>What is there to choose from.</summary>
public sealed record ItemPool
{
    /// <summary>Number of items; the indexes go from 0.</summary>
    public required int Count { get; init; }

    /// <summary>An embedding of each item, or null.</summary>
    public RowSource? Embeddings { get; init; }

    /// <summary>A model's probabilities of each item, or null where there is no model yet.</summary>
    public RowSource? Probabilities { get; init; }

    /// <summary>Probabilities of each model of a committee.</summary>
    public IReadOnlyList<RowSource> Committee { get; init; } = [];

    /// <summary>Items that have a label.</summary>
    public IReadOnlyCollection<int> Labelled { get; init; } = [];

    /// <summary>
    /// Items that cannot be chosen although they have no label: somebody has them, they were discarded, they are for evaluation.
    /// </summary>
    public IReadOnlyCollection<int> LeftOut { get; init; } = [];

    /// <summary>How many classes there are; 0 to take the number of probabilities.</summary>
    public int Classes { get; init; }
}

/// <summary>How to choose.</summary>
public sealed record ChoiceOptions
{
    /// <summary>Default: <see cref="ChoiceStrategy.Default"/>.</summary>
    public ChoiceStrategy Strategy { get; init; }

    /// <summary>How many items, 0 or more.</summary>
    public required int Count { get; init; }

    /// <summary>Fixes everything that is drawn.</summary>
    public ulong Seed { get; init; }

    /// <summary>The default strategy turns from typical to unsure items at so many labels per class. Default 6.</summary>
    public int LabelsPerClass { get; init; } = 6;

    /// <summary>
    /// Share of the batch that is drawn at random, so that the labels also tell the error without bias; 0 to 1. Default 0.
    /// </summary>
    public double RandomShare { get; init; }

    /// <summary>
    /// Whether unsure items are spread: ten times as many as wanted are grouped, and the least sure of each group is chosen (F. Zhdanov,
    /// "Diverse mini-batch active learning", 2019). Needs embeddings. Null for yes with the default strategy and no with the others.
    /// </summary>
    public bool? IsSpread { get; init; }

    /// <summary>
    /// An unsure item nearer than this to one chosen before counts as its duplicate and is left out; 0 for none. Needs embeddings.
    /// </summary>
    public double DuplicateDistance { get; init; }

    /// <summary>Strength of the density, for that strategy. Default 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>
    /// Distance within which an item covers another, for <see cref="ChoiceStrategy.ProbCover"/>; null to find it from the embeddings.
    /// </summary>
    public double? Radius { get; init; }
}

/// <summary>An item to label next.</summary>
/// <param name="Index">Its index in the pool.</param>
/// <param name="Rule">Which rule chose it.</param>
/// <param name="Score">What the rule went by.</param>
/// <param name="Why">A reason for people: <c>margin 0.03 between classes 3 and 8</c>.</param>
public sealed record ChosenItem(int Index, ChoiceStrategy Rule, double Score, string Why);

/// <summary>Chooses which items to label next.</summary>
public static class ItemChoice
{
    /// <summary>
    /// Chooses items that are neither labelled nor left out. The same pool, options and seed give the same items. Strategies by clusters
    /// look
    /// at 10,000 items of a larger pool; all others read the whole pool in blocks.
    /// </summary>
    /// <param name="pool">What is there.</param>
    /// <param name="options">How to choose.</param>
    /// <returns>The best first; fewer than asked for when the pool is used up.</returns>
    /// <exception cref="InvalidInputException">The strategy needs embeddings, a model or a committee that is not there, or an option is out
    /// of range.</exception>
    public static ImmutableArray<ChosenItem> Choose(ItemPool pool, ChoiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        return new Chooser(pool, options).Choose();
    }

    /// <summary>What the default strategy does with this pool: which rule, for it depends on the labels that are there.</summary>
    public static ChoiceStrategy RuleFor(ItemPool pool, ChoiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        return Chooser.RuleFor(pool, options);
    }
}
