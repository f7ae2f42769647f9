using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Labels a pool whose labels are known as if they were not: how far does a strategy come with how many labels?</summary>
public sealed record LabelingSimulation
{
    /// <summary>One row per item; also the embeddings.</summary>
    public required DenseMatrix Features { get; init; }

    /// <summary>The class of each item.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Items that are only tested on.</summary>
    public required IReadOnlyList<int> Test { get; init; }

    /// <summary>Items that have a label at the start; of two classes at least.</summary>
    public required IReadOnlyList<int> Initial { get; init; }

    /// <summary>How items are chosen; count and seed are set for each round.</summary>
    public required ChoiceOptions Choice { get; init; }

    /// <summary>Labels to stop at. Default 300.</summary>
    public int Budget { get; init; } = 300;

    /// <summary>How the softmax regression of each round is fitted.</summary>
    public SoftmaxRegressionOptions Model { get; init; } = new();

    /// <summary>Trains, tests and chooses until the budget is used up or nothing is left.</summary>
    /// <param name="progress">Called after each round with what was reached, and the items that were chosen then; none in the last
    /// round.</param>
    /// <param name="cancellationToken">Looked at in each round.</param>
    /// <returns>Share of test items that are right, by labels.</returns>
    /// <exception cref="InvalidInputException">The initial items are of one class, or an option is out of range.</exception>
    public LearningCurve Run(Action<CurveSample, IReadOnlyList<ChosenItem>>? progress = null, CancellationToken cancellationToken = default)
    {
        var test = Test.ToHashSet();
        int[] pool = [.. Enumerable.Range(0, Features.Rows).Where(item => !test.Contains(item))];
        var places = pool.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index);
        var rows = RowSources.Of(Features.Take(pool));
        var classes = TrainingSet.SortClasses(Labels);
        var labelled = Initial.Select(item => places[item]).ToList();
        var samples = new List<CurveSample>();
        for (var round = 0UL; ; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var model = Fit([.. labelled.Select(place => pool[place])], cancellationToken);
            samples.Add(new(labelled.Count, Accuracy(model)));
            var count = Math.Min(Choice.Count, Budget - labelled.Count);
            var chosen = count <= 0 ? [] : ItemChoice.Choose(
                new()
                {
                    Count = pool.Length,
                    Embeddings = rows,
                    Probabilities = RowSources.Probabilities(model, rows, classes),
                    Labelled = labelled,
                    Classes = classes.Length,
                },
                Choice with { Count = count, Seed = Vectors.SeedMix.Of(Choice.Seed, round) });
            progress?.Invoke(samples[^1], [.. chosen.Select(item => item with { Index = pool[item.Index] })]);
            if (chosen.Length == 0)
                return new([.. samples]);
            labelled.AddRange(chosen.Select(static item => item.Index));
        }
    }

    private LayeredModel Fit(int[] items, CancellationToken cancellationToken)
    {
        string[] names = [.. Enumerable.Range(0, Features.Columns).Select(static column => $"x{column}")];
        return SoftmaxRegression.Fit(
            TrainingSet.Create(Features.Take(items), [.. items.Select(item => Labels[item])], names), Model,
            cancellationToken: cancellationToken).Model;
    }

    private double Accuracy(LayeredModel model)
    {
        var found = model.Probabilities(Features.Take([.. Test]));
        return Test.Select((item, i) => model.Classes[Vectors.Kernels.IndexOfMax(found.Row(i))] == Labels[item] ? 1.0 : 0).Average();
    }
}
