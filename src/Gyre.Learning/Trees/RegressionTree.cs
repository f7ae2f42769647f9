using System.Collections.Immutable;

namespace Gyre.Learning.Trees;

/// <summary>A tree that gives a number: at each node one feature is compared with a threshold.</summary>
/// <remarks>
/// Node 0 is the root, and children come after their parents, so that every walk ends. A child below 0 is the leaf of index ~child.
/// </remarks>
internal sealed class RegressionTree
{
    // What LightGBM treats as zero, and so as missing where zero means missing.
    private const double Zero = 1e-35f;

    /// <summary>Compared feature of each node.</summary>
    public required ImmutableArray<int> Features { get; init; }

    /// <summary>A value of at most this goes to the left.</summary>
    public required ImmutableArray<double> Thresholds { get; init; }

    /// <summary>What is missing, and where it goes.</summary>
    public required ImmutableArray<MissingValue> Missing { get; init; }

    public required ImmutableArray<int> Left { get; init; }

    public required ImmutableArray<int> Right { get; init; }

    /// <summary>Finite; one more than there are nodes.</summary>
    public required ImmutableArray<double> Leaves { get; init; }

    /// <summary>The number of the leaf that a row comes to. O(depth).</summary>
    public double Score(ReadOnlySpan<double> row)
    {
        var node = Features.Length == 0 ? ~0 : 0;
        while (node >= 0)
            node = GoesLeft(node, row[Features[node]]) ? Left[node] : Right[node];
        return Leaves[~node];
    }

    private bool GoesLeft(int node, double value)
    {
        var missing = Missing[node];
        if (double.IsNaN(value))
        {
            if (missing.Kind == MissingKind.NaN)
                return missing.GoesLeft;
            value = 0;
        }
        return missing.Kind == MissingKind.Zero && Math.Abs(value) <= Zero ? missing.GoesLeft : value <= Thresholds[node];
    }
}

/// <summary>Which value of a node's feature counts as missing.</summary>
internal enum MissingKind : byte
{
    None = 0,
    Zero = 1,
    NaN = 2,
}

/// <summary>How a node treats missing values.</summary>
/// <param name="Kind">What is missing.</param>
/// <param name="GoesLeft">Whether it goes to the left.</param>
internal readonly record struct MissingValue(MissingKind Kind, bool GoesLeft);
