using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>
/// An object of a posted document with its path. Browsers write <c>on_error</c>, command line clients <c>on-error</c>: both are one key. What has another
/// type than expected is an error, what is null is absent, and keys that nobody asks for are passed over: clients send many that mean nothing here.
/// </summary>
internal sealed class PostedObject(MapValue map, DocumentPath path, Problems problems)
{
    public DocumentPath Path => path;

    public Value? Find(string name)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (string.Equals(key.Replace('-', '_'), name, StringComparison.Ordinal))
                return value.IsNull ? null : value;
        }
        return null;
    }

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        TextValue { Text: var text } => text,
        IntegerValue number => number.ToString(),
        _ => Wrong<string>(name, "a string"),
    };

    public string RequiredText(string name)
    {
        if (Text(name) is { Length: > 0 } text)
            return text;
        if (Find(name) is null or TextValue)
            Error(name, "posted.missing", "This field is required.");
        return "";
    }

    public double? Number(string name)
    {
        var value = Find(name);
        return value is null or TextValue { Text: "" } ? null : value.TryGetNumber(out var number) ? number : Wrong<double?>(name, "a number");
    }

    public int? Integer(string name) => Number(name) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        BooleanValue { Flag: var flag } => flag,
        _ => Wrong<bool?>(name, "true or false"),
    };

    /// <summary>A text, or a list of texts.</summary>
    public ImmutableArray<string> Texts(string name) => Find(name) switch
    {
        null => [],
        TextValue { Text: var text } => [text],
        ListValue list when list.Items.All(item => item is TextValue) => [.. list.Items.Cast<TextValue>().Select(item => item.Text)],
        _ => Wrong<ImmutableArray<string>?>(name, "a string or a list of strings") ?? [],
    };

    public PostedObject? Object(string name) => Find(name) switch
    {
        null => null,
        MapValue inner => new PostedObject(inner, path.Key(name), problems),
        _ => Wrong<PostedObject>(name, "an object"),
    };

    /// <summary>Entries of an object whose keys are names of the user's and stay as they are.</summary>
    public ImmutableArray<KeyValuePair<string, Value>> Entries(string name) => Find(name) switch
    {
        null => [],
        MapValue inner => inner.Entries,
        ListValue { Items.IsEmpty: true } => [],
        _ => Wrong<ImmutableArray<KeyValuePair<string, Value>>?>(name, "an object") ?? [],
    };

    public IReadOnlyList<PostedObject> Objects(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value is not ListValue list)
            return Wrong<IReadOnlyList<PostedObject>>(name, "a list of objects") ?? [];
        var where = path.Key(name);
        var found = new List<PostedObject>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (item is MapValue inner)
                found.Add(new PostedObject(inner, where.At(index), problems));
            else
                problems.Error("posted.type", "Expected an object.", where.At(index), default);
        }
        return found;
    }

    public void Error(string name, string code, string message, string? remedy = null) =>
        problems.Error(code, message, name.Length == 0 ? path : path.Key(name), default, remedy);

    private T? Wrong<T>(string name, string wanted)
    {
        Error(name, "posted.type", $"Expected {wanted}.");
        return default;
    }
}

/// <summary>Documents without places, for readers that were written for documents with places.</summary>
internal static class PlacelessYaml
{
    public static YamlNode Of(Value value) => value switch
    {
        ListValue list => new YamlSequence([.. list.Items.Select(Of)], default),
        MapValue map => new YamlMapping([.. map.Entries.Select(entry => new YamlEntry(entry.Key, default, Of(entry.Value)))], default),
        _ => new YamlScalar(value, value.ToString(), default),
    };
}
