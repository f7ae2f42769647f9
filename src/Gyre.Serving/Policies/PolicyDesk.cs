using System.Globalization;
using Gyre.Learning;

namespace Gyre.Serving.Policies;

/// <summary>What a version chose.</summary>
internal readonly record struct ArmChoice(string Arm, int ArmIndex, double Propensity);

/// <summary>Lets a version choose. Pure: the same version, request and seed give the same choice.</summary>
internal static class PolicyDesk
{
    /// <exception cref="Core.InvalidInputException">The request names arms that the version does not know, or leaves none.</exception>
    public static ArmChoice Choose(ServedPolicy served, CheckedRequest request, ulong seed)
    {
        var context = new PolicyContext(request.Context) { ArmFeatures = request.Features, Allowed = AllowedOf(served, request) };
        PolicyDecision choice;
        try
        {
            choice = served.Policy.Decide(context, seed);
        }
        catch (ArgumentException refusal)
        {
            throw Refusals.Of("decision.refused", "mask", refusal.Message, "Allow at least one arm that is not retired.");
        }
        if (!(choice.Propensity is > 0 and <= 1))
        {
            throw Refusals.Of(
                "decision.probability", "context", "The numbers are too large for the policy: it cannot tell how likely an arm is.",
                "Send smaller numbers, or train the policy on numbers of this size.");
        }
        return new ArmChoice(choice.Arm ?? NameOf(request, choice.ArmIndex), choice.ArmIndex, choice.Propensity);
    }

    private static string NameOf(CheckedRequest request, int index) =>
        request.Arms is { } arms ? arms[index] : index.ToString(CultureInfo.InvariantCulture);

    private static bool[] AllowedOf(ServedPolicy served, CheckedRequest request)
    {
        if (served.Specification.IsShared || request.Arms is not { } arms)
            return MaskOf(served, request);
        var allowed = new bool[served.Specification.Arms.Length];
        for (var i = 0; i < arms.Length; i++)
        {
            var index = served.IndexOf(arms[i]);
            if (index < 0)
            {
                throw Refusals.Of(
                    "decision.arm-unknown", string.Create(CultureInfo.InvariantCulture, $"arms/{i}"),
                    $"Version {served.Version} has no arm '{arms[i]}'.", "Send arms of the policy, or deploy a policy that has this arm.");
            }
            allowed[index] = request.Mask is not { } mask || mask[i];
        }
        return allowed;
    }

    private static bool[] MaskOf(ServedPolicy served, CheckedRequest request)
    {
        if (request.Mask is not { } mask)
            return [];
        if (!served.Specification.IsShared && mask.Length != served.Specification.Arms.Length)
        {
            throw Refusals.Of(
                "decision.mask", "mask", $"The mask has {mask.Length} values, but version {served.Version} has "
                + $"{served.Specification.Arms.Length} arms.", "Send one value for each arm of the policy, or name the arms.");
        }
        return mask;
    }
}
