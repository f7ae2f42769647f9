namespace Gyre.Learning;

/// <summary>A range that contains a value with a stated probability. Both ends belong to it.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, at least <paramref name="Low"/>.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>The distance of its ends.</summary>
    public double Width => High - Low;

    /// <summary>Whether a value is inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
