namespace Gyre.Learning;

/// <summary>What makes a model unsure of an item. For two classes all give the same order.</summary>
public enum UncertaintyMeasure
{
    /// <summary>The largest probability is small.</summary>
    LeastConfidence,

    /// <summary>The two largest probabilities are close.</summary>
    Margin,

    /// <summary>The probabilities are spread over many classes.</summary>
    Entropy,
}

/// <summary>How unsure one model is of an item (B. Settles, "Active learning literature survey", 2009).</summary>
/// <param name="LeastConfidence">1 - the largest probability; more is less sure.</param>
/// <param name="Margin">The largest minus the second largest; less is less sure. The largest itself for a single class.</param>
/// <param name="Entropy">-sum p ln p in nats; more is less sure.</param>
public readonly record struct ItemUncertainty(double LeastConfidence, double Margin, double Entropy)
{
    /// <summary>Of one item. Probabilities are used as they are, whatever they add up to.</summary>
    /// <param name="probabilities">At least one.</param>
    public static ItemUncertainty Of(ReadOnlySpan<double> probabilities)
    {
        var (first, second) = TopTwo(probabilities);
        var entropy = 0.0;
        foreach (var p in probabilities)
            entropy -= p > 0 ? p * Math.Log(p) : 0;
        return new(1 - first, first - second, entropy);
    }

    /// <summary>Turned so that more is less sure.</summary>
    internal static double Of(UncertaintyMeasure measure, ReadOnlySpan<double> probabilities)
    {
        if (measure == UncertaintyMeasure.Entropy)
            return Of(probabilities).Entropy;
        var (first, second) = TopTwo(probabilities);
        return measure == UncertaintyMeasure.Margin ? second - first : 1 - first;
    }

    // Without branches, which nobody can predict here. Rows that are not numbers stay so.
    private static (double First, double Second) TopTwo(ReadOnlySpan<double> probabilities)
    {
        var (first, second) = (probabilities[0], double.NegativeInfinity);
        foreach (var p in probabilities[1..])
        {
            second = double.MaxNative(second, double.MinNative(first, p));
            first = double.MaxNative(first, p);
        }
        return (first, double.IsNegativeInfinity(second) ? 0 : second);
    }
}
