namespace Gyre.Learning.Tests.Policies;

public sealed class PolicySlateTests
{
    private static readonly double[] Context = [0.4, -0.3, 0.2];

    [Theory]
    [MemberData(nameof(PolicySamples.KindNames), MemberType = typeof(PolicySamples))]
    public void A_slate_has_different_arms_with_their_conditional_probabilities(string kind)
    {
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(PolicySamples.Options(kind)));
        var slots = new PolicyDecision[4];
        for (ulong seed = 0; seed < 50; seed++)
        {
            policy.DecideSlate(new PolicyContext(Context), seed, slots);

            slots.Select(slot => slot.ArmIndex).Order().ShouldBe([0, 1, 2, 3]);
            slots.ShouldAllBe(slot => slot.Propensity > 0 && slot.Propensity <= 1);
            slots[3].Propensity.ShouldBe(1, 1e-12);
            slots[0].ShouldBe(policy.Decide(Context, seed));
        }
    }

    /// <summary>
    /// R. L. Plackett, "The analysis of permutations", 1975: an order's probability is the product of each item's share of what is left. 24,000 slates of 2 of 4
    /// arms; chi-square over the 12 orders at level 1e-4 with 11 degrees of freedom is 37.37.
    /// </summary>
    [Fact]
    public void Softmax_slates_follow_the_model_of_Plackett_and_Luce()
    {
        const int count = 24_000;
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(new SoftmaxOptions()));
        var single = PolicySamples.Probabilities(policy, new PolicyContext(Context), 4);
        var seen = new Dictionary<(int, int), int>();
        var slots = new PolicyDecision[2];
        for (ulong seed = 0; seed < count; seed++)
        {
            policy.DecideSlate(new PolicyContext(Context), seed, slots);
            var order = (slots[0].ArmIndex, slots[1].ArmIndex);
            slots[1].Propensity.ShouldBe(single[order.Item2] / (1 - single[order.Item1]), 1e-12);
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        seen.Count.ShouldBe(12);
        seen.Sum(pair => Deviation(pair.Value, count * single[pair.Key.Item1] * single[pair.Key.Item2] / (1 - single[pair.Key.Item1]))).ShouldBeLessThan(37.37);
    }

    [Fact]
    public void More_slots_than_arms_are_refused()
    {
        var policy = Policy.Create(PolicySamples.Disjoint(new UniformOptions()));
        policy.RetireArm("arm0");
        Should.Throw<ArgumentException>(() => policy.DecideSlate(new PolicyContext(Context), 1, new PolicyDecision[4])).Message.ShouldContain("only 3 arms");
    }

    [Fact]
    public void A_cascade_ends_at_the_chosen_slot()
    {
        SlateFeedback.Cascade(4, 2, 5).ShouldBe([new(-1, 1), new(-1, 1), new(5, 1), new(0, 0)]);
        SlateFeedback.Cascade(2, 2, 5, passedOver: 0).ShouldBe([new(0, 1), new(0, 1)]);
        Should.Throw<ArgumentOutOfRangeException>(() => SlateFeedback.Cascade(2, 3, 5)).Message.ShouldContain("from 0 to 2");
        Should.Throw<ArgumentOutOfRangeException>(() => SlateFeedback.Cascade(2, 1, double.NaN)).Message.ShouldContain("nan");
    }

    [Fact]
    public void Positions_are_corrected_by_a_power_of_the_slot()
    {
        SlotReward[] rewards = [new(1, 1), new(-1, 1), new(2, 0.5)];
        SlateFeedback.CorrectPositions([.. rewards], 2).ShouldBe([new(1, 1), new(-1, 4), new(2, 4.5)]);
        SlateFeedback.CorrectPositions([.. rewards], 1, positiveOnly: true).ShouldBe([new(1, 1), new(-1, 1), new(2, 1.5)]);
        Should.Throw<ArgumentOutOfRangeException>(() => SlateFeedback.CorrectPositions([.. rewards], -1));
    }

    private static double Deviation(double seen, double expected) => (seen - expected) * (seen - expected) / expected;
}
