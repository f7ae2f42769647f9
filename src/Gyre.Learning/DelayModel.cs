using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>A mean reward that counts rewards still to come.</summary>
/// <param name="Value">Mean reward per decision.</param>
/// <param name="StandardError">Its standard error, with the delays taken as known.</param>
/// <param name="Decisions">Decisions that were old enough to count.</param>
public sealed record CorrectedMean(double Value, double StandardError, int Decisions);

/// <summary>Exponential delays between a decision and its reward.</summary>
/// <remarks>
/// O. Chapelle, "Modeling delayed feedback in display advertising", 2014, for the model; S. Yasui and others, "A feedback shift
/// correction in predicting conversion rates under delayed feedback", 2020, for the weights. Where delays depend on the arm, fit a model
/// for each: else the faster arm wins.
/// </remarks>
/// <param name="Mean">Mean delay in a unit of the caller's choice, 0 or more; ages are in the same unit.</param>
public sealed record DelayModel(double Mean)
{
    /// <summary>
    /// The share of rewards that have arrived by an age, F(s) = 1 - exp(-s / mean). Without a correction the mean reward is too low by
    /// this factor.
    /// </summary>
    /// <param name="age">Time since the decision, 0 or more; infinite for all rewards.</param>
    public double ShareBy(double age)
    {
        if (!(age >= 0))
            throw new ArgumentOutOfRangeException(nameof(age), age, "An age must be at least 0.");
        if (Mean == 0)
            return 1;
        var scaled = age / Mean;
        return scaled < 1e-5 ? scaled * (1 - scaled / 2) : 1 - Math.Exp(-scaled);
    }

    /// <summary>
    /// Fits the mean by maximum likelihood to delays that are only known when they are shorter than the age of their decision.
    /// O(rewards).
    /// </summary>
    /// <param name="delays">Time from the decision to its reward, for each reward that has arrived; 0 or more.</param>
    /// <param name="ages">
    /// Time from the decision to now, or the wait if that is shorter, for the same rewards; above 0, at least the delay.
    /// </param>
    /// <returns>
    /// Null when there are no rewards, or when they come so evenly over the time observed that their delay has no finite estimate.
    /// </returns>
    /// <exception cref="ArgumentException">Lengths differ, or a delay or age is out of range.</exception>
    public static DelayModel? Fit(ReadOnlySpan<double> delays, ReadOnlySpan<double> ages)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(ages.Length, delays.Length, nameof(ages));
        var (delay, oldest) = (0.0, 0.0);
        for (var i = 0; i < delays.Length; i++)
        {
            Settings.Above($"ages[{i}]", ages[i], 0);
            if (!(delays[i] >= 0 && delays[i] <= ages[i]))
                throw new ArgumentException(
                    $"delays[{i}] is {ShortNumber.Of(delays[i])}; it must be from 0 to the age {ShortNumber.Of(ages[i])}.",
                    nameof(delays));
            delay += delays[i];
            oldest = Math.Max(oldest, ages[i]);
        }
        if (delays.IsEmpty || delay == 0)
            return delays.IsEmpty ? null : new DelayModel(0);
        return Search(ages, delay, oldest);
    }

    /// <summary>The mean reward with every reward that has arrived weighted by 1 / F(age). O(decisions).</summary>
    /// <param name="rewards">One per decision; 0 where none has arrived. Finite.</param>
    /// <param name="ages">Time from the decision to now, or the wait if that is shorter.</param>
    /// <param name="leastShare">Decisions younger than this F leave too much to chance and are left out; in (0, 1]. Default 0.05.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, a value is out of range, or fewer than two decisions are old enough.
    /// </exception>
    public CorrectedMean Correct(ReadOnlySpan<double> rewards, ReadOnlySpan<double> ages, double leastShare = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(ages.Length, rewards.Length, nameof(ages));
        if (!(leastShare is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(leastShare), leastShare, "The share must be above 0 and at most 1.");
        var terms = new List<double>(rewards.Length);
        for (var i = 0; i < rewards.Length; i++)
        {
            Settings.Finite($"rewards[{i}]", rewards[i]);
            if (ShareBy(ages[i]) is var share && share >= leastShare)
                terms.Add(rewards[i] / share);
        }
        if (terms.Count < 2)
            throw new ArgumentException($"{terms.Count} decisions are old enough; a mean requires at least 2.", nameof(ages));
        var moments = Moments.Of([.. terms]);
        return new(moments.Mean, moments.StandardError, terms.Count);
    }

    /// <summary>Bisects for the rate at which the expected delays, given that they are below the ages, have the observed sum.</summary>
    private static DelayModel? Search(ReadOnlySpan<double> ages, double delay, double oldest)
    {
        var (low, high) = (1e-6 / oldest, 2 * ages.Length / delay);
        if (Expected(ages, low) <= delay)
            return null;
        for (var step = 0; step < 200 && high - low > 1e-14 * high; step++)
        {
            var middle = 0.5 * (low + high);
            if (Expected(ages, middle) > delay)
                low = middle;
            else
                high = middle;
        }
        return new(2 / (low + high));
    }

    private static double Expected(ReadOnlySpan<double> ages, double rate)
    {
        var sum = 0.0;
        foreach (var age in ages)
        {
            var scaled = rate * age;
            sum += scaled < 1e-3 ? age * (0.5 - scaled / 12) : 1 / rate - age / (Math.Exp(scaled) - 1);
        }
        return sum;
    }
}
