using System.Globalization;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads when and how often a task runs.</summary>
internal sealed class TaskPolicies(Problems problems)
{
    private const int MaxRetries = 1000;
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    /// <summary>The condition and the rule of starting.</summary>
    public (string? Condition, StartRule Rule) ReadTrigger(Message task, string owner)
    {
        if (task.Child("triggerPolicy", "condition", "strategy") is not { } trigger)
            return (null, StartRule.AllSucceeded);
        var condition = trigger.Text("condition");
        // An empty text is how some writers leave a field out.
        condition = condition is { Length: 0 } ? null : condition;
        if (condition is not null && ConditionCheck.RefuseCondition(condition) is { } reason)
            problems.Error(
                "expression.invalid",
                $"{owner}: the condition '{Names.Shown(condition)}' is not valid: {reason}.",
                trigger.Where("condition"),
                trigger.Place("condition"));
        return (condition, ReadStrategy(trigger, owner));
    }

    private StartRule ReadStrategy(Message trigger, string owner)
    {
        switch (trigger.Text("strategy"))
        {
            case "ALL_UPSTREAM_TASKS_COMPLETED":
                return StartRule.AllEnded;
            case null or "ALL_UPSTREAM_TASKS_SUCCEEDED" or "TRIGGER_STRATEGY_UNSPECIFIED":
                return StartRule.AllSucceeded;
            case { } word:
                problems.Error(
                    "task.strategy",
                    $"{owner}: unknown strategy '{Names.Shown(word)}'.",
                    trigger.Where("strategy"),
                    trigger.Place("strategy"),
                    "Use ALL_UPSTREAM_TASKS_SUCCEEDED or ALL_UPSTREAM_TASKS_COMPLETED.");
                return StartRule.AllSucceeded;
        }
    }

    /// <summary>Retries are tries after the first.</summary>
    public RetryPolicy ReadRetry(Message task, string owner)
    {
        if (task.Child("retryPolicy", "maxRetryCount", "backoffDuration", "backoffFactor", "backoffMaxDuration") is not { } retry)
            return RetryPolicy.None;
        var count = retry.Whole("maxRetryCount", 0, MaxRetries) ?? 0;
        var factor = retry.Number("backoffFactor") is { } given and not 0 ? given : 2;
        if (factor < 1)
            problems.Error(
                "structure.range",
                $"{owner}: 'backoffFactor' is {factor.ToString(CultureInfo.InvariantCulture)}; the delay between retries cannot shrink.",
                retry.Where("backoffFactor"),
                retry.Place("backoffFactor"),
                "Use 1 or greater.");
        var longest = ReadDuration(retry, "backoffMaxDuration", owner) ?? LongestBackOff;
        return new RetryPolicy(count + 1, ReadDuration(retry, "backoffDuration", owner) ?? TimeSpan.Zero, Math.Max(factor, 1), longest < LongestBackOff ? longest : LongestBackOff);
    }

    public static CachePolicy ReadCache(Message task)
    {
        var caching = task.Child("cachingOptions", "enableCache", "cacheKey");
        var key = caching?.Text("cacheKey");
        return new CachePolicy { Enabled = caching?.Flag("enableCache") ?? false, Key = key is { Length: > 0 } ? key : null };
    }

    /// <summary>Seconds with an <c>s</c> behind: <c>3.5s</c>.</summary>
    private TimeSpan? ReadDuration(Message message, string field, string owner)
    {
        if (message.Text(field) is not { } text)
            return null;
        if (text.EndsWith('s') && decimal.TryParse(text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 315_576_000_000)
            return TimeSpan.FromSeconds((double)seconds);
        problems.Error(
            "duration.invalid",
            $"{owner}: '{field}: {Names.Shown(text)}' is not a valid duration.",
            message.Where(field),
            message.Place(field),
            "Use seconds followed by 's', such as '30s'.");
        return null;
    }
}
