using System.Globalization;

namespace Gyre.Learning;

/// <summary>
/// Decides whether a model is trained again now: on an alarm against its gate's reference or at a maximum age, within limits.
/// </summary>
/// <remarks>
/// A pure function of its arguments. The limits come first, so a storm of alarms costs at most one training per cool-down. After
/// <see cref="Patience"/> trainings in a row without a promotion the cool-down doubles with each further one, at most 64-fold, and a
/// person should look. Alarms are those of a <see cref="DriftDetector"/> with <see cref="CusumOptions"/>: a detector that compares the
/// present with its own past misses a model that has been bad from the start. On trading the cost of training for that of staleness see
/// A. Mahadevan and M. Mathioudakis, "Cost-aware retraining for machine learning", 2023.
/// </remarks>
public sealed record RetrainingRule
{
    private const int MaxDoublings = 6;

    /// <summary>Age at which a model is trained again without an alarm, above 0; null for none. Default null.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>
    /// Decisions after which a model is trained again without an alarm, above 0; null for none. Default null. See
    /// <see cref="BestPeriod"/>.
    /// </summary>
    public long? MaximumDecisions { get; init; }

    /// <summary>Time from a training to the next, at least 0. Default 1 hour.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Rows that must be new since the last training, at least 0; ten times the model's parameters is a good start. Default 1.
    /// </summary>
    public long MinimumNewRows { get; init; } = 1;

    /// <summary>Trainings within any 24 hours, at least 1. Default 24.</summary>
    public int DailyLimit { get; init; } = 24;

    /// <summary>Trainings in a row without a promotion from which the rule backs off, at least 1. Default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Decides.</summary>
    /// <param name="history">What has happened so far.</param>
    /// <param name="drifted">Whether the detector has raised an alarm that no training has answered yet.</param>
    /// <param name="now">The present time, not before the last training.</param>
    /// <exception cref="ArgumentException">A limit of the rule is out of its range, or the time is before the last training.</exception>
    public RetrainingDecision Decide(RetrainingHistory history, bool drifted, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        Check();
        if (now < history.LastTrained)
            throw new ArgumentOutOfRangeException(nameof(now), now, "The present cannot be before the last training.");
        var tired = history.WithoutPromotion >= Patience;
        return (Cause(history, drifted, now), Limit(history, now, tired)) switch
        {
            ({ } cause, null) => new RetrainingDecision(true, cause.Reason, tired, cause.Text),
            ({ } cause, { } limit) => new RetrainingDecision(false, limit.Reason, tired, $"{cause.Text} But {limit.Text}"),
            _ => new RetrainingDecision(false, RetrainingReason.NothingToDo, tired, "There is no alarm, and the model is not too old."),
        };
    }

    /// <summary>
    /// The time between trainings with the least cost per decision when the loss grows evenly: the square root of 2 C / g.
    /// </summary>
    /// <param name="cost">Cost C of a training, above 0.</param>
    /// <param name="growth">Growth g of the loss per decision with each decision since the last training, above 0; same unit as the
    /// cost.</param>
    /// <returns>The period T in decisions, which costs C / T + g T / 2 per decision. Half or twice of it costs 1.25 times as
    /// much.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or not above 0.</exception>
    public static double BestPeriod(double cost, double growth)
    {
        if (!(cost > 0) || !double.IsFinite(cost))
            throw new ArgumentOutOfRangeException(nameof(cost), cost, "The cost must be a finite number above 0.");
        if (!(growth > 0) || !double.IsFinite(growth))
            throw new ArgumentOutOfRangeException(nameof(growth), growth, "The growth must be a finite number above 0.");
        return Math.Sqrt(2 * cost / growth);
    }

    private (RetrainingReason Reason, string Text)? Cause(RetrainingHistory history, bool drifted, DateTimeOffset now)
    {
        if (drifted)
            return (RetrainingReason.Drift, "The model's error has risen above that of its gate.");
        var age = now - history.LastTrained;
        return age >= MaximumAge || history.DecisionsSince >= MaximumDecisions
            ? (RetrainingReason.Age, $"The model is {Shown(age)} and {history.DecisionsSince} decisions old.")
            : null;
    }

    private (RetrainingReason Reason, string Text)? Limit(RetrainingHistory history, DateTimeOffset now, bool tired)
    {
        var pause = tired ? CoolDown * (1 << Math.Min(MaxDoublings, history.WithoutPromotion - Patience + 1)) : CoolDown;
        if (history.Trainings.Count > 0 && now - history.LastTrained < pause)
            return tired
                ? (RetrainingReason.BackOff,
                    $"{history.WithoutPromotion} trainings in a row gave no better model: the next may start after {Shown(pause)}.")
                : (RetrainingReason.CoolDown, $"the last training is less than {Shown(pause)} ago.");
        if (history.NewRows < MinimumNewRows)
            return (RetrainingReason.TooFewRows, $"only {history.NewRows} rows of at least {MinimumNewRows} are new.");
        var today = history.Trainings.Count(time => time > now.AddDays(-1));
        return today >= DailyLimit ? (RetrainingReason.DailyLimit, $"there were {today} trainings within 24 hours already.") : null;
    }

    private void Check()
    {
        Require(MaximumAge is null || MaximumAge > TimeSpan.Zero, nameof(MaximumAge), "above 0");
        Require(MaximumDecisions is null or > 0, nameof(MaximumDecisions), "above 0");
        Require(CoolDown >= TimeSpan.Zero && CoolDown <= TimeSpan.FromDays(3650), nameof(CoolDown), "from 0 to 3,650 days");
        Require(MinimumNewRows >= 0, nameof(MinimumNewRows), "at least 0");
        Require(DailyLimit >= 1, nameof(DailyLimit), "at least 1");
        Require(Patience >= 1, nameof(Patience), "at least 1");
    }

    private static void Require(bool valid, string name, string range)
    {
        if (!valid)
            throw new ArgumentException($"{name} must be {range}.");
    }

    private static string Shown(TimeSpan time) => time.ToString("g", CultureInfo.InvariantCulture);
}
