using Gyre.Learning.Numerics;

namespace Gyre.Learning.OffPolicy;

/// <summary>
/// Empirical Bernstein bounds: A. Maurer and M. Pontil, "Empirical Bernstein bounds and sample variance penalization", 2009, theorem 4.
/// </summary>
internal static class Guarantee
{
    /// <summary>
    /// How far the mean of terms in a range can be from their expectation, one-sided, but with probability <paramref name="failure"/>.
    /// </summary>
    public static double HalfWidth(Moments moments, double range, double failure)
    {
        var log = Math.Log(2 / failure);
        return Math.Sqrt(2 * moments.Variance * log / moments.Count) + 7 * range * log / (3 * (moments.Count - 1.0));
    }

    /// <summary>The range of an estimator's terms, or null where it is not given or the mean is not bound to the policy's value.</summary>
    public static ConfidenceInterval? RangeOf(OffPolicyOptions options)
    {
        if (options.RewardRange is not { } rewards)
            return null;
        return options.Method switch
        {
            OffPolicyMethod.Ips when options.WeightBound is { } bound => Products(rewards, bound),
            OffPolicyMethod.ClippedIps when rewards.Low >= 0 => Products(rewards, options.Clip),
            // v lies in the rewards' range and w (r - q) within the bound times its width on either side.
            OffPolicyMethod.DoublyRobust when options.WeightBound is { } bound =>
                new(rewards.Low - bound * rewards.Width, rewards.High + bound * rewards.Width),
            _ => null,
        };
    }

    public static ConfidenceInterval Bernstein(Moments moments, ConfidenceInterval range, OffPolicyOptions options)
    {
        var half = HalfWidth(moments, range.Width, (1 - options.Level) / 2);
        return Cut(new(moments.Mean - half, moments.Mean + half), options);
    }

    public static ConfidenceInterval PlugIn(double[] terms, ConfidenceInterval range, OffPolicyOptions options) =>
        Cut(PlugInBernstein.OfAll(terms, range, options.Level), options);

    /// <summary>The value of any policy lies in the rewards' range. Clipping loses reward, so that only the lower end is sure.</summary>
    private static ConfidenceInterval Cut(ConfidenceInterval interval, OffPolicyOptions options)
    {
        var rewards = options.RewardRange!.Value;
        return new(
            Math.Clamp(interval.Low, rewards.Low, rewards.High),
            options.Method == OffPolicyMethod.ClippedIps ? rewards.High : Math.Clamp(interval.High, rewards.Low, rewards.High));
    }

    private static ConfidenceInterval Products(ConfidenceInterval rewards, double bound) =>
        new(Math.Min(0, bound * rewards.Low), Math.Max(0, bound * rewards.High));
}
