using System.Collections.Immutable;

namespace Gyre.Learning.Trees;

/// <summary>Trees whose numbers add up: with several outputs, tree i belongs to output i modulo their number.</summary>
internal sealed class TreeEnsemble
{
    /// <summary>Round after round, output after output.</summary>
    public required ImmutableArray<RegressionTree> Trees { get; init; }

    /// <summary>Numbers per row.</summary>
    public required int Outputs { get; init; }

    /// <summary>The text that the trees were read from, in the form of LightGBM, version 4.</summary>
    public required string Text { get; init; }

    /// <summary>Writes the sums of a row, added in the order of the trees. O(trees x depth).</summary>
    public void Score(ReadOnlySpan<double> row, Span<double> sums)
    {
        sums.Clear();
        for (var tree = 0; tree < Trees.Length; tree++)
            sums[tree % Outputs] += Trees[tree].Score(row);
    }
}
