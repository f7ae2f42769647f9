namespace Gyre.Learning;

/// <summary>What a comparison of present data with a reference found.</summary>
/// <param name="Drifted">Whether there is an alarm.</param>
/// <param name="Statistic">The number that was compared, in the unit that the method names; 0 before there was anything to
/// compare.</param>
/// <param name="Threshold">The bound that the statistic has to exceed for an alarm.</param>
/// <param name="Level"> The accepted probability of an alarm without drift, per check; null for methods that state none. A check of many
/// features or at many times needs a smaller one: divide it by the number of checks.
/// </param>
/// <param name="Explanation">One sentence for a person, with the numbers.</param>
public sealed record DriftFinding(bool Drifted, double Statistic, double Threshold, double? Level, string Explanation);
