using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>
/// How <see cref="Splits.Partitions"/> and <see cref="Splits.ClassPartitions"/> divide rows; named and rounded as in OctopusCL.
/// </summary>
public sealed record PartitionOptions
{
    /// <summary>Seed of Python's <c>random.seed</c>: any whole number. Its sign does not matter. Default 0.</summary>
    public BigInteger Seed { get; init; }

    /// <summary>Share of the rows to train on, 0 to 1; the count is rounded down. Default 0.6.</summary>
    public double Training { get; init; } = 0.6;

    /// <summary>Share of the rows to test on, 0 to 1; the count is rounded down. Default 0.2.</summary>
    public double Test { get; init; } = 0.2;

    /// <summary>
    /// Share of the rows to validate on, 0 to 1; the three add up to 1. The validation rows are all that remain, so rounding leaves a few
    /// even for 0. Default 0.2.
    /// </summary>
    public double Validation { get; init; } = 0.2;

    /// <summary>Experiences, at least 1. Default 1.</summary>
    public int Experiences { get; init; } = 1;

    /// <summary>Independent shuffles of each experience, at least 1; their test sets overlap. Default 1.</summary>
    public int Partitions { get; init; } = 1;

    internal void Check()
    {
        Share(nameof(Training), Training);
        Share(nameof(Test), Test);
        Share(nameof(Validation), Validation);
        var sum = Training + Test + Validation;
        // The exact decimal expansion is rounded, as Python does; Math.Round would turn 0.995 into 1.
        if (sum.ToString("F2", CultureInfo.InvariantCulture) != "1.00")
            throw Refuse(
                $"The shares of training, test and validation add up to {NumberText.Of(sum)}.", "The percentages must add up to 1.");
        OptionCheck.Between(nameof(Experiences), Experiences, 1, int.MaxValue);
        OptionCheck.Between(nameof(Partitions), Partitions, 1, int.MaxValue);
        if (Experiences > 1 && Partitions > 1)
            throw Refuse("Using multiple partitions per experience is not supported yet.", "Use one partition or one experience.");
    }

    internal static InvalidInputException Refuse(string message, string? remedy = null) => new("split.option", message, remedy);

    private static void Share(string name, double value)
    {
        if (value is not (>= 0 and <= 1))
            throw Refuse($"{name} is {NumberText.Of(value)}.", "Use a number from 0 to 1.");
    }
}

/// <summary>Which classes come when in a class-incremental division.</summary>
public sealed record ClassOrderOptions
{
    /// <summary>Whether the classes are shuffled with the seed (true) or keep their order (false). Default true.</summary>
    public bool Shuffled { get; init; } = true;

    /// <summary>
    /// Numbers of the classes in the order in which they appear, from 0 in the order of <see cref="TrainingSet.SortClasses"/>; classes
    /// that are not named are left out with all their rows. Only without shuffling. Default all, ascending.
    /// </summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>
    /// Number of classes of each experience, one entry per experience, which add up to the classes used. Default an equal share, the rest
    /// to the last.
    /// </summary>
    public ImmutableArray<int> Counts { get; init; } = [];
}
