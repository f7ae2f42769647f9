using System.Diagnostics;
using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>
/// The place of a run in a trace. Span ids are derived from the run, so every engine that drives it knows them before the spans end. A run
/// that was accepted without a trace uses its own id as the trace id.
/// </summary>
internal sealed class RunTrace
{
    private readonly RunId _run;
    private readonly ActivityTraceId _traceId;
    private readonly ActivityTraceFlags _flags;
    private readonly string? _state;

    public RunTrace(RunPlan plan)
    {
        _run = plan.Run;
        if (ActivityContext.TryParse(plan.TraceParent, plan.TraceState, isRemote: true, out var above))
        {
            (Above, _traceId, _flags, _state) = (above, above.TraceId, above.TraceFlags, above.TraceState);
            return;
        }
        Span<byte> id = stackalloc byte[16];
        _run.Value.TryWriteBytes(id, bigEndian: true, out _);
        _traceId = ActivityTraceId.CreateFromBytes(id);
        _flags = EngineTelemetry.Source.HasListeners() ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
    }

    /// <summary>The span in which the run was accepted; nothing when there was none.</summary>
    public ActivityContext Above { get; }

    /// <summary>The run's span.</summary>
    public ActivityContext Run => Of("run");

    /// <summary>
    /// Who the run that is accepted now belongs to: the caller's span, or one that is made for it; nulls when nobody traces.
    /// </summary>
    public static (string? Parent, string? State) Capture()
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } here)
            return (here.Id, here.TraceStateString);
        // Whether a trace is recorded is decided once, at its root, and not by each engine that goes on with the run.
        using var root = EngineTelemetry.Source.StartActivity("run.accept", ActivityKind.Producer);
        return (root?.Id, root?.TraceStateString);
    }

    /// <summary>A node run's span; another one after the run was resumed.</summary>
    public ActivityContext NodeOf(NodeRun node) => Of("node", node.Path, node.AttemptsBefore.ToString(CultureInfo.InvariantCulture));

    /// <summary>The span of the task, loop or body that a node run stands in, else the run's.</summary>
    public ActivityContext AboveNode(RunMachineState state, NodeRun node) =>
        (node.Parent ?? node.Scope) is { } path && state.Nodes.TryGetValue(path, out var holder) ? NodeOf(holder) : Run;

    /// <summary>An attempt's span, which is above everything that the step itself traces.</summary>
    public ActivityContext AttemptOf(AttemptId attempt) => Of("attempt", attempt.ToString());

    /// <summary>A span in W3C's form.</summary>
    public static string TextOf(ActivityContext span)
    {
        var flags = (int)(span.TraceFlags & ActivityTraceFlags.Recorded);
        return string.Create(CultureInfo.InvariantCulture, $"00-{span.TraceId.ToHexString()}-{span.SpanId.ToHexString()}-{flags:x2}");
    }

    private ActivityContext Of(params ReadOnlySpan<string> names)
    {
        Span<byte> id = stackalloc byte[16];
        GuidIds.FromNames(["span", _run.ToString(), .. names]).TryWriteBytes(id, bigEndian: true, out _);
        // The second half begins with the bits of the variant, so it is never zero, which would be no span.
        return new ActivityContext(_traceId, ActivitySpanId.CreateFromBytes(id[8..]), _flags, _state);
    }
}
