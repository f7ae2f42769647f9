using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Gyre.Core.Cel;

/// <summary>What <c>type(x)</c> gives.</summary>
internal sealed record CelType(string Name)
{
    private static readonly ImmutableDictionary<string, CelType> All = new[] { "int", "uint", "double", "bool", "string", "list", "map", "null_type", "type" }
        .ToImmutableDictionary(name => name, name => new CelType(name), StringComparer.Ordinal);

    public static bool IsName(string name) => All.ContainsKey(name);

    public static CelType? Find(string name) => All.GetValueOrDefault(name);

    public static CelType Of(object? value) => All[value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        CelList => "list",
        CelMap => "map",
        _ => "type",
    }];
}

/// <summary>Elements in order; those from outside are converted when they are looked at.</summary>
internal abstract class CelList
{
    public abstract int Count { get; }

    public abstract object? At(int index);
}

internal sealed class CelGivenList(ListValue list) : CelList
{
    public override int Count => list.Items.Length;

    public override object? At(int index) => CelValues.FromValue(list.Items[index]);
}

internal sealed class CelMadeList(ImmutableArray<object?> items) : CelList
{
    public override int Count => items.Length;

    public override object? At(int index) => items[index];
}

/// <summary>Keys are bool, long, ulong or string, numbers in their smallest form (see <see cref="CelValues.KeyOf"/>).</summary>
internal abstract class CelMap
{
    public abstract int Count { get; }

    public abstract IEnumerable<object> Keys { get; }

    /// <summary>What one look-up costs.</summary>
    public virtual int Cost => 1;

    public abstract bool TryFind(object key, out object? value);
}

internal sealed class CelGivenMap(MapValue map) : CelMap
{
    public override int Count => map.Entries.Length;

    public override IEnumerable<object> Keys => map.Entries.Select(entry => entry.Key);

    public override int Cost => 1 + Count / 16;

    public override bool TryFind(object key, out object? value)
    {
        var found = key is string name ? map.Find(name) : null;
        value = found is null ? null : CelValues.FromValue(found);
        return found is not null;
    }
}

internal sealed class CelMadeMap(IReadOnlyList<object> keys, IReadOnlyDictionary<object, object?> entries) : CelMap
{
    public override int Count => keys.Count;

    public override IEnumerable<object> Keys => keys;

    public override bool TryFind(object key, out object? value) => entries.TryGetValue(key, out value);
}

/// <summary>Between <see cref="Value"/> and what the evaluator works on: null, bool, long, ulong, double, string, list, map, type or error.</summary>
internal static class CelValues
{
    public static object? FromValue(Value value) => value switch
    {
        NullValue => null,
        BooleanValue flag => flag.Flag,
        IntegerValue integer => FromInteger(integer.Number),
        FloatValue real => real.Number,
        TextValue text => text.Text,
        TimestampValue timestamp => timestamp.Text,
        ListValue list => new CelGivenList(list),
        MapValue map => new CelGivenMap(map),
        _ => throw new InvalidOperationException($"Cannot convert {value.GetType().Name} to CEL."),
    };

    /// <summary>The way out: a <see cref="Value"/>, or an error.</summary>
    public static object ToValue(object? value) => value switch
    {
        null => Value.Null,
        bool flag => Value.Of(flag),
        long integer => Value.Of(integer),
        ulong unsigned => new IntegerValue(unsigned),
        double real => Value.Of(real),
        string text => Value.Of(text),
        CelType type => Value.Of(type.Name),
        CelList list => ToList(list),
        CelMap map => ToMap(map),
        _ => value,
    };

    /// <summary>The form in which a value is a key, or null when it cannot be one: equal numbers of different kinds are one key.</summary>
    public static object? KeyOf(object? value) => value switch
    {
        bool or string or long => value,
        ulong number when number <= long.MaxValue => (long)number,
        ulong number => number,
        double real when double.IsInteger(real) && real is >= -9223372036854775808d and < 9223372036854775808d => (long)real,
        double real when double.IsInteger(real) && real is >= 0 and < 18446744073709551616d => (ulong)real,
        _ => null,
    };

    /// <summary>With its article: "a text".</summary>
    public static string Kind(object? value) => value switch
    {
        null => "null",
        bool => "a bool",
        long => "an int",
        ulong => "a uint",
        double => "a double",
        string => "a string",
        CelList => "a list",
        CelMap => "a map",
        _ => "a type",
    };

    private static object FromInteger(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
            return (long)number;
        return number.Sign > 0 && number <= ulong.MaxValue ? (ulong)number : new CelFault(CelErrorKind.Overflow, "A value is an integer that does not fit into 64 bits.");
    }

    private static object ToList(CelList list)
    {
        var items = ImmutableArray.CreateBuilder<Value>(list.Count);
        for (var index = 0; index < list.Count; index++)
        {
            var item = ToValue(list.At(index));
            if (item is CelFault)
                return item;
            items.Add((Value)item);
        }
        return new ListValue(items.MoveToImmutable());
    }

    private static object ToMap(CelMap map)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(map.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in map.Keys)
        {
            map.TryFind(key, out var value);
            var item = ToValue(value);
            if (item is CelFault)
                return item;
            var name = key is bool flag ? (flag ? "true" : "false") : Convert.ToString(key, CultureInfo.InvariantCulture)!;
            if (!names.Add(name))
                return new CelFault(CelErrorKind.Conversion, $"The map has two keys that convert to the name '{name}'.");
            entries.Add(new(name, (Value)item));
        }
        return new MapValue(entries.ToImmutable());
    }
}
