using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>A rule on time or events that starts a pipeline. Each occurrence starts at most one run.</summary>
public sealed record Trigger
{
    /// <summary>Unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>False: nothing is started, and what would have been is not made up for later. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What makes it occur; by hand it can always be.</summary>
    public required TriggerSource Source { get; init; }

    /// <summary>The pipeline that is started.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Values that the run is given; a name occurs once.</summary>
    public ImmutableArray<TriggerParameter> Parameters { get; init; } = [];

    /// <summary>What becomes of times at which nobody was there. For schedules only: events wait in the log and are never missed.</summary>
    public MissedPolicy Missed { get; init; } = new();

    /// <summary>What an occurrence does while a run of the trigger is under way, or in its cool-down.</summary>
    public TriggerConcurrency Concurrency { get; init; } = new();

    /// <summary>The least time between two starts, from 0 to 366 days. Default 0.</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>How many runs may stand in one line of runs that trigger each other, from 1 to 100. Default 8.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>The most starts in any hour, from 1 to 10,000; what goes beyond is skipped. Default 60.</summary>
    public int MaxStartsPerHour { get; init; } = 60;

    /// <summary>After so many failures in a row it is set aside, from 1 to 1,000. Default 5.</summary>
    public int MaxFailures { get; init; } = 5;
}

/// <summary>What makes a trigger occur.</summary>
[JsonDerivedType(typeof(CronSource), "cron")]
[JsonDerivedType(typeof(IntervalSource), "every")]
[JsonDerivedType(typeof(EventSource), "event")]
[JsonDerivedType(typeof(WebhookSource), "webhook")]
[JsonDerivedType(typeof(ManualSource), "manual")]
[JsonDerivedType(typeof(RunEndedSource), "run-ended")]
public abstract record TriggerSource;

/// <summary>Times of a clock on the wall. Times that a clock change skips are due at the change, times that it repeats once, the first time.</summary>
/// <param name="Cron">Five fields (minute, hour, day of month, month, day of week), six with seconds first, or <c>@daily</c> and the like.</param>
/// <param name="Zone">IANA name of the zone of that clock. Default UTC.</param>
public sealed record CronSource(string Cron, string Zone = "UTC") : TriggerSource;

/// <summary>Again and again with the same time between, counted from when the trigger was first seen.</summary>
/// <param name="Every">Whole seconds, from 1 second to 3660 days.</param>
public sealed record IntervalSource(TimeSpan Every) : TriggerSource;

/// <summary>So many events of a kind, and then so many again.</summary>
/// <param name="Type">The events' type, such as <c>alias.moved</c>.</param>
public sealed record EventSource(string Type) : TriggerSource
{
    /// <summary>An expression (see <see cref="CelExpression"/>) over <c>event</c> (<c>type</c>, <c>subject</c>, <c>sequence</c>, <c>at</c>, <c>data</c>); only events for which it is true count. Null: all do.</summary>
    public string? Filter { get; init; }

    /// <summary>
    /// An expression over <c>event</c> that gives a whole number from 0: how much an event counts, such as <c>event.data.joined</c>.
    /// Not with
    /// a window. Null: each event counts 1.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>
    /// How many events make one occurrence, or what their weights add up to: from 1 to 1,000,000,000, with a window to 1,000. Default
    /// 1.
    /// </summary>
    public int Count { get; init; } = 1;

    /// <summary>The events must lie within so long a time, sliding, measured by when they happened; up to 366 days. Null: however long it takes.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>An expression over <c>event</c>; events for which it has different values are counted apart. Null: all together. The 1,000 groups counted last are remembered.</summary>
    public string? Group { get; init; }
}

/// <summary>Requests from outside.</summary>
public sealed record WebhookSource : TriggerSource
{
    /// <summary>Name of the server's environment variable that holds the secret which requests are signed with; without one no request is taken.</summary>
    public string? SecretVariable { get; init; }
}

/// <summary>Nothing but people.</summary>
public sealed record ManualSource : TriggerSource;

/// <summary>The end of runs of a pipeline: events of the type <c>run.ended</c> with <c>pipeline</c> and <c>state</c> in their data.</summary>
/// <param name="Pipeline">The pipeline whose runs are watched.</param>
/// <param name="States">How they must have ended.</param>
public sealed record RunEndedSource(string Pipeline, ImmutableArray<RunState> States) : TriggerSource;

/// <summary>A value that a triggered run is given.</summary>
/// <param name="Name">The pipeline's parameter, or <c>node.parameter</c>.</param>
[JsonDerivedType(typeof(TriggerConstant), "value")]
[JsonDerivedType(typeof(TriggerExpression), "expression")]
public abstract record TriggerParameter(string Name);

/// <summary>Always the same.</summary>
public sealed record TriggerConstant(string Name, Value Value) : TriggerParameter(Name);

/// <summary>An expression over <c>event</c>; see <see cref="EventSource.Filter"/>. Schedules have <c>event.at</c>, webhooks and people <c>event.data</c>.</summary>
public sealed record TriggerExpression(string Name, string Expression) : TriggerParameter(Name);

/// <summary>What becomes of missed times.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MissedMode>))]
public enum MissedMode
{
    /// <summary>The last of them is made up for, unless another time is due just now.</summary>
    Last,

    /// <summary>None is made up for.</summary>
    Skip,

    /// <summary>All are, in order, up to a bound.</summary>
    All,
}

/// <summary>What becomes of missed times.</summary>
public sealed record MissedPolicy
{
    /// <summary>Default <see cref="MissedMode.Last"/>.</summary>
    public MissedMode Mode { get; init; }

    /// <summary>For <see cref="MissedMode.All"/>: so many, the latest, from 1 to 1,000. Default 10.</summary>
    public int Bound { get; init; } = 10;

    /// <summary>What is later than this is missed, from 1 second to 10 minutes. Default 1 minute.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>What an occurrence does when it cannot start at once.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ConcurrencyMode>))]
public enum ConcurrencyMode
{
    /// <summary>It is skipped.</summary>
    Skip,

    /// <summary>It waits behind others; what finds no room is skipped.</summary>
    Queue,

    /// <summary>It cancels the oldest run, takes the place of what waits, and starts when that run has ended.</summary>
    CancelPrevious,
}

/// <summary>What an occurrence does when it cannot start at once.</summary>
public sealed record TriggerConcurrency
{
    /// <summary>Default <see cref="ConcurrencyMode.Skip"/>.</summary>
    public ConcurrencyMode Mode { get; init; }

    /// <summary>Runs of the trigger at the same time, from 1 to 100. Default 1.</summary>
    public int MaxRunning { get; init; } = 1;

    /// <summary>For <see cref="ConcurrencyMode.Queue"/>: how many may wait, from 1 to 1,000. Default 10.</summary>
    public int QueueBound { get; init; } = 10;
}
