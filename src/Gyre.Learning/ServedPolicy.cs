using System.Collections.Frozen;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning.Policies;

namespace Gyre.Learning;

/// <summary>A version of a deployment that answers questions; nobody trains it. Thread-safe.</summary>
/// <param name="version">Its number in the deployment.</param>
/// <param name="floor">The exploration floor with which it was loaded.</param>
/// <param name="policy">Decides; with the floor.</param>
public sealed class ServedPolicy(long version, double floor, Policy policy)
{
    private readonly FrozenDictionary<string, int> _arms = policy.Specification.Arms
        .Select(static (arm, index) => KeyValuePair.Create(arm, index)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Its number in the deployment.</summary>
    public long Version => version;

    /// <summary>The floor it was loaded with.</summary>
    public double Floor => floor;

    /// <summary>Decides.</summary>
    public Policy Policy => policy;

    /// <summary>What it decides and how.</summary>
    public PolicySpecification Specification => policy.Specification;

    /// <summary>The index of an arm of the policy; below 0 when there is none of the name.</summary>
    public int IndexOf(string arm) => _arms.GetValueOrDefault(arm, -1);

    /// <summary>Checks a question against the fields of the policy; whether it has the arms is seen when it chooses.</summary>
    /// <exception cref="InvalidInputException">With the field.</exception>
    public CheckedPolicyRequest Check(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RequestRules.Check(Specification, request);
    }

    /// <summary>Chooses an arm: the same policy, question and seed give the same choice.</summary>
    /// <exception cref="InvalidInputException">The question names arms that the policy does not know, or leaves none.</exception>
    public ArmChoice Choose(CheckedPolicyRequest request, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = new PolicyContext(request.Values) { ArmFeatures = request.AllFeatures, Allowed = AllowedOf(request) };
        PolicyDecision choice;
        try
        {
            choice = policy.Decide(context, seed);
        }
        catch (ArgumentException refusal)
        {
            throw RequestRules.Refusal("decision.refused", "mask", refusal.Message, "Allow at least one arm that is not retired.");
        }
        if (!(choice.Propensity is > 0 and <= 1))
        {
            throw RequestRules.Refusal(
                "decision.probability", "context", "The numbers are too large for the policy: it cannot tell how likely an arm is.",
                "Send smaller numbers, or train the policy on numbers of this size.");
        }
        return new ArmChoice(choice.Arm ?? NameOf(request, choice.ArmIndex), choice.ArmIndex, choice.Propensity);
    }

    /// <summary>The probabilities from which a choice with the same question and seed is drawn, by the name of the arm.</summary>
    /// <exception cref="InvalidInputException">The question names arms that the policy does not know.</exception>
    public IReadOnlyDictionary<string, double> Probabilities(CheckedPolicyRequest request, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(request);
        var isShared = Specification.IsShared;
        var probabilities = new double[isShared ? request.Features?.Count ?? 0 : Specification.Arms.Length];
        policy.Probabilities(
            new PolicyContext(request.Values) { ArmFeatures = request.AllFeatures, Allowed = AllowedOf(request) }, seed, probabilities);
        return probabilities.Select((probability, index) => KeyValuePair.Create(
            isShared ? NameOf(request, index) : Specification.Arms[index], probability)).ToDictionary(StringComparer.Ordinal);
    }

    private static string NameOf(CheckedPolicyRequest request, int index) =>
        request.Arms is { } arms ? arms[index] : index.ToString(CultureInfo.InvariantCulture);

    private bool[] AllowedOf(CheckedPolicyRequest request)
    {
        if (Specification.IsShared || request.Arms is not { } arms)
            return MaskOf(request);
        var allowed = new bool[Specification.Arms.Length];
        for (var i = 0; i < arms.Count; i++)
        {
            var index = IndexOf(arms[i]);
            if (index < 0)
            {
                throw RequestRules.Refusal(
                    "decision.arm-unknown", string.Create(CultureInfo.InvariantCulture, $"arms/{i}"),
                    $"Version {Version} has no arm '{arms[i]}'.", "Send arms of the policy, or deploy a policy that has this arm.");
            }
            allowed[index] = request.Allowed is not { } mask || mask[i];
        }
        return allowed;
    }

    private bool[] MaskOf(CheckedPolicyRequest request)
    {
        if (request.Allowed is not { } mask)
            return [];
        if (!Specification.IsShared && mask.Length != Specification.Arms.Length)
        {
            throw RequestRules.Refusal(
                "decision.mask", "mask", $"The mask has {mask.Length} values, but version {Version} has "
                + $"{Specification.Arms.Length} arms.", "Send one value for each arm of the policy, or name the arms.");
        }
        return mask;
    }
}
