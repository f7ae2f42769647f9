using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>A trigger as its project declares it. What its rules came to is in <see cref="TriggerInfo"/>.</summary>
public sealed record TriggerDefinitionInfo
{
    /// <summary>What makes it fire.</summary>
    public required TriggerSourceInfo Source { get; init; }

    /// <summary>Whether the project declares it as enabled; <see cref="TriggerInfo.Enabled"/> is false also after somebody disabled it.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Parameters that its runs are given, by name as in the file.</summary>
    public required IReadOnlyList<TriggerParameterInfo> Parameters { get; init; }

    /// <summary>What becomes of times that were missed; for schedules and intervals.</summary>
    public required TriggerMissedInfo Missed { get; init; }

    /// <summary>What a firing does while a run of the trigger is under way.</summary>
    public required TriggerConcurrencyInfo Concurrency { get; init; }

    /// <summary>The least time between two starts, in seconds; 0 for none.</summary>
    public required double CoolDownSeconds { get; init; }

    /// <summary>How many runs that trigger each other may follow on one another, 1 to 100.</summary>
    public required int MaxDepth { get; init; }

    /// <summary>The most starts in any hour, 1 to 10,000; further firings are skipped.</summary>
    public required int MaxStartsPerHour { get; init; }

    /// <summary>After so many failures in a row it is suspended, 1 to 1,000.</summary>
    public required int MaxFailures { get; init; }
}

/// <summary>What makes a trigger fire. Fields that its kind does not have are absent.</summary>
public sealed record TriggerSourceInfo
{
    /// <summary><c>cron every event run-ended webhook manual</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of <c>cron</c>: five fields, six with seconds first, or <c>@daily</c> and the like.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cron { get; init; }

    /// <summary>Of <c>cron</c>: the IANA time zone in which its times are meant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Zone { get; init; }

    /// <summary>Of <c>every</c>: seconds between two firings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EverySeconds { get; init; }

    /// <summary>Of <c>event</c>: the type of the events, as <c>alias.moved</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventType { get; init; }

    /// <summary>Of <c>event</c>: the CEL expression that an event must fulfil to count; absent when every event counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Filter { get; init; }

    /// <summary>Of <c>event</c>: how many events make one firing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>Of <c>event</c>: seconds within which these events must happen; absent for however long it takes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WindowSeconds { get; init; }

    /// <summary>Of <c>event</c>: the CEL expression whose values are counted apart; absent when all events are counted together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Of <c>event</c>: the CEL expression that says how much an event counts; absent when each counts 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Weight { get; init; }

    /// <summary>Of <c>run-ended</c>: the pipeline whose runs are watched.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pipeline { get; init; }

    /// <summary>Of <c>run-ended</c>: how these runs must have ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>Of <c>webhook</c>: the server's environment variable with the signing secret; absent when none is named and all requests are refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SecretVariable { get; init; }
}

/// <summary>A parameter that a triggered run is given: a value, or an expression that computes it.</summary>
public sealed record TriggerParameterInfo
{
    /// <summary>The pipeline's parameter, or <c>node.parameter</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; absent when it is computed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Value? Value { get; init; }

    /// <summary>The CEL expression over <c>event</c> that computes it; absent when it is always the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expression { get; init; }
}

/// <summary>What becomes of times at which no server was there.</summary>
public sealed record TriggerMissedInfo
{
    /// <summary><c>last skip all</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Of <c>all</c>: how many are made up for at most, the latest ones.</summary>
    public required int Bound { get; init; }

    /// <summary>A firing that is later than this counts as missed, in seconds.</summary>
    public required double ToleranceSeconds { get; init; }
}

/// <summary>What a firing does when it cannot start at once.</summary>
public sealed record TriggerConcurrencyInfo
{
    /// <summary><c>skip queue cancel-previous</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Runs of the trigger at the same time, 1 to 100.</summary>
    public required int MaxRunning { get; init; }

    /// <summary>Of <c>queue</c>: how many may wait, 1 to 1,000.</summary>
    public required int QueueBound { get; init; }
}
