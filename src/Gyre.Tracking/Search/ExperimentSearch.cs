using System.Collections.Immutable;
using System.Globalization;
using Gyre.Storage;

namespace Gyre.Tracking.Search;

/// <summary>A search for experiments.</summary>
internal sealed record ExperimentQuery
{
    /// <summary>From <see cref="FilterParser"/> with <see cref="SearchTarget.Experiments"/>.</summary>
    public Filter Filter { get; init; } = Filter.None;

    /// <summary>From <see cref="OrderParser"/> with <see cref="SearchTarget.Experiments"/>. Without one, the latest created comes first, ties by id; with one, ties by id, the largest first.</summary>
    public ImmutableArray<OrderKey> Order { get; init; } = [];

    /// <summary>Stages of life.</summary>
    public ViewType View { get; init; }

    /// <summary>Only these; null for all.</summary>
    public IReadOnlySet<long>? Among { get; init; }

    /// <summary>Results to skip, at least 0.</summary>
    public long Offset { get; init; }

    /// <summary>Results to give, at least 1.</summary>
    public required int Limit { get; init; }
}

/// <summary>Finds experiments. There are never so many of them that a sort would matter.</summary>
internal static class ExperimentSearch
{
    private static readonly SearchColumns Columns = new()
    {
        Attributes = new Dictionary<string, AttributeColumn>(StringComparer.Ordinal)
        {
            ["name"] = new("r.name"),
            ["experiment_id"] = new("r.id", ColumnKind.Integer),
            ["creation_time"] = new("r.created_at", ColumnKind.Integer),
            ["last_update_time"] = new("r.updated_at", ColumnKind.Integer),
        },
        Children = new Dictionary<(FieldKind, string?), ChildColumn>
        {
            [(FieldKind.Tag, null)] = new("tracking_experiment_tags x", "x.experiment=r.id", "x.value") { Key = "x.key", IsUnique = true },
        },
    };

    /// <summary>Finds a page of experiments; the numbers are their ids.</summary>
    public static SearchPage Find(IDbSession session, ExperimentQuery query)
    {
        var (condition, parameters) = FilterCompiler.Compile(query.Filter, Columns, session.Kind);
        var stage = query.View switch
        {
            ViewType.Active => "r.lifecycle_stage='active' AND ",
            ViewType.Deleted => "r.lifecycle_stage='deleted' AND ",
            _ => "",
        };
        var values = new Dictionary<string, object>(parameters, StringComparer.Ordinal);
        var among = query.Among is { } only ? AmongThese(session, [.. only], values) : "";
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT r.id FROM tracking_experiments r WHERE {among}{stage}{condition} ORDER BY {OrderBy(query.Order)} LIMIT {query.Limit + 1L} OFFSET {query.Offset}");
        var ids = session.Query<long>(sql, values);
        return new SearchPage([.. ids.Take(query.Limit)], ids.Count > query.Limit);
    }

    private static string AmongThese(IDbSession session, long[] ids, Dictionary<string, object> values)
    {
        if (ids.Length == 0)
            return "1 = 0 AND ";
        var isList = session.Kind == DatabaseKind.Sqlite;
        values["among"] = isList ? TextArray.ToJson(ids) : ids;
        return isList ? "r.id IN (SELECT value FROM json_each(@among)) AND " : "r.id IN @among AND ";
    }

    private static string OrderBy(ImmutableArray<OrderKey> keys) => keys.IsEmpty
        ? "r.created_at DESC,r.id"
        : string.Join(',', [.. keys.Select(key => Columns.Attributes[key.Field.Key].Sql + (key.Ascending ? "" : " DESC")), "r.id DESC"]);
}
