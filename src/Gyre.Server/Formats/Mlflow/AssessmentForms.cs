using System.Text.Json;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>How assessments are written in requests and answers.</summary>
internal static class AssessmentForms
{
    private static readonly (string Name, AssessmentKind Kind)[] Kinds =
        [("feedback", AssessmentKind.Feedback), ("expectation", AssessmentKind.Expectation), ("issue", AssessmentKind.Issue)];

    /// <exception cref="TrackingException">Something is missing or malformed.</exception>
    public static Assessment Read(MlflowFields fields, string traceId)
    {
        var (kind, content, value) = ReadSaying(fields) ?? throw fields.Missing("feedback");
        var source = fields.Object("source");
        return new Assessment
        {
            Id = fields.Text("assessment_id") ?? "",
            TraceId = traceId,
            Name = fields.Required("assessment_name"),
            Kind = kind,
            Content = content,
            Value = value,
            SourceType = source?.Text("source_type"),
            SourceId = source?.Text("source_id"),
            SpanId = NullIfEmpty(fields.Text("span_id")),
            Rationale = fields.Text("rationale"),
            Metadata = TraceForms.Map(fields, "metadata"),
            Overrides = NullIfEmpty(fields.Text("overrides")),
            Valid = fields.Flag("valid") ?? true,
            CreatedAt = TraceForms.Instant(fields, "create_time") ?? 0,
            UpdatedAt = TraceForms.Instant(fields, "last_update_time") ?? 0,
        };
    }

    /// <summary>A change that takes only what the mask names; names are written with underscores or capitals.</summary>
    /// <exception cref="TrackingException">Something is missing or malformed, or the mask names what cannot be changed.</exception>
    public static AssessmentChange ReadChange(MlflowFields fields, IEnumerable<string> mask)
    {
        var change = new AssessmentChange();
        foreach (var name in mask)
        {
            change = name switch
            {
                "assessment_name" or "assessmentName" => change with { Name = fields.Required("assessment_name") },
                "feedback" or "expectation" or "issue" => change with { Saying = ReadSaying(fields) ?? throw fields.Missing(name) },
                "rationale" => change with { Rationale = fields.Text("rationale") ?? "" },
                "metadata" => change with { Metadata = TraceForms.Map(fields, "metadata") },
                "valid" => change with { Valid = fields.Flag("valid") ?? throw fields.Missing("valid") },
                _ => throw new TrackingException(
                    TrackingError.InvalidParameter,
                    $"Invalid value \"{name}\" for parameter 'update_mask' supplied. Use assessment_name, feedback, expectation, "
                        + "rationale, metadata or valid."),
            };
        }
        return change;
    }

    public static void Write(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartObject();
        json.WriteString("assessment_id", assessment.Id);
        json.WriteString("assessment_name", assessment.Name);
        json.WriteString("trace_id", assessment.TraceId);
        json.WriteText("span_id", assessment.SpanId);
        if (assessment.SourceType is not null || assessment.SourceId is not null)
        {
            json.WriteStartObject("source");
            json.WriteText("source_type", assessment.SourceType);
            json.WriteText("source_id", assessment.SourceId);
            json.WriteEndObject();
        }
        json.WriteString("create_time", TraceTimes.WriteInstant(assessment.CreatedAt));
        json.WriteString("last_update_time", TraceTimes.WriteInstant(assessment.UpdatedAt));
        json.WritePropertyName(Kinds.First(pair => pair.Kind == assessment.Kind).Name);
        json.WriteRawValue(assessment.Content, skipInputValidation: true);
        json.WriteText("rationale", assessment.Rationale);
        TraceForms.WriteMap(json, "metadata", assessment.Metadata);
        json.WriteText("overrides", assessment.Overrides);
        json.WriteBoolean("valid", assessment.Valid);
        json.WriteEndObject();
    }

    private static (AssessmentKind Kind, string Content, string? Value)? ReadSaying(MlflowFields fields)
    {
        (AssessmentKind, string, string?)? found = null;
        foreach (var (name, kind) in Kinds)
        {
            if (fields.Object(name) is not { } saying)
                continue;
            if (found is not null)
                throw new TrackingException(
                    TrackingError.InvalidParameter, "An assessment must have exactly one of feedback, expectation and issue.");
            found = (kind, saying.Element.GetRawText(), ValueOf(saying));
        }
        return found;
    }

    private static string? ValueOf(MlflowFields saying) => saying.Raw("value") switch
    {
        { ValueKind: JsonValueKind.String } => saying.Text("value"),
        { } other => other.GetRawText(),
        null => saying.Raw("serialized_value") is { ValueKind: JsonValueKind.Object } && saying.Object("serialized_value") is { } serialized ? serialized.Text("value") : null,
    };

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
