using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gyre.Pipelines.Running;

/// <summary>Spans and instruments of this module. Where nobody listens they cost a look at a field.</summary>
internal static class EngineTelemetry
{
    public const string Name = "Gyre.Engine";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>From a hundredth of a second to a day: what runs and steps take.</summary>
    private static readonly InstrumentAdvice<double> Long = new()
    {
        HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400],
    };

    public static readonly Counter<long> Decisions =
        Meter.CreateCounter<long>("gyre.engine.decisions", "{decision}", "Committed decisions of the state machine.");

    public static readonly Counter<long> CacheAnswers =
        Meter.CreateCounter<long>(
            "gyre.engine.cache.answers", "{answer}", "Cache lookups by outcome: hit, miss, or busy (another run computes it).");

    public static readonly Counter<long> RunsEnded =
        Meter.CreateCounter<long>("gyre.engine.runs.ended", "{run}", "Runs completed by this engine, by state.");

    public static readonly Counter<long> NodesEnded =
        Meter.CreateCounter<long>("gyre.engine.nodes.ended", "{node}", "Node runs completed by this engine, by state.");

    public static readonly Counter<long> AttemptsEnded =
        Meter.CreateCounter<long>("gyre.engine.attempts.ended", "{attempt}", "Attempts whose end this engine observed, by outcome.");

    public static readonly Histogram<double> RunDuration = Meter.CreateHistogram(
        "gyre.engine.run.duration", "s", "Time from the acceptance of a run to its end, by state.", tags: null, Long);

    public static readonly Histogram<double> StepDuration = Meter.CreateHistogram(
        "gyre.engine.step.duration", "s", "Time from the start of a step to its end, by outcome.", tags: null, Long);

    public static readonly Histogram<double> QueueDuration = Meter.CreateHistogram(
        "gyre.engine.queue.duration", "s", "Time that steps wait between being ready and being started.", tags: null, Long);

    public static readonly UpDownCounter<long> QueueLength =
        Meter.CreateUpDownCounter<long>(
            "gyre.engine.queue.length", "{attempt}", "Steps that are ready and wait to be started by this engine.");

    public static readonly UpDownCounter<long> RunsDriven =
        Meter.CreateUpDownCounter<long>("gyre.engine.runs.driven", "{run}", "Runs driven by this engine.");
}
