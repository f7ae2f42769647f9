using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Documents;

/// <summary>A row of a path: what one of its values is.</summary>
internal readonly record struct ValueRow(ValueTag Tag, string Text, double Number);

/// <summary>What a path leads to in a document.</summary>
internal sealed class PathValues
{
    public HashSet<ValueRow> Rows { get; } = [];

    public PathTraits Traits { get; set; }
}

/// <summary>
/// The single values of a document by the paths that lead to them, as <see cref="Queries.QueryMatch.ValuesAt"/> finds them: elements of a
/// list count at the path of the list. What is too much for an index is said by <see cref="ValueTag.Cut"/>.
/// </summary>
internal sealed class DocumentValues
{
    /// <summary>The path of the whole document, at which only <see cref="ValueTag.Cut"/> stands.</summary>
    public const string WholeDocument = "";

    /// <summary>UTF-16 units of a text that lie in the index; PostgreSQL takes rows of 2.7 kB.</summary>
    public const int LongestText = 200;

    private const int LongestPath = 200;
    private const int MostPerPath = 32;
    private const int MostPaths = 500;

    private readonly Dictionary<string, PathValues> _paths = new(StringComparer.Ordinal);
    private bool _isCut;

    private DocumentValues()
    {
    }

    public IReadOnlyDictionary<string, PathValues> Paths => _paths;

    public static DocumentValues Of(MapValue document)
    {
        var values = new DocumentValues();
        values.Fields("", document);
        if (values._isCut)
            values.CutAll();
        return values;
    }

    /// <summary>Whether a path can have rows.</summary>
    public static bool IsIndexed(string path) => path.Length <= LongestPath && IsClean(path);

    /// <summary>Whether databases take a text as it is: no NUL, and surrogates in pairs.</summary>
    public static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>The beginning of a long text that lies in the index.</summary>
    public static string Beginning(string text) =>
        text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];

    public static string TextOf(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Whether rows were made at the path or below.</summary>
    private bool Walk(string path, Value value)
    {
        if (value is MapValue or ListValue)
        {
            At(path).Traits |= PathTraits.Unordered;
            if (!Inside(path, value, isElement: false))
                Add(path, new ValueRow(value is ListValue { Items: [] } ? ValueTag.EmptyList : ValueTag.Container, "", 0));
        }
        else
            AddSingle(path, value);
        return true;
    }

    /// <summary>The fields of an object, and the elements of a list with their fields. Lists in lists are passed through.</summary>
    private bool Inside(string path, Value value, bool isElement)
    {
        if (value is MapValue map)
            return Fields(path, map);
        if (value is not ListValue list)
            return false;
        var any = false;
        foreach (var item in list.Items)
        {
            if (item is MapValue or ListValue)
                any |= Inside(path, item, isElement: true);
            else if (!isElement)
            {
                AddSingle(path, item);
                any = true;
            }
        }
        return any;
    }

    private bool Fields(string path, MapValue map)
    {
        var any = false;
        foreach (var (key, value) in map.Entries)
        {
            if (_isCut)
                return true;
            // No path of a query leads to keys with dots.
            if (key.Length == 0 || key.Contains('.', StringComparison.Ordinal))
                continue;
            var below = path.Length == 0 ? key : $"{path}.{key}";
            any |= IsIndexed(below) && Walk(below, value);
        }
        return any;
    }

    private void AddSingle(string path, Value value)
    {
        switch (value)
        {
            case NullValue:
                Add(path, new ValueRow(ValueTag.Nothing, "", 0));
                break;
            case BooleanValue flag:
                Add(path, new ValueRow(ValueTag.Flag, "", flag.Flag ? 1 : 0));
                break;
            case var _ when value.TryGetNumber(out var number):
                AddNumber(path, number);
                break;
            case var _ when value.TextOf() is { } text:
                AddText(path, text);
                break;
        }
    }

    private void AddNumber(string path, double number)
    {
        if (double.IsNaN(number))
        {
            At(path).Traits |= PathTraits.Unordered;
            Add(path, new ValueRow(ValueTag.NotANumber, "", 0));
        }
        else
            Add(path, new ValueRow(ValueTag.Number, "", number == 0 ? 0 : number));
    }

    private void AddText(string path, string text)
    {
        if (!IsClean(text))
            Cut(path);
        else if (text.Length > LongestText)
        {
            At(path).Traits |= PathTraits.Long;
            Add(path, new ValueRow(ValueTag.LongText, Beginning(text), 0));
        }
        else if (Instants.Read(text) is { } ticks)
        {
            Add(path, new ValueRow(ValueTag.TimeText, text, 0));
            Add(path, new ValueRow(ValueTag.Instant, TextOf(ticks), 0));
        }
        else
            Add(path, new ValueRow(ValueTag.Text, text, 0));
    }

    private void Add(string path, ValueRow row)
    {
        var at = At(path);
        if ((at.Traits & PathTraits.Cut) != 0 && row.Tag != ValueTag.Cut)
            return;
        if (row.Tag != ValueTag.Instant && at.Rows.Count > 0)
            at.Traits |= PathTraits.Several;
        at.Rows.Add(row);
        if (at.Rows.Count > MostPerPath)
            Cut(path);
    }

    private void Cut(string path)
    {
        var at = At(path);
        at.Traits |= PathTraits.Cut;
        at.Rows.Clear();
        at.Rows.Add(new ValueRow(ValueTag.Cut, "", 0));
    }

    private PathValues At(string path)
    {
        if (_paths.TryGetValue(path, out var values))
            return values;
        _isCut |= _paths.Count >= MostPaths;
        return _paths[path] = new PathValues();
    }

    private void CutAll()
    {
        _paths.Clear();
        Cut(WholeDocument);
    }
}
