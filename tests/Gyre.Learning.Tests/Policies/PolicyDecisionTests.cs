using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Policies;

/// <summary>What must hold of the decisions of every kind.</summary>
public sealed class PolicyDecisionTests
{
    private static readonly double[] Context = [0.4, -0.3, 0.2];

    public static TheoryData<string> Kinds => PolicySamples.KindNames;

    public static TheoryData<string> SharedKinds => PolicySamples.SharedKindNames;

    /// <summary>
    /// 100,000 decisions per kind, ten times as many by night. Level 1e-4 per kind: chi-square with 3 degrees of freedom below 21.108;
    /// where probabilities depend on the seed, each arm's count within 4.5 standard deviations of the sum of its probabilities. The
    /// weights 1 / p of an arm's decisions add up to the number of all decisions, within 4.5 standard errors. Seeds are fixed; run ten
    /// times as many before calling a failure a bug.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Arms_are_drawn_from_the_probabilities_that_are_reported(string kind)
    {
        var count = Budget.Draws;
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(PolicySamples.Options(kind)));
        var (drawn, expected, variance) = (new double[4], new double[4], new double[4]);
        var (weights, spread, never) = (new double[4], new double[4], new double[4]);
        var probabilities = new double[4];
        for (var i = 0; i < count; i++)
        {
            var decision = policy.Decide(Context, (ulong)i);
            policy.Probabilities(new PolicyContext(Context), (ulong)i, probabilities);
            decision.Propensity.ShouldBe(probabilities[decision.ArmIndex]);
            drawn[decision.ArmIndex]++;
            weights[decision.ArmIndex] += 1 / decision.Propensity;
            for (var arm = 0; arm < 4; arm++)
            {
                expected[arm] += probabilities[arm];
                variance[arm] += probabilities[arm] * (1 - probabilities[arm]);
                spread[arm] += probabilities[arm] > 0 ? (1 / probabilities[arm]) - 1 : 0;
                never[arm] += probabilities[arm] > 0 ? 0 : 1;
            }
        }

        for (var arm = 0; arm < 4; arm++)
        {
            Math.Abs(drawn[arm] - expected[arm]).ShouldBeLessThanOrEqualTo(4.5 * Math.Sqrt(variance[arm]) + 1e-6);
            Math.Abs(weights[arm] - (count - never[arm])).ShouldBeLessThanOrEqualTo(4.5 * Math.Sqrt(spread[arm]) + 1e-6);
        }
        if (policy.Decide(Context, 0).Draws == 0)
            Enumerable.Range(0, 4).Where(arm => expected[arm] > 0).Sum(arm => Math.Pow(drawn[arm] - expected[arm], 2) / expected[arm]).ShouldBeLessThan(21.108);
        drawn.Count(times => times > 0).ShouldBeGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Probabilities_are_probabilities_and_a_replay_is_the_same(string kind)
    {
        var random = new SeededRandom(11);
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(PolicySamples.Options(kind)));
        for (var i = 0; i < 500; i++)
        {
            var values = PolicySamples.Gaussian(1, 3, random).Values;
            var decision = policy.Decide(new PolicyContext(values), random);
            var probabilities = PolicySamples.Probabilities(policy, new PolicyContext(values), 4, decision.Seed);

            probabilities.Sum().ShouldBe(1, 1e-9);
            probabilities.ShouldAllBe(probability => probability >= 0 && probability <= 1);
            decision.Propensity.ShouldBeGreaterThan(0);
            decision.Arm.ShouldBe($"arm{decision.ArmIndex}");
            policy.Copy().Decide(new PolicyContext(values), decision.Seed).ShouldBe(decision);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_floor_holds_for_every_allowed_arm_and_a_mask_for_the_others(string kind)
    {
        var options = PolicySamples.Options(kind) with { ExplorationFloor = 0.3 };
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(options));
        policy.RetireArm("arm1");
        var context = new PolicyContext(Context) { Allowed = [true, true, false, true] };

        var probabilities = PolicySamples.Probabilities(policy, context, 4);

        probabilities[0].ShouldBeGreaterThanOrEqualTo(0.15);
        probabilities[3].ShouldBeGreaterThanOrEqualTo(0.15);
        probabilities[1].ShouldBe(0);
        probabilities[2].ShouldBe(0);
        for (ulong seed = 0; seed < 200; seed++)
            policy.Decide(context, seed).ArmIndex.ShouldBeOneOf(0, 3);
    }

    [Theory]
    [MemberData(nameof(SharedKinds))]
    public void A_shared_model_takes_as_many_arms_as_there_are(string kind)
    {
        var policy = PolicySamples.Trained(PolicySamples.Shared(PolicySamples.Options(kind)));
        var random = new SeededRandom(2);
        foreach (var arms in new[] { 1, 2, 7 })
        {
            var features = PolicySamples.Gaussian(arms, 3, random);
            var context = new PolicyContext([0.1, 0.2]) { ArmFeatures = features.Values };
            var decision = policy.Decide(context, 5);

            decision.ArmIndex.ShouldBeInRange(0, arms - 1);
            decision.Arm.ShouldBeNull();
            PolicySamples.Probabilities(policy, context, arms).Sum().ShouldBe(1, 1e-9);
        }
    }

    /// <summary>Two arms with normal posteriors: the first wins with probability Phi of the difference of means over its deviation; 4 standard errors, 500 x 20 draws.</summary>
    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 0.7)]
    public void Linear_Thompson_wins_as_often_as_the_normal_distribution_says(bool shared, double scale)
    {
        const int repeats = 500;
        var options = new LinearThompsonOptions { Draws = 20, Scale = scale };
        var policy = PolicySamples.Trained(shared ? PolicySamples.Shared(options) : PolicySamples.Disjoint(options, 3, 2));
        double[] values = shared ? [0.4, -0.3] : Context;
        double[] features = shared ? [0.1, 0.5, -0.2, 0.14, 0.4, 0.3] : [];
        var context = new PolicyContext(values) { ArmFeatures = features };
        var (means, widths) = (new double[2], new double[2]);
        policy.Predict(context, means, widths);
        var deviation = scale * (shared ? WidthOfDifference(policy, features) : Math.Sqrt((widths[0] * widths[0]) + (widths[1] * widths[1])));
        var expected = Phi((means[0] - means[1]) / deviation);

        var share = Enumerable.Range(0, repeats).Average(i => First(policy, values, features, (ulong)i));

        expected.ShouldBeInRange(0.02, 0.98);
        share.ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / (repeats * 20)));
    }

    /// <summary>Beta(2, 1) beats Beta(1, 1) with probability 2/3, the mean of the former; 4 standard errors, 500 x 20 draws.</summary>
    [Fact]
    public void Bernoulli_Thompson_wins_as_often_as_the_posteriors_say()
    {
        var policy = Policy.Create(PolicySamples.Disjoint(new BernoulliThompsonOptions { Draws = 20 }, 0, 2));
        policy.Learn(new PolicyContext([]), 0, 1.7);

        var share = Enumerable.Range(0, 500).Average(i => First(policy, [], [], (ulong)i));

        share.ShouldBe(2.0 / 3, 4 * Math.Sqrt(2.0 / 9 / 10_000));
    }

    [Fact]
    public void A_mixture_is_the_weighted_sum_of_its_members()
    {
        var (greedy, uniform) = (new GreedyOptions(), new UniformOptions());
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(new MixtureOptions { Members = [new MixtureMember(3, greedy), new MixtureMember(1, uniform)] }));
        var alone = PolicySamples.Trained(PolicySamples.Disjoint(greedy));
        var best = alone.Decide(Context, 0).ArmIndex;

        var probabilities = PolicySamples.Probabilities(policy, new PolicyContext(Context), 4);

        for (var arm = 0; arm < 4; arm++)
            probabilities[arm].ShouldBe(arm == best ? 0.75 + (0.25 / 4) : 0.25 / 4, 1e-12);
    }

    [Fact]
    public void The_first_of_equal_arms_is_chosen()
    {
        foreach (var options in new PolicyOptions[] { new GreedyOptions(), new LinUcbOptions() })
            Policy.Create(PolicySamples.Disjoint(options)).Decide(Context, 3).ArmIndex.ShouldBe(0);
    }

    /// <summary>After a warm-up, 2,000 decisions allocate less than one object each: rented arrays may be replaced now and then.</summary>
    [Theory]
    [InlineData("lin-ucb")]
    [InlineData("softmax")]
    [InlineData("linear-thompson")]
    [InlineData("bootstrap")]
    public void Deciding_allocates_nothing(string kind)
    {
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(PolicySamples.Options(kind)));
        Decide(policy, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decide(policy, 2000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2000 * 24);
    }

    private static void Decide(Policy policy, int times)
    {
        for (var i = 0; i < times; i++)
            policy.Decide(Context, (ulong)i);
    }

    private static double First(Policy policy, double[] values, double[] features, ulong seed) =>
        PolicySamples.Probabilities(policy, new PolicyContext(values) { ArmFeatures = features }, 2, seed)[0];

    // The width at a row of features is sqrt(x'M^-1 x); at the difference of two arms the context cancels.
    private static double WidthOfDifference(Policy policy, double[] features)
    {
        double[] difference = [.. Enumerable.Range(0, 3).Select(i => features[i] - features[i + 3])];
        var (mean, width) = (new double[1], new double[1]);
        policy.Predict(new PolicyContext([0, 0]) { ArmFeatures = difference }, mean, width);
        return width[0];
    }

    // M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, formula 26.2.17; error below 7.5e-8.
    private static double Phi(double x)
    {
        if (x < 0)
            return 1 - Phi(-x);
        var t = 1 / (1 + (0.2316419 * x));
        var tail = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return 1 - (Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * tail);
    }
}
