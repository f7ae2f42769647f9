using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Hosting;

/// <summary>
/// Examples as JSON lines: <c>{"index": 3, "id": "...", "values": {"age": 4, "city": null}}</c>. A name that is missing is a missing
/// value, which CSV cannot tell from an empty text, nor null from the word.
/// </summary>
internal static class RowLines
{
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss";
    private const string Remedy = "See 'Rows' in docs/reference/component-commands.md.";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file of examples.</summary>
    public static Task WriteAsync(string folder, string name, TrialRows rows, CancellationToken cancellationToken)
    {
        var elements = rows.Schema.Elements;
        return WriteLinesAsync(folder, name, rows.Examples, (json, example) =>
        {
            json.WriteNumber("index", example.Index);
            json.WriteString("id", example.Id);
            json.WriteStartObject("values");
            for (var i = 0; i < elements.Length; i++)
            {
                if (example.Values[i] is { } value && IsFirst(elements, i))
                {
                    json.WritePropertyName(elements[i].Name);
                    Write(json, value);
                }
            }
            json.WriteEndObject();
        }, cancellationToken);
    }

    /// <summary>Writes a file of JSON objects, one a line.</summary>
    public static async Task WriteLinesAsync<T>(
        string folder, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken)
    {
        const int FlushBytes = 64 * 1024;
        await using var file = File.Create(Path.Join(folder, name));
        var buffer = new ArrayBufferWriter<byte>(FlushBytes * 2);
        await using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var item in items)
        {
            json.Reset(buffer);
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            buffer.Write("\n"u8);
            if (buffer.WrittenCount < FlushBytes)
                continue;
            await file.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
        await file.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a value of an example: dates as texts, numbers that are not finite as <c>{"$float": "nan"}</c>.</summary>
    public static void Write(Utf8JsonWriter json, Value value)
    {
        if (value is ListValue list)
        {
            json.WriteStartArray();
            foreach (var item in list.Items)
                Write(json, item);
            json.WriteEndArray();
        }
        else if (value is TextValue text)
            json.WriteStringValue(text.Text);
        else if (value is TimestampValue moment)
            json.WriteStringValue(moment.Text);
        else
            json.WriteRawValue(ValueJson.Write(value));
    }

    /// <summary>Reads changed examples: as many as before, in their order.</summary>
    /// <param name="folder">The folder of the work.</param>
    /// <param name="name">Name of the file in it.</param>
    /// <param name="schema">What they look like now.</param>
    /// <param name="before">What they were; index and identifier stay.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">A line is refused.</exception>
    public static async Task<ImmutableArray<DatasetExample>> ReadAsync(
        string folder, string name, DatasetSchema schema, ImmutableArray<DatasetExample> before, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < schema.Elements.Length; i++)
            places.TryAdd(schema.Elements[i].Name, i);
        var examples = ImmutableArray.CreateBuilder<DatasetExample>(before.Length);
        await foreach (var line in LineFile.ReadAsync(folder, name, before.Length, cancellationToken).ConfigureAwait(false))
        {
            if (line.Value.Find("values") is not MapValue map)
                throw HostingRefusals.InFile(name, line.Number, "The line has no object 'values'.", Remedy);
            var values = new Value?[schema.Elements.Length];
            foreach (var (key, value) in map.Entries)
            {
                if (!places.TryGetValue(key, out var place))
                    throw HostingRefusals.InFile(
                        name, line.Number, $"The schema has no element '{HostingRefusals.Shown(key)}'.",
                        "Write the new schema to schema.json.");
                values[place] = Read(schema.Elements[place], value) ?? throw HostingRefusals.InFile(
                    name, line.Number, $"'{HostingRefusals.Shown(value.ToString())}' is not a value of the element '{key}'.", Remedy);
            }
            examples.Add(before[examples.Count] with { Values = ImmutableCollectionsMarshal.AsImmutableArray(values) });
        }
        return examples.Count == before.Length ? examples.MoveToImmutable() : throw TooFew(name, examples.Count, before.Length);
    }

    /// <summary>Not one line for each example.</summary>
    public static InvalidInputException TooFew(string name, int count, int wanted) => HostingRefusals.InFile(
        name, count, $"There are {count} lines for {wanted} examples.", "Write one line for each example, in their order.");

    /// <summary>Of two elements with one name the first counts.</summary>
    private static bool IsFirst(ImmutableArray<DatasetElement> elements, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (string.Equals(elements[i].Name, elements[index].Name, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>The value as the element's type has it; null when it is none.</summary>
    private static Value? Read(DatasetElement element, Value value)
    {
        if (value is not ListValue list)
            return ReadOne(element, value);
        if (element.MultiValue == MultiValue.None)
            return null;
        var items = ImmutableArray.CreateBuilder<Value>(list.Items.Length);
        foreach (var item in list.Items)
        {
            if (ReadOne(element, item) is not { } one)
                return null;
            items.Add(one);
        }
        return new ListValue(items.MoveToImmutable());
    }

    private static Value? ReadOne(DatasetElement element, Value value) => (element.Type, value) switch
    {
        (_, NullValue) => value,
        (ElementType.Boolean, BooleanValue) => value,
        (ElementType.Integer, IntegerValue) => value,
        (ElementType.Integer, FloatValue { Number: var real }) when double.IsInteger(real) => new IntegerValue(new BigInteger(real)),
        (ElementType.Float, FloatValue) => value,
        (ElementType.Float, IntegerValue { Number: var number }) => Value.Of((double)number),
        (ElementType.Datetime, TextValue { Text: var text }) => Moment(text),
        (ElementType.Text or ElementType.Category, TextValue) => value,
        (_, TextValue { Text: var path }) when element.IsFile => IsPlace(path) ? value : null,
        _ => null,
    };

    private static TimestampValue? Moment(string text) =>
        DateTime.TryParseExact(text, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? new TimestampValue(text)
            : null;

    /// <summary>A path of the format is below the folder of files or begins at the root; a relative one must stay below.</summary>
    private static bool IsPlace(string path) =>
        Path.IsPathRooted(path) ? !path.Contains('\0', StringComparison.Ordinal) : SafePath.TryParse(path, out _, out _);
}
