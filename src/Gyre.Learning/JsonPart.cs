using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>A place in a JSON document from outside; whatever is not as expected there is refused by name and path.</summary>
/// <param name="element">What stands there; its document must live as long as this.</param>
/// <param name="what">What the document is, for errors: <c>model</c>.</param>
/// <param name="file">How the user named the file, for errors.</param>
/// <param name="path">The way to the element, names and indexes between slashes; empty for the root.</param>
public readonly struct JsonPart(JsonElement element, string what, string file, string path = "")
{
    /// <summary>Parses a stream to its end, keeping at most <paramref name="maxBytes"/> of it.</summary>
    internal static async Task<JsonDocument> ParseAsync(Stream stream, string what, string file, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await using (buffer.ConfigureAwait(false))
        {
            var chunk = new byte[81_920];
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (buffer.Length + read > maxBytes)
                    throw Refuse(what, file, "", $"the file is larger than {maxBytes} bytes", null);
                buffer.Write(chunk, 0, read);
            }

            return Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), what, file);
        }
    }

    /// <summary>The property of an object; must be there.</summary>
    public JsonPart Get(string name)
    {
        Require(JsonValueKind.Object, "an object");
        return element.TryGetProperty(name, out var found)
            ? new JsonPart(found, what, file, path.Length == 0 ? name : $"{path}/{name}")
            : throw Refuse($"'{name}' is missing", null);
    }

    /// <summary>Whether an object has a property.</summary>
    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    /// <summary>Whether <c>null</c> stands here.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>Whether <c>true</c> or <c>false</c> stands here.</summary>
    internal bool IsFlag => element.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether a text stands here.</summary>
    internal bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>A text of valid Unicode.</summary>
    public string Text()
    {
        Require(JsonValueKind.String, "a string");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refuse("this is not valid Unicode text", null);
        }
    }

    /// <summary>A whole number from 1 to two thousand million.</summary>
    public int Size() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var size) && size is > 0 and <= 2_000_000_000
            ? size
            : throw Refuse($"{Shown()} is not a valid size", "Use a whole number of at least 1.");

    /// <summary>A finite number.</summary>
    public double Number() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Refuse($"{Shown()} is not a finite number", null);

    /// <summary>A finite number of at least 0.</summary>
    internal double AtLeastZero() =>
        Number() is >= 0 and var number ? number : throw Refuse($"{Shown()} is negative", "Use a number of at least 0.");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    internal bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refuse($"found {Shown()}, expected true or false", null),
    };

    /// <summary>Exactly so many finite numbers.</summary>
    public ImmutableArray<double> Numbers(long count)
    {
        Require(JsonValueKind.Array, "a list");
        // Compared before anything is allocated: a size in a file is only a claim.
        if (element.GetArrayLength() != count)
            throw Refuse($"found {element.GetArrayLength()} numbers, expected {count}", null);
        var numbers = ImmutableArray.CreateBuilder<double>((int)count);
        foreach (var item in element.EnumerateArray())
            numbers.Add(new JsonPart(item, what, file, path).Number());
        return numbers.MoveToImmutable();
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonPart> Items()
    {
        Require(JsonValueKind.Array, "a list");
        var (theWhat, theFile, thePath) = (what, file, path);
        return [.. element.EnumerateArray().Select((item, i) => new JsonPart(item, theWhat, theFile, $"{thePath}/{i}"))];
    }

    /// <summary>The properties of an object, in the order of the file.</summary>
    internal IReadOnlyList<(string Name, JsonPart Value)> Properties()
    {
        Require(JsonValueKind.Object, "an object");
        var (theWhat, theFile, thePath) = (what, file, path);
        return [.. element.EnumerateObject().Select(property =>
            (property.Name, new JsonPart(property.Value, theWhat, theFile, $"{thePath}/{property.Name}")))];
    }

    /// <summary>An object as values.</summary>
    public MapValue Map()
    {
        Require(JsonValueKind.Object, "an object");
        try
        {
            return (MapValue)ValueJson.Parse(element.GetRawText());
        }
        catch (Exception error) when (error is JsonException or InvalidCastException)
        {
            throw Refuse("this object contains a value that cannot be read", null);
        }
    }

    /// <summary>Refuses a document that a later program wrote.</summary>
    public void RequireVersion(int newest)
    {
        var version = Get("schemaVersion");
        if (version.Size() > newest)
            throw version.Refuse(
                $"the file has version {version.Size()}, but this program supports at most {newest}",
                "Use a newer version of the program.");
    }

    /// <summary>The exception to throw when this place is wrong.</summary>
    /// <param name="message">What is wrong, without a full stop.</param>
    /// <param name="remedy">What to do, a sentence, or null.</param>
    public InvalidInputException Refuse(string message, string? remedy) => Refuse(what, file, path, message, remedy);

    private static InvalidInputException Refuse(string what, string file, string path, string message, string? remedy) =>
        new([new Diagnostic(Severity.Error, $"{what}.invalid", $"This is not a valid {what} file: {message}.") { File = file, Path = path, Remedy = remedy }]);

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string what, string file)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = ValueJson.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(
            [
                new Diagnostic(Severity.Error, $"{what}.syntax", "This is not valid JSON.")
                {
                    File = file,
                    Line = (int)Math.Min(int.MaxValue - 1, error.LineNumber ?? 0) + 1,
                    Column = (int)Math.Min(int.MaxValue - 1, error.BytePositionInLine ?? 0) + 1,
                },
            ]);
        }
    }

    private void Require(JsonValueKind kind, string expected)
    {
        if (element.ValueKind != kind)
            throw Refuse($"found {Shown()}, expected {expected}", null);
    }

    private string Shown()
    {
        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return element.ValueKind == JsonValueKind.Object ? "an object" : "a list";
        var text = element.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
