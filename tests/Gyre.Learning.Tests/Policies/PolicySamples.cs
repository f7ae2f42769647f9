using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Tests.Policies;

/// <summary>Policies and rows for tests.</summary>
internal static class PolicySamples
{
    /// <summary>Every kind, with options that leave some probability to several arms.</summary>
    public static readonly ImmutableArray<PolicyOptions> Kinds =
    [
        new UniformOptions(),
        new GreedyOptions { ExplorationFloor = 0.2 },
        new EpsilonGreedyOptions { Epsilon = 0.3, Bias = true },
        new SoftmaxOptions { Temperature = 0.5 },
        new LinUcbOptions { Width = 2, Epsilon = 0.4, Ridge = 0.1 },
        new LinearThompsonOptions { Draws = 20, ExplorationFloor = 0.05 },
        new SquareCbOptions { Gamma = 1 },
        new BootstrapOptions { Members = 5 },
        new BernoulliThompsonOptions { Draws = 20 },
        new NeuralEpsilonGreedyOptions { Hidden = 6, Epsilon = 0.3 },
        new NeuralLinearOptions { Hidden = 6, Head = new LinearThompsonOptions { Draws = 20, Bias = true, ExplorationFloor = 0.05 } },
        new MixtureOptions
        {
            Members = [new MixtureMember(3, new SoftmaxOptions()), new MixtureMember(1, new LinearThompsonOptions { Draws = 10 }), new MixtureMember(1, new UniformOptions())],
        },
    ];

    public static TheoryData<string> KindNames => [.. Kinds.Select(options => options.Kind)];

    /// <summary>The kinds whose statistics add up.</summary>
    public static TheoryData<string> AdditiveKindNames => [.. Kinds.Where(options => options is not NeuralPolicyOptions).Select(options => options.Kind)];

    public static TheoryData<string> SharedKindNames => [.. Kinds.Where(options => options is not BernoulliThompsonOptions).Select(options => options.Kind)];

    public static PolicyOptions Options(string kind) => Kinds.Single(options => options.Kind == kind);

    public static PolicySpecification Disjoint(PolicyOptions options, int fields = 3, int arms = 4) => new()
    {
        Options = options,
        ContextFields = [.. Enumerable.Range(0, fields).Select(i => $"x{i}")],
        Arms = [.. Enumerable.Range(0, arms).Select(i => $"arm{i}")],
    };

    public static PolicySpecification Shared(PolicyOptions options) => new()
    {
        Options = options,
        ContextFields = ["x0", "x1"],
        ArmFields = ["y0", "y1", "y2"],
    };

    /// <summary>Rows with a reward that is linear in the context and differs between arms, and weights between 0 and 2.</summary>
    public static PolicyRows Rows(PolicySpecification specification, int count, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        var contexts = Gaussian(count, specification.ContextFields.Length, random);
        var features = specification.IsShared ? Gaussian(count, specification.ArmFields.Length, random) : null;
        var arms = new int[count];
        var rewards = new double[count];
        var weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            arms[i] = specification.IsShared ? 0 : random.NextInt(0, specification.Arms.Length);
            rewards[i] = (0.2 * arms[i]) + contexts[i, arms[i] % contexts.Columns] - (features?[i, 0] ?? 0) + random.NextGaussian(0, 0.3);
            weights[i] = 2 * random.NextDouble();
        }
        return new PolicyRows { Contexts = contexts, ArmFeatures = features, Arms = arms, Rewards = rewards, Weights = weights };
    }

    /// <summary>Rows from one index to another.</summary>
    public static PolicyRows Part(PolicyRows rows, int from, int to)
    {
        int[] indexes = [.. Enumerable.Range(from, to - from)];
        return new PolicyRows
        {
            Contexts = rows.Contexts.Take(indexes),
            ArmFeatures = rows.ArmFeatures?.Take(indexes),
            Arms = rows.Arms[from..to],
            Rewards = rows.Rewards[from..to],
            Weights = rows.Weights[from..to],
        };
    }

    /// <summary>A policy that has learned 60 rows.</summary>
    public static Policy Trained(PolicySpecification specification)
    {
        var policy = Policy.Create(specification);
        policy.Learn(Rows(specification, 60));
        return policy;
    }

    public static double[] Probabilities(Policy policy, PolicyContext context, int arms, ulong seed = 7)
    {
        var probabilities = new double[arms];
        policy.Probabilities(context, seed, probabilities);
        return probabilities;
    }

    public static DenseMatrix Gaussian(int rows, int columns, SeededRandom random)
    {
        var matrix = new DenseMatrix(rows, columns);
        foreach (ref var value in matrix.Values)
            value = random.NextGaussian();
        return matrix;
    }
}
