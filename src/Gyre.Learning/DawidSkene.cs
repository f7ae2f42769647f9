using System.Collections.Immutable;
using Gyre.Learning.Agreement;

namespace Gyre.Learning;

/// <summary>What one person said about one item.</summary>
/// <param name="Item">Number of the item, from 0.</param>
/// <param name="Person">Number of the person, from 0.</param>
/// <param name="Label">Number of the class, from 0.</param>
public readonly record struct PersonLabel(int Item, int Person, int Label);

/// <summary>How the true classes and the skill of the people are estimated.</summary>
public sealed record DawidSkeneOptions
{
    /// <summary>
    /// Added to each cell of each person's table, so that few labels do not make anybody infallible; 0 or more. Default 0.01.
    /// </summary>
    public double Smoothing { get; init; } = 0.01;

    /// <summary>Done when no probability of a class changes by as much. Default 1e-12.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Rounds at most, 1 or more. Default 10,000.</summary>
    public int MaxIterations { get; init; } = 10_000;
}

/// <summary>The classes that are probably true, and who confuses what.</summary>
public sealed record DawidSkeneResult
{
    /// <summary>Per item, the probability of each class. An item without labels has the shares of the classes.</summary>
    public required DenseMatrix Posterior { get; init; }

    /// <summary>Share of each class.</summary>
    public required ImmutableArray<double> Prior { get; init; }

    /// <summary>
    /// Per person, how an item of each class (row) was labelled (column). A row is empty of meaning, NaN, where there was nothing to see.
    /// </summary>
    public required ImmutableArray<DenseMatrix> Confusion { get; init; }

    /// <summary>The most probable class of each item, the lowest of equals.</summary>
    public required ImmutableArray<int> Best { get; init; }

    /// <summary>The class with the most votes for each item, the lowest of equals.</summary>
    public required ImmutableArray<int> Majority { get; init; }

    /// <summary>Rounds that it took.</summary>
    public required int Iterations { get; init; }

    /// <summary>How often each person is right, by its table and the shares of the classes; null for who labelled nothing.</summary>
    public required ImmutableArray<double?> Skill { get; init; }

    /// <summary>Items whose best class is less sure than this, the least sure first: those to ask one more person about.</summary>
    /// <param name="confidence">0 to 1. Default 0.9.</param>
    public ImmutableArray<int> Doubtful(double confidence = 0.9) =>
    [
        .. Enumerable.Range(0, Best.Length).Where(item => Posterior[item, Best[item]] < confidence)
            .OrderBy(item => Posterior[item, Best[item]]),
    ];
}

/// <summary>
/// True classes from several people of unknown skill, by expectation and maximisation (A. Dawid and A. Skene, "Maximum likelihood
/// estimation of
/// observer error-rates using the EM algorithm", 1979), started from the shares of the votes.
/// </summary>
public static class DawidSkene
{
    /// <summary>Estimates classes and tables. O(labels x classes) per round, in logarithms.</summary>
    /// <param name="labels">In any order; a person may label an item more than once.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="people">Number of people.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static DawidSkeneResult Fit(
        IReadOnlyList<PersonLabel> labels, int items, int people, int classes, DawidSkeneOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        foreach (var (item, person, label) in labels)
        {
            if (item < 0 || item >= items || person < 0 || person >= people || label < 0 || label >= classes)
                throw new ArgumentException(
                    $"There is a label {label} of person {person} for item {item}; there are {items} items, {people} people and {classes} classes.", nameof(labels));
        }
        return new SkillEstimate(labels, items, people, classes, options ?? new()).Run();
    }
}
