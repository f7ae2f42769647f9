using Gyre.Storage;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Store;

/// <summary>Many numbers as one value of a statement, whose text then is the same for any number of them.</summary>
internal static class NumberList
{
    /// <summary>What stands behind a column to say that it is among the numbers, and the value for it.</summary>
    /// <param name="session">Says which engine it is for.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="parameter">Name of the value: <c>@runs</c>.</param>
    public static (string Condition, object Value) For(IDbSession session, long[] numbers, string parameter) => session.Kind == DatabaseKind.Sqlite
        ? ($"IN (SELECT value FROM json_each({parameter}))", TextArray.ToJson(numbers))
        : ($"IN {parameter}", numbers);
}
