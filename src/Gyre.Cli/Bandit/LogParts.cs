using Gyre.Learning;

namespace Gyre.Cli.Bandit;

/// <summary>Parts of logs of decisions.</summary>
internal static class LogParts
{
    /// <summary>The last rows, which are the newest of a log that has the oldest first.</summary>
    /// <param name="log">The log.</param>
    /// <param name="count">How many; at most as many as there are.</param>
    public static DecisionLog Newest(DecisionLog log, int count)
    {
        var first = log.Count - count;
        var contexts = new DenseMatrix(count, log.ContextFields.Length);
        for (var row = 0; row < count; row++)
            log.Contexts.Row(first + row).CopyTo(contexts.Row(row));
        var chosen = log.Chosen[first..];
        int[] used = [.. chosen.Distinct().Order()];
        return log with
        {
            Contexts = contexts,
            Arms = [.. used.Select(arm => log.Arms[arm])],
            Chosen = [.. chosen.Select(arm => Array.BinarySearch(used, arm))],
            Propensities = log.Propensities[first..],
            Rewards = log.Rewards[first..],
            Ids = log.Ids.IsEmpty ? [] : log.Ids[first..],
            Times = log.Times.IsEmpty ? [] : log.Times[first..],
        };
    }
}
