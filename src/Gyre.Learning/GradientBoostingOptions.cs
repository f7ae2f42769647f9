using Gyre.Core;

namespace Gyre.Learning;

/// <summary>How gradient-boosted trees are trained.</summary>
/// <remarks>
/// J. H. Friedman, "Greedy function approximation: a gradient boosting machine", 2001, by LightGBM (G. Ke and others, "LightGBM: a highly
/// efficient gradient boosting decision tree", 2017). Training needs the native library of the NuGet package LightGBM beside the program,
/// on Linux, Windows or macOS with x64 processors; predicting needs nothing.
/// </remarks>
public sealed record GradientBoostingOptions
{
    /// <summary>Rounds, each with a tree, or one per class from three classes on; from 1 to 100,000. Default 100.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Leaves of a tree at most, from 2 to 65,536. Default 31.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>What each tree's numbers are multiplied by, above 0. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Rows in a leaf at least, from 1 to 1,000,000. Default 20.</summary>
    public int LeafRows { get; init; } = 20;

    /// <summary>Penalty on the squares of the leaves' numbers, 0 or more. Default 0.</summary>
    public double Penalty { get; init; }

    /// <summary>Share of the rows that each round learns from, above 0 to 1. Default 1.</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>Fixes which rows a round learns from. From 0 to 2,147,483,647. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, 1 to 1024; the result is the same. Default 1.</summary>
    public int Threads { get; init; } = 1;

    internal void Check()
    {
        OptionCheck.Between(nameof(Rounds), Rounds, 1, 100_000);
        OptionCheck.Between(nameof(Leaves), Leaves, 2, 65_536);
        OptionCheck.Above(nameof(LearningRate), LearningRate, 0);
        OptionCheck.Between(nameof(LeafRows), LeafRows, 1, 1_000_000);
        OptionCheck.AtLeast(nameof(Penalty), Penalty, 0);
        OptionCheck.Between(nameof(Threads), Threads, 1, 1024);
        if (RowShare is not (> 0 and <= 1))
            throw new InvalidInputException("learn.option", $"RowShare is {NumberText.Of(RowShare)}.", "Use a number above 0, at most 1.");
        if (Seed > int.MaxValue)
            throw new InvalidInputException("learn.option", $"Seed is {Seed}.", $"Use a number from 0 to {int.MaxValue} for trees.");
    }
}
