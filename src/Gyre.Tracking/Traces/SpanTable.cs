using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Tracking.Traces;

/// <summary>Statements about spans.</summary>
internal static class SpanTable
{
    public static void Write(IDbSession session, long trace, TraceSpan span)
    {
        session.Execute(
            """
            INSERT INTO tracking_spans (trace, span_id, parent_id, started_at, ended_at, content) VALUES (@trace, @SpanId, @ParentId, @StartedAt, @EndedAt, @Content)
            ON CONFLICT (trace, span_id) DO UPDATE SET
                parent_id = excluded.parent_id, started_at = excluded.started_at, ended_at = excluded.ended_at, content = excluded.content
            """,
            new { trace, span.SpanId, span.ParentId, span.StartedAt, span.EndedAt, span.Content });
        session.Execute("DELETE FROM tracking_span_values WHERE trace = @trace AND span_id = @SpanId", new { trace, span.SpanId });
        var count = span.Values.Length;
        var rows = new RowSet().Add("trace", [.. Enumerable.Repeat(trace, count)]).Add("span_id", [.. Enumerable.Repeat(span.SpanId, count)])
            .Add("key", [.. span.Values.Select(value => value.Key)]).Add("value", [.. span.Values.Select(value => value.Value)]);
        session.ExecuteRows("INSERT INTO tracking_span_values (trace, span_id, key, value) {rows}", rows);
    }

    public static ImmutableArray<TraceSpan> Read(IDbSession session, long trace) =>
    [
        .. session.Query<SpanRow>("SELECT span_id, parent_id, started_at, ended_at, content FROM tracking_spans WHERE trace = @trace ORDER BY started_at, span_id", new { trace })
            .Select(row => new TraceSpan { SpanId = row.SpanId, ParentId = row.ParentId, StartedAt = row.StartedAt, EndedAt = row.EndedAt, Content = row.Content }),
    ];

    private sealed record SpanRow(string SpanId, string? ParentId, long StartedAt, long EndedAt, string Content);
}
