using System.Collections.Immutable;
using Gyre.Datasets.Checks;

namespace Gyre.Datasets;

/// <summary>What must hold between the parts of a split, so that its results mean something.</summary>
public static class DatasetSplits
{
    /// <summary>
    /// Everything that is wrong: parts that overlap, empty test sets, unequal partitions, examples tested twice; not the range of indexes.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="place">Where it comes from, for messages.</param>
    public static ImmutableArray<DatasetFinding> Check(DatasetSplit split, string place)
    {
        ArgumentNullException.ThrowIfNull(split);
        var log = new FindingLog();
        SplitRules.Check(split, place, log);
        return log.Errors;
    }
}
