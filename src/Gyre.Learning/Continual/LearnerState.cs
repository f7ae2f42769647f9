using System.Buffers.Binary;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning.Continual;

/// <summary>Named arrays of numbers: all that a learner carries. Every bit of a number survives writing and reading.</summary>
internal sealed class LearnerState
{
    private readonly SortedDictionary<string, double[]> _arrays = new(StringComparer.Ordinal);

    public void Put(string name, ReadOnlySpan<double> values) => _arrays.Add(name, values.ToArray());

    /// <summary>An array of whatever length.</summary>
    public double[] Get(string name) => _arrays.GetValueOrDefault(name) ?? throw Refuse($"The part '{name}' is missing.");

    public double[] Get(string name, long length)
    {
        var values = Get(name);
        return values.Length == length ? values : throw Refuse($"The part '{name}' has {values.Length} numbers instead of {length}.");
    }

    /// <summary>Copies an array into one of the same length.</summary>
    public void Fill(string name, Span<double> target) => Get(name, target.Length).CopyTo(target);

    public int[] Whole(string name, int low, int high) => [.. Get(name).Select(number => AsWhole(name, number, low, high))];

    public long Count(string name) => (long)Counts(name, 1)[0];

    /// <summary>Numbers of things that happened: whole and not negative.</summary>
    public double[] Counts(string name, long length)
    {
        var values = Get(name, length);
        if (values.Any(number => !(number >= 0 && number <= 1L << 53 && number == Math.Floor(number))))
            throw Refuse($"The part '{name}' must contain whole numbers.");
        return values;
    }

    public void Flags(string name, bool[] target)
    {
        var values = Get(name, target.Length);
        for (var i = 0; i < target.Length; i++)
            target[i] = AsWhole(name, values[i], 0, 1) == 1;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in _arrays)
        {
            var bytes = new byte[values.Length * sizeof(double)];
            for (var i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
            writer.WriteBase64String(name, bytes);
        }
        writer.WriteEndObject();
    }

    public static LearnerState Read(JsonPart part)
    {
        var state = new LearnerState();
        foreach (var (name, value) in part.Properties())
            state._arrays.Add(name, Numbers(value));
        return state;
    }

    internal static InvalidInputException Refuse(string message) =>
        new("learner.invalid", $"This is not a valid state of a learner: {message}");

    private static double[] Numbers(JsonPart part)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(part.Text());
        }
        catch (FormatException)
        {
            throw part.Refuse("found other text, expected numbers in Base64", null);
        }
        if (bytes.Length % sizeof(double) != 0)
            throw part.Refuse("the last number is incomplete", null);
        var values = new double[bytes.Length / sizeof(double)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
        return values;
    }

    private static int AsWhole(string name, double number, int low, int high) =>
        number >= low && number <= high && number == Math.Floor(number)
        ? (int)number
        : throw Refuse($"The part '{name}' must contain whole numbers from {low} to {high}.");
}
