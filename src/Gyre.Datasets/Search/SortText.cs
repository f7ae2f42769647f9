using System.Globalization;
using Gyre.Datasets.Documents;

namespace Gyre.Datasets.Search;

/// <summary>An order in SQL, over the alias <c>d</c> of <c>documents</c>.</summary>
/// <param name="Joins">Tables that it needs.</param>
/// <param name="Columns">What stands behind ORDER BY.</param>
internal sealed record SortText(string Joins, string Columns)
{
    public const int MostKeys = 8;

    /// <summary>That of queries without one; it has an index.</summary>
    public static SortText Usual { get; } = new("", "d.usual_order");

    public bool HasIndex => Joins.Length == 0;

    /// <param name="keys">Paths at which each document has at most one value, a single one.</param>
    /// <param name="parameters">Takes their numbers.</param>
    public static SortText By(IReadOnlyList<(long Path, bool Descending)> keys, SqlParameters parameters)
    {
        var joins = keys.Select((key, index) => string.Create(
            CultureInfo.InvariantCulture,
            $" LEFT JOIN document_values k{index} ON k{index}.document=d.number AND k{index}.path={parameters.Add(key.Path)}"
                + $" AND k{index}.tag<={(int)ValueTag.Text}"));
        var columns = keys.SelectMany(static (key, index) => new[] { ("tag", "0"), ("text", "''"), ("number", "0") }.Select(column =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"COALESCE(k{index}.{column.Item1},{column.Item2}){(key.Descending ? " DESC" : "")}")));
        return new SortText(string.Concat(joins) + " ", string.Join(',', columns.Append("d.id")));
    }
}
