namespace Gyre.Learning.Policies;

/// <summary>The learner of each kind of policy: how it starts and how it is read.</summary>
internal static class Learners
{
    public static Learner Create(PolicyOptions options, PolicySpecification specification) => options switch
    {
        BootstrapOptions bootstrap => BootstrapLearner.Create(bootstrap, specification),
        LinearPolicyOptions linear => new LinearLearner(linear, RidgeSet.Create(linear, specification)),
        BernoulliThompsonOptions bernoulli => BernoulliLearner.Create(bernoulli, specification.Arms.Length),
        NeuralEpsilonGreedyOptions greedy => NeuralGreedyLearner.Create(greedy, specification),
        NeuralLinearOptions linear => NeuralLinearLearner.Create(linear, specification),
        MixtureOptions mixture => new MixtureLearner(mixture, [.. mixture.Members.Select(member => Create(member.Policy, specification))]),
        _ => new UniformLearner(0),
    };

    public static Learner Read(JsonPart part, PolicyOptions options, PolicySpecification specification) => options switch
    {
        BootstrapOptions bootstrap => BootstrapLearner.Read(part, bootstrap, specification),
        LinearPolicyOptions linear => new LinearLearner(linear, RidgeSet.Read(part.Get("models"), linear, specification)),
        BernoulliThompsonOptions bernoulli => BernoulliLearner.Read(part, bernoulli, specification.Arms.Length),
        NeuralEpsilonGreedyOptions greedy => NeuralGreedyLearner.Read(part, greedy, specification),
        NeuralLinearOptions linear => NeuralLinearLearner.Read(part, linear, specification),
        MixtureOptions mixture => ReadMixture(part.Get("members"), mixture, specification),
        _ => new UniformLearner(part.Get("n").AtLeastZero()),
    };

    private static MixtureLearner ReadMixture(JsonPart part, MixtureOptions mixture, PolicySpecification specification)
    {
        var items = part.Items();
        if (items.Count != mixture.Members.Length)
            throw part.Refuse($"found {items.Count} members, expected {mixture.Members.Length}", null);
        return new MixtureLearner(mixture, [.. items.Select((item, i) => Read(item, mixture.Members[i].Policy, specification))]);
    }
}
