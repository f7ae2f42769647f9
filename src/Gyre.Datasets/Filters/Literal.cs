using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Datasets.Filters;

/// <summary>What a value is compared with for equality.</summary>
internal abstract record Literal
{
    /// <summary>Whether what a path leads to has it: none of the values is there when the field is absent.</summary>
    public abstract bool Fits(IReadOnlyList<Value> values);

    /// <summary>Null, or no value at all.</summary>
    internal sealed record Nothing : Literal
    {
        public override bool Fits(IReadOnlyList<Value> values) =>
            values.Count == 0 || values.Any(static value => value.IsNull || (value is ListValue list && list.Items.Contains(Value.Null)));
    }

    /// <summary>True or false.</summary>
    internal sealed record Flag(bool Value) : Scalar
    {
        public override bool Is(Value value) => value is BooleanValue { Flag: var flag } && flag == Value;
    }

    /// <summary>A number; 1 is 1.0. As doubles, so that every evaluator agrees.</summary>
    internal sealed record Number(double Value) : Scalar
    {
        public override bool Is(Value value) => value.TryGetNumber(out var number) && number.Equals(Value);
    }

    /// <summary>A text, or one of its form.</summary>
    internal sealed record Text(GlobPattern Pattern) : Scalar
    {
        public override bool Is(Value value) => value.TextOf() is { } text && Pattern.Matches(text);
    }

    /// <summary>A list with exactly these members, in any order. An empty one is also an absent field.</summary>
    internal sealed record Members(ImmutableArray<Scalar> Values) : Literal
    {
        public override bool Fits(IReadOnlyList<Value> values) =>
            (Values.IsEmpty && values.Count == 0) || values.Any(value => value is ListValue { Items: var items } && Pair(items));

        /// <summary>
        /// Each member takes an item of its own; with stars a member may fit several, so pairs are changed where that helps.
        /// </summary>
        private bool Pair(ImmutableArray<Value> items)
        {
            if (items.Length != Values.Length)
                return false;
            var taken = Enumerable.Repeat(-1, items.Length).ToArray();
            for (var member = 0; member < Values.Length; member++)
            {
                if (!Take(member, items, taken, new bool[items.Length]))
                    return false;
            }
            return true;
        }

        private bool Take(int member, ImmutableArray<Value> items, int[] taken, bool[] tried)
        {
            for (var item = 0; item < items.Length; item++)
            {
                if (tried[item] || !Values[member].Is(items[item]))
                    continue;
                tried[item] = true;
                if (taken[item] >= 0 && !Take(taken[item], items, taken, tried))
                    continue;
                taken[item] = member;
                return true;
            }
            return false;
        }
    }

    /// <summary>Something single: equal to a value, or to an element of a list.</summary>
    internal abstract record Scalar : Literal
    {
        public abstract bool Is(Value value);

        public override bool Fits(IReadOnlyList<Value> values)
        {
            foreach (var value in values)
            {
                if (Is(value) || (value is ListValue list && list.Items.Any(Is)))
                    return true;
            }
            return false;
        }
    }
}

/// <summary>What values are compared with for order.</summary>
/// <param name="Number">The bound for numbers; null when it is a text that is none.</param>
/// <param name="Text">The bound for texts; null when it is a number.</param>
/// <param name="Instant">The bound for texts that are times, in ticks; null when it is none itself.</param>
internal sealed record Bound(double? Number, string? Text, long? Instant)
{
    public static Bound Of(double number) => new(number, null, null);

    public static Bound Of(string text) => new(
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        text, Instants.Read(text));

    public bool Fits(Comparison how, Value value) => value switch
    {
        ListValue list => list.Items.Any(item => item is not ListValue && Fits(how, item)),
        _ when value.TryGetNumber(out var number) => Number is { } bound && Holds(how, number.CompareTo(bound)) && !double.IsNaN(number),
        _ when value.TextOf() is { } text => Text is { } bound && Holds(how, Compare(text, bound)),
        _ => false,
    };

    private int Compare(string text, string bound) => Instant is { } limit && Instants.Read(text) is { } time
        ? time.CompareTo(limit)
        : CodePoints.Compare(text, bound);

    private static bool Holds(Comparison how, int order) => how switch
    {
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };
}

/// <summary>Values as queries see them.</summary>
internal static class QueryValues
{
    /// <summary>Its text; null when it is no text.</summary>
    public static string? TextOf(this Value value) => value switch
    {
        TextValue text => text.Text,
        TimestampValue time => time.Text,
        _ => null,
    };
}
