using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning.Files;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>A policy that decides in an environment.</summary>
internal sealed class BanditSimulation
{
    private readonly BanditEnvironment _environment;
    private readonly Policy _policy;

    /// <summary>Refuses a policy for other arms or other contexts.</summary>
    public BanditSimulation(BanditEnvironment environment, Policy policy)
    {
        (_environment, _policy) = (environment, policy);
        var specification = policy.Specification;
        if (!specification.Arms.SequenceEqual(environment.Arms, StringComparer.Ordinal))
            throw new InvalidInputException(
                "bandit.arms",
                $"The {specification.Arms.Length} arms of the policy are not the {environment.Arms.Length} arms of the environment.",
                "Use a policy that was trained on this environment.");
        if (specification.ContextFields.Length != environment.ContextLength)
            throw new InvalidInputException(
                "bandit.context",
                $"The policy has {specification.ContextFields.Length} context fields, the environment {environment.ContextLength}.",
                "Use a policy that was trained on this environment.");
    }

    /// <summary>Names for the numbers of an environment's context.</summary>
    public static ImmutableArray<string> FieldsOf(BanditEnvironment environment)
    {
        if (environment.ArmFeatureLength > 0)
            throw new ArgumentException("The environment has features per arm; use one with fixed arms.", nameof(environment));
        return [.. Enumerable.Range(1, environment.ContextLength).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))];
    }

    public DecisionLog Log(int decisions, long firstRound, ulong seed, Action<long>? progress, CancellationToken cancellationToken)
    {
        var rows = new DecisionRows(_policy.Specification.ContextFields);
        for (var number = firstRound; number < firstRound + decisions; number++)
        {
            BanditJobs.Report(progress, number - firstRound, cancellationToken);
            if (rows.IsFull)
                throw new InvalidInputException(
                    "bandit.too-large", $"The log would have more than {Table.MaxCells} numbers.", "Generate fewer decisions.");
            var round = _environment.Round(number);
            var decision = _policy.Decide(round.Context.AsSpan(), SeedMix.Of(seed, (ulong)number));
            round.Context.AsSpan().CopyTo(rows.NextContext());
            rows.Add(decision.Arm!, decision.Propensity, round.Reward(decision.ArmIndex));
            rows.AddId(string.Create(CultureInfo.InvariantCulture, $"d{number + 1}"));
        }
        return rows.ToLog();
    }

    public SimulationResult Run(SimulationOptions options, Action<long>? progress, CancellationToken cancellationToken)
    {
        var (rewards, regret, last, least) = (0.0, 0.0, 0.0, 1.0);
        var tail = options.Decisions - Math.Max(1, options.Decisions / 10);
        for (var number = 0; number < options.Decisions; number++)
        {
            BanditJobs.Report(progress, number, cancellationToken);
            var round = _environment.Round(number);
            var context = new PolicyContext(round.Context.AsSpan());
            var decision = _policy.Decide(context, SeedMix.Of(options.Seed, (ulong)number));
            var reward = round.Reward(decision.ArmIndex);
            rewards += reward;
            last += number >= tail ? reward : 0;
            regret += round.OptimalReward - round.ExpectedRewards[decision.ArmIndex];
            least = Math.Min(least, decision.Propensity);
            if (options.Learn)
                _policy.Learn(context, decision.ArmIndex, reward);
        }
        return new SimulationResult
        {
            Decisions = options.Decisions,
            AverageReward = rewards / options.Decisions,
            Regret = regret,
            LastTenth = last / (options.Decisions - tail),
            MinPropensity = least,
            GreedyValue = _policy.Specification.Options is UniformOptions ? null : Greedy(options),
            Figures = _environment.Figures(),
        };
    }

    private double Greedy(SimulationOptions options)
    {
        var count = _environment.Arms.Length;
        var (means, widths, sum) = (new double[count], new double[count], 0.0);
        for (var i = 0; i < options.GreedyRounds; i++)
        {
            var round = _environment.Round(options.Decisions + (long)i);
            _policy.Predict(new PolicyContext(round.Context.AsSpan()), means, widths);
            foreach (var arm in _policy.Specification.Retired)
                means[_policy.Specification.IndexOf(arm)] = double.NegativeInfinity;
            sum += round.ExpectedRewards[Kernels.IndexOfMax(means)];
        }
        return sum / options.GreedyRounds;
    }
}
