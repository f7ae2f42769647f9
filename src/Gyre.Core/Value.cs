using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>
/// A value as people write it in YAML and programs send it in JSON. Integers and floats stay apart (<c>1</c> is not <c>1.0</c>),
/// because a step sees the difference on its command line. Equality is by content; a map keeps and compares its order.
/// </summary>
[JsonConverter(typeof(ValueJsonConverter))]
public abstract record Value
{
    private protected Value()
    {
    }

    /// <summary>The absence of a value, spelled out.</summary>
    public static Value Null { get; } = new NullValue();

    /// <summary>Truth.</summary>
    public static Value True { get; } = new BooleanValue(true);

    /// <summary>Falsehood.</summary>
    public static Value False { get; } = new BooleanValue(false);

    /// <summary>Whether this is <see cref="Null"/>.</summary>
    [JsonIgnore]
    public bool IsNull => this is NullValue;

    /// <summary>Wraps a text.</summary>
    public static Value Of(string text) => new TextValue(text);

    /// <summary>Wraps a truth value.</summary>
    public static Value Of(bool value) => value ? True : False;

    /// <summary>Wraps an integer.</summary>
    public static Value Of(long value) => new IntegerValue(value);

    /// <summary>Wraps a float; it need not be finite.</summary>
    public static Value Of(double value) => new FloatValue(value);

    /// <summary>Wraps elements.</summary>
    public static Value Of(IEnumerable<Value> items) => new ListValue([.. items]);

    /// <summary>The number, when this is an integer or a float.</summary>
    public bool TryGetNumber(out double number)
    {
        (var good, number) = this switch
        {
            IntegerValue integer => (true, (double)integer.Number),
            FloatValue real => (true, real.Number),
            _ => (false, 0d),
        };
        return good;
    }

    /// <summary>The text people would type for it: texts bare, everything else as JSON (see <see cref="ValueJson"/>).</summary>
    public sealed override string ToString() => this is TextValue text ? text.Text : ValueJson.Write(this);
}

/// <summary>See <see cref="Value.Null"/>.</summary>
public sealed record NullValue : Value;

/// <summary>True or false.</summary>
public sealed record BooleanValue(bool Flag) : Value;

/// <summary>An integer of any size.</summary>
public sealed record IntegerValue(BigInteger Number) : Value;

/// <summary>A double, not necessarily finite. Two NaNs are equal, so that equality stays reflexive.</summary>
public sealed record FloatValue(double Number) : Value;

/// <summary>A text; never holds lone surrogates when it came through a reader of this project.</summary>
public sealed record TextValue(string Text) : Value;

/// <summary>A date or time as YAML 1.1 recognises it without quotes; kept as it was written.</summary>
public sealed record TimestampValue(string Text) : Value;

/// <summary>Values in order.</summary>
public sealed record ListValue(ImmutableArray<Value> Items) : Value
{
    /// <inheritdoc/>
    public bool Equals(ListValue? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}

/// <summary>Named values in the order they were written; a name occurs once.</summary>
public sealed record MapValue(ImmutableArray<KeyValuePair<string, Value>> Entries) : Value
{
    /// <summary>The value of a name, or null.</summary>
    public Value? Find(string name)
    {
        foreach (var (key, value) in Entries)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
                return value;
        }
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(MapValue? other) => other is not null && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in Entries)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }
}
