using System.Collections.Immutable;
using Gyre.Learning;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Watching;

/// <summary>Something of a deployment is not as it was.</summary>
/// <param name="Detector"><c>psi</c> or <c>cusum</c>.</param>
/// <param name="Field">The number of the context that moved; null for the rewards.</param>
/// <param name="Statistic">How far.</param>
/// <param name="Threshold">Above which it is an alarm.</param>
/// <param name="Sentence">For people.</param>
internal sealed record DriftAlarm(string Detector, string? Field, double Statistic, double Threshold, string Sentence);

/// <summary>
/// Decides when contexts or rewards have drifted. Pure: the same state and decisions give the same alarms.
/// <para>
/// Contexts are compared window by window with the first window since the champion serves, by the population stability index: an alarm
/// has a
/// size that matters and is rarer than <see cref="FalseAlarm"/> per window over all fields without drift. After an alarm the new window is
/// the reference, so that one change is one alarm.
/// </para>
/// <para>
/// Rewards are an error from 0 (the best) to 1, summed up by Page's CUSUM against the upper bound of the champion's error at its gate, so
/// that one that was never as good as promised is found too; without a gate, of its own error in its first decisions. Without drift
/// there is an alarm in about exp(<see cref="Threshold"/>) decisions. After an alarm nothing is summed up for <see cref="CoolDown"/>.
/// </para>
/// </summary>
internal static class DriftMachine
{
    /// <summary>Decisions in a window of contexts.</summary>
    public const int Window = 1000;

    /// <summary>Rewards that make the reference.</summary>
    public const int ReferenceRewards = 500;

    /// <summary>The index above which a change matters.</summary>
    public const double Size = 0.25;

    /// <summary>Probability of an alarm per window without drift.</summary>
    public const double FalseAlarm = 0.001;

    /// <summary>Evidence for an alarm of the rewards, in nats.</summary>
    public const double Threshold = 8;

    /// <summary>The rise of the error that is looked for.</summary>
    public const double Shift = 0.1;

    /// <summary>An error above which there is nothing left to lose.</summary>
    private const double MostError = 0.98;

    /// <summary>How long rewards raise no further alarm.</summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromHours(1);

    /// <summary>The least error that is a reference: below it one bad reward would be an alarm.</summary>
    private const double LeastError = 0.001;

    /// <summary>A champion serves from behind a place on.</summary>
    /// <param name="champion">Its version.</param>
    /// <param name="after">The last place before.</param>
    /// <param name="gateLow">The lower bound of its reward per decision at its gate; null where there was none.</param>
    public static DriftWatchState Start(long champion, long after, double? gateLow = null) =>
        new() { Champion = champion, ReferenceAfter = after, WindowAfter = after, RewardsSeen = after, GateLow = gateLow };

    /// <summary>The first window is full: it is the reference.</summary>
    public static DriftWatchState TakeReference(DriftWatchState state, long to) => state with { ReferenceTo = to, WindowAfter = to };

    /// <summary>A further window is full.</summary>
    /// <param name="state">With a reference.</param>
    /// <param name="fields">Names of the numbers.</param>
    /// <param name="reference">Contexts of the reference, as far as the log still has them.</param>
    /// <param name="window">Contexts of the window.</param>
    /// <param name="to">Where the window ends.</param>
    public static (DriftWatchState State, ImmutableArray<DriftAlarm> Alarms) TakeWindow(
        DriftWatchState state, ImmutableArray<string> fields, IReadOnlyList<double[]> reference, IReadOnlyList<double[]> window, long to)
    {
        var isComparable = reference.Count >= Window / 2 && window.Count >= Window / 2;
        ImmutableArray<DriftAlarm> alarms = isComparable ? [.. fields.Select(Compare).OfType<DriftAlarm>()] : [];
        // Without a reference that can be compared, because the log was shortened, the window is the next one.
        var next = isComparable && alarms.IsEmpty ? state : state with { ReferenceAfter = state.WindowAfter, ReferenceTo = to };
        return (next with { WindowAfter = to }, alarms);

        DriftAlarm? Compare(string field, int place)
        {
            double[] Column(IReadOnlyList<double[]> contexts) => [.. contexts.Select(context => context[place])];
            var found = DriftTests.PopulationStabilityOf(
                PopulationReference.Of(Column(reference)), Column(window), Size, FalseAlarm / fields.Length);
            return found.Drifted
                ? new DriftAlarm("psi", field, found.Statistic, found.Threshold, $"The context's '{field}' has moved. {found.Explanation}")
                : null;
        }
    }

    /// <summary>Takes in rewards in the order of their decisions.</summary>
    /// <param name="state">The state.</param>
    /// <param name="low">The lowest reward.</param>
    /// <param name="high">The highest reward, above the lowest.</param>
    /// <param name="decisions">Settled decisions behind those that were taken in.</param>
    /// <param name="now">Now.</param>
    public static (DriftWatchState State, DriftAlarm? Alarm) TakeRewards(
        DriftWatchState state, double low, double high, IReadOnlyList<WatchedDecision> decisions, DateTimeOffset now)
    {
        if (decisions.Count == 0)
            return (state, null);
        DriftAlarm? alarm = null;
        double ErrorOf(double reward) => Math.Clamp((high - reward) / (high - low), 0, 1);
        var detector = state.Rewards is { } known ? DriftDetector.Resume(known)
            : state.GateLow is { } promised ? DetectorOf(Math.Max(LeastError, ErrorOf(promised)))
            : null;
        foreach (var decision in decisions)
        {
            state = state with { RewardsSeen = decision.Number };
            if (decision.Version != state.Champion)
                continue;
            var error = ErrorOf(decision.Reward);
            if (detector is null)
            {
                state = state with { ReferenceRows = state.ReferenceRows + 1, ReferenceError = state.ReferenceError + error };
                detector = state.ReferenceRows < ReferenceRewards ? null : DetectorOf(state);
            }
            else if (!(now - state.Alarmed < CoolDown) && detector.Add(error))
            {
                var found = detector.Finding;
                var words = state.ReferenceRows == 0 ? "The rewards are below what the gate promised." : "The rewards have fallen.";
                alarm = new DriftAlarm("cusum", null, found.Statistic, found.Threshold, $"{words} {found.Explanation}");
                state = state with { Alarmed = now };
            }
        }
        return (state with { Rewards = detector?.State }, alarm);
    }

    /// <summary>Null where the error cannot rise any more; the reference then grows on.</summary>
    private static DriftDetector? DetectorOf(DriftWatchState state)
    {
        var (rows, errors) = (state.ReferenceRows, (long)Math.Ceiling(state.ReferenceError));
        return errors > MostError * rows ? null : DetectorOf(CusumOptions.ForGate(errors, rows, 1e-9, Threshold).ReferenceError);
    }

    private static DriftDetector? DetectorOf(double reference) => reference > MostError ? null : DriftDetector.Start(new CusumOptions
    {
        ReferenceError = reference,
        RaisedError = reference + Math.Min(Shift, (1 - reference) / 2),
        Threshold = Threshold,
    });
}
