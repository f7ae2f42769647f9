using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Experiments.Setup;

/// <summary>
/// Parameters of a class in a plan. YAML reads <c>1e-3</c> as a text, so a text that is a number counts as one.
/// </summary>
/// <param name="owner">Name of the class, for messages.</param>
/// <param name="values">The parameters.</param>
internal sealed class Parameters(string owner, MapValue values)
{
    public Value? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (values.Find(name) is { IsNull: false } value)
                return value;
        }
        return null;
    }

    public double Number(double otherwise, params ReadOnlySpan<string> names) =>
        Find(names) is not { } value ? otherwise
        : NumberOf(value) ?? throw Refuse(names[0], value, "Write a number.");

    public int Count(int otherwise, params ReadOnlySpan<string> names)
    {
        if (Find(names) is not { } value)
            return otherwise;
        return NumberOf(value) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw Refuse(names[0], value, "Write a whole number.");
    }

    public BigInteger Whole(BigInteger otherwise, string name) => Find(name) switch
    {
        null => otherwise,
        IntegerValue whole => whole.Number,
        TextValue { Text: var text }
            when BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        var value => throw Refuse(name, value, "Write a whole number."),
    };

    public string Text(string otherwise, params ReadOnlySpan<string> names) => Find(names) switch
    {
        null => otherwise,
        TextValue text => text.Text,
        var value => value.ToString(),
    };

    public ImmutableArray<string> Texts(params ReadOnlySpan<string> names) => Find(names) switch
    {
        null => [],
        ListValue list => [.. list.Items.Select(static item => item.ToString())],
        var value => [value.ToString()],
    };

    public ImmutableArray<int> Counts(string name) => Find(name) switch
    {
        null => [],
        ListValue list => [.. list.Items.Select(item => NumberOf(item) is { } number && number == Math.Floor(number)
            ? (int)number
            : throw Refuse(name, item, "Write whole numbers."))],
        var value => throw Refuse(name, value, "Write a list of whole numbers."),
    };

    public ImmutableArray<double> Numbers(string name) => Find(name) switch
    {
        null => [],
        ListValue list => [.. list.Items.Select(item => NumberOf(item) ?? throw Refuse(name, item, "Write numbers."))],
        var value => throw Refuse(name, value, "Write a list of numbers."),
    };

    private InvalidInputException Refuse(string name, Value value, string remedy)
    {
        var text = value.ToString();
        return new InvalidInputException(
            "plan.value", $"The parameter '{name}' of {owner} is '{(text.Length > 100 ? text[..100] + "..." : text)}'.", remedy);
    }

    private static double? NumberOf(Value value) =>
        value.TryGetNumber(out var number) ? number
        : value is TextValue { Text: var text }
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
        : null;
}
