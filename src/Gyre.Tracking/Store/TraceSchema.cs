namespace Gyre.Tracking.Store;

/// <summary>
/// Traces, what was said about them, and their spans as far as those were sent here. Values of spans that searches compare stand in a table of their own, by key:
/// <c>name</c>, <c>type</c>, <c>status</c> and <c>attributes.NAME</c>. Instants are milliseconds since 1970, UTC; those of spans nanoseconds.
/// </summary>
internal static class TraceSchema
{
    public const string Sql =
        """
        CREATE TABLE tracking_traces (
            number {number},
            trace_id {text} NOT NULL UNIQUE,
            client_request_id {text},
            experiment BIGINT NOT NULL,
            timestamp_ms BIGINT NOT NULL,
            execution_ms BIGINT,
            state {text} NOT NULL,
            request_preview TEXT,
            response_preview TEXT
        );
        CREATE INDEX tracking_traces_by_time ON tracking_traces (experiment, timestamp_ms DESC, trace_id);
        CREATE TABLE tracking_trace_tags (
            trace BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (trace, key)
        ) {rowless};
        CREATE INDEX tracking_trace_tags_by_value ON tracking_trace_tags (key, substr(value, 1, 100));
        CREATE TABLE tracking_trace_metadata (
            trace BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (trace, key)
        ) {rowless};
        CREATE INDEX tracking_trace_metadata_by_value ON tracking_trace_metadata (key, substr(value, 1, 100));
        CREATE TABLE tracking_trace_links (
            trace_id {text} NOT NULL,
            run_id {text} NOT NULL,
            PRIMARY KEY (trace_id, run_id)
        ) {rowless};
        CREATE INDEX tracking_trace_links_by_run ON tracking_trace_links (run_id);
        CREATE TABLE tracking_assessments (
            assessment_id {text} NOT NULL PRIMARY KEY,
            trace BIGINT NOT NULL,
            name {text} NOT NULL,
            kind TEXT NOT NULL,
            content TEXT NOT NULL,
            value_text {text},
            value_number DOUBLE PRECISION,
            source_type TEXT,
            source_id TEXT,
            span_id TEXT,
            rationale TEXT,
            metadata TEXT NOT NULL,
            overrides TEXT,
            valid BOOLEAN NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        ) {rowless};
        CREATE INDEX tracking_assessments_by_trace ON tracking_assessments (trace, kind, name);
        CREATE TABLE tracking_spans (
            trace BIGINT NOT NULL,
            span_id TEXT NOT NULL,
            parent_id TEXT,
            started_at BIGINT NOT NULL,
            ended_at BIGINT NOT NULL,
            content {text} NOT NULL,
            PRIMARY KEY (trace, span_id)
        ) {rowless};
        CREATE TABLE tracking_span_values (
            trace BIGINT NOT NULL,
            span_id TEXT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (trace, key, span_id)
        ) {rowless};
        """;
}
