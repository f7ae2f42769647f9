using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gyre.Pipelines.Running;

/// <summary>Spans and instruments of this module. Where nobody listens they cost a look at a field.</summary>
internal static class EngineTelemetry
{
    public const string Name = "Gyre.Engine";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

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

    public static readonly UpDownCounter<long> RunsDriven =
        Meter.CreateUpDownCounter<long>("gyre.engine.runs.driven", "{run}", "Runs driven by this engine.");
}
