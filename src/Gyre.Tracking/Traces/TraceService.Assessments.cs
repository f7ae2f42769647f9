using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Traces;

/// <summary>Assessments.</summary>
internal sealed partial class TraceService
{
    public Task<Assessment> AddAssessmentAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        var good = CheckAssessment(assessment);
        return database.WriteAsync(session => AddAssessment(session, TraceTable.Require(session, good.TraceId), good), cancellationToken);
    }

    public Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Require(session, TraceTable.Require(session, traceId), assessmentId), cancellationToken);

    public Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, AssessmentChange change, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var row = TraceTable.Require(session, traceId);
            var before = Require(session, row, assessmentId);
            if (change.Saying is { } saying && saying.Kind != before.Kind)
                throw Refuse(
                    $"The assessment '{assessmentId}' is of kind {Word(before.Kind)} and cannot be changed to {Word(saying.Kind)}.");
            var after = CheckAssessment(before with
            {
                Name = change.Name ?? before.Name,
                Content = change.Saying?.Content ?? before.Content,
                Value = change.Saying is { } said ? said.Value : before.Value,
                Rationale = change.Rationale ?? before.Rationale,
                Metadata = change.Metadata is { } metadata ? [.. metadata] : before.Metadata,
                Valid = change.Valid ?? before.Valid,
                UpdatedAt = Now(),
            });
            AssessmentTable.Write(session, row.Number, after);
            return after;
        },
        cancellationToken);

    public Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => WriteAsync(
        traceId,
        (session, row) =>
        {
            if (AssessmentTable.Find(session, row.Number, assessmentId) is not { } found)
                return;
            if (found.Overrides is { } overridden)
                AssessmentTable.SetValid(session, row.Number, overridden, valid: true);
            AssessmentTable.Delete(session, row.Number, assessmentId);
        },
        cancellationToken);

    /// <summary>One that brings an id, as a trace that is written again does, takes the place of the one that has it in this trace.</summary>
    private Assessment AddAssessment(IDbSession session, TraceRow row, Assessment given)
    {
        var owner = session.QuerySingleOrDefault<long?>("SELECT trace FROM tracking_assessments WHERE assessment_id = @Id", new { given.Id });
        var keepsId = given.Id.Length > 0 && (owner is null || owner == row.Number);
        var assessment = given with
        {
            Id = keepsId ? given.Id : $"a-{ids.Next().ToString("N", CultureInfo.InvariantCulture)}",
            TraceId = row.TraceId,
            CreatedAt = given.CreatedAt > 0 ? given.CreatedAt : Now(),
            UpdatedAt = given.UpdatedAt > 0 ? given.UpdatedAt : Now(),
        };
        if (assessment.Overrides is { } overridden)
        {
            Require(session, row, overridden);
            AssessmentTable.SetValid(session, row.Number, overridden, valid: false);
        }
        AssessmentTable.Write(session, row.Number, assessment);
        return assessment;
    }

    private static Assessment Require(IDbSession session, TraceRow row, string assessmentId) => AssessmentTable.Find(session, row.Number, assessmentId)?.ToAssessment(row.TraceId)
        ?? throw new TrackingException(TrackingError.DoesNotExist, $"Assessment with ID '{assessmentId}' not found for trace '{row.TraceId}'");

    private static Assessment CheckAssessment(Assessment assessment)
    {
        if (assessment.Name.Length == 0)
            throw Refuse("Missing value for required parameter 'assessment.assessment_name'.");
        NameRules.CheckLength(assessment.Name, NameRules.MaxKey, "assessment_name");
        NameRules.CheckLength(assessment.Id, NameRules.MaxKey, "assessment_id");
        return assessment;
    }

    private static string Word(AssessmentKind kind) => kind switch
    {
        AssessmentKind.Feedback => "feedback",
        AssessmentKind.Expectation => "expectation",
        _ => "issue",
    };
}
