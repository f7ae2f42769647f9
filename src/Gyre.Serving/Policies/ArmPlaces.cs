using System.Globalization;
using Gyre.Learning;

namespace Gyre.Serving.Policies;

/// <summary>Where an arm is among those that a version can choose for a question. Pure.</summary>
internal static class ArmPlaces
{
    /// <summary>
    /// The index of an arm among those of the version, or of the question where arms have features; below 0 when it cannot be chosen.
    /// </summary>
    public static int IndexOf(ServedPolicy version, CheckedPolicyRequest question, string arm)
    {
        var (index, place) = version.Specification.IsShared ? Shared(question, arm) : Named(version, question, arm);
        return index >= 0 && (question.Mask is not { } mask || (place >= 0 && place < mask.Count && mask[place])) ? index : -1;
    }

    private static (int Index, int Place) Shared(CheckedPolicyRequest question, string arm)
    {
        var index = question.Arms is { } arms
            ? arms.ToList().IndexOf(arm)
            : int.TryParse(arm, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < question.Features!.Count
                ? number
                : -1;
        return (index, index);
    }

    private static (int Index, int Place) Named(ServedPolicy version, CheckedPolicyRequest question, string arm)
    {
        var index = version.IndexOf(arm);
        if (question.Arms is not { } arms)
            return (index, index);
        var place = arms.ToList().IndexOf(arm);
        return (place < 0 ? -1 : index, place);
    }
}
