namespace Gyre.Learning;

/// <summary>A question to a policy, as a caller puts it: nothing about it is known to be right.</summary>
public sealed record PolicyRequest
{
    /// <summary>The numbers of the context, in the order of the policy's fields. Either these or <see cref="Fields"/>.</summary>
    public IReadOnlyList<double>? Context { get; init; }

    /// <summary>The numbers of the context by name, one for each of the policy's fields.</summary>
    public IReadOnlyDictionary<string, double>? Fields { get; init; }

    /// <summary>
    /// The arms to choose from, all different; null for all that the policy has. A policy with features of arms takes any names here, and
    /// numbers them from 0 when there are none.
    /// </summary>
    public IReadOnlyList<string>? Arms { get; init; }

    /// <summary>The features of each arm, for a policy that has them; else null.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Features { get; init; }

    /// <summary>Whether each arm may be chosen, in the order of <see cref="Arms"/> or else of the policy's arms; null for all.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }
}

/// <summary>A question whose numbers fit the shape of a policy. It owns its arrays; nobody changes them.</summary>
public sealed class CheckedPolicyRequest
{
    internal CheckedPolicyRequest(double[] values, string[]? arms, double[][]? features, bool[]? mask)
    {
        (Values, Arms, Features, Allowed) = (values, arms, features, mask);
        AllFeatures = features is null ? [] : [.. features.SelectMany(static one => one)];
    }

    /// <summary>The numbers of the context, in the order of the policy's fields.</summary>
    public IReadOnlyList<double> Context => Values;

    /// <summary>Names of the arms to choose from; null for all of the policy, or for numbers.</summary>
    public IReadOnlyList<string>? Arms { get; }

    /// <summary>The features of each arm; null for a policy without.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Features { get; }

    /// <summary>Whether each arm may be chosen; null for all.</summary>
    public IReadOnlyList<bool>? Mask => Allowed;

    internal double[] Values { get; }

    /// <summary>The features, arm after arm.</summary>
    internal double[] AllFeatures { get; }

    internal bool[]? Allowed { get; }
}

/// <summary>What a policy chose for a question.</summary>
/// <param name="Arm">Its name; of a policy with features of arms the name of the question, or its number where it has none.</param>
/// <param name="ArmIndex">Its index among the arms of the policy, or of the question where a policy has features of arms; from 0.</param>
/// <param name="Propensity">The probability with which it was drawn; in (0, 1].</param>
public readonly record struct ArmChoice(string Arm, int ArmIndex, double Propensity);
