using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Spans of traces: as OpenTelemetry sends them, and as pages read them back.</summary>
internal static class SpanRoutes
{
    private const long MaxBody = 32 << 20;
    private const string Protobuf = "application/x-protobuf";
    private const string ExperimentHeader = "x-mlflow-experiment-id";
    private const string DataFile = "traces.json";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapSmall("POST", "/v1/traces", MaxBody, Receive);
        foreach (var version in new[] { "2.0", "3.0" })
            app.MapFile(["GET"], $"/ajax-api/{version}/mlflow/get-trace-artifact", GetArtifact);
    }

    private static async Task Receive(HttpContext context, CallerTracking tracking)
    {
        var isProtobuf = IsOf(context.Request, Protobuf);
        var (status, refusal) = await ReceiveAsync(context, tracking, isProtobuf);
        context.Response.StatusCode = status;
        if (isProtobuf)
            await AnswerAsync(context, refusal is null ? new OtlpResponse() : RefusalOf(status, refusal));
        else if (refusal is null)
            await MlflowJson.WriteEmptyAsync(context);
        else
            await MlflowJson.WriteAsync(context, "detail", json => json.WriteStringValue(Quotes.Bound(refusal)));
    }

    private static async Task<(int Status, string? Refusal)> ReceiveAsync(HttpContext context, CallerTracking tracking, bool isProtobuf)
    {
        if (!isProtobuf && !IsOf(context.Request, "application/json"))
            return (StatusCodes.Status415UnsupportedMediaType, $"Send spans as {Protobuf} or application/json.");
        if (context.Request.Headers[ExperimentHeader] is not [{ Length: > 0 } experiment])
            return (StatusCodes.Status422UnprocessableEntity, $"The header {ExperimentHeader} is required; set it to the experiment id.");
        try
        {
            var bytes = context.Features.GetRequiredFeature<RequestBody>().Bytes;
            var text = isProtobuf ? OtlpTranscript.Of(OtlpWire.Read(bytes.Span)) : bytes;
            JsonGuard.Check(text.Span);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonGuard.MaxDepth });
            var traces = OtlpSpans.Read(document.RootElement);
            await tracking.Traces.WriteSpansAsync(ExperimentRoutes.IdOf(experiment), traces, context.RequestAborted);
            return (StatusCodes.Status200OK, null);
        }
        catch (InvalidOperationException)
        {
            return (StatusCodes.Status400BadRequest, "The body contains text that is not valid Unicode.");
        }
        catch (Exception refused) when (refused is FormatException or JsonException or InvalidInputException)
        {
            return (StatusCodes.Status400BadRequest, refused is JsonException ? "The body is not valid JSON." : refused.Message);
        }
        catch (TrackingException refused)
        {
            var isMissing = refused.Error == TrackingError.DoesNotExist;
            return (isMissing ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, refused.Message);
        }
    }

    private static async Task AnswerAsync(HttpContext context, IMessage answer)
    {
        var bytes = answer.ToByteArray();
        context.Response.ContentType = Protobuf;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>The codes are NOT_FOUND and INVALID_ARGUMENT of google.rpc.Code.</summary>
    private static OtlpRefusal RefusalOf(int status, string message) =>
        new() { Code = status == StatusCodes.Status404NotFound ? 5 : 3, Message = Quotes.Bound(message) };

    private static async Task GetArtifact(HttpContext context, CallerTracking tracking)
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

    private static bool IsOf(HttpRequest request, string type) =>
        request.ContentType?.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase) == true;
}
