using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>
/// JSON features as the numbers that a policy expects. Pure. A feature's name is its keys, joined by dots; a text is a feature of its
/// own, <c>name=text</c>, with the value 1; true is 1 and false is 0; entries of lists are features of the same name, numbers among them
/// get their index. A field of the policy with the name of a feature takes its value. Every other feature is added to one of the policy's
/// fields <c>PREFIX0</c> to <c>PREFIX(n-1)</c>, where there are some: that of its name's hash modulo n. What fits nowhere is left out,
/// and fields without a feature are 0.
/// </summary>
internal sealed class FeatureVector
{
    private const int MaxDepth = 16;
    private const int MaxFeatures = 10_000;

    private readonly FrozenDictionary<string, int> _fields;
    private readonly int[] _hashed;
    private readonly int _width;

    /// <param name="fields">Names of the numbers, in order.</param>
    /// <param name="prefix">What the names of hashed numbers begin with.</param>
    public FeatureVector(IReadOnlyList<string> fields, string prefix)
    {
        _width = fields.Count;
        _fields = fields.Select(static (field, index) => KeyValuePair.Create(field, index)).ToFrozenDictionary(StringComparer.Ordinal);
        var hashed = new List<int>();
        while (_fields.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{prefix}{hashed.Count}"), out var index))
            hashed.Add(index);
        _hashed = [.. hashed];
    }

    /// <summary>The numbers of some lists of objects, one after the other.</summary>
    /// <param name="place">Where they stand in the request, for messages.</param>
    /// <param name="features">Lists of objects; null for none.</param>
    /// <exception cref="InvalidInputException">They are no lists of objects, too many, too deep, or a number is not finite.</exception>
    public double[] Of(string place, params ReadOnlySpan<Value?> features)
    {
        var reading = new Reading(this, place);
        foreach (var value in features)
        {
            if (value is null or NullValue)
                continue;
            if (value is not ListValue list)
                throw Refuse(place, "The features are not a list of objects.");
            foreach (var entry in list.Items)
            {
                if (entry is not MapValue map)
                    throw Refuse(place, "The features are not a list of objects.");
                reading.Take("", map, 0);
            }
        }
        return reading.Numbers;
    }

    /// <summary>The number that a feature is added to; below 0 for none.</summary>
    private int PlaceOf(string name)
    {
        if (_fields.TryGetValue(name, out var index))
            return index;
        return _hashed.Length == 0 ? -1 : _hashed[Murmur3.Hash(Encoding.UTF8.GetBytes(name)) % (uint)_hashed.Length];
    }

    private static InvalidInputException Refuse(string place, string message) => new(
    [
        new Diagnostic(Severity.Error, "personalizer.features", message)
        {
            Path = place,
            Remedy = "Send a list of objects with texts, numbers, flags, and objects or lists of them.",
        },
    ]);

    private sealed class Reading(FeatureVector vector, string place)
    {
        private int _count;

        public double[] Numbers { get; } = new double[vector._width];

        public void Take(string name, Value value, int depth)
        {
            if (depth > MaxDepth)
                throw Refuse(place, $"The features are nested more than {MaxDepth} deep.");
            switch (value)
            {
                case MapValue map:
                    foreach (var (key, inner) in map.Entries)
                        Take(name.Length == 0 ? key : $"{name}.{key}", inner, depth + 1);
                    break;
                case ListValue list:
                    for (var i = 0; i < list.Items.Length; i++)
                        Take(NameOf(name, list.Items[i], i), list.Items[i], depth + 1);
                    break;
                case TextValue text:
                    Add($"{name}={text.Text}", 1);
                    break;
                case TimestampValue time:
                    Add($"{name}={time.Text}", 1);
                    break;
                case BooleanValue flag:
                    Add(name, flag.Flag ? 1 : 0);
                    break;
                case IntegerValue whole:
                    Add(name, (double)whole.Number);
                    break;
                case FloatValue number:
                    Add(name, number.Number);
                    break;
            }
        }

        private static string NameOf(string list, Value item, int index) =>
            item is IntegerValue or FloatValue ? string.Create(CultureInfo.InvariantCulture, $"{list}.{index}") : list;

        private void Add(string name, double value)
        {
            if (++_count > MaxFeatures)
                throw Refuse(place, $"There are more than {MaxFeatures} features.");
            if (vector.PlaceOf(name) is var index and >= 0)
                Numbers[index] += value;
            // Infinity is refused with the field's name where the decision is checked; a sum of both infinities is no number at all.
            if (double.IsNaN(value))
                throw Refuse(place, $"The feature '{(name.Length > 80 ? name[..80] : name)}' is not a number.");
        }
    }
}
