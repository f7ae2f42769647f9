using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>Traces. What is refused changes nothing (<see cref="TrackingException"/>).</summary>
public interface ITraces
{
    /// <summary>
    /// Writes a trace; one of this id is changed: what is given is set, other tags and metadata stay. Gives what is stored, with the address of its artifacts among its
    /// tags.
    /// </summary>
    Task<TraceInfo> WriteAsync(TraceInfo trace, CancellationToken cancellationToken);

    /// <summary>One trace.</summary>
    Task<TraceInfo> GetAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>Traces of these ids, in their order; unknown ids are left out.</summary>
    Task<ImmutableArray<TraceInfo>> GetManyAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken);

    /// <summary>Finds traces.</summary>
    Task<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken);

    /// <summary>Sets a tag; a value of more than 8,000 characters is cut.</summary>
    Task SetTagAsync(string traceId, Tag tag, CancellationToken cancellationToken);

    /// <summary>Takes a tag away.</summary>
    Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken);

    /// <summary>Deletes traces of an experiment with their artifacts, for good; gives their number. Unknown ids are left out.</summary>
    Task<int> DeleteAsync(long experiment, IReadOnlyList<string> traceIds, CancellationToken cancellationToken);

    /// <summary>Deletes the oldest traces of an experiment, for good; gives their number.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="latest">Milliseconds since 1970: none that is later.</param>
    /// <param name="most">Not more than so many; null for all.</param>
    /// <param name="cancellationToken">Gives up while nothing is deleted.</param>
    Task<int> DeleteOlderAsync(long experiment, long latest, long? most, CancellationToken cancellationToken);

    /// <summary>Says that traces belong to a run; the same once more does nothing. A trace may come later than its link.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="traceIds">At most 100.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    Task LinkToRunAsync(string runId, IReadOnlyList<string> traceIds, CancellationToken cancellationToken);

    /// <summary>Stores an assessment; gives it with its id and times.</summary>
    Task<Assessment> AddAssessmentAsync(Assessment assessment, CancellationToken cancellationToken);

    /// <summary>One assessment.</summary>
    Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken);

    /// <summary>Changes an assessment; gives it as it is then.</summary>
    Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, AssessmentChange change, CancellationToken cancellationToken);

    /// <summary>Deletes an assessment; what it took the place of counts again. One that is not there is none the worse.</summary>
    Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken);

    /// <summary>Stores spans, all of them or nothing; a span that is there already is replaced. A trace that is not there yet is made from them.</summary>
    /// <param name="experiment">Where traces are made.</param>
    /// <param name="spans">By trace, each with what the trace is when it must be made.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    Task WriteSpansAsync(long experiment, IReadOnlyList<(TraceInfo Trace, IReadOnlyList<TraceSpan> Spans)> spans, CancellationToken cancellationToken);

    /// <summary>Spans of a trace, by their start; none when they were not sent here.</summary>
    Task<ImmutableArray<TraceSpan>> SpansAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>Address of the artifacts of a trace.</summary>
    Task<string> ArtifactsOfAsync(string traceId, CancellationToken cancellationToken);
}
