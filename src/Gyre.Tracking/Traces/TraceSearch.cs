using System.Collections.Immutable;
using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Formats;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Traces;

/// <summary>Finds traces.</summary>
internal static class TraceSearch
{
    private const string Assessments = "tracking_assessments x";

    /// <summary>A trace belongs to the run that it says, and to those that were said later.</summary>
    private const string Runs =
        $"""
        (SELECT m.trace AS trace, m.key AS key, m.value AS value FROM tracking_trace_metadata m
         UNION ALL SELECT t.number, '{TrackingWords.TraceRun}', l.run_id FROM tracking_trace_links l JOIN tracking_traces t ON t.trace_id=l.trace_id) x
        """;

    private static readonly Dictionary<string, AttributeColumn> Attributes = new(StringComparer.Ordinal)
    {
        ["request_id"] = new("r.trace_id"),
        ["experiment_id"] = new("r.experiment", ColumnKind.Integer),
        ["timestamp_ms"] = new("r.timestamp_ms", ColumnKind.Integer),
        ["execution_time_ms"] = new("r.execution_ms", ColumnKind.Integer) { IsNullable = true },
        ["end_time_ms"] = new("(r.timestamp_ms+r.execution_ms)", ColumnKind.Integer) { IsNullable = true },
        ["status"] = new("r.state"),
        ["client_request_id"] = new("r.client_request_id") { IsNullable = true },
    };

    private static readonly Dictionary<(FieldKind, string?), ChildColumn> Children = new()
    {
        [(FieldKind.Tag, null)] = new("tracking_trace_tags x", "x.trace=r.number", "x.value") { Key = "x.key", IsUnique = true },
        [(FieldKind.Metadata, null)] = new("tracking_trace_metadata x", "x.trace=r.number", "x.value") { Key = "x.key", IsUnique = true },
        [(FieldKind.Metadata, TrackingWords.TraceRun)] = new(Runs, "x.trace=r.number", "x.value") { Key = "x.key" },
        [(FieldKind.Span, null)] = new("tracking_span_values x", "x.trace=r.number", "x.value") { Key = "x.key" },
        [(FieldKind.Span, "content")] = new("tracking_spans x", "x.trace=r.number", "x.content"),
        [(FieldKind.Feedback, null)] = Assessed(AssessmentKind.Feedback, "x.value_text", ColumnKind.Text),
        [(FieldKind.Expectation, null)] = Assessed(AssessmentKind.Expectation, "x.value_text", ColumnKind.Text),
        [(FieldKind.Issue, null)] = new(Assessments, "x.trace=r.number AND x.kind='Issue' AND x.valid=TRUE", "x.name"),
    };

    /// <summary>Rows of one page, and whether there are more.</summary>
    public static (IReadOnlyList<TraceRow> Rows, bool More) Find(IDbSession session, Filter filter, ImmutableArray<OrderKey> order, IReadOnlyList<long> experiments, long offset, int limit)
    {
        var parameters = new SqlParameters("f");
        var condition = new FilterCompiler(ColumnsFor(filter), session.Kind, parameters).Condition(filter);
        var joins = new List<string>();
        var orderBy = OrderBy(order, parameters, joins);
        var ids = experiments.Distinct().Select(id => parameters.Add(id)).ToList();
        var columns = string.Join(", ", TraceRow.Columns.Split(", ").Select(column => "r." + column));
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {columns} FROM tracking_traces r{string.Concat(joins)} WHERE r.experiment IN({string.Join(',', ids)}) AND {condition} ORDER BY {orderBy} LIMIT {limit + 1L} OFFSET {offset}");
        var rows = session.Query<TraceRow>(sql, parameters.Values);
        return rows.Count > limit ? ([.. rows.Take(limit)], true) : (rows, false);
    }

    /// <summary>Values of assessments are texts or numbers, as a clause compares them.</summary>
    private static SearchColumns ColumnsFor(Filter filter)
    {
        var children = new Dictionary<(FieldKind, string?), ChildColumn>(Children);
        foreach (var clause in filter.Clauses().Where(clause => clause.Value is FilterNumber))
        {
            if (clause.Field.Kind is FieldKind.Feedback or FieldKind.Expectation)
                children[(clause.Field.Kind, clause.Field.Key)] = Assessed(clause.Field.Kind == FieldKind.Feedback ? AssessmentKind.Feedback : AssessmentKind.Expectation, "x.value_number", ColumnKind.Number);
        }
        return new SearchColumns { Attributes = Attributes, Children = children };
    }

    private static ChildColumn Assessed(AssessmentKind kind, string value, ColumnKind column) =>
        new(Assessments, $"x.trace=r.number AND x.kind='{kind}' AND x.valid=TRUE", value, column) { Key = "x.name" };

    /// <summary>What has no value comes last in both directions.</summary>
    private static string OrderBy(ImmutableArray<OrderKey> order, SqlParameters parameters, List<string> joins)
    {
        var terms = new List<string>();
        foreach (var key in order)
        {
            var direction = key.Ascending ? "" : " DESC";
            var (value, nullable) = ValueOf(key.Field, parameters, joins);
            terms.Add(nullable ? $"CASE WHEN {value} IS NULL THEN 1 ELSE 0 END,{value}{direction}" : value + direction);
        }
        if (!order.Any(key => key.Field is { Kind: FieldKind.Attribute, Key: "timestamp_ms" }))
            terms.Add("r.timestamp_ms DESC");
        terms.Add("r.trace_id");
        return string.Join(',', terms);
    }

    private static (string Value, bool Nullable) ValueOf(Field field, SqlParameters parameters, List<string> joins)
    {
        if (field.Kind == FieldKind.Attribute && Attributes.TryGetValue(field.Key, out var column))
            return (column.Sql, column.IsNullable);
        var table = field.Kind switch
        {
            FieldKind.Tag => "tracking_trace_tags",
            FieldKind.Metadata => "tracking_trace_metadata",
            _ => throw new TrackingException(TrackingError.InvalidParameter, $"Traces cannot be ordered by '{field.Key}'; order them by attributes, tags or metadata."),
        };
        var alias = string.Create(CultureInfo.InvariantCulture, $"o{joins.Count}");
        joins.Add($" LEFT JOIN {table} {alias} ON {alias}.trace=r.number AND {alias}.key={parameters.Add(field.Key)}");
        return ($"{alias}.value", true);
    }
}
