namespace Gyre.Core;

/// <summary>Where the variables of an expression get their values.</summary>
public sealed class CelScope
{
    private readonly Func<string, Value?> _find;

    /// <summary>Asks a function.</summary>
    /// <param name="find">Gives the value of a variable, or null when there is none of this name. May be asked several times for one name.</param>
    public CelScope(Func<string, Value?> find) => _find = find ?? throw new ArgumentNullException(nameof(find));

    /// <summary>Without variables.</summary>
    public static CelScope Empty { get; } = new(_ => null);

    /// <summary>Variables from a dictionary.</summary>
    public static CelScope From(IReadOnlyDictionary<string, Value> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return new CelScope(name => variables.TryGetValue(name, out var value) ? value : null);
    }

    /// <summary>One variable.</summary>
    public static CelScope Of(string name, Value value) => new(asked => string.Equals(asked, name, StringComparison.Ordinal) ? value : null);

    /// <summary>
    /// For expressions that select from one value: <c>string_value</c> is its text (a text bare, all else as JSON) and is always there; of
    /// <c>number_value</c>, <c>bool_value</c>, <c>struct_value</c> and <c>list_value</c> the one that fits its kind.
    /// </summary>
    public static CelScope OfSelected(Value value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CelScope(name => name switch
        {
            "string_value" => value is TextValue ? value : Value.Of(value.ToString()),
            "number_value" when value is IntegerValue or FloatValue => value,
            "bool_value" when value is BooleanValue => value,
            "struct_value" when value is MapValue => value,
            "list_value" when value is ListValue => value,
            _ => null,
        });
    }

    /// <summary>The value of a variable, or null.</summary>
    public Value? Find(string name) => _find(name);
}
