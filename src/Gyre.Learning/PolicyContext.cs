namespace Gyre.Learning;

/// <summary>What a policy knows at the time of a decision. Refers to the caller's memory; nothing is copied or kept.</summary>
/// <param name="values">One number per context field of the specification, in order; finite, at most 1e50 in size.</param>
public readonly ref struct PolicyContext(ReadOnlySpan<double> values)
{
    /// <summary>One number per context field.</summary>
    public ReadOnlySpan<double> Values { get; } = values;

    /// <summary>For a shared model, the features of the arms to choose from: arm after arm, one number per arm field. Otherwise empty.</summary>
    public ReadOnlySpan<double> ArmFeatures { get; init; }

    /// <summary>Whether each arm may be chosen, one per arm in order; empty allows all. Retired arms are never chosen.</summary>
    public ReadOnlySpan<bool> Allowed { get; init; }
}
