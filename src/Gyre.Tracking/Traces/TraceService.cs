using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Artifacts;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Runs;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Traces;

/// <summary>Traces and what belongs to them.</summary>
internal sealed partial class TraceService(IDatabase database, TimeProvider clock, IdSource ids, byte[] pageKey) : ITraces
{
    private const int MaxId = 200;
    private const int MaxResults = 500;
    private const int MaxLinks = 100;

    public Task<TraceInfo> WriteAsync(TraceInfo trace, CancellationToken cancellationToken)
    {
        CheckId(trace.TraceId);
        Tag[] tags = [.. trace.Tags.Select(CheckTag)];
        Tag[] metadata = [.. trace.Metadata.Select(CheckKey)];
        Assessment[] assessments = [.. trace.Assessments.Select(CheckAssessment)];
        return database.WriteAsync(
            session =>
            {
                Write(session, trace, tags, metadata, isFinal: true);
                var row = TraceTable.Require(session, trace.TraceId);
                foreach (var assessment in assessments)
                    AddAssessment(session, row, assessment);
                return TraceTable.Read(session, [row])[0];
            },
            cancellationToken);
    }

    public Task<TraceInfo> GetAsync(string traceId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => TraceTable.Read(session, [TraceTable.Require(session, traceId)])[0], cancellationToken);

    public Task<ImmutableArray<TraceInfo>> GetManyAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => database.ReadAsync(
        session => TraceTable.Read(session, [.. traceIds.Distinct(StringComparer.Ordinal).Select(id => TraceTable.Find(session, id)).OfType<TraceRow>()]), cancellationToken);

    public Task<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        if (query.MaxResults is < 1 or > MaxResults)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"Invalid value {query.MaxResults} for parameter 'max_results' supplied. It must be {(query.MaxResults < 1 ? "a positive integer" : "at most 500")}"));
        var filter = FilterParser.Parse(SearchTarget.Traces, query.Filter);
        var order = OrderParser.Parse(SearchTarget.Traces, query.OrderBy);
        var digest = PageToken.Digest(["traces", query.Filter, .. query.OrderBy, "in", .. query.Experiments.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        var offset = PageToken.Read(pageKey, query.PageToken, digest);
        if (query.Experiments.Count == 0)
            return Task.FromResult(new TracePage([], null));
        return database.ReadAsync(
            session =>
            {
                var (rows, more) = TraceSearch.Find(session, filter, order, query.Experiments, offset, query.MaxResults);
                return new TracePage(TraceTable.Read(session, rows), more ? PageToken.Write(pageKey, offset + rows.Count, digest) : null);
            },
            cancellationToken);
    }

    public Task SetTagAsync(string traceId, Tag tag, CancellationToken cancellationToken)
    {
        var good = CheckTag(tag);
        return WriteAsync(traceId, (session, row) => TraceTable.WriteTags(session, row.Number, [good]), cancellationToken);
    }

    public Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken) => WriteAsync(
        traceId,
        (session, row) =>
        {
            if (session.Execute("DELETE FROM tracking_trace_tags WHERE trace = @Number AND key = @key", new { row.Number, key }) == 0)
                throw new TrackingException(TrackingError.DoesNotExist, $"No trace tag with key '{key}' for trace with ID '{traceId}'");
        },
        cancellationToken);

    public Task<int> DeleteAsync(long experiment, IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => database.WriteAsync(
        session => Delete(session, experiment, [.. traceIds.Distinct(StringComparer.Ordinal).Select(id => TraceTable.Find(session, id)).OfType<TraceRow>().Where(row => row.Experiment == experiment)]),
        cancellationToken);

    public Task<int> DeleteOlderAsync(long experiment, long latest, long? most, CancellationToken cancellationToken)
    {
        if (most < 1)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"`max_traces` must be a positive integer, received {most}."));
        return database.WriteAsync(
            session => Delete(
                session,
                experiment,
                session.Query<TraceRow>(
                    $"SELECT {TraceRow.Columns} FROM tracking_traces WHERE experiment = @experiment AND timestamp_ms <= @latest ORDER BY timestamp_ms, number LIMIT @most",
                    new { experiment, latest, most = most ?? int.MaxValue })),
            cancellationToken);
    }

    public Task LinkToRunAsync(string runId, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        if (traceIds.Count > MaxLinks)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"Cannot link more than {MaxLinks} traces to a run in a single request. Provided {traceIds.Count} traces."));
        foreach (var id in traceIds)
            CheckId(id);
        return database.WriteAsync(
            session =>
            {
                RunTable.RequireActive(session, runId);
                foreach (var traceId in traceIds)
                    session.Execute("INSERT INTO tracking_trace_links (trace_id, run_id) VALUES (@traceId, @runId) ON CONFLICT (trace_id, run_id) DO NOTHING", new { traceId, runId });
                return true;
            },
            cancellationToken);
    }

    public Task WriteSpansAsync(long experiment, IReadOnlyList<(TraceInfo Trace, IReadOnlyList<TraceSpan> Spans)> spans, CancellationToken cancellationToken)
    {
        foreach (var (trace, _) in spans)
            CheckId(trace.TraceId);
        return database.WriteAsync(
            session =>
            {
                ExperimentTable.RequireActive(session, experiment);
                foreach (var (trace, ofTrace) in spans)
                    WriteSpans(session, trace with { Experiment = experiment }, ofTrace);
                return true;
            },
            cancellationToken);
    }

    public Task<ImmutableArray<TraceSpan>> SpansAsync(string traceId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SpanTable.Read(session, TraceTable.Require(session, traceId).Number), cancellationToken);

    public Task<string> ArtifactsOfAsync(string traceId, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var row = TraceTable.Require(session, traceId);
            return AddressOf(ExperimentTable.Require(session, row.Experiment).ArtifactLocation, traceId);
        },
        cancellationToken);

    private static void WriteSpans(IDbSession session, TraceInfo trace, IReadOnlyList<TraceSpan> spans)
    {
        if (TraceTable.Find(session, trace.TraceId) is not { } row)
        {
            Write(session, trace, [.. trace.Tags.Select(CheckTag)], [.. trace.Metadata.Select(CheckKey)], isFinal: false);
            row = TraceTable.Require(session, trace.TraceId);
        }
        TraceTable.WriteTags(session, row.Number, [new Tag(TrackingWords.TraceSpans, TrackingWords.SpansAreHere)]);
        foreach (var span in spans)
            SpanTable.Write(session, row.Number, span);
    }

    private static void Write(IDbSession session, TraceInfo trace, Tag[] tags, Tag[] metadata, bool isFinal)
    {
        var known = TraceTable.Find(session, trace.TraceId);
        var experiment = ExperimentTable.RequireActive(session, known?.Experiment ?? trace.Experiment);
        var number = TraceTable.Write(session, trace with { Experiment = experiment.Id });
        TraceTable.WriteTags(session, number, [.. tags, new Tag(TrackingWords.TraceArtifacts, AddressOf(experiment.ArtifactLocation, trace.TraceId))]);
        TraceTable.WriteMetadata(session, number, isFinal ? [.. metadata, new Tag(TrackingWords.TraceIsFinal, "true")] : metadata);
    }

    private static int Delete(IDbSession session, long experiment, IReadOnlyList<TraceRow> rows)
    {
        if (rows.Count == 0)
            return 0;
        var place = ArtifactPaths.PlaceOf(ExperimentTable.Require(session, experiment).ArtifactLocation);
        foreach (var row in rows)
        {
            // The address is made anew: the tag that shows it may have been set to another's.
            ArtifactTable.Delete(session, ArtifactPaths.Under(place, $"traces/{row.TraceId}"));
            TraceTable.Delete(session, row.Number, row.TraceId);
        }
        return rows.Count;
    }

    private static string AddressOf(string location, string traceId) => $"{location.TrimEnd('/')}/traces/{traceId}/artifacts";

    private static void CheckId(string traceId)
    {
        if (traceId.Length is 0 or > MaxId || traceId.Contains('/', StringComparison.Ordinal) || !SafePath.TryParse(traceId, out _, out _))
            throw Refuse($"Invalid value \"{(traceId.Length > MaxId ? traceId[..MaxId] : traceId)}\" for parameter 'trace_id' supplied.");
    }

    private static Tag CheckTag(Tag tag) => CheckKey(tag) with { Value = NameRules.Cut(tag.Value, NameRules.MaxTagValue) };

    private static Tag CheckKey(Tag tag)
    {
        if (tag.Key.Length == 0)
            throw Refuse("Missing value for required parameter 'key'.");
        NameRules.CheckLength(tag.Key, NameRules.MaxKey, "key");
        return tag;
    }

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);

    private Task<bool> WriteAsync(string traceId, Action<IDbSession, TraceRow> work, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            work(session, TraceTable.Require(session, traceId));
            return true;
        },
        cancellationToken);

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
