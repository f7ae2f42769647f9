using System.Text.Json.Serialization;

namespace Gyre.Learning;

/// <summary>Settings of a detector for values that arrive one by one. What kind it is says which detector is meant.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "method")]
[JsonDerivedType(typeof(AdwinOptions), "adwin")]
[JsonDerivedType(typeof(PageHinkleyOptions), "page-hinkley")]
[JsonDerivedType(typeof(ErrorRateOptions), "ddm")]
[JsonDerivedType(typeof(KswinOptions), "kswin")]
[JsonDerivedType(typeof(CusumOptions), "cusum")]
public abstract record DriftOptions
{
    private protected DriftOptions()
    {
    }
}

/// <summary>Which change of the mean is an alarm.</summary>
public enum DriftDirection
{
    /// <summary>Both.</summary>
    Either,

    /// <summary>An increase, as of an error or a delay.</summary>
    Rise,

    /// <summary>A decrease, as of a reward.</summary>
    Fall,
}

/// <summary>An adaptive window, cut wherever the means of its older and newer part differ by more than chance allows.</summary>
/// <remarks>
/// A. Bifet and R. Gavalda, "Learning from time-changing data with adaptive windowing", 2007. Values are kept as sums in an exponential
/// histogram: O(log n) memory, O(1) per value and O(log n) per check. Compares the present with its own recent past, so a change that
/// began before the window did is invisible to it.
/// </remarks>
public sealed record AdwinOptions : DriftOptions
{
    /// <summary>Accepted probability of a wrong cut per check, in (0, 1); a bound that is far from reached. Default 0.002.</summary>
    public double Level { get; init; } = 0.002;

    /// <summary>Values between two checks, 1 to 1,000,000. It bounds the delay from below. Default 32.</summary>
    public int Clock { get; init; } = 32;

    /// <summary>Smallest possible value. Default 0.</summary>
    public double Low { get; init; }

    /// <summary>Largest possible value, above <see cref="Low"/>. Default 1.</summary>
    public double High { get; init; } = 1;

    /// <summary>Which changes are an alarm; the window is cut at the others all the same. Default either.</summary>
    public DriftDirection Direction { get; init; }
}

/// <summary>The sum of deviations from the running mean, less an allowance, against its extreme so far.</summary>
/// <remarks>
/// E. S. Page, "Continuous inspection schemes", 1954; D. V. Hinkley, "Inference about the change-point from cumulative sum tests", 1971.
/// O(1) per value.
/// </remarks>
public sealed record PageHinkleyOptions : DriftOptions
{
    /// <summary>
    /// Deviation per value that is tolerated, in the values' unit, at least 0: about half the shift to be found. Default 0.005.
    /// </summary>
    public double Allowance { get; init; } = 0.005;

    /// <summary>Accumulated deviation for an alarm, in the values' unit, above 0. Default 50.</summary>
    public double Threshold { get; init; } = 50;

    /// <summary>Values before the first alarm, at least 1. Default 30.</summary>
    public int MinimumValues { get; init; } = 30;

    /// <summary>Which changes are an alarm. Default a rise.</summary>
    public DriftDirection Direction { get; init; } = DriftDirection.Rise;
}

/// <summary>DDM: an error rate against the lowest it has been. Its values are 1 for an error and 0 otherwise.</summary>
/// <remarks>
/// J. Gama, P. Medas, G. Castillo and P. Rodrigues, "Learning with drift detection", 2004. O(1) per value. There are many false alarms on
/// long streams, because the rate is compared with an extreme. The lowest rate is remembered from the first error on: before it, every
/// error would be an alarm.
/// </remarks>
public sealed record ErrorRateOptions : DriftOptions
{
    /// <summary>Deviations above the lowest rate for an alarm, above 0. Default 3.</summary>
    public double Deviations { get; init; } = 3;

    /// <summary>Values before the lowest rate is looked for, at least 1. Default 30.</summary>
    public int MinimumValues { get; init; } = 30;
}

/// <summary>
/// The newest values of a window against as many that are drawn from its older ones, by the test of Kolmogorov and Smirnov.
/// </summary>
/// <remarks>
/// C. Raab, M. Heusinger and F.-M. Schleif, "Reactive soft prototype computing for concept drift streams", 2020. The level holds for one
/// value, and each value is a test: 0.005 alarms about every 660 values without drift. O(window) memory, O(n log n) in
/// <see cref="Recent"/> per value. An exact p-value is compared with the level.
/// </remarks>
public sealed record KswinOptions : DriftOptions
{
    /// <summary>Accepted probability of an alarm without drift per value, in (0, 1). Default 0.0001.</summary>
    public double Level { get; init; } = 0.0001;

    /// <summary>Values in the window, at least twice <see cref="Recent"/> and at most 100,000. Default 100.</summary>
    public int Window { get; init; } = 100;

    /// <summary>Newest values that are compared, from 2 to 500. Default 30.</summary>
    public int Recent { get; init; } = 30;

    /// <summary>Seed of the draws from the older values; each value has its own draw. Default 0.</summary>
    public ulong Seed { get; init; }
}
