using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>What a slot of a slate teaches.</summary>
/// <param name="Reward">What to learn for the arm in the slot.</param>
/// <param name="Weight">How much it counts; 0 when it teaches nothing.</param>
public readonly record struct SlotReward(double Reward, double Weight);

/// <summary>Turns what happened to a slate into a reward and a weight per slot, to learn from slot by slot.</summary>
public static class SlateFeedback
{
    /// <summary>
    /// The cascade model: people read from the first slot on and stop at the one they choose, so slots before it were seen and not
    /// wanted, and slots after it teach nothing.
    /// </summary>
    /// <remarks>N. Craswell, O. Zoeter, M. Taylor and B. Ramsey, "An experimental comparison of click position-bias models", 2008.</remarks>
    /// <param name="slots">Length of the slate, at least 1.</param>
    /// <param name="chosen">Index of the chosen slot, from 0; <paramref name="slots"/> when none was.</param>
    /// <param name="value">Reward of the chosen slot; finite.</param>
    /// <param name="passedOver">Reward of the slots before it; finite. Default -1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of these is outside its range.</exception>
    public static ImmutableArray<SlotReward> Cascade(int slots, int chosen, double value, double passedOver = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        if (chosen < 0 || chosen > slots)
            throw new ArgumentOutOfRangeException(nameof(chosen), chosen, $"The chosen slot is {chosen}; it must be from 0 to {slots}.");
        RequireFinite(value, nameof(value));
        RequireFinite(passedOver, nameof(passedOver));
        return
        [
            .. Enumerable.Range(0, slots).Select(slot =>
                slot < chosen ? new SlotReward(passedOver, 1) : slot == chosen ? new SlotReward(value, 1) : new SlotReward(0, 0)),
        ];
    }

    /// <summary>Weights that make up for lower slots being seen less: (slot + 1)^exponent with slots from 0.</summary>
    /// <param name="rewards">One per slot; their weights are multiplied.</param>
    /// <param name="exponent">From 0, which changes nothing, to 10. 1 fits a chance to be seen of 1 / (slot + 1).</param>
    /// <param name="positiveOnly">Whether slots with a reward of 0 or less keep their weight. Default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is outside its range.</exception>
    public static ImmutableArray<SlotReward> CorrectPositions(
        ImmutableArray<SlotReward> rewards, double exponent, bool positiveOnly = false)
    {
        if (!(exponent is >= 0 and <= 10))
        {
            throw new ArgumentOutOfRangeException(
                nameof(exponent), exponent, $"The exponent is {NumberText.Of(exponent)}; it must be from 0 to 10.");
        }
        return
        [
            .. rewards.Select((slot, i) => positiveOnly && !(slot.Reward > 0)
                ? slot
                : slot with { Weight = slot.Weight * Math.Pow(i + 1, exponent) }),
        ];
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' is {NumberText.Of(value)}; it must be finite.");
    }
}
