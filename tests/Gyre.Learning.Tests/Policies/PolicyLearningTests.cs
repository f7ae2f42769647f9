namespace Gyre.Learning.Tests.Policies;

public sealed class PolicyLearningTests
{
    public static TheoryData<string> Kinds => PolicySamples.AdditiveKindNames;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Continuing_gives_what_training_at_once_gives(string kind)
    {
        var specification = PolicySamples.Disjoint(PolicySamples.Options(kind));
        var rows = PolicySamples.Rows(specification, 100);
        var once = Policy.Create(specification);
        once.Learn(rows);
        var continued = Policy.Create(specification);
        foreach (var (from, to) in new[] { (0, 30), (30, 31), (31, 100) })
            continued.Learn(PolicySamples.Part(rows, from, to));

        Numbers(continued).ShouldBe(Numbers(once));
        continued.Rows.ShouldBe(once.Rows);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Row_after_row_gives_what_training_at_once_gives(string kind)
    {
        var specification = PolicySamples.Disjoint(PolicySamples.Options(kind));
        var rows = PolicySamples.Rows(specification, 400);
        var once = Policy.Create(specification);
        once.Learn(rows);
        var online = Policy.Create(specification);
        for (var i = 0; i < 400; i++)
            online.Learn(new PolicyContext(rows.Contexts.Row(i)), rows.Arms.Span[i], rows.Rewards.Span[i], rows.Weights.Span[i]);

        Numbers(online).Zip(Numbers(once)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    }

    [Theory]
    [InlineData("epsilon-greedy")]
    [InlineData("lin-ucb")]
    [InlineData("linear-thompson")]
    [InlineData("bernoulli-thompson")]
    [InlineData("mixture")]
    public void Merging_adds_a_log_and_unlearning_takes_it_away(string kind)
    {
        var specification = PolicySamples.Disjoint(PolicySamples.Options(kind));
        var rows = PolicySamples.Rows(specification, 100);
        Policy all = Policy.Create(specification), one = Policy.Create(specification), two = Policy.Create(specification);
        all.Learn(rows);
        one.Learn(PolicySamples.Part(rows, 0, 70));
        two.Learn(PolicySamples.Part(rows, 70, 100));

        var merged = one.Copy();
        merged.Merge(two);
        Numbers(merged).Zip(Numbers(all)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        all.Unlearn(two);
        Numbers(all).Zip(Numbers(one)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        all.Rows.ShouldBe(one.Rows, 1e-9);
        Should.Throw<ArgumentException>(() => two.Unlearn(one)).Message.ShouldContain("that this one did not");
    }

    [Fact]
    public void A_shared_model_learns_the_features_of_the_chosen_arm()
    {
        var specification = PolicySamples.Shared(new GreedyOptions());
        var policy = Policy.Create(specification);
        policy.Learn(PolicySamples.Rows(specification, 5000));
        var means = new double[2];

        // The reward of the sample rows falls by the first feature of the arm and rises by the first field of the context.
        policy.Predict(new PolicyContext([0.5, 0]) { ArmFeatures = [1, 0, 0, -1, 0, 0] }, means, new double[2]);

        means[0].ShouldBe(-0.5, 0.05);
        means[1].ShouldBe(1.5, 0.05);
    }

    [Fact]
    public void Forgetting_counts_calls_and_follows_a_change()
    {
        var policy = Policy.Create(PolicySamples.Disjoint(new GreedyOptions { Forgetting = 0.5 }, 1, 2));
        policy.Learn(new PolicyContext([1]), 0, 1);
        policy.Learn(new PolicyContext([1]), 0, 3);

        // A = 0.5 + 1, b = 0.5 + 3, ridge 1.
        var means = new double[2];
        policy.Predict(new PolicyContext([1]), means, new double[2]);
        means[0].ShouldBe(3.5 / 2.5, 1e-12);
        policy.Rows.ShouldBe(1.5);
        Should.Throw<ArgumentException>(() => policy.Merge(policy.Copy())).Message.ShouldContain("forgets");
    }

    [Fact]
    public void Arms_come_and_go_and_keep_what_was_learned()
    {
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(new SoftmaxOptions()));
        var context = new PolicyContext([0.4, -0.3, 0.2]);
        var before = PolicySamples.Probabilities(policy, context, 4);

        policy.AddArm("late");
        policy.RetireArm("arm2");
        var between = PolicySamples.Probabilities(policy, context, 5);
        policy.Learn(context, policy.Specification.IndexOf("late"), 2);
        policy.RestoreArm("arm2");
        policy.RetireArm("late");

        between[2].ShouldBe(0);
        between[4].ShouldBeGreaterThan(0);
        PolicySamples.Probabilities(policy, context, 5)[..4].ShouldBe(before);
        policy.Specification.Arms.Length.ShouldBe(5);
        Should.Throw<ArgumentException>(() => policy.AddArm("arm0")).Message.ShouldContain("'arm0' appears twice");
        Should.Throw<ArgumentException>(() => policy.RetireArm("x")).Message.ShouldContain("no arm 'x'");
        foreach (var arm in new[] { "arm0", "arm1", "arm2" })
            policy.RetireArm(arm);
        Should.Throw<ArgumentException>(() => policy.RetireArm("arm3")).Message.ShouldContain("All arms are retired");
    }

    [Fact]
    public void A_bootstrap_does_not_unlearn()
    {
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(new BootstrapOptions()));
        Should.Throw<ArgumentException>(() => policy.Unlearn(policy.Copy())).Message.ShouldContain("cannot unlearn");
    }

    /// <summary>Means and widths at a few contexts.</summary>
    private static double[] Numbers(Policy policy)
    {
        var numbers = new List<double>();
        foreach (var context in new double[][] { [1, 0, 0], [0, 1, 0], [0, 0, 1], [0.4, -0.3, 0.2] })
        {
            var (means, widths) = (new double[4], new double[4]);
            policy.Predict(new PolicyContext(context), means, widths);
            numbers.AddRange([.. means, .. widths]);
        }
        return [.. numbers];
    }
}
