using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>Brings a log of decisions and policies together: the same fields, the same arms, probabilities of all arms.</summary>
internal static class BanditLogs
{
    /// <summary>All arms of the policies and of the log, each once.</summary>
    public static ImmutableArray<string> ArmsOf(DecisionLog log, params IEnumerable<Policy> policies) =>
        [.. policies.SelectMany(policy => policy.Specification.Arms).Concat(log.Arms).Distinct(StringComparer.Ordinal)];

    /// <summary>The log over more arms, with the probabilities of a target policy.</summary>
    /// <remarks>
    /// A log has the propensity of the chosen arm only; the rest is spread evenly over the other arms that it has. So an arm that was
    /// never chosen has no support, and one that was chosen always leaves none to others. Estimates use the chosen arm's propensity alone.
    /// </remarks>
    public static InteractionLog Interactions(DecisionLog log, ImmutableArray<string> arms, DenseMatrix target)
    {
        int[] places = [.. log.Arms.Select(arm => arms.IndexOf(arm, StringComparer.Ordinal))];
        var logged = new DenseMatrix(log.Count, arms.Length);
        for (var row = 0; row < log.Count; row++)
        {
            var rest = 1 - log.Propensities[row];
            if (rest > 0 && places.Length == 1)
                throw new InvalidInputException(
                    "bandit.one-arm",
                    $"The log has the single arm '{log.Arms[0]}', "
                    + $"but the propensity of row {row + 1} is {NumberText.Of(log.Propensities[row])}.",
                    "Give the whole log: a policy can be evaluated only where other arms were chosen too.");
            foreach (var place in places)
                logged.Row(row)[place] = rest / (places.Length - 1);
            logged.Row(row)[places[log.Chosen[row]]] = log.Propensities[row];
        }
        return new InteractionLog
        {
            ArmNames = arms,
            Contexts = log.Contexts,
            Arms = [.. log.Chosen.Select(arm => places[arm])],
            Logged = logged,
            Target = target,
            Rewards = log.Rewards,
        };
    }

    /// <summary>The probabilities of a policy for each row of a log, over the given arms.</summary>
    public static DenseMatrix Probabilities(Policy policy, DecisionLog log, ImmutableArray<string> arms, ulong seed)
    {
        CheckFields(policy, log);
        int[] places = [.. policy.Specification.Arms.Select(arm => arms.IndexOf(arm, StringComparer.Ordinal))];
        var all = new DenseMatrix(log.Count, arms.Length);
        var own = new double[places.Length];
        for (var row = 0; row < log.Count; row++)
        {
            policy.Probabilities(new PolicyContext(log.Contexts.Row(row)), SeedMix.Of(seed, (ulong)row), own);
            for (var arm = 0; arm < own.Length; arm++)
                all.Row(row)[places[arm]] = own[arm];
        }
        return all;
    }

    /// <summary>The rows as a policy learns them.</summary>
    public static PolicyRows Rows(Policy policy, DecisionLog log)
    {
        CheckFields(policy, log);
        var arms = policy.Specification.Arms;
        int[] places = [.. log.Arms.Select(arm => arms.IndexOf(arm, StringComparer.Ordinal))];
        if (Array.IndexOf(places, -1) is >= 0 and var unknown)
            throw new InvalidInputException(
                "bandit.arm", $"The log has the arm '{log.Arms[unknown]}', but the policy does not.",
                "Add the arm to the policy with --add-arms, or leave out its rows.");
        int[] chosen = [.. log.Chosen.Select(arm => places[arm])];
        return new PolicyRows { Contexts = log.Contexts, Arms = chosen, Rewards = log.Rewards.AsMemory() };
    }

    private static void CheckFields(Policy policy, DecisionLog log)
    {
        var specification = policy.Specification;
        if (specification.IsShared)
            throw new InvalidInputException(
                "bandit.shared", "The policy takes its arms from each decision, but a log of decisions has arms by name.",
                "Use a policy that lists its arms.");
        if (!specification.ContextFields.SequenceEqual(log.ContextFields, StringComparer.Ordinal))
            throw new InvalidInputException(
                "bandit.context",
                $"The policy expects the context '{string.Join(", ", specification.ContextFields)}', "
                + $"but the log was read as '{string.Join(", ", log.ContextFields)}'.",
                "Read the log with the context fields of the policy.");
        if (log.Count < 2)
            throw new InvalidInputException("bandit.rows", $"The log has {log.Count} rows.", "Use a log of at least 2 decisions.");
    }
}
