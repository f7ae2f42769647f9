using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Policies;

namespace Gyre.Learning;

/// <summary>A contextual bandit policy: chooses an arm with a known probability, and learns from the rewards of earlier choices.</summary>
/// <remarks>
/// Decisions allocate nothing and are safe on any number of threads as long as none trains the policy; give each server its <see cref="Copy"/>. For the linear
/// kinds with K arms and d features (context, arm features and bias), a decision costs K dot products of length d, and where a kind needs
/// uncertainties K more of length d (d + 1) / 2. Learning a row costs O(d^2), and ending a call that trains on many rows O(d^3) per arm that had some.
/// The kinds and their sources are the subtypes of <see cref="PolicyOptions"/>.
/// </remarks>
public sealed class Policy
{
    private Learner _learner;
    private bool[] _active;

    internal Policy(PolicySpecification specification, Learner learner)
    {
        (Specification, _learner) = (specification, learner);
        _active = ActiveArms(specification);
    }

    /// <summary>What it decides and how.</summary>
    public PolicySpecification Specification { get; private set; }

    /// <summary>The sum of the weights of all rows learned, decayed like them; for a bootstrap, the number of rows.</summary>
    public double Rows => _learner.Rows;

    internal Learner Learner => _learner;

    /// <summary>Starts a policy that has learned nothing.</summary>
    /// <exception cref="ArgumentException">The parts of the specification do not fit each other, or an option is outside its range.</exception>
    public static Policy Create(PolicySpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        specification.Check();
        return new Policy(specification, Learners.Create(specification.Options, specification));
    }

    /// <summary>A policy of its own that knows the same.</summary>
    public Policy Copy() => new(Specification, _learner.Copy());

    /// <summary>A policy of its own that knows the same and explores at least so much, whatever its options say.</summary>
    /// <param name="floor">The lowest <see cref="PolicyOptions.ExplorationFloor"/>; from 0 to 1. A higher one of the policy stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor is outside its range.</exception>
    public Policy WithExplorationFloor(double floor)
    {
        if (!(floor is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "The exploration floor must be from 0 to 1.");
        var options = Specification.Options;
        var raised = options with { ExplorationFloor = Math.Max(floor, options.ExplorationFloor) };
        return new Policy(Specification with { Options = raised }, _learner.Copy());
    }

    /// <summary>Chooses an arm for a context of <paramref name="values"/> alone.</summary>
    /// <inheritdoc cref="Decide(in PolicyContext, ulong)"/>
    public PolicyDecision Decide(ReadOnlySpan<double> values, ulong seed) => Decide(new PolicyContext(values), seed);

    /// <summary>Chooses an arm with a seed drawn from <paramref name="random"/>; one draw.</summary>
    /// <inheritdoc cref="Decide(in PolicyContext, ulong)"/>
    public PolicyDecision Decide(in PolicyContext context, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Decide(context, random.NextUInt64());
    }

    /// <summary>Chooses an arm.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="seed">Of every random number of this decision; any value. The same policy, context and seed give the same decision.</param>
    /// <exception cref="ArgumentException">
    /// The context has another length than the specification, a number that is not finite or beyond 1e50, or no allowed arm.
    /// </exception>
    public PolicyDecision Decide(in PolicyContext context, ulong seed)
    {
        var count = PolicyChecks.Context(Specification, context);
        using var numbers = new Scratch<double>(2 * count);
        using var flags = new Scratch<bool>(count);
        var scores = numbers.Span[..count];
        var probabilities = numbers.Span[count..];
        var allowed = flags.Span;
        Allow(context, allowed);
        var random = new SeedStream(seed);
        Distribute(context, allowed, ref random, scores, probabilities);
        return Choose(scores, probabilities, ref random, seed);
    }

    /// <summary>Fills a slate: a draw without replacement, slot after slot, each from the policy's probabilities over the arms that are left.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="seed">Of every random number of the slate.</param>
    /// <param name="slots">
    /// Receives one decision per slot, at most as many as allowed arms. The propensity of a slot is conditional on the slots before it; their product is the
    /// probability of the ordered slate. With a softmax policy that is the model of R. L. Plackett, "The analysis of permutations", 1975, and R. D. Luce, 1959.
    /// </param>
    /// <exception cref="ArgumentException">As for a single decision, or there are more slots than allowed arms.</exception>
    public void DecideSlate(in PolicyContext context, ulong seed, Span<PolicyDecision> slots)
    {
        var count = PolicyChecks.Context(Specification, context);
        using var numbers = new Scratch<double>(2 * count);
        using var flags = new Scratch<bool>(count);
        var scores = numbers.Span[..count];
        var probabilities = numbers.Span[count..];
        var allowed = flags.Span;
        Allow(context, allowed);
        if (ArmProbabilities.Count(allowed) is var most && slots.Length > most)
            throw new ArgumentException($"The slate has {slots.Length} slots, but only {most} arms are allowed.", nameof(slots));
        var random = new SeedStream(seed);
        foreach (ref var slot in slots)
        {
            Distribute(context, allowed, ref random, scores, probabilities);
            slot = Choose(scores, probabilities, ref random, seed);
            allowed[slot.ArmIndex] = false;
        }
    }

    /// <summary>The probabilities from which <see cref="Decide(in PolicyContext, ulong)"/> draws with the same context and seed.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="seed">Matters only for policies that estimate their probabilities by draws.</param>
    /// <param name="probabilities">Receives one per arm, in [0, 1] with sum 1 up to 1e-9; 0 for an arm that is not allowed.</param>
    /// <param name="scores">Receives one per arm unless empty; see <see cref="PolicyDecision.Score"/>.</param>
    /// <exception cref="ArgumentException">As for a decision, or a span does not have one place per arm.</exception>
    public void Probabilities(in PolicyContext context, ulong seed, Span<double> probabilities, Span<double> scores = default)
    {
        var count = PolicyChecks.Context(Specification, context);
        PolicyChecks.Length(probabilities, count, nameof(probabilities));
        using var numbers = new Scratch<double>(count);
        if (scores.IsEmpty)
            scores = numbers.Span;
        PolicyChecks.Length(scores, count, nameof(scores));
        using var flags = new Scratch<bool>(count);
        Allow(context, flags.Span);
        var random = new SeedStream(seed);
        Distribute(context, flags.Span, ref random, scores, probabilities);
    }

    /// <summary>What each arm is expected to bring, whether allowed or not; the reward model of off-policy evaluation.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="means">Receives one estimated reward per arm; 0 from a uniform policy.</param>
    /// <param name="widths">
    /// Receives one uncertainty per arm: sqrt(x'M^-1 x) from linear policies, the standard deviation of a Beta posterior, the
    /// deviation between the members of a bootstrap, 0 from a uniform policy.
    /// </param>
    /// <exception cref="ArgumentException">The context is not valid, or a span does not have one place per arm.</exception>
    public void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        var count = PolicyChecks.Context(Specification, context);
        PolicyChecks.Length(means, count, nameof(means));
        PolicyChecks.Length(widths, count, nameof(widths));
        _learner.Predict(context, means, widths);
    }

    /// <summary>Learns one row; a call that trains on its own as far as forgetting is concerned.</summary>
    /// <param name="context">The context of the decision; for a shared model with the features of the chosen arm alone. Its mask is ignored.</param>
    /// <param name="arm">Index of the chosen arm, retired or not; 0 for a shared model.</param>
    /// <param name="reward">What it brought; finite, at most 1e50 in size.</param>
    /// <param name="weight">How often the row counts. From 0 to 1e50; default 1.</param>
    /// <exception cref="ArgumentException">One of these is not valid; nothing was learned.</exception>
    public void Learn(in PolicyContext context, int arm, double reward, double weight = 1)
    {
        PolicyChecks.Row(Specification, context, arm, reward, weight);
        _learner.Forget();
        _learner.Learn(context, arm, reward, weight, follow: true);
        _learner.Settle();
    }

    /// <summary>Learns many rows in one pass, all in one call as far as forgetting is concerned.</summary>
    /// <remarks>Without forgetting, learning a log in parts gives bit by bit what learning it at once gives.</remarks>
    /// <exception cref="ArgumentException">The parts have different lengths, or a row is not valid; named by its index, and nothing was learned.</exception>
    public void Learn(PolicyRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        PolicyChecks.Rows(Specification, rows);
        var arms = rows.Arms.Span;
        var rewards = rows.Rewards.Span;
        var weights = rows.Weights.Span;
        _learner.Forget();
        for (var i = 0; i < rewards.Length; i++)
        {
            var context = PolicyChecks.ContextOf(rows, i);
            _learner.Learn(context, arms.IsEmpty ? 0 : arms[i], rewards[i], weights.IsEmpty ? 1 : weights[i], follow: false);
        }
        _learner.Settle();
    }

    /// <summary>Adds what another policy has learned from other rows, as if this one had learned them too.</summary>
    /// <exception cref="ArgumentException">
    /// The other has a different specification, the policy forgets, so that the order of rows matters, or it is a network or rests on a different one.
    /// </exception>
    public void Merge(Policy other) => Combine(other, 1);

    /// <summary>Takes away what another policy has learned from some of the rows of this one, as if this one had never seen them.</summary>
    /// <exception cref="ArgumentException">
    /// The other has a different specification or learned rows that are not among these, the policy forgets, is a network or rests on a
    /// different one, or is a bootstrap, whose resamples depend on the whole log.
    /// </exception>
    public void Unlearn(Policy other) => Combine(other, -1);

    /// <summary>Adds an arm behind the others, without data.</summary>
    /// <exception cref="ArgumentException">There is such an arm, or arms come with each decision.</exception>
    public void AddArm(string arm)
    {
        var changed = Specification with { Arms = Specification.Arms.Add(arm) };
        changed.Check();
        _learner.AddArm();
        Apply(changed);
    }

    /// <summary>Stops choosing an arm; its index and what was learned about it remain. Retiring it twice changes nothing.</summary>
    /// <exception cref="ArgumentException">There is no such arm, or it is the last one that is not retired.</exception>
    public void RetireArm(string arm)
    {
        Specification.IndexOf(arm);
        if (Specification.Retired.Contains(arm, StringComparer.Ordinal))
            return;
        var changed = Specification with { Retired = Specification.Retired.Add(arm) };
        changed.Check();
        Apply(changed);
    }

    /// <summary>Chooses a retired arm again, with what was learned about it. An arm that is not retired stays as it is.</summary>
    /// <exception cref="ArgumentException">There is no such arm.</exception>
    public void RestoreArm(string arm)
    {
        Specification.IndexOf(arm);
        Apply(Specification with { Retired = Specification.Retired.Remove(arm, StringComparer.Ordinal) });
    }

    private static bool[] ActiveArms(PolicySpecification specification) =>
        [.. specification.Arms.Select(arm => !specification.Retired.Contains(arm, StringComparer.Ordinal))];

    private void Apply(PolicySpecification changed)
    {
        Specification = changed;
        _active = ActiveArms(changed);
    }

    private void Combine(Policy other, int sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        PolicyChecks.Same(Specification, other.Specification);
        _learner = _learner.Combined(other._learner, sign)
            ?? throw new ArgumentException(
                "The other policy learned rows that this one did not; unlearn only rows that were learned.", nameof(other));
    }

    private void Allow(in PolicyContext context, Span<bool> allowed)
    {
        if (context.Allowed.IsEmpty)
            allowed.Fill(true);
        else
            context.Allowed.CopyTo(allowed);
        for (var arm = 0; arm < _active.Length; arm++)
            allowed[arm] &= _active[arm];
        if (!allowed.Contains(true))
            throw new ArgumentException("The mask allows no arm that is not retired; allow at least one.", nameof(context));
    }

    private void Distribute(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        _learner.Decide(context, allowed, ref random, scores, probabilities);
        ArmProbabilities.Spread(allowed, Specification.Options.ExplorationFloor, probabilities);
    }

    private PolicyDecision Choose(ReadOnlySpan<double> scores, ReadOnlySpan<double> probabilities, ref SeedStream random, ulong seed)
    {
        var arm = ArmProbabilities.Draw(probabilities, ref random);
        return new PolicyDecision
        {
            ArmIndex = arm,
            Arm = Specification.IsShared ? null : Specification.Arms[arm],
            Propensity = probabilities[arm],
            Score = scores[arm],
            Draws = _learner.Draws,
            Seed = seed,
        };
    }
}
