using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Learning.Calls;

namespace Gyre.Learning;

/// <summary>A function that takes one JSON object and gives one, for other languages and for checking.</summary>
/// <param name="Group">Where it stands among the commands: <c>label agreement</c>, <c>label score</c>, <c>evaluate</c>,
/// <c>stats</c>.</param>
/// <param name="Name">Its name there: <c>cohen-kappa</c>.</param>
/// <param name="Summary">What it does, one sentence.</param>
public sealed record LabelingCall(string Group, string Name, string Summary)
{
    private const int MaxBytes = 1024 * 1024 * 1024;
    private const string What = "input";

    internal Func<JsonPart, JsonObject> Answer { get; init; } = static _ => [];

    /// <summary>Reads an object and answers. A figure that is undefined is null, with its reason under <c>reasons</c>.</summary>
    /// <param name="input">One JSON object of up to 1 GiB.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">A field is missing or wrong; the message names it and says what to do.</exception>
    public async Task<JsonObject> RunAsync(NamedStream input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var document = await JsonPart.ParseAsync(input.Stream, What, input.Name, MaxBytes, cancellationToken).ConfigureAwait(false);
        var root = new JsonPart(document.RootElement, What, input.Name);
        try
        {
            return Answer(root);
        }
        catch (ArgumentException error)
        {
            throw root.Refuse(error.Message.Split(" (Parameter", 2)[0].TrimEnd('.'), null);
        }
    }
}

/// <summary>The functions of labelling and evaluation that take JSON and give JSON.</summary>
public static class LabelingCalls
{
    private const string Agreement = "label agreement";
    private const string Score = "label score";
    private const string Evaluate = "evaluate";
    private const string Stats = "stats";

    /// <summary>All, group by group.</summary>
    public static ImmutableArray<LabelingCall> All { get; } =
    [
        new(Agreement, "cohen-kappa",
            "Agreement of two people beyond chance: plain, linear and quadratic kappa.") { Answer = AgreementCalls.Cohen },
        new(Agreement, "fleiss-kappa", "Agreement of a fixed number of ratings per item.") { Answer = AgreementCalls.Fleiss },
        new(Agreement, "krippendorff-alpha",
            "Agreement of any number of people with missing ratings, at four levels of measurement.") { Answer = AgreementCalls.Krippendorff },
        new(Agreement, "dawid-skene", "True classes and the skill of people from their labels.") { Answer = AgreementCalls.DawidSkene },
        new(Agreement, "confident-learning",
            "Labels that are probably wrong, by out-of-fold probabilities.") { Answer = AgreementCalls.Confident },
        new(Score, "uncertainty",
            "How unsure a model is of each item: least confidence, margin, entropy.") { Answer = ScoreCalls.Uncertainty },
        new(Score, "committee", "How far several models disagree on each item.") { Answer = ScoreCalls.Committee },
        new(Score, "k-center", "Items that cover a pool, each the farthest from those before.") { Answer = ScoreCalls.KCenter },
        new(Score, "badge-density",
            "Lengths of gradients, chances of the second pick, and density of items.") { Answer = ScoreCalls.BadgeDensity },
        new(Score, "typiclust-probcover",
            "The most typical items of clusters, and items that cover the most others.") { Answer = ScoreCalls.TypiClustProbCover },
        new(Score, "cluster-margin", "Unsure items from many clusters.") { Answer = ScoreCalls.ClusterMargins },
        new(Score, "learning-curve",
            "Area of a learning curve, labels to a target, and labels still needed.") { Answer = ScoreCalls.Curve },
        new(Evaluate, "classification", "What predicted classes and probabilities are worth.") { Answer = EvaluationCalls.Classification },
        new(Evaluate, "detection", "What detected boxes are worth: average precision and recall.") { Answer = EvaluationCalls.Detection },
        new(Evaluate, "compare", "Whether a new model replaces the current one, and why.") { Answer = CompareCalls.Compare },
        new(Stats, "paired-tests", "Whether a new model is right more often on the same items.") { Answer = StatsCalls.Paired },
        new(Stats, "proportion-ci", "Intervals of a share that was counted.") { Answer = StatsCalls.Proportion },
    ];
}
