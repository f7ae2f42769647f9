namespace Gyre.Learning;

/// <summary>What a <see cref="RetrainingRule"/> has to know of the past. Each change returns a new history.</summary>
public sealed record RetrainingHistory
{
    /// <summary>When the serving model was trained, or the last training started that gave no better one.</summary>
    public required DateTimeOffset LastTrained { get; init; }

    /// <summary>Decisions since then.</summary>
    public long DecisionsSince { get; init; }

    /// <summary>Rows with a reward since then.</summary>
    public long NewRows { get; init; }

    /// <summary>Trainings in a row that ended without a promotion.</summary>
    public int WithoutPromotion { get; init; }

    /// <summary>Start times of the trainings within the last 24 hours before the newest, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> Trainings { get; init; } = [];

    /// <summary>After more decisions and rows.</summary>
    /// <param name="decisions">At least 0.</param>
    /// <param name="rows">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public RetrainingHistory WithDecisions(long decisions, long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decisions);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return this with { DecisionsSince = DecisionsSince + decisions, NewRows = NewRows + rows };
    }

    /// <summary>After a training has started. It counts as one without a promotion until <see cref="WithPromotion"/>.</summary>
    /// <param name="now">The time, not before <see cref="LastTrained"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before the last training.</exception>
    public RetrainingHistory WithTraining(DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, LastTrained);
        return this with
        {
            LastTrained = now,
            DecisionsSince = 0,
            NewRows = 0,
            WithoutPromotion = WithoutPromotion + 1,
            Trainings = [.. Trainings.Where(time => time > now.AddDays(-1)), now],
        };
    }

    /// <summary>After the newest training's model has passed the gate and serves.</summary>
    public RetrainingHistory WithPromotion() => this with { WithoutPromotion = 0 };
}

/// <summary>Why a model is trained again, or why not.</summary>
public enum RetrainingReason
{
    /// <summary>Not: there is no alarm, and the model is not too old.</summary>
    NothingToDo,

    /// <summary>There is an alarm.</summary>
    Drift,

    /// <summary>The model has reached its maximum age.</summary>
    Age,

    /// <summary>Not: the last training was too short a time ago.</summary>
    CoolDown,

    /// <summary>Not: there are too few new rows.</summary>
    TooFewRows,

    /// <summary>Not: there were enough trainings within 24 hours.</summary>
    DailyLimit,

    /// <summary>Not: trainings have not led to a promotion, and the rule waits longer each time.</summary>
    BackOff,
}

/// <summary>What a <see cref="RetrainingRule"/> decided.</summary>
/// <param name="Retrain">Whether to train now.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="NeedsPerson">Whether a person should look, because trainings have not led to a promotion as often as the rule has
/// patience.</param>
/// <param name="Explanation">The same in plain words.</param>
public sealed record RetrainingDecision(bool Retrain, RetrainingReason Reason, bool NeedsPerson, string Explanation);
