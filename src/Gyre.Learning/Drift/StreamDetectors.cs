namespace Gyre.Learning.Drift;

/// <summary>Makes detectors from settings, and sentences from what they find.</summary>
internal static class StreamDetectors
{
    public static IStreamDetector Create(DriftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options switch
        {
            AdwinOptions adwin => new Adwin(adwin),
            PageHinkleyOptions pageHinkley => new PageHinkley(pageHinkley),
            ErrorRateOptions errorRate => new ErrorRate(errorRate),
            KswinOptions kswin => new Kswin(kswin),
            CusumOptions cusum => new Cusum(cusum),
            _ => throw new ArgumentException($"There is no detector for {options.GetType().Name}.", nameof(options)),
        };
    }

    public static string Sentence(IStreamDetector detector, DriftStep step) => step == default
        ? "No drift: there are too few values for a check."
        : step.Drifted
        ? $"Drift: the {detector.Statistic} of {DriftGuard.Shown(step.Statistic)} exceeds {DriftGuard.Shown(step.Threshold)}."
        : $"No drift: the {detector.Statistic} of {DriftGuard.Shown(step.Statistic)} does not exceed {DriftGuard.Shown(step.Threshold)}.";

    /// <summary>Refuses a setting that is not a finite number above 0.</summary>
    public static void RequirePositive(double value, string name) =>
        Require(value, value > 0 && double.IsFinite(value), name, "a finite number above 0");

    /// <summary>Refuses a setting outside of its range.</summary>
    public static T Require<T>(T value, bool valid, string name, string range) =>
        valid ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} must be {range}.");
}
