using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Tracking.Traces;

/// <summary>A row of the table.</summary>
internal sealed record TraceRow
{
    public const string Columns = "number, trace_id, client_request_id, experiment, timestamp_ms, execution_ms, state, request_preview, response_preview";

    public long Number { get; init; }

    public required string TraceId { get; init; }

    public string? ClientRequestId { get; init; }

    public required long Experiment { get; init; }

    public required long TimestampMs { get; init; }

    public long? ExecutionMs { get; init; }

    public required string State { get; init; }

    public string? RequestPreview { get; init; }

    public string? ResponsePreview { get; init; }
}

/// <summary>Statements about traces themselves.</summary>
internal static class TraceTable
{
    private static readonly string[] Children = ["tracking_trace_tags", "tracking_trace_metadata", "tracking_assessments", "tracking_spans", "tracking_span_values"];

    public static TraceRow? Find(IDbSession session, string traceId) =>
        session.QuerySingleOrDefault<TraceRow>($"SELECT {TraceRow.Columns} FROM tracking_traces WHERE trace_id = @traceId", new { traceId });

    /// <exception cref="TrackingException">There is none.</exception>
    public static TraceRow Require(IDbSession session, string traceId) =>
        Find(session, traceId) ?? throw new TrackingException(TrackingError.DoesNotExist, $"Trace with ID '{traceId}' not found.");

    /// <summary>Inserts or changes a trace; gives its number. What is not known this time stays as it was.</summary>
    public static long Write(IDbSession session, TraceInfo trace) => session.QuerySingleOrDefault<long>(
        """
        INSERT INTO tracking_traces (trace_id, client_request_id, experiment, timestamp_ms, execution_ms, state, request_preview, response_preview)
        VALUES (@TraceId, @ClientRequestId, @Experiment, @RequestTime, @ExecutionTime, @State, @RequestPreview, @ResponsePreview)
        ON CONFLICT (trace_id) DO UPDATE SET
            client_request_id = COALESCE(excluded.client_request_id, tracking_traces.client_request_id), timestamp_ms = excluded.timestamp_ms,
            execution_ms = COALESCE(excluded.execution_ms, tracking_traces.execution_ms), state = excluded.state,
            request_preview = COALESCE(excluded.request_preview, tracking_traces.request_preview),
            response_preview = COALESCE(excluded.response_preview, tracking_traces.response_preview)
        RETURNING number
        """,
        new { trace.TraceId, trace.ClientRequestId, trace.Experiment, trace.RequestTime, trace.ExecutionTime, trace.State, trace.RequestPreview, trace.ResponsePreview });

    public static void WriteTags(IDbSession session, long trace, IEnumerable<Tag> tags) => WritePairs(session, "tracking_trace_tags", trace, tags);

    public static void WriteMetadata(IDbSession session, long trace, IEnumerable<Tag> metadata) => WritePairs(session, "tracking_trace_metadata", trace, metadata);

    public static void Delete(IDbSession session, long trace, string traceId)
    {
        foreach (var table in Children)
            session.Execute($"DELETE FROM {table} WHERE trace = @trace", new { trace });
        session.Execute("DELETE FROM tracking_trace_links WHERE trace_id = @traceId", new { traceId });
        session.Execute("DELETE FROM tracking_traces WHERE number = @trace", new { trace });
    }

    /// <summary>Traces with everything that belongs to them, in the order of the rows.</summary>
    public static ImmutableArray<TraceInfo> Read(IDbSession session, IReadOnlyList<TraceRow> rows)
    {
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(row => row.Number).ToArray();
        var tags = Pairs(session, "tracking_trace_tags", ids);
        var metadata = Pairs(session, "tracking_trace_metadata", ids);
        var assessments = AssessmentTable.Of(session, ids);
        return [.. rows.Select(row => new TraceInfo
        {
            TraceId = row.TraceId,
            ClientRequestId = row.ClientRequestId,
            Experiment = row.Experiment,
            RequestTime = row.TimestampMs,
            ExecutionTime = row.ExecutionMs,
            State = row.State,
            RequestPreview = row.RequestPreview,
            ResponsePreview = row.ResponsePreview,
            Metadata = [.. metadata[row.Number].Select(pair => new Tag(pair.Key, pair.Value))],
            Tags = [.. tags[row.Number].Select(pair => new Tag(pair.Key, pair.Value))],
            Assessments = [.. assessments[row.Number].Select(assessment => assessment.ToAssessment(row.TraceId))],
        })];
    }

    private static ILookup<long, PairRow> Pairs(IDbSession session, string table, long[] traces) =>
        session.Query<PairRow>($"SELECT trace, key, value FROM {table} WHERE trace IN @traces ORDER BY key", new { traces }).ToLookup(pair => pair.Trace);

    private static void WritePairs(IDbSession session, string table, long trace, IEnumerable<Tag> pairs)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
            last[pair.Key] = pair.Value;
        var rows = new RowSet().Add("trace", [.. Enumerable.Repeat(trace, last.Count)]).Add("key", [.. last.Keys]).Add("value", [.. last.Values]);
        session.ExecuteRows($"INSERT INTO {table} (trace, key, value) {{rows}} ON CONFLICT (trace, key) DO UPDATE SET value = excluded.value", rows);
    }

    private sealed record PairRow(long Trace, string Key, string Value);
}
