using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Serving.Tests;

/// <summary>Small policies over two numbers and three arms.</summary>
internal static class TestPolicies
{
    public static readonly ImmutableArray<string> Arms = ["red", "green", "blue"];

    public static readonly double[] Context = [0.5, -1];

    public static Policy Uniform(params ImmutableArray<string> arms) => Create(new UniformOptions(), arms.IsEmpty ? Arms : arms);

    public static Policy Create(PolicyOptions options, ImmutableArray<string>? arms = null) => Policy.Create(new PolicySpecification
    {
        Options = options,
        ContextFields = ["age", "mood"],
        Arms = arms ?? Arms,
    });

    /// <summary>One that has learned to prefer an arm.</summary>
    public static Policy Prefers(string arm, PolicyOptions? options = null)
    {
        var policy = Create(options ?? new GreedyOptions { Bias = true });
        for (var i = 0; i < Arms.Length; i++)
            policy.Learn(new PolicyContext(Context), i, Arms[i] == arm ? 1 : 0);
        return policy;
    }

    /// <summary>One with features of arms, two each.</summary>
    public static Policy Shared() => Policy.Create(new PolicySpecification
    {
        Options = new SoftmaxOptions(),
        ContextFields = ["age", "mood"],
        ArmFields = ["price", "size"],
    });
}
