using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>Joins rewards to decisions, and accounts for each: a state machine over events, without a clock. Not thread-safe.</summary>
/// <remarks>
/// The result of a decision does not depend on the order in which its rewards within the wait arrive: they are combined in the order of
/// their times, then their ids. Rewards that are handed in before their decision are orphans. O(log n) per event for n remembered
/// decisions.
/// </remarks>
public sealed class RewardJoin
{
    // Sums of rewards stay finite.
    private const double Largest = 1e100;

    private readonly RewardJoinOptions _options;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, (DateTimeOffset Time, long Number)> _due = new();
    private long _number;

    /// <summary>Starts with empty books.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public RewardJoin(RewardJoinOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Wait <= TimeSpan.Zero || options.Memory < TimeSpan.Zero)
            throw new ArgumentException(
                $"The wait is {options.Wait} and the memory {options.Memory}; a wait must be above 0, a memory at least 0.",
                nameof(options));
        Settings.Finite(nameof(options.Default), options.Default);
        if (options.Range is { } range)
            Settings.Range(nameof(options.Range), range);
        _options = options;
    }

    /// <summary>Where everything is now.</summary>
    public RewardBooks Books { get; private set; } = new();

    /// <summary>Takes in a decision.</summary>
    /// <param name="decision">Its id; not empty.</param>
    /// <param name="time">When it was made.</param>
    /// <returns>False when the id is known; nothing changes then.</returns>
    public bool Decide(string decision, DateTimeOffset time)
    {
        ArgumentException.ThrowIfNullOrEmpty(decision);
        var entry = new Entry(decision, time, Later(time, _options.Wait));
        if (!_entries.TryAdd(decision, entry))
            return false;
        _due.Enqueue(entry, (entry.Deadline, _number++));
        Books = Books with { Decisions = Books.Decisions + 1, Pending = Books.Pending + 1 };
        return true;
    }

    /// <summary>Takes in a reward.</summary>
    /// <param name="decision">Id of its decision; not empty.</param>
    /// <param name="reward">Id of the reward, distinct within its decision; not empty.</param>
    /// <param name="value">Its value, at most 1e100 from 0 and within the range.</param>
    /// <param name="time">When it happened. One before its decision counts as in time, since clocks differ.</param>
    /// <param name="correction">
    /// The decision with its new reward, under <see cref="LateRewards.Correct"/> when it had been given out; else null.
    /// </param>
    /// <returns>What became of it.</returns>
    /// <exception cref="InvalidInputException">
    /// The value is not a number, too large or outside the range; nothing is counted then.
    /// </exception>
    public RewardFate Reward(string decision, string reward, double value, DateTimeOffset time, out JoinedDecision? correction)
    {
        ArgumentException.ThrowIfNullOrEmpty(decision);
        ArgumentException.ThrowIfNullOrEmpty(reward);
        CheckValue(decision, value);
        correction = null;
        if (!_entries.TryGetValue(decision, out var entry))
            return Count(RewardFate.Orphan);
        if (!entry.Seen.Add(reward))
            return Count(RewardFate.Duplicate);
        var point = new Point(time, reward, value);
        if (entry.IsSettled || time > entry.Deadline)
            return Late(entry, point, out correction);
        entry.InTime.Add(point);
        if (entry.InTime.Count > 1)
            return Count(RewardFate.Aggregated);
        Books = Books with { PendingWithReward = Books.PendingWithReward + 1 };
        return Count(RewardFate.Used);
    }

    /// <summary>Settles the decisions whose wait ended before <paramref name="now"/>, and forgets those whose memory did.</summary>
    /// <returns>
    /// The settled decisions by the end of their waits; behind one its correction, if a late reward came before this call.
    /// </returns>
    public IReadOnlyList<JoinedDecision> Advance(DateTimeOffset now)
    {
        var settled = new List<JoinedDecision>();
        while (_due.TryPeek(out var entry, out var due) && due.Time < now)
        {
            _due.Dequeue();
            if (entry.IsSettled)
            {
                _entries.Remove(entry.Decision);
                continue;
            }
            settled.Add(Settle(entry));
            if (entry.AfterWait.Count > 0)
                settled.Add(Correction(entry));
            _due.Enqueue(entry, (Later(entry.Deadline, _options.Memory), _number++));
        }
        return settled;
    }

    private JoinedDecision Settle(Entry entry)
    {
        entry.IsSettled = true;
        var isDefault = entry.InTime.Count == 0;
        Books = isDefault
            ? Books with { Pending = Books.Pending - 1, Defaulted = Books.Defaulted + 1 }
            : Books with { Pending = Books.Pending - 1, PendingWithReward = Books.PendingWithReward - 1, Joined = Books.Joined + 1 };
        return new(entry.Decision, entry.Time, isDefault ? _options.Default : Combine(entry.InTime), isDefault, IsCorrection: false);
    }

    private RewardFate Late(Entry entry, Point point, out JoinedDecision? correction)
    {
        correction = null;
        if (_options.Late == LateRewards.Count)
            Books = Books with { LateValue = Books.LateValue + point.Value };
        if (_options.Late == LateRewards.Correct)
        {
            entry.AfterWait.Add(point);
            correction = entry.IsSettled ? Correction(entry) : null;
        }
        return Count(RewardFate.Late);
    }

    private JoinedDecision Correction(Entry entry)
    {
        Books = Books with { Corrections = Books.Corrections + 1 };
        return new(entry.Decision, entry.Time, Combine([.. entry.InTime, .. entry.AfterWait]), IsDefault: false, IsCorrection: true);
    }

    private RewardFate Count(RewardFate fate)
    {
        var books = Books with { Rewards = Books.Rewards + 1 };
        Books = fate switch
        {
            RewardFate.Used => books with { Used = books.Used + 1 },
            RewardFate.Aggregated => books with { Aggregated = books.Aggregated + 1 },
            RewardFate.Duplicate => books with { Duplicate = books.Duplicate + 1 },
            RewardFate.Late => books with { Late = books.Late + 1 },
            _ => books with { Orphan = books.Orphan + 1 },
        };
        return fate;
    }

    private double Combine(List<Point> points)
    {
        var ordered = points.OrderBy(point => point.Time).ThenBy(point => point.Id, StringComparer.Ordinal)
            .Select(point => point.Value).ToList();
        return _options.Aggregation switch
        {
            RewardAggregation.First => ordered[0],
            RewardAggregation.Last => ordered[^1],
            RewardAggregation.Sum => ordered.Sum(),
            RewardAggregation.Max => ordered.Max(),
            _ => ordered.Sum() / ordered.Count,
        };
    }

    private void CheckValue(string decision, double value)
    {
        if (!(Math.Abs(value) <= Largest))
            throw new InvalidInputException(
                "reward.value", $"The reward of decision '{decision}' is {NumberText.Of(value)}.", "Send a number from -1e100 to 1e100.");
        if (_options.Range is { } range && !range.Contains(value))
            throw new InvalidInputException(
                "reward.range",
                $"The reward of decision '{decision}' is {NumberText.Of(value)}.",
                $"Send a number from {NumberText.Of(range.Low)} to {NumberText.Of(range.High)}, or declare another range.");
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan span) =>
        DateTimeOffset.MaxValue - time > span ? time + span : DateTimeOffset.MaxValue;

    private readonly record struct Point(DateTimeOffset Time, string Id, double Value);

    private sealed class Entry(string decision, DateTimeOffset time, DateTimeOffset deadline)
    {
        public string Decision { get; } = decision;

        public DateTimeOffset Time { get; } = time;

        public DateTimeOffset Deadline { get; } = deadline;

        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public List<Point> InTime { get; } = [];

        public List<Point> AfterWait { get; } = [];

        public bool IsSettled { get; set; }
    }
}
