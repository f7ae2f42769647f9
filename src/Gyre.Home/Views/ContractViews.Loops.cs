using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;

namespace Gyre.Home.Views;

/// <summary>Cycles, triggers, the cache and lines of logs.</summary>
public static partial class ContractViews
{
    /// <summary>A cycle with the turns that the view has.</summary>
    public static CycleInfo Of(CycleView cycle) => new()
    {
        CycleId = cycle.Id,
        Name = cycle.Name,
        Project = cycle.Project,
        Pipeline = cycle.Pipeline,
        ByHand = cycle.ByHand,
        State = KebabCase.Of(cycle.State),
        StopReason = cycle.StopReason,
        StopDetail = cycle.StopDetail,
        MaxIterations = cycle.MaxIterations,
        Objective = cycle.Objective is { } objective
            ? new ObjectiveInfo { Metric = objective.Metric, Direction = KebabCase.Of(objective.Direction) }
            : null,
        BestTurn = cycle.BestTurn,
        Driven = cycle.IsDriven,
        Remedy = cycle.IsDriven == false ? RemedyOf($"gyre cycle resume {cycle.Id}") : null,
        CreatedAt = cycle.CreatedAt,
        EndedAt = cycle.EndedAt,
        Seconds = Seconds(cycle.CreatedAt, cycle.EndedAt),
        Turns = [.. cycle.Turns.Select(Of)],
    };

    /// <summary>A cycle of a list, with how its turns went.</summary>
    public static CycleInfo ProgressOf(CycleView cycle) => Of(cycle) with
    {
        Turns = [],
        Progress =
        [
            .. cycle.Turns.Select(static turn => new TurnProgress(turn.Number, KebabCase.Of(turn.State), turn.Objective, turn.BestSoFar)),
        ],
    };

    /// <summary>How a cycle ended.</summary>
    /// <param name="cycle">The cycle.</param>
    /// <param name="runs">The runs of its turns, in order.</param>
    public static CycleResult ResultOf(CycleView cycle, IReadOnlyList<RunResult> runs) => new()
    {
        CycleId = cycle.Id,
        State = KebabCase.Of(cycle.State),
        StopReason = cycle.StopReason,
        Turns = [.. cycle.Turns.Select(Of)],
        BestTurn = cycle.BestTurn,
        Runs = runs,
        Seconds = Seconds(cycle.CreatedAt, cycle.EndedAt),
    };

    /// <summary>A trigger.</summary>
    /// <param name="view">The trigger.</param>
    /// <param name="occurrences">Its latest occurrences, the latest first; empty in lists.</param>
    public static TriggerInfo Of(TriggerView view, IEnumerable<OccurrenceView> occurrences) => new()
    {
        TriggerId = view.Id,
        Name = view.Definition.Name,
        Project = view.Project,
        Folder = view.Folder,
        Pipeline = view.Definition.Pipeline,
        When = view.When,
        Definition = Of(view.Definition),
        Enabled = view.Enabled,
        SetAside = view.SetAside,
        Problem = view.Problem,
        NextDue = view.NextDue,
        Running = view.Running,
        Waiting = view.Waiting,
        Failures = view.Failures,
        LastStart = view.LastStart,
        CreatedAt = view.CreatedAt,
        ChangedAt = view.ChangedAt,
        Occurrences = [.. occurrences.Select(Of)],
    };

    /// <summary>Triggers without their occurrences.</summary>
    public static TriggerList Of(IEnumerable<TriggerView> views) => new() { Triggers = [.. views.Select(static view => Of(view, []))] };

    /// <summary>What became of an occurrence.</summary>
    public static OccurrenceInfo Of(OccurrenceView view) => new()
    {
        Occurrence = view.Occurrence,
        Outcome = KebabCase.Of(view.Outcome),
        Reason = view.Reason,
        RunId = view.Run,
        RunState = view.RunState is { } state ? KebabCase.Of(state) : null,
        At = view.At,
    };

    /// <summary>When a trigger would have fired.</summary>
    public static TriggerTestInfo Of(TriggerReplay replay) => new()
    {
        Firings = [.. replay.Firings.Select(Of)],
        IsWhole = replay.IsWhole,
        Events = replay.Events,
    };

    /// <summary>An entry of the cache.</summary>
    public static CacheEntryInfo Of(CacheEntry entry) => new()
    {
        Key = entry.Key,
        Pipeline = entry.Pipeline,
        Name = entry.NodePath,
        RunId = entry.Run,
        AttemptId = entry.Attempt,
        CreatedAt = entry.CreatedAt,
        Hits = entry.Hits,
        LastHitAt = entry.LastHit,
        Size = entry.SizeInBytes,
    };

    /// <summary>Entries of the cache.</summary>
    public static CacheEntryList Of(IEnumerable<CacheEntry> entries) => new() { Entries = [.. entries.Select(Of)] };

    /// <summary>Why a node run was, or was not, answered from the cache.</summary>
    public static CacheExplanationInfo Of(CacheExplanation explanation) => new()
    {
        Name = explanation.NodePath,
        Cache = KebabCase.Of(explanation.Outcome),
        Key = explanation.Key,
        Summary = explanation.Summary,
        NearestRunId = explanation.Nearest,
        Differences = [.. explanation.Differences.Select(Of)],
    };

    /// <summary>A part of a key that differs.</summary>
    public static CacheDifferenceInfo Of(CacheDifference part) =>
        new() { Part = part.Part, Before = part.Before, Now = part.Now, Detail = part.Detail };

    /// <summary>What was forgotten from a node down, or would be.</summary>
    public static CacheInvalidated Of(CacheInvalidation invalidation) => new()
    {
        Pipeline = invalidation.Pipeline,
        DryRun = invalidation.DryRun,
        Nodes = invalidation.Nodes,
        Entries = [.. invalidation.Entries.Select(Of)],
    };

    /// <summary>A line of a log.</summary>
    public static LogLineInfo Of(LogLine line) => new()
    {
        Time = line.Time,
        Stream = line.Stream switch { 'O' => "stdout", 'E' => "stderr", _ => "supervisor" },
        Text = line.Text,
        Continues = line.Continues,
    };

    private static ReplayedInfo Of(ReplayedOccurrence fired) =>
        new() { At = fired.At, Occurrence = fired.Occurrence, Parameters = fired.Parameters, Skipped = fired.Skipped };

    private static TurnInfo Of(TurnView turn) => new()
    {
        Turn = turn.Number,
        RunId = turn.Run,
        State = KebabCase.Of(turn.State),
        Parameters = turn.Parameters,
        Objective = turn.Objective,
        BestSoFar = turn.BestSoFar,
        Metrics = turn.Metrics,
        Executions = turn.Executions,
        CacheHits = turn.CacheHits,
        CreatedAt = turn.CreatedAt,
        EndedAt = turn.EndedAt,
        Seconds = Seconds(turn.CreatedAt, turn.EndedAt),
    };
}
