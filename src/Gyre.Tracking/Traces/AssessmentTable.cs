using System.Globalization;
using System.Text.Json;
using Gyre.Storage;

namespace Gyre.Tracking.Traces;

/// <summary>A row of the table.</summary>
internal sealed record AssessmentRow
{
    public const string Columns =
        "assessment_id, trace, name, kind, content, value_text, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at";

    public required string AssessmentId { get; init; }

    public required long Trace { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string Content { get; init; }

    public string? ValueText { get; init; }

    public string? SourceType { get; init; }

    public string? SourceId { get; init; }

    public string? SpanId { get; init; }

    public string? Rationale { get; init; }

    public required string Metadata { get; init; }

    public string? Overrides { get; init; }

    public required bool Valid { get; init; }

    public required long CreatedAt { get; init; }

    public required long UpdatedAt { get; init; }

    public Assessment ToAssessment(string traceId) => new()
    {
        Id = AssessmentId,
        TraceId = traceId,
        Name = Name,
        Kind = Enum.Parse<AssessmentKind>(Kind),
        Content = Content,
        Value = ValueText,
        SourceType = SourceType,
        SourceId = SourceId,
        SpanId = SpanId,
        Rationale = Rationale,
        Metadata = [.. JsonSerializer.Deserialize(Metadata, TraceJson.Default.DictionaryStringString)!.Select(pair => new Tag(pair.Key, pair.Value))],
        Overrides = Overrides,
        Valid = Valid,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };
}

/// <summary>Statements about assessments.</summary>
internal static class AssessmentTable
{
    public static ILookup<long, AssessmentRow> Of(IDbSession session, long[] traces) => session
        .Query<AssessmentRow>($"SELECT {AssessmentRow.Columns} FROM tracking_assessments WHERE trace IN @traces ORDER BY created_at, assessment_id", new { traces })
        .ToLookup(row => row.Trace);

    public static AssessmentRow? Find(IDbSession session, long trace, string id) => session.QuerySingleOrDefault<AssessmentRow>(
        $"SELECT {AssessmentRow.Columns} FROM tracking_assessments WHERE trace = @trace AND assessment_id = @id", new { trace, id });

    /// <summary>Writes all of it, in the place of one of this id.</summary>
    public static void Write(IDbSession session, long trace, Assessment assessment) => session.Execute(
        """
        INSERT INTO tracking_assessments (
            assessment_id, trace, name, kind, content, value_text, value_number, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at)
        VALUES (
            @Id, @trace, @Name, @kind, @Content, @Value, @number, @SourceType, @SourceId, @SpanId, @Rationale, @metadata, @Overrides, @Valid, @CreatedAt, @UpdatedAt)
        ON CONFLICT (assessment_id) DO UPDATE SET
            name = excluded.name, kind = excluded.kind, content = excluded.content, value_text = excluded.value_text, value_number = excluded.value_number,
            source_type = excluded.source_type, source_id = excluded.source_id, span_id = excluded.span_id, rationale = excluded.rationale,
            metadata = excluded.metadata, overrides = excluded.overrides, valid = excluded.valid, created_at = excluded.created_at, updated_at = excluded.updated_at
        """,
        new
        {
            assessment.Id,
            trace,
            assessment.Name,
            kind = assessment.Kind.ToString(),
            assessment.Content,
            assessment.Value,
            number = NumberOf(assessment.Value),
            assessment.SourceType,
            assessment.SourceId,
            assessment.SpanId,
            assessment.Rationale,
            metadata = JsonSerializer.Serialize(LastOfEach(assessment.Metadata), TraceJson.Default.DictionaryStringString),
            assessment.Overrides,
            assessment.Valid,
            assessment.CreatedAt,
            assessment.UpdatedAt,
        });

    /// <summary>Whether an assessment counts.</summary>
    public static void SetValid(IDbSession session, long trace, string id, bool valid) =>
        session.Execute("UPDATE tracking_assessments SET valid = @valid WHERE trace = @trace AND assessment_id = @id", new { trace, id, valid });

    public static void Delete(IDbSession session, long trace, string id) =>
        session.Execute("DELETE FROM tracking_assessments WHERE trace = @trace AND assessment_id = @id", new { trace, id });

    private static double? NumberOf(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static Dictionary<string, string> LastOfEach(IEnumerable<Tag> pairs)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
            last[pair.Key] = pair.Value;
        return last;
    }
}
