using Gyre.Core;

namespace Gyre.Learning.Policies;

/// <summary>Refuses what callers pass by mistake, with the field or the row named.</summary>
internal static class PolicyChecks
{
    /// <summary>Squares and sums of numbers up to this size stay finite.</summary>
    public const double Largest = 1e50;

    private const string Usable = "it must be finite and at most 1e50 in size.";

    /// <summary>Checks a context of a decision.</summary>
    /// <returns>The number of arms to choose from.</returns>
    public static int Context(PolicySpecification specification, in PolicyContext context)
    {
        Values(specification, context);
        var arms = specification.Arms.Length;
        if (specification.IsShared)
        {
            arms = context.ArmFeatures.Length / specification.ArmFields.Length;
            if (arms == 0 || arms > PolicySpecification.MaxNames || arms * specification.ArmFields.Length != context.ArmFeatures.Length)
            {
                throw new ArgumentException(
                    $"There are {context.ArmFeatures.Length} arm features; there must be {specification.ArmFields.Length} "
                    + $"for each of 1 to {PolicySpecification.MaxNames} arms.");
            }
        }
        else if (!context.ArmFeatures.IsEmpty)
        {
            throw new ArgumentException("The context has arm features, but the policy declares no arm fields.");
        }
        if (context.Allowed.Length != 0 && context.Allowed.Length != arms)
            throw new ArgumentException($"The mask has {context.Allowed.Length} values, but there are {arms} arms.");
        return arms;
    }

    /// <summary>Checks a row to learn from.</summary>
    public static void Row(PolicySpecification specification, in PolicyContext context, int arm, double reward, double weight)
    {
        Values(specification, context);
        if (context.ArmFeatures.Length != specification.ArmFields.Length)
        {
            throw new ArgumentException(
                $"The row has {context.ArmFeatures.Length} arm features, but the policy expects {specification.ArmFields.Length}: "
                + "those of the chosen arm alone.");
        }
        var arms = specification.IsShared ? 1 : specification.Arms.Length;
        if ((uint)arm >= (uint)arms)
            throw new ArgumentException($"The arm has the index {arm}; it must be from 0 to {arms - 1}.");
        if (!IsUsable(reward))
            throw new ArgumentException($"The reward is {NumberText.Of(reward)}; {Usable}");
        if (!(weight is >= 0 and <= Largest))
            throw new ArgumentException($"The weight is {NumberText.Of(weight)}; it must be from 0 to 1e50.");
    }

    /// <summary>Checks every row before the first is learned.</summary>
    public static void Rows(PolicySpecification specification, PolicyRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows.Contexts);
        var count = rows.Rewards.Length;
        RequireRows(rows.Contexts.Rows, count, "contexts");
        RequireRows(specification.IsShared && rows.Arms.Length == 0 ? count : rows.Arms.Length, count, "arms");
        RequireRows(rows.ArmFeatures?.Rows ?? count, count, "arm features");
        RequireRows(rows.Weights.Length == 0 ? count : rows.Weights.Length, count, "weights");
        var arms = rows.Arms.Span;
        var rewards = rows.Rewards.Span;
        var weights = rows.Weights.Span;
        for (var i = 0; i < count; i++)
        {
            try
            {
                var arm = arms.IsEmpty || specification.IsShared ? 0 : arms[i];
                Row(specification, ContextOf(rows, i), arm, rewards[i], weights.IsEmpty ? 1 : weights[i]);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"Row {i}: {error.Message}", error);
            }
        }
    }

    /// <summary>The context of a row.</summary>
    public static PolicyContext ContextOf(PolicyRows rows, int index) =>
        new(rows.Contexts.Row(index)) { ArmFeatures = rows.ArmFeatures is null ? [] : rows.ArmFeatures.Row(index) };

    /// <summary>Checks that statistics of two policies mean the same.</summary>
    public static void Same(PolicySpecification one, PolicySpecification two)
    {
        if (!one.ContextFields.SequenceEqual(two.ContextFields)
            || !one.Arms.SequenceEqual(two.Arms)
            || !one.ArmFields.SequenceEqual(two.ArmFields))
            throw new ArgumentException("The policies have different context fields, arms or arm fields.");
        if (!OptionsJson.Text(one.Options).Equals(OptionsJson.Text(two.Options), StringComparison.Ordinal))
            throw new ArgumentException("The policies have different options.");
        if (Forgets(one.Options))
            throw new ArgumentException("The policy forgets, so the order of rows matters; train it again instead.");
    }

    public static void Length(ReadOnlySpan<double> span, int arms, string name)
    {
        if (span.Length != arms)
            throw new ArgumentException($"'{name}' has {span.Length} places, but there are {arms} arms.");
    }

    private static void Values(PolicySpecification specification, in PolicyContext context)
    {
        var fields = specification.ContextFields;
        if (context.Values.Length < fields.Length)
        {
            throw new ArgumentException(
                $"The context has {context.Values.Length} values, but the policy expects {fields.Length}: "
                + $"'{fields[context.Values.Length]}' is missing.");
        }
        if (context.Values.Length > fields.Length)
        {
            throw new ArgumentException(
                $"The context has {context.Values.Length} values, but the policy expects {fields.Length}"
                + (fields.IsEmpty ? "." : $": the last field is '{fields[^1]}'."));
        }
        if (FirstUnusable(context.Values) is >= 0 and var field)
            throw new ArgumentException($"The context field '{fields[field]}' is {NumberText.Of(context.Values[field])}; {Usable}");
        if (FirstUnusable(context.ArmFeatures) is >= 0 and var feature)
        {
            var name = specification.ArmFields.Length == 0 ? "?" : specification.ArmFields[feature % specification.ArmFields.Length];
            throw new ArgumentException($"The arm field '{name}' is {NumberText.Of(context.ArmFeatures[feature])}; {Usable}");
        }
    }

    private static int FirstUnusable(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!IsUsable(values[i]))
                return i;
        }
        return -1;
    }

    // False for what is not a number, too.
    private static bool IsUsable(double value) => Math.Abs(value) <= Largest;

    private static bool Forgets(PolicyOptions options) => options switch
    {
        LinearPolicyOptions linear => linear.Forgetting < 1,
        NeuralLinearOptions neural => neural.Head.Forgetting < 1,
        MixtureOptions mixture => mixture.Members.Any(member => Forgets(member.Policy)),
        _ => false,
    };

    private static void RequireRows(int found, int expected, string what)
    {
        if (found != expected)
            throw new ArgumentException($"There are {found} {what}, but {expected} rewards.");
    }
}
