using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Spans of traces: as OpenTelemetry sends them, and as pages read them back.</summary>
internal static class SpanRoutes
{
    private const long MaxBody = 32 << 20;
    private const string ExperimentHeader = "x-mlflow-experiment-id";
    private const string DataFile = "traces.json";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapSmall("POST", "/v1/traces", Right.Change, MaxBody, Receive);
        foreach (var version in new[] { "2.0", "3.0" })
            app.MapFile(["GET"], $"/ajax-api/{version}/mlflow/get-trace-artifact", Right.Read, GetArtifact);
    }

    private static async Task Receive(HttpContext context, TrackingStore tracking)
    {
        if (!IsJson(context.Request))
        {
            await RefuseAsync(
                context,
                StatusCodes.Status415UnsupportedMediaType,
                "Spans must be sent as JSON (Content-Type: application/json); set OTEL_EXPORTER_OTLP_PROTOCOL=http/json.");
            return;
        }
        if (context.Request.Headers[ExperimentHeader] is not [{ Length: > 0 } experiment])
        {
            await RefuseAsync(
                context,
                StatusCodes.Status422UnprocessableEntity,
                $"The header {ExperimentHeader} is required; set it to the experiment id.");
            return;
        }
        try
        {
            var bytes = context.Features.GetRequiredFeature<RequestBody>().Bytes;
            JsonGuard.Check(bytes);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonGuard.MaxDepth });
            await tracking.Traces.WriteSpansAsync(ExperimentRoutes.IdOf(experiment), OtlpSpans.Read(document.RootElement), context.RequestAborted);
            await MlflowJson.WriteEmptyAsync(context);
        }
        catch (InvalidOperationException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "The body contains text that is not valid Unicode.");
        }
        catch (Exception refused) when (refused is FormatException or JsonException or InvalidInputException)
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest, refused is JsonException ? "The body is not valid JSON." : refused.Message);
        }
        catch (TrackingException refused)
        {
            await RefuseAsync(context, refused.Error == TrackingError.DoesNotExist ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, refused.Message);
        }
    }

    private static async Task GetArtifact(HttpContext context, TrackingStore tracking)
    {
        if (context.Request.Query["request_id"] is not [{ Length: > 0 } traceId])
            throw new TrackingException(TrackingError.BadRequest, "Request must include the \"request_id\" query parameter.");
        var path = context.Request.Query["path"] is [{ Length: > 0 } given] ? given : null;
        var spans = path is null ? await tracking.Traces.SpansAsync(traceId, context.RequestAborted) : [];
        if (spans.IsEmpty)
        {
            await FileRoutes.SendAsync(context, tracking, await tracking.Traces.ArtifactsOfAsync(traceId, context.RequestAborted), path ?? DataFile);
            return;
        }
        context.Response.Headers.ContentDisposition = $"attachment; filename={DataFile}";
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("spans", spans, static (writer, span) => writer.WriteRawValue(AsData(span.Content), skipInputValidation: true));
            json.WriteEndObject();
        });
    }

    /// <summary>In files of traces the attributes of a span are an object.</summary>
    private static string AsData(string content)
    {
        var span = JsonNode.Parse(content)!.AsObject();
        Flatten(span);
        foreach (var @event in (span["events"] as JsonArray ?? []).OfType<JsonObject>())
            Flatten(@event);
        return span.ToJsonString();
    }

    private static void Flatten(JsonObject owner)
    {
        var attributes = new JsonObject();
        foreach (var attribute in (owner["attributes"] as JsonArray ?? []).OfType<JsonObject>())
            attributes[attribute["key"]?.ToString() ?? ""] = (attribute["value"] as JsonObject)?.FirstOrDefault().Value?.DeepClone();
        owner["attributes"] = attributes;
    }

    private static bool IsJson(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static Task RefuseAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return MlflowJson.WriteAsync(context, "detail", json => json.WriteStringValue(detail));
    }
}
