namespace Gyre.Learning;

/// <summary>How rows are cut into training and test rows.</summary>
public sealed record SplitOptions
{
    /// <summary>Share of the rows that is kept for the test, above 0 and below 1. Default 0.25.</summary>
    public double TestFraction { get; init; } = 0.25;

    /// <summary>Fixes which rows. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Keeps only so many training rows, the first of the file, at least 1; the test rows do not depend on it. Default all.
    /// </summary>
    public int MaxTrainRows { get; init; } = int.MaxValue;

    /// <summary>The column whose values are spread evenly over both parts. Default <c>label</c>.</summary>
    public string LabelColumn { get; init; } = "label";

    internal void Check()
    {
        OptionCheck.Above(nameof(TestFraction), TestFraction, 0);
        if (TestFraction >= 1)
            throw new Core.InvalidInputException(
                "learn.option", $"TestFraction is {Core.NumberText.Of(TestFraction)}.", "Use a number greater than 0 and less than 1.");
        OptionCheck.Between(nameof(MaxTrainRows), MaxTrainRows, 1, int.MaxValue);
    }
}

/// <summary>What a split gave.</summary>
/// <param name="TrainRows">Training rows written.</param>
/// <param name="TestRows">Test rows written; at least 1.</param>
/// <param name="Classes">Different labels in the whole file.</param>
public sealed record SplitResult(int TrainRows, int TestRows, int Classes);
