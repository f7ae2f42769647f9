using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>How a policy learns and explores; one record per kind of policy.</summary>
public abstract record PolicyOptions
{
    private protected PolicyOptions()
    {
    }

    /// <summary>The name of the kind in files: <c>lin-ucb</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// Share of the decisions spread evenly over the allowed arms, on top of what the policy does: with K of them, each has at least
    /// this / K, and no importance weight exceeds K / this. From 0 to 1; default 0.
    /// </summary>
    public double ExplorationFloor { get; init; }

    /// <summary>Throws when an option is outside its range.</summary>
    /// <exception cref="ArgumentException">With the option, its value and the range.</exception>
    internal virtual void Check()
    {
        foreach (var setting in Settings)
            setting.Check();
    }

    /// <summary>The numbers of this kind with their ranges, as files name them.</summary>
    internal virtual IEnumerable<Setting> Settings => [new("explorationFloor", ExplorationFloor, 0, 1)];

    /// <summary>An option and its range, both ends inclusive.</summary>
    internal readonly record struct Setting(string Name, double Value, double Min, double Max)
    {
        public void Check()
        {
            if (!(Value >= Min && Value <= Max))
            {
                throw new ArgumentException(
                    $"'{Name}' is {NumberText.Of(Value)}; it must be from {NumberText.Of(Min)} to {NumberText.Of(Max)}.");
            }
        }
    }
}

/// <summary>Every allowed arm is equally likely; the baseline of every comparison, and the best logger for evaluation.</summary>
public sealed record UniformOptions : PolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "uniform";
}

/// <summary>Options of the policies that estimate rewards by ridge regression.</summary>
public abstract record LinearPolicyOptions : PolicyOptions
{
    private protected LinearPolicyOptions()
    {
    }

    /// <summary>Weight of the penalty on the squared coefficients. From 1e-12 to 1e12; default 1.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>
    /// Factor by which each call that trains multiplies everything learned before, of all arms; the ridge does not decay. From 1e-6 to
    /// 1; default 1, which forgets nothing. Below 1, a call costs O(d^3) for every arm with data.
    /// </summary>
    public double Forgetting { get; init; } = 1;

    /// <summary>Whether a constant 1 is appended to the features. Default false.</summary>
    public bool Bias { get; init; }

    internal override IEnumerable<Setting> Settings =>
        [.. base.Settings, new("ridge", Ridge, 1e-12, 1e12), new("forgetting", Forgetting, 1e-6, 1)];
}

/// <summary>Always the arm with the highest estimated reward. Explores only as far as contexts vary.</summary>
public sealed record GreedyOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "greedy";
}

/// <summary>The arm with the highest estimated reward, or with probability epsilon any allowed arm.</summary>
public sealed record EpsilonGreedyOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "epsilon-greedy";

    /// <summary>Share of the decisions spread evenly over all allowed arms, the best one included. From 0 to 1; default 0.05.</summary>
    public double Epsilon { get; init; } = 0.05;

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("epsilon", Epsilon, 0, 1)];
}

/// <summary>Arms in proportion to exp(estimated reward / temperature).</summary>
public sealed record SoftmaxOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "softmax";

    /// <summary>In the unit of the reward: the lower, the greedier. From 1e-9 to 1e9; default 1.</summary>
    public double Temperature { get; init; } = 1;

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("temperature", Temperature, 1e-9, 1e9)];
}

/// <summary>The arm with the highest upper confidence bound: estimated reward + width sqrt(x'M^-1 x).</summary>
/// <remarks>L. Li, W. Chu, J. Langford and R. E. Schapire, "A contextual-bandit approach to personalized news article recommendation", 2010.</remarks>
public sealed record LinUcbOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "lin-ucb";

    /// <summary>Confidence widths that are added to the estimate. From 0 to 1e9; default 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Share of the decisions spread evenly over all allowed arms, so that propensities remain usable. From 0 to 1; default 0.</summary>
    public double Epsilon { get; init; }

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("width", Width, 0, 1e9), new("epsilon", Epsilon, 0, 1)];
}

/// <summary>The best arm under coefficients drawn from their posterior N(M^-1 b, scale^2 M^-1).</summary>
/// <remarks>
/// S. Agrawal and N. Goyal, "Thompson sampling for contextual bandits with linear payoffs", 2013. A decision makes <see cref="Draws"/> independent draws;
/// the probability of an arm is the share of draws that it wins, and the chosen arm is drawn from these probabilities. Over the seeds
/// that is the distribution of a single draw. An arm that wins no draw has probability 0 unless there is an exploration floor: set one where decisions
/// are to be evaluated later.
/// </remarks>
public sealed record LinearThompsonOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "linear-thompson";

    /// <summary>Standard deviations of the posterior per standard error. From 0 to 1e9; default 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Draws from which the probabilities are estimated. From 1 to 100,000; default 100.</summary>
    public int Draws { get; init; } = 100;

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("scale", Scale, 0, 1e9), new("draws", Draws, 1, 100_000)];
}

/// <summary>Inverse gap weighting: 1 / (K + g (best - estimate)) for each arm but the best, which has the rest.</summary>
/// <remarks>D. Foster and A. Rakhlin, "Beyond UCB: optimal and efficient contextual bandits with regression oracles", 2020.</remarks>
public sealed record SquareCbOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "square-cb";

    /// <summary>How strongly a gap counts, in 1 / reward. From 0 to 1e12; default 10.</summary>
    public double Gamma { get; init; } = 10;

    /// <summary>g = gamma n^exponent with the n rows learned so far, at least 1: 0 keeps g fixed. From 0 to 1; default 0.5.</summary>
    public double Exponent { get; init; } = 0.5;

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("gamma", Gamma, 0, 1e12), new("exponent", Exponent, 0, 1)];
}

/// <summary>A random one of several greedy policies, each trained on the rows repeated as often as a Poisson variable of mean 1 says.</summary>
/// <remarks>The online bootstrap of N. Oza and S. Russell, "Online bagging and boosting", 2001. The probability of an arm is the share of members that prefer it.</remarks>
public sealed record BootstrapOptions : LinearPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "bootstrap";

    /// <summary>Number of members. From 1 to 1,000; default 10.</summary>
    public int Members { get; init; } = 10;

    /// <summary>Seed of the repetitions. At least 0; default 0.</summary>
    public int Seed { get; init; }

    internal override IEnumerable<Setting> Settings =>
        [.. base.Settings, new("members", Members, 1, 1000), new("seed", Seed, 0, int.MaxValue)];
}

/// <summary>Thompson sampling for rewards in [0, 1] that do not depend on the context: each arm has a Beta posterior that starts uniform.</summary>
/// <remarks>
/// W. R. Thompson, "On the likelihood that one unknown probability exceeds another in view of the evidence of two samples", 1933. Rewards are clipped to [0, 1]; a
/// reward r adds r to the successes and 1 - r to the failures. Probabilities as for <see cref="LinearThompsonOptions"/>.
/// </remarks>
public sealed record BernoulliThompsonOptions : PolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "bernoulli-thompson";

    /// <summary>Draws from which the probabilities are estimated. From 1 to 100,000; default 100.</summary>
    public int Draws { get; init; } = 100;

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("draws", Draws, 1, 100_000)];
}

/// <summary>One of several policies, drawn per decision with fixed probabilities.</summary>
/// <remarks>The probability of an arm is that of the whole mixture, and every member learns from every row.</remarks>
public sealed record MixtureOptions : PolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "mixture";

    /// <summary>2 to 16 members; none is a mixture itself.</summary>
    public required ImmutableArray<MixtureMember> Members { get; init; }

    internal override void Check()
    {
        base.Check();
        if (Members.IsDefault || Members.Length is < 2 or > 16)
            throw new ArgumentException($"A mixture has {(Members.IsDefault ? 0 : Members.Length)} members; it must have 2 to 16.");
        foreach (var member in Members)
        {
            if (member.Policy is MixtureOptions)
                throw new ArgumentException("A member of a mixture is a mixture; list its members instead.");
            new Setting("weight", member.Weight, 1e-9, 1e9).Check();
            member.Policy.Check();
        }
    }
}

/// <summary>A member of a <see cref="MixtureOptions"/>.</summary>
/// <param name="Weight">Its share relative to the others. From 1e-9 to 1e9.</param>
/// <param name="Policy">How it learns and explores.</param>
public sealed record MixtureMember(double Weight, PolicyOptions Policy);
