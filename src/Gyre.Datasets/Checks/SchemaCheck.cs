using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>Reads a schema from its JSON and finds everything that is wrong with it.</summary>
internal sealed class SchemaCheck
{
    public const string FileName = "schema.json";
    public const int MaxBytes = 4 * 1024 * 1024;
    public const int MaxElements = 10_000;
    private const int MaxDepth = 32;

    private static readonly SearchValues<char> Punctuation = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~");
    private static readonly string[] Keys = ["name", "description", "inputs", "outputs", "metadata"];
    private static readonly string[] ElementKeys = ["name", "type", "required", "nullable", "description", "multi_value"];

    private static readonly string[] Truths = ["t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1"];

    private static readonly string[] Falsehoods =
        ["f", "F", "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0"];

    private static readonly Dictionary<string, ElementType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["boolean"] = ElementType.Boolean,
        ["integer"] = ElementType.Integer,
        ["float"] = ElementType.Float,
        ["text"] = ElementType.Text,
        ["datetime"] = ElementType.Datetime,
        ["category"] = ElementType.Category,
        ["generic_file"] = ElementType.GenericFile,
        ["document_file"] = ElementType.DocumentFile,
        ["image_file"] = ElementType.ImageFile,
        ["video_file"] = ElementType.VideoFile,
        ["audio_file"] = ElementType.AudioFile,
        ["shape"] = ElementType.Shape,
    };

    private static readonly Dictionary<string, MultiValue> MultiValues = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unordered"] = MultiValue.Unordered,
        ["ordered"] = MultiValue.Ordered,
        ["time_series"] = MultiValue.TimeSeries,
    };

    private readonly FindingLog _log;

    private SchemaCheck(FindingLog log) => _log = log;

    /// <summary>The word of a type in a schema.</summary>
    public static string WordOf(ElementType type) => Types.First(pair => pair.Value == type).Key;

    /// <summary>The word of a kind of several values in a schema; null for one value.</summary>
    public static string? WordOf(MultiValue several) => MultiValues.FirstOrDefault(pair => pair.Value == several).Key;

    /// <summary>The schema, or null after errors.</summary>
    /// <param name="json">At most <see cref="MaxBytes"/>.</param>
    /// <param name="log">Receives what is wrong.</param>
    public static DatasetSchema? Read(ReadOnlyMemory<byte> json, FindingLog log)
    {
        var before = log.ErrorCount;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var schema = new SchemaCheck(log).Read(document.RootElement);
            return log.ErrorCount == before ? schema : null;
        }
        catch (JsonException exception)
        {
            log.Error(
                "dataset.schema.json", $"{FileName} is not valid JSON: {WithoutPlace(exception.Message)}",
                "Correct the file; it must be UTF-8 without a byte-order mark.",
                new(FileName, Line: exception.LineNumber + 1));
        }
        catch (InvalidOperationException)
        {
            // What a reader of JSON throws at an escape for half a character.
            log.Error(
                "dataset.schema.json", $"{FileName} contains text that is not valid Unicode.", "Remove the escapes of single surrogates.",
                new(FileName));
        }
        return null;
    }

    private static string WithoutPlace(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;

    private DatasetSchema? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _log.Error("dataset.schema.object", $"{FileName} must contain a JSON object, not {WordOf(root)}.", null, new(FileName));
            return null;
        }
        var fields = FieldsOf(root, "", Keys);
        var name = RequiredText(fields, "", "name");
        var description = RequiredText(fields, "", "description");
        if (name?.Contains('/', StringComparison.Ordinal) == true)
        {
            _log.Warn(
                "dataset.schema.name-slash", $"The name '{name}' contains '/', which other programs refuse.", "Use a name without '/'.",
                new(FileName, "name", Shown(name)));
        }
        var elements = ImmutableArray.CreateBuilder<DatasetElement>();
        ReadElements(fields, "inputs", ElementRole.Input, elements);
        ReadElements(fields, "outputs", ElementRole.Output, elements);
        ReadElements(fields, "metadata", ElementRole.Metadata, elements);
        WarnOfDuplicates(elements);
        return new DatasetSchema(name ?? "", description ?? "", elements.ToImmutable());
    }

    private void ReadElements(
        Dictionary<string, JsonElement> fields, string key, ElementRole role, ImmutableArray<DatasetElement>.Builder elements)
    {
        if (!fields.TryGetValue(key, out var list) || (role == ElementRole.Metadata && list.ValueKind == JsonValueKind.Null))
        {
            if (role != ElementRole.Metadata)
                Missing(key);
            else if (list.ValueKind == JsonValueKind.Undefined)
                _log.Warn(
                    "dataset.schema.no-metadata", "The key 'metadata' is missing; other programs require it.", "Add \"metadata\": [].",
                    new(FileName, key));
            return;
        }
        if (list.ValueKind != JsonValueKind.Array)
        {
            _log.Error("dataset.schema.list", $"'{key}' must be a list of elements, not {WordOf(list)}.", null, new(FileName, key));
            return;
        }
        foreach (var (index, element) in list.EnumerateArray().Index())
        {
            if (elements.Count == MaxElements)
            {
                _log.Error("dataset.schema.too-many", $"The schema has more than {MaxElements} elements.", null, new(FileName, key));
                return;
            }
            if (ReadElement(element, $"{key}[{index.ToString(CultureInfo.InvariantCulture)}]", role) is { } read)
                elements.Add(read);
        }
    }

    private DatasetElement? ReadElement(JsonElement json, string path, ElementRole role)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            _log.Error("dataset.schema.element", $"'{path}' must be an object, not {WordOf(json)}.", null, new(FileName, path));
            return null;
        }
        var fields = FieldsOf(json, path, role == ElementRole.Output ? [.. ElementKeys, "num_classes"] : ElementKeys);
        var name = RequiredText(fields, path, "name");
        if (name is not null)
            CheckName(name, path);
        var type = RequiredText(fields, path, "type");
        var known = Word(Types, type, path, "type");
        var several = Word(MultiValues, OptionalText(fields, path, "multi_value"), path, "multi_value");
        return new DatasetElement(name ?? "", role, known)
        {
            IsRequired = RequiredBoolean(fields, path, "required"),
            IsNullable = RequiredBoolean(fields, path, "nullable"),
            Description = OptionalText(fields, path, "description"),
            MultiValue = several,
            NumClasses = role == ElementRole.Output ? OptionalInteger(fields, path, "num_classes") : null,
        };
    }

    /// <summary>The known keys of an object; of two with one name the last counts.</summary>
    private Dictionary<string, JsonElement> FieldsOf(JsonElement json, string path, string[] known)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var place = Join(path, property.Name);
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                _log.Error(
                    "dataset.schema.unknown-key", $"'{Shown(place)}' is not a known key.", $"Known keys: {string.Join(", ", known)}.",
                    new(FileName, Shown(place)));
            }
            else if (!fields.TryAdd(property.Name, property.Value))
            {
                fields[property.Name] = property.Value;
                _log.Warn(
                    "dataset.schema.duplicate-key", $"'{place}' is given twice; the last one counts.", "Remove one of them.",
                    new(FileName, place));
            }
        }
        return fields;
    }

    private string? RequiredText(Dictionary<string, JsonElement> fields, string path, string key)
    {
        if (!fields.TryGetValue(key, out var value))
            Missing(Join(path, key));
        else if (value.ValueKind == JsonValueKind.Null)
            NotNull(Join(path, key));
        else
            return Text(value, Join(path, key));
        return null;
    }

    private string? OptionalText(Dictionary<string, JsonElement> fields, string path, string key) =>
        fields.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null ? Text(value, Join(path, key)) : null;

    private string? Text(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        _log.Error(
            "dataset.schema.text", $"'{place}' must be a text, not {WordOf(value)}.", "Put it in quotes.",
            new(FileName, place, Shown(value.GetRawText())));
        return null;
    }

    private bool RequiredBoolean(Dictionary<string, JsonElement> fields, string path, string key)
    {
        var place = Join(path, key);
        if (!fields.TryGetValue(key, out var value))
        {
            Missing(place);
            return false;
        }
        if (value.ValueKind == JsonValueKind.Null)
        {
            NotNull(place);
            return false;
        }
        var (isTrue, isFalse) = value.ValueKind switch
        {
            JsonValueKind.True => (true, false),
            JsonValueKind.False => (false, true),
            JsonValueKind.Number when value.TryGetDouble(out var number) => (number == 1, number == 0),
            JsonValueKind.String => (
                Truths.Contains(value.GetString(), StringComparer.Ordinal), Falsehoods.Contains(value.GetString(), StringComparer.Ordinal)),
            _ => (false, false),
        };
        if (!isTrue && !isFalse)
        {
            _log.Error("dataset.schema.boolean", $"'{place}' must be true or false, not {Shown(value.GetRawText())}.", "Use true or false.",
                new(FileName, place, Shown(value.GetRawText())));
        }
        return isTrue;
    }

    private int? OptionalInteger(Dictionary<string, JsonElement> fields, string path, string key)
    {
        if (!fields.TryGetValue(key, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var number = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var real) && Math.Abs(real) < int.MaxValue => (long)real,
            JsonValueKind.String when IntegerText.TryParse(Encoding.UTF8.GetBytes(value.GetString()!), out var parsed) => parsed,
            _ => long.MaxValue,
        };
        if (number is >= int.MinValue and <= int.MaxValue)
            return (int)number;
        _log.Error(
            "dataset.schema.integer", $"'{Join(path, key)}' must be a whole number, not {Shown(value.GetRawText())}.",
            "Use a whole number or null.",
            new(FileName, Join(path, key), Shown(value.GetRawText())));
        return null;
    }

    private T Word<T>(Dictionary<string, T> words, string? word, string path, string key)
        where T : struct
    {
        if (word is null || words.TryGetValue(word, out var value))
            return word is null ? default : words[word];
        var place = Join(path, key);
        _log.Error(
            "dataset.schema.word", $"'{place}' must be one of the known words, not '{Shown(word)}'.",
            $"Use one of {string.Join(", ", words.Keys)}.",
            new(FileName, place, Shown(word)));
        return value;
    }

    private void CheckName(string name, string path)
    {
        var reason = name.AsSpan().ContainsAny(Punctuation) ? "punctuation other than '_'"
            : name.Contains(' ', StringComparison.Ordinal) ? "a space"
            : name.EnumerateRunes().Any(IsUpper) ? "an upper-case letter"
            : null;
        if (reason is not null)
        {
            _log.Error(
                "dataset.schema.element-name", $"'{path}.name' is '{Shown(name)}', which contains {reason}.",
                "Use lower-case letters, digits and '_'.",
                new(FileName, path + ".name", Shown(name)));
        }
    }

    /// <summary>Letters, and the numerals and circled letters that have a case as well.</summary>
    private static bool IsUpper(Rune rune) => Rune.IsUpper(rune) || rune.Value is (>= 0x2160 and <= 0x216f) or (>= 0x24b6 and <= 0x24cf);

    private void WarnOfDuplicates(ImmutableArray<DatasetElement>.Builder elements)
    {
        var names = elements.GroupBy(static element => element.Name, StringComparer.Ordinal);
        foreach (var twice in names.Where(static group => group.Count() > 1))
        {
            _log.Warn(
                "dataset.schema.duplicate-element",
                $"Duplicate element name: {twice.Count()} elements are named '{Shown(twice.Key)}'; the first one counts.",
                "Give every element its own name.", new(FileName, Shown(twice.Key)));
        }
    }

    private void Missing(string place) =>
        _log.Error("dataset.schema.missing-key", $"'{place}' is missing.", "Add it.", new(FileName, place));

    private void NotNull(string place) =>
        _log.Error("dataset.schema.null", $"'{place}' must not be null.", "Give it a value.", new(FileName, place, "null"));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Shown(string text) => text.Length <= 200 ? text : text[..200] + "...";

    private static string WordOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };
}
