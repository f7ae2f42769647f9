using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Projects.Schedules;

/// <summary>A trigger whose texts have been read. Immutable.</summary>
public sealed class TriggerPlan
{
    private readonly CronSchedule? _cron;
    private readonly TimeZoneInfo? _zone;
    private readonly IntervalSchedule? _interval;

    private TriggerPlan(Trigger trigger, List<Diagnostic> problems)
    {
        Trigger = trigger;
        switch (trigger.Source)
        {
            case CronSource source:
                _cron = CronSchedule.TryParse(source.Cron, out var cron, out var error) ? cron : Add<CronSchedule>(problems, error, "source/cron");
                _zone = Zones.TryFind(source.Zone, out var zone, out error) ? zone : Add<TimeZoneInfo>(problems, error, "source/zone");
                break;
            case IntervalSource { Every: var every }:
                if (IntervalSchedule.IsGood(every))
                    _interval = new IntervalSchedule(every);
                else
                    Require(problems, false, "source/every", "whole seconds, from 1 second to 3660 days");
                break;
            case EventSource source:
                Filter = Read(problems, source.Filter, "source/filter");
                Group = Read(problems, source.Group, "source/group");
                Weight = Read(problems, source.Weight, "source/weight");
                CheckEvents(problems, source);
                break;
            case RunEndedSource source:
                Require(problems, source.States.Length > 0, "source/states", "at least one state");
                break;
        }
        Parameters = ReadParameters(problems, trigger);
        CheckLimits(problems, trigger);
    }

    /// <summary>As it was declared.</summary>
    public Trigger Trigger { get; }

    /// <summary>Which events count; null for all.</summary>
    public CelExpression? Filter { get; }

    /// <summary>Which events are counted together; null for all.</summary>
    public CelExpression? Group { get; }

    /// <summary>How much an event counts; null for 1.</summary>
    public CelExpression? Weight { get; }

    /// <summary>Constants and expressions by name.</summary>
    public ImmutableArray<(string Name, Value? Constant, CelExpression? Expression)> Parameters { get; }

    /// <summary>Whether times make it occur.</summary>
    public bool HasSchedule => _cron is not null || _interval is not null;

    /// <summary>Reads the texts of a trigger and checks its limits.</summary>
    /// <param name="trigger">What was declared.</param>
    /// <param name="plan">The plan, or null.</param>
    /// <param name="problems">Why there is none: errors whose paths count from the trigger.</param>
    public static bool TryMake(Trigger trigger, [NotNullWhen(true)] out TriggerPlan? plan, out IReadOnlyList<Diagnostic> problems)
    {
        var found = new List<Diagnostic>();
        var made = new TriggerPlan(trigger, found);
        problems = found;
        plan = found.Count == 0 ? made : null;
        return plan is not null;
    }

    /// <summary>The first time after another at which the schedule is due; null when there is none.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset after, DateTimeOffset anchor) => _cron is not null ? _cron.Next(after, _zone!) : _interval?.Next(after, anchor);

    /// <summary>The occurrence of a time.</summary>
    public string OccurrenceAt(DateTimeOffset due) => $"{(_cron is not null ? "cron" : "every")}:{TimeText(due)}";

    /// <summary>In UTC, to the second.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static T? Add<T>(List<Diagnostic> problems, ScheduleError error, string path)
        where T : class
    {
        problems.Add(error.ToDiagnostic() with { Path = path });
        return null;
    }

    private static void Require(List<Diagnostic> problems, bool good, string path, string allowed)
    {
        if (!good)
            problems.Add(new Diagnostic(Severity.Error, "trigger.limit", "The value is not allowed.") { Path = path, Remedy = $"Allowed: {allowed}." });
    }

    private static CelExpression? Read(List<Diagnostic> problems, string? text, string path)
    {
        if (text is null)
            return null;
        if (CelExpression.TryParse(text, out var expression, out var error))
            return expression;
        problems.Add(error.ToDiagnostic() with { Path = path, Line = 0, Column = 0, Message = $"{error.Message} (column {error.Column})" });
        return null;
    }

    private static ImmutableArray<(string, Value?, CelExpression?)> ReadParameters(List<Diagnostic> problems, Trigger trigger)
    {
        var parameters = ImmutableArray.CreateBuilder<(string, Value?, CelExpression?)>();
        foreach (var (index, parameter) in trigger.Parameters.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"parameters/{index}");
            Require(
                problems,
                parameter.Name.Length > 0 && trigger.Parameters.Count(other => other.Name == parameter.Name) == 1,
                path,
                "a name that is used only once");
            parameters.Add(parameter switch
            {
                TriggerConstant constant => (constant.Name, constant.Value, null),
                TriggerExpression { Expression: var text } => (parameter.Name, null, Read(problems, text, path)),
                _ => throw new InvalidOperationException($"Cannot convert a parameter of type {parameter.GetType().Name}."),
            });
        }
        return parameters.ToImmutable();
    }

    private static void CheckEvents(List<Diagnostic> problems, EventSource source)
    {
        Require(problems, source.Type.Length > 0, "source/type", "an event type");
        var most = source.Window is null ? 1_000_000_000 : 1000;
        Require(problems, source.Count >= 1 && source.Count <= most, "source/count", string.Create(CultureInfo.InvariantCulture, $"1 to {most}{(source.Window is null ? "" : " with a window")}"));
        if (source is { Weight: not null, Window: not null })
        {
            problems.Add(new Diagnostic(Severity.Error, "trigger.weight", "'weight' cannot be used with 'window'.")
            {
                Path = "source/weight",
                Remedy = "Leave out the window to add up weights, or the weight to count events.",
            });
        }
        Require(
            problems,
            source.Window is not { } window || (window > TimeSpan.Zero && window <= TimeSpan.FromDays(366)),
            "source/window",
            "greater than 0, up to 366 days");
    }

    private static void CheckLimits(List<Diagnostic> problems, Trigger trigger)
    {
        Require(problems, trigger.Missed.Bound is >= 1 and <= 1000, "missed/bound", "1 to 1000");
        Require(problems, trigger.Missed.Tolerance >= TimeSpan.FromSeconds(1) && trigger.Missed.Tolerance <= TimeSpan.FromMinutes(10), "missed/tolerance", "1 second to 10 minutes");
        Require(problems, trigger.Concurrency.MaxRunning is >= 1 and <= 100, "concurrency/max-running", "1 to 100");
        Require(problems, trigger.Concurrency.QueueBound is >= 1 and <= 1000, "concurrency/queue-bound", "1 to 1000");
        Require(problems, trigger.CoolDown >= TimeSpan.Zero && trigger.CoolDown <= TimeSpan.FromDays(366), "cool-down", "0 to 366 days");
        Require(problems, trigger.MaxDepth is >= 1 and <= 100, "max-depth", "1 to 100");
        Require(problems, trigger.MaxStartsPerHour is >= 1 and <= 10_000, "max-starts-per-hour", "1 to 10000");
        Require(problems, trigger.MaxFailures is >= 1 and <= 1000, "max-failures", "1 to 1000");
    }
}
