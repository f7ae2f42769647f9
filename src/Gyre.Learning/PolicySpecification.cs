using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>What a policy decides and how: the one place where the fields of a context and the arms are declared, each with its order.</summary>
/// <remarks>
/// Without <see cref="ArmFields"/> there is one model per arm over the context (disjoint models). With them there is one model for
/// all over the context followed by the features of the arm; the arms are then part of each decision, as many as there are, and <see cref="Arms"/> is empty.
/// </remarks>
public sealed record PolicySpecification
{
    /// <summary>The most fields and the most arms.</summary>
    public const int MaxNames = 100_000;

    private const long MaxStatistics = 1L << 26;

    /// <summary>The kind of the policy and its options.</summary>
    public required PolicyOptions Options { get; init; }

    /// <summary>Names of the numbers of a context, in order; all different. May be empty for policies that ignore the context.</summary>
    public required ImmutableArray<string> ContextFields { get; init; }

    /// <summary>Names of the arms, in the order of their indexes; all different.</summary>
    public ImmutableArray<string> Arms { get; init; } = [];

    /// <summary>Arms that are no longer chosen. They keep their index and what was learned about them.</summary>
    public ImmutableArray<string> Retired { get; init; } = [];

    /// <summary>Names of the features of an arm, in order; all different. Not empty only for a shared model.</summary>
    public ImmutableArray<string> ArmFields { get; init; } = [];

    /// <summary>Whether one model serves all arms by their features.</summary>
    public bool IsShared => !ArmFields.IsDefaultOrEmpty;

    /// <summary>The index of an arm.</summary>
    /// <exception cref="ArgumentException">There is no arm of this name.</exception>
    public int IndexOf(string arm)
    {
        var index = Arms.IndexOf(arm, StringComparer.Ordinal);
        return index >= 0 ? index : throw new ArgumentException($"The policy has no arm '{arm}'; it has {Arms.Length} arms.", nameof(arm));
    }

    /// <summary>Throws when the parts do not fit each other.</summary>
    /// <exception cref="ArgumentException">With what is wrong.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Options);
        Options.Check();
        CheckNames(ContextFields, "context fields");
        CheckNames(Arms, "arms");
        CheckNames(ArmFields, "arm fields");
        CheckNames(Retired, "retired arms");
        if (Retired.FirstOrDefault(arm => !Arms.Contains(arm, StringComparer.Ordinal)) is { } unknown)
            throw new ArgumentException($"The retired arm '{unknown}' is not one of the arms.");
        CheckArms();
        CheckSize(Options);
    }

    private void CheckArms()
    {
        if (IsShared && Arms.Length > 0)
            throw new ArgumentException("A policy with arm fields takes its arms from each decision; do not list arms.");
        if (IsShared && Members(Options).Any(member => member is BernoulliThompsonOptions))
            throw new ArgumentException("A policy of kind 'bernoulli-thompson' does not use arm fields; list arms instead.");
        if (!IsShared && Arms.Length == 0)
            throw new ArgumentException("The policy has no arms; list at least one, or declare arm fields.");
        if (Arms.Length > 0 && Retired.Length == Arms.Length)
            throw new ArgumentException("All arms are retired; keep at least one.");
    }

    private void CheckSize(PolicyOptions options)
    {
        foreach (var member in Members(options))
        {
            var fields = ContextFields.Length + ArmFields.Length;
            if (member is LinearPolicyOptions linear)
                CheckSize(linear, fields);
            if (member is NeuralPolicyOptions neural && (long)neural.Hidden * (fields + Arms.Length) > MaxStatistics)
            {
                throw new ArgumentException(
                    $"{fields} features, {neural.Hidden} hidden units and {Arms.Length} arms require too many weights; "
                    + $"the maximum is {MaxStatistics}.");
            }
            if (member is NeuralLinearOptions { Head: var head, Hidden: var hidden })
                CheckSize(head, hidden);
        }
    }

    private void CheckSize(LinearPolicyOptions linear, int fields)
    {
        var size = fields + (linear.Bias ? 1L : 0);
        if (size == 0)
            throw new ArgumentException($"A policy of kind '{linear.Kind}' requires at least one context field or a bias.");
        var models = (IsShared ? 1L : Arms.Length) * (linear is BootstrapOptions bootstrap ? bootstrap.Members : 1);
        if (size * size * models > MaxStatistics)
            throw new ArgumentException(
                $"{size} features and {models} models require {size * size * models} statistics; the maximum is {MaxStatistics}.");
    }

    private static IEnumerable<PolicyOptions> Members(PolicyOptions options) =>
        options is MixtureOptions mixture ? mixture.Members.Select(member => member.Policy) : [options];

    private static void CheckNames(ImmutableArray<string> names, string what)
    {
        if (names.IsDefault || names.Length > MaxNames)
            throw new ArgumentException($"There are {(names.IsDefault ? 0 : names.Length)} {what}; the maximum is {MaxNames}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Length > 250)
                throw new ArgumentException($"One of the {what} has no name or one longer than 250 characters.");
            if (!seen.Add(name))
                throw new ArgumentException($"The name '{name}' appears twice among the {what}.");
        }
    }
}
