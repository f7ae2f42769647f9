using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

/// <summary>Parts of logs of decisions, and logs made of parts.</summary>
internal static class LogParts
{
    /// <summary>The last rows, which are the newest of a log that has the oldest first.</summary>
    /// <param name="log">The log.</param>
    /// <param name="count">How many; at most as many as there are.</param>
    public static DecisionLog Newest(DecisionLog log, int count) => Pick(log, [.. Enumerable.Range(log.Count - count, count)]);

    /// <summary>Some rows, in this order.</summary>
    public static DecisionLog Pick(DecisionLog log, IReadOnlyList<int> rows)
    {
        var contexts = new DenseMatrix(rows.Count, log.ContextFields.Length);
        for (var i = 0; i < rows.Count; i++)
            log.Contexts.Row(rows[i]).CopyTo(contexts.Row(i));
        ImmutableArray<T> Of<T>(ImmutableArray<T> column) => column.IsEmpty ? [] : [.. rows.Select(row => column[row])];
        var chosen = Of(log.Chosen);
        int[] used = [.. chosen.Distinct().Order()];
        return log with
        {
            Contexts = contexts,
            Arms = [.. used.Select(arm => log.Arms[arm])],
            Chosen = [.. chosen.Select(arm => Array.BinarySearch(used, arm))],
            Propensities = Of(log.Propensities),
            Rewards = Of(log.Rewards),
            Ids = Of(log.Ids),
            Times = Of(log.Times),
            Sources = Of(log.Sources),
        };
    }

    /// <summary>The rows of one log and then those of another, with the same context fields and columns.</summary>
    public static DecisionLog Join(DecisionLog first, DecisionLog second)
    {
        var contexts = new DenseMatrix(first.Count + second.Count, first.ContextFields.Length);
        for (var row = 0; row < first.Count; row++)
            first.Contexts.Row(row).CopyTo(contexts.Row(row));
        for (var row = 0; row < second.Count; row++)
            second.Contexts.Row(row).CopyTo(contexts.Row(first.Count + row));
        ImmutableArray<string> arms = [.. first.Arms.Union(second.Arms, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int IndexOf(DecisionLog log, int arm) => arms.BinarySearch(log.Arms[arm], StringComparer.Ordinal);
        return first with
        {
            Contexts = contexts,
            Arms = arms,
            Chosen = [.. first.Chosen.Select(arm => IndexOf(first, arm)), .. second.Chosen.Select(arm => IndexOf(second, arm))],
            Propensities = [.. first.Propensities, .. second.Propensities],
            Rewards = [.. first.Rewards, .. second.Rewards],
            Ids = [.. first.Ids, .. second.Ids],
            Times = [.. first.Times, .. second.Times],
            // An older log does not tell who made its decisions.
            Sources = IsWhole(first) && IsWhole(second) ? [.. first.Sources, .. second.Sources] : [],
        };
    }

    private static bool IsWhole(DecisionLog log) => log.Sources.Length == log.Count;
}
