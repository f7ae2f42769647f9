using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Gyre.Pipelines.Running;

/// <summary>
/// A span that is over when it is told of. The library begins spans with random ids; here the ids are known before, because others have
/// named the span as the one above them, perhaps in another process. So they are set behind the library's back; should a later version
/// have no place for them, the spans go out with ids of their own.
/// </summary>
internal sealed record EndedSpan(string Name, ActivityContext Itself, ActivityContext Above, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>What is known of it.</summary>
    public required ActivityTagsCollection Tags { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Tells those who listen. The sampling that was decided at the trace's root holds.</summary>
    public void Tell()
    {
        var current = Activity.Current;
        // A root must not get what happens to be current as its parent.
        Activity.Current = null;
        try
        {
            using var span = EngineTelemetry.Source.StartActivity(Name, ActivityKind.Internal, Above, Tags, links: null, Start);
            if (span is null)
                return;
            Set(span, Itself);
            if (Failure is not null)
                span.SetStatus(ActivityStatusCode.Error, Failure);
            span.SetEndTime((End < Start ? Start : End).UtcDateTime);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>
    /// Makes a span current that somebody else tells of when it has ended, so that what happens meanwhile stands below it. Null when
    /// nobody listens.
    /// </summary>
    public static Activity? Enter(string name, ActivityContext span)
    {
        if (!EngineTelemetry.Source.HasListeners())
            return null;
        Activity.Current = null;
        var activity = new Activity(name).SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.ActivityTraceFlags = span.TraceFlags;
        activity.TraceStateString = span.TraceState;
        Set(activity, span);
        return activity;
    }

    private static void Set(Activity activity, ActivityContext span)
    {
        try
        {
            TraceIdOf(activity) = span.TraceId.ToHexString();
            SpanIdOf(activity) = span.SpanId.ToHexString();
        }
        catch (MissingFieldException)
        {
            // See above.
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_traceId")]
    private static extern ref string? TraceIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);
}
