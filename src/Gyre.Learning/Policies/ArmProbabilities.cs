namespace Gyre.Learning.Policies;

/// <summary>Distributions over the allowed arms, computed from one score per arm. Arms that are not allowed get 0. Ties go to the lowest index.</summary>
internal static class ArmProbabilities
{
    /// <summary>The allowed arm with the highest score.</summary>
    public static int Best(ReadOnlySpan<double> scores, ReadOnlySpan<bool> allowed)
    {
        var best = -1;
        for (var arm = 0; arm < scores.Length; arm++)
        {
            if (allowed[arm] && (best < 0 || scores[arm] > scores[best]))
                best = arm;
        }
        return best;
    }

    public static int Count(ReadOnlySpan<bool> allowed)
    {
        var count = 0;
        foreach (var one in allowed)
            count += one ? 1 : 0;
        return count;
    }

    /// <summary>The best arm, and with probability <paramref name="epsilon"/> any.</summary>
    public static void Greedy(ReadOnlySpan<double> scores, ReadOnlySpan<bool> allowed, double epsilon, Span<double> probabilities)
    {
        probabilities.Clear();
        probabilities[Best(scores, allowed)] = 1;
        Spread(allowed, epsilon, probabilities);
    }

    /// <summary>In proportion to exp(score / temperature).</summary>
    public static void Softmax(ReadOnlySpan<double> scores, ReadOnlySpan<bool> allowed, double temperature, Span<double> probabilities)
    {
        var highest = scores[Best(scores, allowed)];
        var sum = 0.0;
        for (var arm = 0; arm < scores.Length; arm++)
        {
            probabilities[arm] = allowed[arm] ? Math.Exp((scores[arm] - highest) / temperature) : 0;
            sum += probabilities[arm];
        }
        foreach (ref var probability in probabilities)
            probability /= sum;
    }

    /// <summary>1 / (K + gamma (best - score)) for each arm but the best, which gets the rest.</summary>
    public static void InverseGap(ReadOnlySpan<double> scores, ReadOnlySpan<bool> allowed, double gamma, Span<double> probabilities)
    {
        var best = Best(scores, allowed);
        var count = Count(allowed);
        var others = 0.0;
        for (var arm = 0; arm < scores.Length; arm++)
        {
            var explored = allowed[arm] && arm != best;
            probabilities[arm] = explored ? 1 / (count + (gamma * (scores[best] - scores[arm]))) : 0;
            others += probabilities[arm];
        }
        probabilities[best] = 1 - others;
    }

    /// <summary>Takes <paramref name="share"/> of the probability from all arms and spreads it evenly over the allowed ones.</summary>
    public static void Spread(ReadOnlySpan<bool> allowed, double share, Span<double> probabilities)
    {
        if (share == 0)
            return;
        var each = share / Count(allowed);
        for (var arm = 0; arm < probabilities.Length; arm++)
            probabilities[arm] = allowed[arm] ? ((1 - share) * probabilities[arm]) + each : 0;
    }

    /// <summary>Draws an arm from the probabilities; never one whose probability is 0.</summary>
    public static int Draw(ReadOnlySpan<double> probabilities, ref SeedStream random)
    {
        var point = random.NextDouble();
        var last = 0;
        for (var arm = 0; arm < probabilities.Length; arm++)
        {
            if (!(probabilities[arm] > 0))
                continue;
            point -= probabilities[arm];
            if (point < 0)
                return arm;
            // Where rounding leaves a rest behind the last arm, it is the last one's.
            last = arm;
        }
        return last;
    }
}
