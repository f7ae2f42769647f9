using Gyre.Contracts;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Home.Views;

/// <summary>Triggers as their projects declare them.</summary>
public static partial class ContractViews
{
    /// <summary>A trigger as it is declared.</summary>
    public static TriggerDefinitionInfo Of(Trigger trigger) => new()
    {
        Source = Of(trigger.Source),
        Enabled = trigger.Enabled,
        Parameters = [.. trigger.Parameters.Select(Of)],
        Missed = new TriggerMissedInfo
        {
            Mode = KebabCase.Of(trigger.Missed.Mode),
            Bound = trigger.Missed.Bound,
            ToleranceSeconds = trigger.Missed.Tolerance.TotalSeconds,
        },
        Concurrency = new TriggerConcurrencyInfo
        {
            Mode = KebabCase.Of(trigger.Concurrency.Mode),
            MaxRunning = trigger.Concurrency.MaxRunning,
            QueueBound = trigger.Concurrency.QueueBound,
        },
        CoolDownSeconds = trigger.CoolDown.TotalSeconds,
        MaxDepth = trigger.MaxDepth,
        MaxStartsPerHour = trigger.MaxStartsPerHour,
        MaxFailures = trigger.MaxFailures,
    };

    private static TriggerSourceInfo Of(TriggerSource source) => source switch
    {
        CronSource cron => new() { Kind = "cron", Cron = cron.Cron, Zone = cron.Zone },
        IntervalSource interval => new() { Kind = "every", EverySeconds = interval.Every.TotalSeconds },
        EventSource events => new()
        {
            Kind = "event",
            EventType = events.Type,
            Filter = events.Filter,
            Count = events.Count,
            WindowSeconds = events.Window?.TotalSeconds,
            Group = events.Group,
            Weight = events.Weight,
        },
        RunEndedSource ended => new() { Kind = "run-ended", Pipeline = ended.Pipeline, States = [.. ended.States.Select(KebabCase.Of)] },
        WebhookSource webhook => new() { Kind = "webhook", SecretVariable = webhook.SecretVariable },
        ManualSource => new() { Kind = "manual" },
        _ => throw new ArgumentOutOfRangeException(
            nameof(source), source.GetType().Name, "A source of triggers without a form in the API."),
    };

    private static TriggerParameterInfo Of(TriggerParameter parameter) => parameter switch
    {
        TriggerConstant constant => new() { Name = constant.Name, Value = constant.Value },
        TriggerExpression computed => new() { Name = computed.Name, Expression = computed.Expression },
        _ => throw new ArgumentOutOfRangeException(
            nameof(parameter), parameter.GetType().Name, "A parameter of triggers without a form in the API."),
    };
}
