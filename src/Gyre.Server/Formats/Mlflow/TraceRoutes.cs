using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Traces and what was said about them.</summary>
internal static class TraceRoutes
{
    private const string New = "3.0";
    private const int MaxResults = 500;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", "/traces", Create, New);
        app.MapBoth("GET", "/traces/{trace}", Get, New);
        app.MapBoth("GET", "/traces/get", GetWithSpans, New);
        app.MapBoth("GET", "/traces/batchGet", GetManyWithSpans, New);
        app.MapBoth("POST", "/traces/batchGetInfos", GetInfos, New);
        app.MapBoth("POST", "/traces/search", Search, New);
        app.MapBoth("POST", "/traces/{trace}/assessments", AddAssessment, New);
        app.MapBoth("GET", "/traces/{trace}/assessments/{assessment}", GetAssessment, New);
        app.MapBoth("PATCH", "/traces/{trace}/assessments/{assessment}", UpdateAssessment, New);
        app.MapBoth("DELETE", "/traces/{trace}/assessments/{assessment}", DeleteAssessment, New);
        app.MapBoth("GET", "/traces/{trace}/info", GetOld);
        app.MapBoth("GET", "/traces", SearchOld);
        app.MapBoth("POST", "/traces/link-to-run", LinkToRun);
        foreach (var version in new[] { "2.0", New })
        {
            app.MapBoth("PATCH", "/traces/{trace}/tags", SetTag, version);
            app.MapBoth("DELETE", "/traces/{trace}/tags", DeleteTag, version);
            app.MapBoth("POST", "/traces/delete-traces", Delete, version);
        }
        SpanRoutes.Map(app);
    }

    public static string IdOf(HttpContext context, string name = "trace") => (string)context.Request.RouteValues[name]!;

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var trace = fields.Object("trace") ?? throw fields.Missing("trace");
        var info = await tracking.Traces.WriteAsync(TraceForms.Read(trace.Object("trace_info") ?? throw trace.Missing("trace_info")), context.RequestAborted);
        await WriteTraceAsync(context, info, []);
    }

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await WriteTraceAsync(context, await tracking.Traces.GetAsync(IdOf(context), context.RequestAborted), []);

    private static async Task GetWithSpans(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var info = await tracking.Traces.GetAsync(fields.Required("trace_id"), context.RequestAborted);
        var spans = await tracking.Traces.SpansAsync(info.TraceId, context.RequestAborted);
        if (spans.IsEmpty && fields.Flag("allow_partial") is not true)
            throw new TrackingException(
                TrackingError.DoesNotExist,
                $"Trace with ID '{info.TraceId}' has no spans in this store; they may be stored as artifacts, or may not have been "
                    + "sent yet.");
        await WriteTraceAsync(context, info, spans);
    }

    private static async Task GetManyWithSpans(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var infos = await tracking.Traces.GetManyAsync(Ids(fields), context.RequestAborted);
        var traces = new List<(TraceInfo Info, ImmutableArray<TraceSpan> Spans)>(infos.Length);
        foreach (var info in infos)
            traces.Add((info, await tracking.Traces.SpansAsync(info.TraceId, context.RequestAborted)));
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("traces", traces, static (writer, trace) => WriteTrace(writer, trace.Info, trace.Spans));
            json.WriteEndObject();
        });
    }

    private static async Task GetInfos(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var infos = await tracking.Traces.GetManyAsync(Ids(fields), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("trace_infos", infos, TraceForms.Write);
            json.WriteEndObject();
        });
    }

    private static async Task Search(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        if (!fields.Has("locations"))
            throw fields.Missing("locations");
        long[] experiments = [.. fields.Objects("locations").Select(TraceForms.ReadLocation)];
        await SearchAsync(fields, context, tracking, experiments, TraceForms.Write);
    }

    private static async Task SearchOld(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        if (!fields.Has("experiment_ids"))
            throw fields.Missing("experiment_ids");
        long[] experiments = [.. fields.Texts("experiment_ids").Select(ExperimentRoutes.IdOf)];
        await SearchAsync(fields, context, tracking, experiments, TraceForms.WriteOld);
    }

    private static async Task SearchAsync(
        MlflowFields fields, HttpContext context, CallerTracking tracking, long[] experiments, Action<Utf8JsonWriter, TraceInfo> write)
    {
        var most = fields.Long("max_results") ?? 100;
        if (most > MaxResults)
            throw TraceForms.Wrong(fields, "max_results");
        var query = new TraceQuery
        {
            Experiments = experiments,
            Filter = fields.Text("filter"),
            OrderBy = fields.Texts("order_by"),
            MaxResults = (int)Math.Max(most, 0),
            PageToken = fields.Text("page_token"),
        };
        var page = await tracking.Traces.SearchAsync(query, context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("traces", page.Traces, write);
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task SetTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Traces.SetTagAsync(IdOf(context), new Tag(fields.Required("key"), fields.Text("value") ?? ""), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Traces.DeleteTagAsync(IdOf(context), fields.Required("key"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var experiment = ExperimentRoutes.IdOf(fields.Required("experiment_id"));
        var (ids, latest, most) = (fields.Texts("request_ids"), fields.Long("max_timestamp_millis"), fields.Long("max_traces"));
        if (ids.IsEmpty && latest is null)
            throw Refuse("Either `max_timestamp_millis` or `trace_ids` must be specified.");
        if (!ids.IsEmpty && latest is not null)
            throw Refuse("Only one of `max_timestamp_millis` and `trace_ids` can be specified.");
        if (!ids.IsEmpty && most is not null)
            throw Refuse("`max_traces` can't be specified if `trace_ids` is specified.");
        var deleted = latest is { } until
            ? await tracking.Traces.DeleteOlderAsync(experiment, until, most, context.RequestAborted)
            : await tracking.Traces.DeleteAsync(experiment, ids, context.RequestAborted);
        await MlflowJson.WriteAsync(context, "traces_deleted", json => json.WriteNumberValue(deleted));
    }

    private static async Task LinkToRun(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var ids = Ids(fields);
        await tracking.Traces.LinkToRunAsync(fields.Required("run_id"), ids, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task AddAssessment(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var assessment = AssessmentForms.Read(fields.Object("assessment") ?? throw fields.Missing("assessment"), IdOf(context));
        await WriteAssessmentAsync(context, await tracking.Traces.AddAssessmentAsync(assessment with { Id = "", CreatedAt = 0, UpdatedAt = 0 }, context.RequestAborted));
    }

    private static async Task GetAssessment(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await WriteAssessmentAsync(context, await tracking.Traces.GetAssessmentAsync(IdOf(context), IdOf(context, "assessment"), context.RequestAborted));

    private static async Task UpdateAssessment(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var assessment = fields.Object("assessment") ?? throw fields.Missing("assessment");
        var mask = fields.Raw("update_mask") switch
        {
            { ValueKind: JsonValueKind.String } => fields.Required("update_mask").Split(','),
            { ValueKind: JsonValueKind.Object } => [.. fields.Object("update_mask")!.Value.Texts("paths")],
            _ => throw fields.Missing("update_mask"),
        };
        var change = AssessmentForms.ReadChange(assessment, mask.Select(static name => name.Trim()));
        await WriteAssessmentAsync(context, await tracking.Traces.UpdateAssessmentAsync(IdOf(context), IdOf(context, "assessment"), change, context.RequestAborted));
    }

    private static async Task DeleteAssessment(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Traces.DeleteAssessmentAsync(IdOf(context), IdOf(context, "assessment"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task GetOld(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var info = await tracking.Traces.GetAsync(IdOf(context), context.RequestAborted);
        await MlflowJson.WriteAsync(context, "trace_info", json => TraceForms.WriteOld(json, info));
    }

    private static ImmutableArray<string> Ids(MlflowFields fields) => fields.Texts("trace_ids") is { IsEmpty: false } ids ? ids : throw fields.Missing("trace_ids");

    private static Task WriteTraceAsync(HttpContext context, TraceInfo info, ImmutableArray<TraceSpan> spans) => MlflowJson.WriteAsync(context, "trace", json => WriteTrace(json, info, spans));

    private static void WriteTrace(Utf8JsonWriter json, TraceInfo info, ImmutableArray<TraceSpan> spans)
    {
        json.WriteStartObject();
        json.WritePropertyName("trace_info");
        TraceForms.Write(json, info);
        json.WriteList("spans", spans, static (writer, span) => writer.WriteRawValue(span.Content, skipInputValidation: true));
        json.WriteEndObject();
    }

    private static Task WriteAssessmentAsync(HttpContext context, Assessment assessment) => MlflowJson.WriteAsync(context, "assessment", json => AssessmentForms.Write(json, assessment));

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}
