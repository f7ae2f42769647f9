using System.Collections.Frozen;
using Gyre.Automation.Triggers.Sources;
using Gyre.Automation.Triggers.Sources.Cron;
using Gyre.Automation.Triggers.Sources.Events;
using Gyre.Automation.Triggers.Sources.Intervals;
using Gyre.Automation.Triggers.Sources.Manual;
using Gyre.Automation.Triggers.Sources.RunEnds;
using Gyre.Automation.Triggers.Sources.Webhooks;
using Gyre.Projects;

namespace Gyre.Automation.Triggers;

/// <summary>
/// All sources of triggers: the only place in this module that tells them apart. A new one is a folder below <c>Sources</c> and a row here.
/// </summary>
internal static class TriggerSources
{
    private static readonly FrozenDictionary<Type, Row> Rows = new[]
    {
        RowOf<CronSource>(static _ => new CronCondition(), CronDescription.Of),
        RowOf<IntervalSource>(static _ => new IntervalCondition(), IntervalDescription.Of),
        RowOf<EventSource>(static source => new EventCondition(source), EventDescription.Of),
        RowOf<RunEndedSource>(static source => new RunEndedCondition(source), RunEndedDescription.Of),
        RowOf<WebhookSource>(static _ => new WebhookCondition(), static _ => WebhookDescription.Of()),
        RowOf<ManualSource>(static _ => new ManualCondition(), static _ => ManualDescription.Of()),
    }.ToFrozenDictionary(row => row.Source);

    /// <summary>What makes a source occur.</summary>
    public static ISourceCondition ConditionOf(TriggerSource source) => Rows[source.GetType()].Condition(source);

    /// <summary>The source in a few words.</summary>
    public static string Describe(TriggerSource source) => Rows[source.GetType()].Describe(source);

    private static Row RowOf<TSource>(Func<TSource, ISourceCondition> condition, Func<TSource, string> describe)
        where TSource : TriggerSource => new(typeof(TSource), source => condition((TSource)source), source => describe((TSource)source));

    private sealed record Row(Type Source, Func<TriggerSource, ISourceCondition> Condition, Func<TriggerSource, string> Describe);
}
