using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gyre.Tracking.Search;

/// <summary>A part of a walk along an index.</summary>
/// <param name="Where">What is in the part, over the alias <c>l</c>.</param>
/// <param name="OrderBy">The order that the index gives; empty when all in the part are equal.</param>
internal sealed record RunPhase(string Where, string OrderBy);

/// <summary>How to go along the values of one key in order.</summary>
/// <param name="From">The table, with the alias <c>l</c>.</param>
/// <param name="Phases">One after the other.</param>
/// <param name="Missing">The runs that have no value, over the alias <c>r</c>; they come last.</param>
internal sealed record RunWalk(string From, IReadOnlyList<RunPhase> Phases, string Missing);

/// <summary>Writes the ORDER BY of runs, and the joins that it needs.</summary>
internal sealed class RunOrder(SqlParameters parameters)
{
    private const string Ties = "r.start_time DESC,r.run_id";

    private readonly StringBuilder _joins = new();
    private int _count;

    /// <summary>Joins for what was added.</summary>
    public string Joins => _joins.ToString();

    /// <summary>The terms of some keys, with those for ties behind.</summary>
    public string Add(ReadOnlySpan<OrderKey> keys)
    {
        var terms = new List<string>(keys.Length + 1);
        var startIsListed = false;
        foreach (var key in keys)
        {
            terms.Add(key.Field.Kind == FieldKind.Attribute ? Attribute(key) : Child(key));
            startIsListed |= key.Field is { Kind: FieldKind.Attribute, Key: "start_time" };
        }
        terms.Add(startIsListed ? "r.run_id" : Ties);
        return string.Join(',', terms);
    }

    /// <summary>The same for all keys of an order.</summary>
    public string Add(ImmutableArray<OrderKey> keys) => Add(keys.AsSpan());

    /// <summary>How an index goes along the first key; null when none does.</summary>
    public static RunWalk? Walk(OrderKey key, SqlParameters parameters)
    {
        if (key.Field.Kind is not (FieldKind.Metric or FieldKind.Param or FieldKind.Tag))
            return null;
        var table = TableOf(key.Field.Kind);
        var ofKey = $"l.key={parameters.Add(key.Field.Key)}";
        var direction = Direction(key);
        RunPhase[] phases = key.Field.Kind == FieldKind.Metric
            ? [new($"{ofKey} AND l.is_nan=FALSE", $"l.value{direction}"), new($"{ofKey} AND l.is_nan=TRUE", "")]
            : [new(ofKey, $"substr(l.value, 1, 100){direction},l.value{direction}")];
        return new RunWalk($"{table} l", phases, $"NOT EXISTS(SELECT 1 FROM {table} l WHERE l.run=r.number AND {ofKey})");
    }

    private static string Attribute(OrderKey key)
    {
        var column = RunColumns.All.Attributes[key.Field.Key];
        var direction = Direction(key);
        if (column.Codes is { } codes)
            return $"CASE {column.Sql}{string.Concat(codes.Select(code => string.Create(CultureInfo.InvariantCulture, $" WHEN {code.Value} THEN '{code.Key}'")))} END{direction}";
        return column.IsNullable ? $"CASE WHEN {column.Sql} IS NULL THEN 1 ELSE 0 END,{column.Sql}{direction}" : column.Sql + direction;
    }

    private string Child(OrderKey key)
    {
        var alias = string.Create(CultureInfo.InvariantCulture, $"o{_count++}");
        _joins.Append(CultureInfo.InvariantCulture, $" LEFT JOIN {TableOf(key.Field.Kind)} {alias} ON {alias}.run=r.number AND {alias}.key={parameters.Add(key.Field.Key)}");
        var direction = Direction(key);
        return key.Field.Kind == FieldKind.Metric
            ? $"CASE WHEN {alias}.run IS NULL THEN 2 WHEN {alias}.is_nan THEN 1 ELSE 0 END,CASE WHEN {alias}.is_nan THEN 0 ELSE {alias}.value END{direction}"
            : $"CASE WHEN {alias}.run IS NULL THEN 1 ELSE 0 END,{alias}.value{direction}";
    }

    private static string TableOf(FieldKind kind) => kind switch
    {
        FieldKind.Metric => "tracking_latest",
        FieldKind.Param => "tracking_params",
        _ => "tracking_tags",
    };

    private static string Direction(OrderKey key) => key.Ascending ? "" : " DESC";
}
