using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>The commands of policies as functions: what <c>gyre bandit</c> and a step of a pipeline call. Files are read by
/// <see cref="DecisionLogFile"/> and <see cref="PolicyFile"/>.</summary>
public static class BanditJobs
{
    private const int ProgressEvery = 1000;

    /// <summary>Reads a policy's kind and settings from text: <c>lin-ucb:width=1,ridge=0.01</c>. A setting that is not given has its
    /// default.</summary>
    /// <exception cref="InvalidInputException">There is no such kind or setting, or a value is out of its range.</exception>
    public static PolicyOptions ReadOptions(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return BanditTexts.Policy(text);
    }

    /// <summary>
    /// Makes an environment from text: <c>ratings:arms=20,rank=20,deviation=0</c>, <c>linear:arms=10,fields=10,deviation=0.5</c>,
    /// <c>bernoulli:arms=5,low=0.1,high=0.5</c> or <c>wheel:delta=0.5,deviation=0.01</c>.
    /// </summary>
    /// <param name="text">The environment.</param>
    /// <param name="ratings">For <c>ratings</c>, real ratings; null draws some of the same shape.</param>
    /// <param name="seed">Of all rounds.</param>
    /// <exception cref="InvalidInputException">There is no such environment or setting, or a value is out of its range.</exception>
    public static BanditEnvironment ReadEnvironment(string text, RatingSet? ratings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        return BanditTexts.Environment(text, ratings, seed);
    }

    /// <summary>A policy for the arms and contexts of an environment, whose fields are named x1, x2 and so on.</summary>
    /// <exception cref="ArgumentException">The options do not fit, or the environment has features per arm.</exception>
    public static Policy CreatePolicy(BanditEnvironment environment, PolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Policy.Create(
            new PolicySpecification { Options = options, ContextFields = BanditSimulation.FieldsOf(environment), Arms = environment.Arms });
    }

    /// <summary>Logs the decisions of a policy, or of chance, in an environment; nothing is learned meanwhile.</summary>
    /// <param name="environment">Without features per arm.</param>
    /// <param name="policy">Who decides; null chooses every arm with the same probability.</param>
    /// <param name="decisions">Rows of the log, 1 to 10,000,000.</param>
    /// <param name="firstRound">Round of the first decision, at least 0. Logs to train on and to evaluate on must not share
    /// rounds.</param>
    /// <param name="seed">Of the decisions.</param>
    /// <param name="progress">Called with the number of decisions made, now and then.</param>
    /// <param name="cancellationToken">Stops the job.</param>
    /// <exception cref="InvalidInputException">The policy does not fit the environment.</exception>
    public static DecisionLog Generate(
        BanditEnvironment environment,
        Policy? policy,
        int decisions,
        long firstRound,
        ulong seed,
        Action<long>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Settings.Between(nameof(firstRound), firstRound, 0, long.MaxValue / 2);
        Settings.Between(nameof(decisions), decisions, 1, 10_000_000);
        policy ??= CreatePolicy(environment, new UniformOptions());
        return new BanditSimulation(environment, policy).Log(decisions, firstRound, seed, progress, cancellationToken);
    }

    /// <summary>Trains a policy on a log.</summary>
    /// <param name="log">At least 2 rows.</param>
    /// <param name="options">How the policy learns and explores.</param>
    /// <exception cref="InvalidInputException">The log is too short, or the options do not fit it.</exception>
    public static Policy Train(DecisionLog log, PolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        var policy = Policy.Create(new PolicySpecification { Options = options, ContextFields = log.ContextFields, Arms = log.Arms });
        policy.Learn(BanditLogs.Rows(policy, log));
        return policy;
    }

    /// <summary>Goes on training a policy on a log that it has not seen.</summary>
    /// <param name="policy">Changed.</param>
    /// <param name="log">Read with the policy's context fields.</param>
    /// <param name="addArms">Whether arms that the policy lacks are added; otherwise they are refused.</param>
    /// <exception cref="InvalidInputException">The log does not fit the policy; nothing was learned then.</exception>
    public static void Continue(Policy policy, DecisionLog log, bool addArms)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(log);
        foreach (var arm in addArms ? log.Arms.Except(policy.Specification.Arms, StringComparer.Ordinal) : [])
            policy.AddArm(arm);
        policy.Learn(BanditLogs.Rows(policy, log));
    }

    /// <summary>Takes rows away from a policy that learned them, as if it had never seen them.</summary>
    /// <param name="policy">Changed.</param>
    /// <param name="log">The rows to forget, read with the policy's context fields.</param>
    /// <exception cref="InvalidInputException">The log does not fit the policy, has rows that the policy did not learn, or the kind
    /// cannot forget; nothing changed then.</exception>
    public static void Forget(Policy policy, DecisionLog log)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(log);
        var other = Policy.Create(policy.Specification);
        other.Learn(BanditLogs.Rows(policy, log));
        try
        {
            policy.Unlearn(other);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException(
                "bandit.forget", error.Message,
                "Only rows that were learned can be forgotten, and only by a linear policy that keeps everything it learned.");
        }
    }

    /// <summary>Estimates what a policy would have earned from a log of decisions.</summary>
    /// <param name="policy">Its fit must not have seen the log.</param>
    /// <param name="log">At least 2 rows, read with the policy's context fields.</param>
    /// <param name="methods">The estimators, at least one.</param>
    /// <param name="options">Their settings; the method is ignored.</param>
    /// <param name="seed">Of folds, resamples and the policy's draws.</param>
    /// <param name="model">What predicts rewards for the estimators that need it. Default ridge.</param>
    /// <exception cref="InvalidInputException">The log does not fit the policy, or LightGBM is needed and missing.</exception>
    public static PolicyEvaluation Evaluate(
        Policy policy,
        DecisionLog log,
        ImmutableArray<OffPolicyMethod> methods,
        OffPolicyOptions options,
        ulong seed,
        RewardRegression model = RewardRegression.Ridge)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var arms = BanditLogs.ArmsOf(log, policy);
        var interactions = BanditLogs.Interactions(log, arms, BanditLogs.Probabilities(policy, log, arms, seed));
        var fit = Fit(log) with { RewardRange = options.RewardRange, Model = model };
        var known = options with { Limits = Known(options.Limits) };
        var moments = Moments.Of(log.Rewards.AsSpan());
        return new PolicyEvaluation
        {
            Rows = log.Count,
            LoggedReward = moments.Mean,
            LoggedError = moments.StandardError,
            Estimates =
            [
                .. methods.Select(
                    method => OffPolicyEvaluation.Estimate(interactions, known with { Method = method }, new SeededRandom(seed), fit)),
            ],
        };
    }

    /// <summary>Decides from a log whether a candidate may replace the champion, or the policy that wrote the log.</summary>
    /// <param name="candidate">Neither its fit nor its choice may have seen the log.</param>
    /// <param name="champion">What serves now; null compares with what was logged, by inverse propensity scoring.</param>
    /// <param name="log">At least 2 rows, read with the context fields of both policies.</param>
    /// <param name="options">Level, margin, number of candidates and limits of the diagnostics.</param>
    /// <param name="seed">Of folds and the policies' draws.</param>
    /// <param name="model">What predicts rewards; without a champion nothing does. Default ridge.</param>
    /// <exception cref="InvalidInputException">The log does not fit a policy, or LightGBM is needed and missing.</exception>
    public static GateResult Gate(
        Policy candidate,
        Policy? champion,
        DecisionLog log,
        GateOptions options,
        ulong seed,
        RewardRegression model = RewardRegression.Ridge)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var arms = champion is null ? BanditLogs.ArmsOf(log, candidate) : BanditLogs.ArmsOf(log, candidate, champion);
        var interactions = BanditLogs.Interactions(log, arms, BanditLogs.Probabilities(candidate, log, arms, seed));
        var known = options with { Limits = Known(options.Limits) };
        if (champion is not null)
        {
            var ofChampion = BanditLogs.Probabilities(champion, log, arms, seed);
            return PromotionGates.Offline(interactions, ofChampion, known, new SeededRandom(seed), Fit(log) with { Model = model });
        }
        var target = Enumerable.Range(0, log.Count).Select(row => interactions.Target[row, interactions.Arms[row]]);
        return PromotionGates.Offline(
            new PairedLog
            {
                Propensities = log.Propensities,
                Challenger = [.. target],
                Champion = log.Propensities,
                Rewards = log.Rewards,
            },
            known);
    }

    /// <summary>Lets a policy decide in an environment and learn from the rewards. O(decisions), as <see cref="Policy"/> says.</summary>
    /// <param name="policy">Learns unless the options say otherwise.</param>
    /// <param name="environment">Without features per arm; with the arms and the context length of the policy.</param>
    /// <param name="options">How many decisions.</param>
    /// <param name="progress">Called with the number of decisions made, now and then.</param>
    /// <param name="cancellationToken">Stops the job.</param>
    /// <exception cref="InvalidInputException">The policy does not fit the environment.</exception>
    public static SimulationResult Simulate(
        Policy policy,
        BanditEnvironment environment,
        SimulationOptions options,
        Action<long>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        Settings.Between(nameof(options.Decisions), options.Decisions, 1, 100_000_000);
        Settings.Between(nameof(options.GreedyRounds), options.GreedyRounds, 1, 100_000_000);
        return new BanditSimulation(environment, policy).Run(options, progress, cancellationToken);
    }

    internal static void Report(Action<long>? progress, long done, CancellationToken cancellationToken)
    {
        if (done % ProgressEvery != 0)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Invoke(done);
    }

    private static CrossFitOptions Fit(DecisionLog log) => new() { Folds = Math.Min(5, log.Count) };

    // A propensity that the log does not have cannot be compared with a floor: only arms that were never chosen are known to have no
    // support.
    private static OverlapLimits Known(OverlapLimits limits) => limits with { SupportFloor = 0 };
}
