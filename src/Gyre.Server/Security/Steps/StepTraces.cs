using System.Collections.Immutable;
using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Traces for a step.</summary>
internal sealed class StepTraces(ITraces all, StepJudge judge) : ITraces
{
    public async Task<TraceInfo> WriteAsync(TraceInfo trace, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, trace.Experiment, cancellationToken);
        await judge.DemandAsync(Thing.Trace, trace.TraceId, cancellationToken);
        return await all.WriteAsync((await MarkedAsync([trace], cancellationToken))[0], cancellationToken);
    }

    public async Task<TraceInfo> GetAsync(string traceId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        return await all.GetAsync(traceId, cancellationToken);
    }

    public async Task<ImmutableArray<TraceInfo>> GetManyAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceIds, cancellationToken);
        return await all.GetManyAsync(traceIds, cancellationToken);
    }

    public async Task<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var among = await judge.AmongAsync(query.Experiments, cancellationToken);
        return await all.SearchAsync(query with { Experiments = among }, cancellationToken);
    }

    public async Task SetTagAsync(string traceId, Tag tag, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(tag.Key);
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        await all.SetTagAsync(traceId, tag, cancellationToken);
    }

    public async Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        await all.DeleteTagAsync(traceId, key, cancellationToken);
    }

    public async Task<int> DeleteAsync(long experiment, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceIds, cancellationToken);
        return await all.DeleteAsync(experiment, traceIds, cancellationToken);
    }

    public async Task<int> DeleteOlderAsync(long experiment, long latest, long? most, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, experiment, cancellationToken);
        return await all.DeleteOlderAsync(experiment, latest, most, cancellationToken);
    }

    public async Task LinkToRunAsync(string runId, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await judge.DemandAsync(Thing.Trace, traceIds, cancellationToken);
        await all.LinkToRunAsync(runId, traceIds, cancellationToken);
    }

    public async Task<Assessment> AddAssessmentAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, assessment.TraceId, cancellationToken);
        return await all.AddAssessmentAsync(assessment, cancellationToken);
    }

    public async Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        return await all.GetAssessmentAsync(traceId, assessmentId, cancellationToken);
    }

    public async Task<Assessment> UpdateAssessmentAsync(
        string traceId, string assessmentId, AssessmentChange change, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        return await all.UpdateAssessmentAsync(traceId, assessmentId, change, cancellationToken);
    }

    public async Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        await all.DeleteAssessmentAsync(traceId, assessmentId, cancellationToken);
    }

    public async Task WriteSpansAsync(
        long experiment, IReadOnlyList<(TraceInfo Trace, IReadOnlyList<TraceSpan> Spans)> spans, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, experiment, cancellationToken);
        await judge.DemandAsync(Thing.Trace, [.. spans.Select(static pair => pair.Trace.TraceId)], cancellationToken);
        var marked = await MarkedAsync([.. spans.Select(static pair => pair.Trace)], cancellationToken);
        await all.WriteSpansAsync(experiment, [.. spans.Zip(marked, static (pair, trace) => (trace, pair.Spans))], cancellationToken);
    }

    public async Task<ImmutableArray<TraceSpan>> SpansAsync(string traceId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        return await all.SpansAsync(traceId, cancellationToken);
    }

    public async Task<string> ArtifactsOfAsync(string traceId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Trace, traceId, cancellationToken);
        return await all.ArtifactsOfAsync(traceId, cancellationToken);
    }

    /// <summary>A new trace says whose run made it; one that is there keeps what it says.</summary>
    private async Task<TraceInfo[]> MarkedAsync(TraceInfo[] traces, CancellationToken cancellationToken)
    {
        var known = (await all.GetManyAsync([.. traces.Select(static trace => trace.TraceId)], cancellationToken))
            .Select(static trace => trace.TraceId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. traces.Select(trace => trace with
            {
                Tags = known.Contains(trace.TraceId)
                    ? [.. StepJudge.Marked(trace.Tags)]
                    : [.. StepJudge.Marked(trace.Tags, judge.RunMark)],
            }),
        ];
    }
}
