using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>How traces are written in requests and answers.</summary>
internal static class TraceForms
{
    private const string InExperiment = "MLFLOW_EXPERIMENT";

    private enum State
    {
        Unspecified = 0,
        Ok = 1,
        Error = 2,
        InProgress = 3,
    }

    private static readonly Dictionary<string, State> States = new(StringComparer.Ordinal)
    {
        ["STATE_UNSPECIFIED"] = State.Unspecified,
        ["OK"] = State.Ok,
        ["ERROR"] = State.Error,
        ["IN_PROGRESS"] = State.InProgress,
    };

    /// <exception cref="TrackingException">Something is missing or malformed.</exception>
    public static TraceInfo Read(MlflowFields fields)
    {
        var traceId = fields.Required("trace_id");
        var state = fields.Word("state", States) ?? State.Unspecified;
        return new TraceInfo
        {
            TraceId = traceId,
            ClientRequestId = fields.Text("client_request_id"),
            Experiment = ReadLocation(fields.Object("trace_location") ?? throw fields.Missing("trace_location")),
            RequestTime = Instant(fields, "request_time") ?? throw fields.Missing("request_time"),
            ExecutionTime = fields.Text("execution_duration") is { Length: > 0 } duration ? TraceTimes.ReadDuration(duration) ?? throw Wrong(fields, "execution_duration") : null,
            State = States.First(pair => pair.Value == state).Key,
            RequestPreview = fields.Text("request_preview"),
            ResponsePreview = fields.Text("response_preview"),
            Metadata = Map(fields, "trace_metadata"),
            Tags = Map(fields, "tags"),
            Assessments = [.. fields.Objects("assessments").Select(assessment => AssessmentForms.Read(assessment, traceId))],
        };
    }

    /// <summary>The experiment of a place of traces.</summary>
    public static long ReadLocation(MlflowFields location) =>
        ExperimentRoutes.IdOf((location.Object("mlflow_experiment") ?? throw location.Missing("mlflow_experiment")).Required("experiment_id"));

    /// <exception cref="TrackingException">It is no instant.</exception>
    public static long? Instant(MlflowFields fields, string name) => fields.Text(name) is { Length: > 0 } text ? TraceTimes.ReadInstant(text) ?? throw Wrong(fields, name) : null;

    /// <summary>An object of texts.</summary>
    /// <exception cref="TrackingException">It is none.</exception>
    public static ImmutableArray<Tag> Map(MlflowFields fields, string name)
    {
        if (fields.Object(name) is not { } map)
            return [];
        return [.. map.Element.EnumerateObject().Select(property => new Tag(property.Name, map.Text(property.Name) ?? ""))];
    }

    public static void Write(Utf8JsonWriter json, TraceInfo trace)
    {
        json.WriteStartObject();
        json.WriteString("trace_id", trace.TraceId);
        json.WriteText("client_request_id", trace.ClientRequestId);
        json.WriteStartObject("trace_location");
        json.WriteString("type", InExperiment);
        json.WriteStartObject("mlflow_experiment");
        json.WriteString("experiment_id", trace.Experiment.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteText("request_preview", trace.RequestPreview);
        json.WriteText("response_preview", trace.ResponsePreview);
        json.WriteString("request_time", TraceTimes.WriteInstant(trace.RequestTime));
        if (trace.ExecutionTime is { } duration)
            json.WriteString("execution_duration", TraceTimes.WriteDuration(duration));
        json.WriteString("state", trace.State);
        WriteMap(json, "trace_metadata", trace.Metadata);
        WriteMap(json, "tags", trace.Tags);
        json.WriteList("assessments", trace.Assessments, AssessmentForms.Write);
        json.WriteEndObject();
    }

    /// <summary>As older clients know it.</summary>
    public static void WriteOld(Utf8JsonWriter json, TraceInfo trace)
    {
        json.WriteStartObject();
        json.WriteString("request_id", trace.TraceId);
        json.WriteString("experiment_id", trace.Experiment.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("timestamp_ms", trace.RequestTime);
        if (trace.ExecutionTime is { } duration)
            json.WriteNumber("execution_time_ms", duration);
        json.WriteString("status", trace.State == "STATE_UNSPECIFIED" ? "TRACE_STATUS_UNSPECIFIED" : trace.State);
        json.WritePairs("request_metadata", trace.Metadata);
        json.WritePairs("tags", trace.Tags);
        json.WriteEndObject();
    }

    /// <summary>An object of texts; none when it is empty.</summary>
    public static void WriteMap(Utf8JsonWriter json, string name, ImmutableArray<Tag> pairs)
    {
        if (pairs.IsEmpty)
            return;
        json.WriteStartObject(name);
        foreach (var (key, value) in pairs)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    public static TrackingException Wrong(MlflowFields fields, string name) => fields.Wrong(name, fields.Raw(name)!.Value);
}
