namespace Gyre.Learning.Tests.Policies;

public sealed class PolicyRefusalTests
{
    public static TheoryData<PolicyOptions, string> BadOptions => new()
    {
        { new EpsilonGreedyOptions { Epsilon = 1.5 }, "'epsilon' is 1.5" },
        { new EpsilonGreedyOptions { Epsilon = double.NaN }, "'epsilon' is nan" },
        { new GreedyOptions { Ridge = 0 }, "'ridge' is 0" },
        { new GreedyOptions { Forgetting = 0 }, "'forgetting' is 0" },
        { new GreedyOptions { ExplorationFloor = -1 }, "'explorationFloor' is -1" },
        { new SoftmaxOptions { Temperature = 0 }, "'temperature' is 0" },
        { new LinUcbOptions { Width = -1 }, "'width' is -1" },
        { new LinearThompsonOptions { Draws = 0 }, "'draws' is 0" },
        { new SquareCbOptions { Exponent = 2 }, "'exponent' is 2" },
        { new BootstrapOptions { Members = 0 }, "'members' is 0" },
        { new MixtureOptions { Members = [] }, "A mixture has 0 members" },
        { new MixtureOptions { Members = [new MixtureMember(0, new UniformOptions()), new MixtureMember(1, new UniformOptions())] }, "'weight' is 0" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void An_option_outside_its_range_is_refused_by_name(PolicyOptions options, string expected) =>
        Should.Throw<ArgumentException>(() => Policy.Create(PolicySamples.Disjoint(options))).Message.ShouldContain(expected);

    [Fact]
    public void A_specification_whose_parts_do_not_fit_is_refused()
    {
        var good = PolicySamples.Disjoint(new GreedyOptions());
        Refused(good with { ContextFields = ["a", "a"] }, "'a' appears twice among the context fields");
        Refused(good with { Arms = [] }, "has no arms");
        Refused(good with { ContextFields = [] }, "requires at least one context field or a bias");
        Refused(good with { Retired = ["x"] }, "'x' is not one of the arms");
        Refused(good with { ArmFields = ["y"] }, "takes its arms from each decision");
        Refused(good with { Arms = [" "] }, "has no name");
        Refused(good with { ContextFields = [.. Enumerable.Range(0, 9000).Select(i => $"x{i}")] }, "the maximum is 67108864");
        Refused(PolicySamples.Shared(new BernoulliThompsonOptions()), "does not use arm fields");
    }

    [Fact]
    public void A_context_that_does_not_fit_is_refused_with_the_field_named()
    {
        RefusedContext([1, 2], [], [], "expects 3: 'x2' is missing");
        RefusedContext([1, 2, 3, 4], [], [], "the last field is 'x2'");
        RefusedContext([1, double.NaN, 3], [], [], "'x1' is nan");
        RefusedContext([1, 2, double.NegativeInfinity], [], [], "'x2' is -inf");
        RefusedContext([1e60, 2, 3], [], [], "'x0' is 1e+60");
        RefusedContext([1, 2, 3], [1], [], "declares no arm fields");
        RefusedContext([1, 2, 3], [], [true], "mask has 1 values");
        RefusedContext([1, 2, 3], [], [false, false, false, false], "allows no arm");
    }

    [Fact]
    public void Arm_features_that_do_not_fit_are_refused_with_the_field_named()
    {
        var policy = Policy.Create(PolicySamples.Shared(new GreedyOptions()));
        Should.Throw<ArgumentException>(() => policy.Decide(new PolicyContext([1, 2]), 1)).Message.ShouldContain("0 arm features");
        Should.Throw<ArgumentException>(() => policy.Decide(new PolicyContext([1, 2]) { ArmFeatures = [1, 2] }, 1)).Message.ShouldContain("2 arm features");
        Should.Throw<ArgumentException>(() => policy.Decide(new PolicyContext([1, 2]) { ArmFeatures = [1, 2, 3, 4, double.NaN, 6] }, 1))
            .Message.ShouldContain("'y1' is nan");
    }

    [Fact]
    public void A_row_that_cannot_be_learned_is_refused_and_nothing_is_learned()
    {
        var policy = Policy.Create(PolicySamples.Disjoint(new GreedyOptions()));
        Should.Throw<ArgumentException>(() => policy.Learn(new PolicyContext([1, 2, 3]), 4, 1)).Message.ShouldContain("from 0 to 3");
        Should.Throw<ArgumentException>(() => policy.Learn(new PolicyContext([1, 2, 3]), 0, double.NaN)).Message.ShouldContain("reward is nan");
        Should.Throw<ArgumentException>(() => policy.Learn(new PolicyContext([1, 2, 3]), 0, 1, -1)).Message.ShouldContain("weight is -1");
        var rows = PolicySamples.Rows(policy.Specification, 10);
        var rewards = rows.Rewards.ToArray();
        rewards[7] = double.PositiveInfinity;
        Should.Throw<ArgumentException>(() => policy.Learn(rows with { Rewards = rewards })).Message.ShouldContain("Row 7: The reward is inf");
        Should.Throw<ArgumentException>(() => policy.Learn(rows with { Arms = new int[9] })).Message.ShouldContain("9 arms, but 10 rewards");
        Should.Throw<ArgumentException>(() => policy.Learn(rows with { Weights = new double[1] })).Message.ShouldContain("1 weights");

        policy.Rows.ShouldBe(0);
    }

    [Fact]
    public void Policies_that_differ_do_not_merge()
    {
        var policy = Policy.Create(PolicySamples.Disjoint(new GreedyOptions()));
        Should.Throw<ArgumentException>(() => policy.Merge(Policy.Create(PolicySamples.Disjoint(new GreedyOptions(), 2)))).Message.ShouldContain("different context fields");
        Should.Throw<ArgumentException>(() => policy.Merge(Policy.Create(PolicySamples.Disjoint(new GreedyOptions { Ridge = 2 })))).Message.ShouldContain("different options");
    }

    private static void Refused(PolicySpecification specification, string expected) =>
        Should.Throw<ArgumentException>(() => Policy.Create(specification)).Message.ShouldContain(expected);

    private static void RefusedContext(double[] values, double[] features, bool[] allowed, string expected)
    {
        var policy = Policy.Create(PolicySamples.Disjoint(new GreedyOptions()));
        Should.Throw<ArgumentException>(() => policy.Decide(new PolicyContext(values) { ArmFeatures = features, Allowed = allowed }, 1))
            .Message.ShouldContain(expected);
    }
}
