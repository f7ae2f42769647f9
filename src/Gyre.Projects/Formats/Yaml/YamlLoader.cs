using Gyre.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>
/// Reads YAML 1.1 documents into nodes. Nothing recurses while it is read: containers that are open stand in a list of
/// bounded length, and every limit is checked at the event that would break it.
/// </summary>
internal sealed class YamlLoader
{
    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string _file;
    private readonly Func<YamlNode?, bool> _mayBeFollowed;
    private readonly Action<string, YamlPlace>? _doubled;
    private readonly List<YamlNode?> _roots = [];
    private readonly List<YamlFrame> _open = [];
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _openAnchors = new(StringComparer.Ordinal);
    private int _nodes;
    private long _aliased;

    private YamlLoader(string file, Func<YamlNode?, bool> mayBeFollowed, Action<string, YamlPlace>? doubled) =>
        (_file, _mayBeFollowed, _doubled) = (file, mayBeFollowed, doubled);

    /// <summary>Null for a document without content (empty, or comments only).</summary>
    /// <exception cref="InvalidInputException">Not a document, or one beyond <see cref="YamlLimits"/>; names the place.</exception>
    public static YamlNode? Load(string text, string file) => Load(text, file, doubled: null);

    /// <summary>The same, where two equal keys of a mapping are no error.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">For messages.</param>
    /// <param name="doubled">Told of the second of two keys, whose value counts; null refuses it.</param>
    /// <exception cref="InvalidInputException">Not a document, or one beyond <see cref="YamlLimits"/>; names the place.</exception>
    public static YamlNode? Load(string text, string file, Action<string, YamlPlace>? doubled) =>
        LoadAll(text, file, _ => false, doubled) is [var root, ..] ? root : null;

    /// <summary>The documents of a file, null for those without content; none for an empty file. The limits are those of all of them together.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">For messages.</param>
    /// <param name="mayBeFollowed">Asked with the document before when another one begins: false refuses the file.</param>
    /// <exception cref="InvalidInputException">Not documents, too many, or beyond <see cref="YamlLimits"/>; names the place.</exception>
    public static IReadOnlyList<YamlNode?> LoadAll(string text, string file, Func<YamlNode?, bool> mayBeFollowed) =>
        LoadAll(text, file, mayBeFollowed, doubled: null);

    private static List<YamlNode?> LoadAll(
        string text, string file, Func<YamlNode?, bool> mayBeFollowed, Action<string, YamlPlace>? doubled)
    {
        if (text.Length > YamlLimits.MaxBytes)
            throw YamlText.Refuse(
                file,
                "yaml.too-large",
                $"The document has {text.Length} characters; the maximum is {YamlLimits.MaxBytes}.",
                null,
                default);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        YamlText.CheckCharacters(text, file);
        // Each repair reads the text again, so what is read in all is bounded too.
        for (var read = (long)text.Length; ; read += text.Length)
        {
            try
            {
                return new YamlLoader(file, mayBeFollowed, doubled).Read(text);
            }
            catch (YamlException exception) when (read < YamlLimits.MaxBytes && YamlQuotes.Indent(text, exception) is { } repaired)
            {
                text = repaired;
            }
            catch (YamlException exception)
            {
                throw new YamlErrors(text, file).Of(exception);
            }
        }
    }

    private List<YamlNode?> Read(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        var parser = new Parser(scanner);
        var errors = new YamlErrors(text, _file);
        while (MoveNext(parser, scanner, errors))
            Accept(parser.Current!);
        return _roots;
    }

    /// <summary>The parser meets some broken documents with exceptions of other kinds than its own.</summary>
    private static bool MoveNext(Parser parser, Scanner scanner, YamlErrors errors)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw errors.At(scanner.CurrentPosition);
        }
    }

    private static YamlPlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private InvalidInputException Refuse(string code, string message, YamlPlace place, string? remedy = null) => YamlText.Refuse(_file, code, message, remedy, place);

    private void Accept(ParsingEvent current)
    {
        var place = PlaceOf(current.Start);
        switch (current)
        {
            case DocumentStart:
                Begin(place);
                break;
            case YamlDotNet.Core.Events.Scalar scalar:
                Count(place);
                if (!scalar.Anchor.IsEmpty)
                    CheckAnchor(scalar.Anchor.Value, place);
                Place(ReadScalar(scalar, place), scalar.Anchor, isMerge: scalar is { Style: ScalarStyle.Plain, Value: "<<" } && scalar.Tag.IsEmpty);
                break;
            case SequenceStart start:
                Open(new YamlFrame(place, isMapping: false, start.Style == SequenceStyle.Flow), start, "seq");
                break;
            case MappingStart start:
                Open(new YamlFrame(place, isMapping: true, start.Style == MappingStyle.Flow), start, "map");
                break;
            case SequenceEnd or MappingEnd:
                Close();
                break;
            case AnchorAlias alias:
                UseAlias(alias.Value.Value, place);
                break;
        }
    }

    private void Begin(YamlPlace place)
    {
        if (_roots.Count > 0 && !_mayBeFollowed(_roots[^1]))
            throw Refuse(
                "yaml.several-documents",
                "The file contains more than one document.",
                place,
                "Keep one document per file; '---' is allowed only once, at the top.");
        _roots.Add(null);
        _anchors.Clear();
    }

    private void Count(YamlPlace place)
    {
        if (++_nodes > YamlLimits.MaxNodes)
            throw Refuse("yaml.too-large", $"The document has more than {YamlLimits.MaxNodes} nodes.", place);
    }

    private void Open(YamlFrame frame, NodeEvent start, string type)
    {
        Count(frame.Place);
        if (_open.Count >= YamlLimits.MaxDepth)
            throw Refuse("yaml.too-deep", $"The document is nested deeper than {YamlLimits.MaxDepth} levels.", frame.Place);
        if (!start.Tag.IsEmpty && TypeOf(start.Tag) is var tag && tag != type && tag != "!")
            throw UnknownTag(start.Tag, frame.Place);
        if (!start.Anchor.IsEmpty)
        {
            CheckAnchor(start.Anchor.Value, frame.Place);
            frame.Anchor = start.Anchor.Value;
            _openAnchors.Add(frame.Anchor);
        }
        _open.Add(frame);
    }

    private void CheckAnchor(string name, YamlPlace place)
    {
        if (_anchors.ContainsKey(name) || _openAnchors.Contains(name))
            throw Refuse("yaml.anchor", $"The anchor '&{Shown(name)}' is defined twice.", place, "Rename one of them.");
    }

    private void Close()
    {
        var frame = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (frame.Anchor is { } anchor)
            _openAnchors.Remove(anchor);
        Place(frame.Build(), frame.Anchor is null ? AnchorName.Empty : new AnchorName(frame.Anchor), isMerge: false);
    }

    private YamlScalar ReadScalar(YamlDotNet.Core.Events.Scalar scalar, YamlPlace place)
    {
        var text = scalar.Value;
        if (text.Length > YamlLimits.MaxScalarLength)
            throw Refuse("yaml.too-large", $"A string has {text.Length} characters; the maximum is {YamlLimits.MaxScalarLength}.", place);
        if (scalar.Style == ScalarStyle.Plain && _open.Count > 0 && _open[^1].IsFlow)
            CheckFlowWord(text, place);
        if (scalar.Tag.IsEmpty)
            return new YamlScalar(scalar.Style == ScalarStyle.Plain ? YamlScalars.Resolve(text) : new TextValue(text), text, place);
        var type = TypeOf(scalar.Tag) ?? throw UnknownTag(scalar.Tag, place);
        var value = type == "!" ? scalar.Style == ScalarStyle.Plain ? YamlScalars.Resolve(text) : new TextValue(text) : YamlScalars.ResolveAs(type, text);
        return new YamlScalar(value ?? throw Refuse("yaml.tag", $"'{Shown(text)}' is not a valid '!!{type}'.", place), text, place);
    }

    /// <summary>The parser is more lenient inside brackets than YAML 1.1 is.</summary>
    private void CheckFlowWord(string text, YamlPlace place)
    {
        var at = text.AsSpan().IndexOfAny("?[]{}");
        if (at < 0 && text.Length > 0 && text[0] is '|' or '>' or '%' or '@' or '`')
            at = 0;
        if (at >= 0)
            throw Refuse("yaml.syntax", $"'{text[at]}' is not allowed here in an unquoted string inside brackets.", place with { Column = place.Column + at }, text.Length <= 100 && !text.AsSpan().ContainsAny('"', '\\') ? $"Put the string in quotes: \"{text}\"." : "Put the string in quotes.");
    }

    private static string? TypeOf(TagName tag) => tag.Value switch
    {
        "!" => "!",
        ['t', 'a', 'g', ':', 'y', 'a', 'm', 'l', '.', 'o', 'r', 'g', ',', '2', '0', '0', '2', ':', .. var name] => name is "str" or "int" or "float" or "bool" or "null" or "timestamp" or "seq" or "map" ? name : null,
        _ => null,
    };

    private InvalidInputException UnknownTag(TagName tag, YamlPlace place) =>
        Refuse("yaml.tag", $"The tag '{Shown(tag.Value)}' is unknown or not allowed here.", place, "Remove the tag.");

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "...";

    private void UseAlias(string name, YamlPlace place)
    {
        if (name.AsSpan().IndexOfAnyExcept(NameCharacters) is >= 0 and var bad)
            throw Refuse(
                "yaml.alias",
                $"'*' starts an alias name, which cannot contain '{name[bad]}'.",
                place with { Column = place.Column + 1 + bad },
                "Put a string that starts with '*' in quotes.");
        if (_openAnchors.Contains(name))
            throw Refuse("yaml.alias", $"The alias '*{Shown(name)}' refers to an anchor that contains it.", place);
        if (!_anchors.TryGetValue(name, out var node))
            throw Refuse(
                "yaml.alias",
                $"The anchor '&{Shown(name)}' is not defined before this alias.",
                place,
                "Put a string that starts with '*' in quotes.");
        CountAliased(node, place);
        if (_open.Count + node.Depth > YamlLimits.MaxDepth)
            throw Refuse(
                "yaml.too-deep", $"With its aliases expanded, the document is nested deeper than {YamlLimits.MaxDepth} levels.", place);
        Place(node, AnchorName.Empty, isMerge: false);
    }

    private void CountAliased(YamlNode node, YamlPlace place)
    {
        Count(place);
        _aliased += node.Size;
        if (_aliased > YamlLimits.MaxAliasedNodes)
            throw Refuse("yaml.too-large", $"The aliases expand to more than {YamlLimits.MaxAliasedNodes} nodes.", place);
    }

    /// <summary>Puts a finished node where the innermost open container waits for one.</summary>
    private void Place(YamlNode node, AnchorName anchor, bool isMerge)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        if (_open.Count == 0)
        {
            _roots[^1] = node is YamlScalar { Value: NullValue, Text.Length: 0 } ? null : node;
            return;
        }
        var frame = _open[^1];
        if (!frame.IsMapping)
            frame.Items.Add(node);
        else if (frame.Key is null)
            TakeKey(frame, node, isMerge);
        else
            TakeValue(frame, node);
    }

    private void TakeKey(YamlFrame frame, YamlNode node, bool isMerge)
    {
        if (node is not YamlScalar key)
            throw Refuse("yaml.key", "A key must be a string, not a list or a mapping.", node.Place);
        if (key.Value.IsNull)
            throw Refuse("yaml.key", "A key is missing.", node.Place);
        if (!frame.Seen.TryAdd(key.Text, key.Place) && _doubled is not null)
        {
            _doubled(key.Text, key.Place);
            frame.Entries.RemoveAll(entry => entry.Key == key.Text);
        }
        else if (frame.Seen[key.Text] != key.Place)
            throw Refuse(
                "yaml.duplicate-key",
                $"The key '{Shown(key.Text)}' appears twice in one mapping, in line {frame.Seen[key.Text].Line} and in line "
                    + $"{key.Place.Line}.",
                key.Place,
                "Remove one of them.");
        // The parser has no place for the mapping of one pair in "[a: b]".
        if (frame is { IsFlow: true, Seen.Count: 1, Place: { Line: 1, Column: 1 } } && _open.Count > 1)
            frame.Place = key.Place;
        frame.Key = key;
        frame.KeyIsMerge = isMerge;
    }

    private void TakeValue(YamlFrame frame, YamlNode node)
    {
        var key = frame.Key!;
        frame.Key = null;
        if (!frame.KeyIsMerge)
            frame.Entries.Add(new YamlEntry(key.Text, key.Place, node));
        else if (node is YamlMapping mapping)
            Merge(frame, mapping, key.Place);
        else if (node is YamlSequence sequence && sequence.Items.All(item => item is YamlMapping))
            foreach (var item in sequence.Items)
                Merge(frame, (YamlMapping)item, key.Place);
        else
            throw Refuse("yaml.merge", "'<<' requires a mapping or a list of mappings.", node.Place);
    }

    private void Merge(YamlFrame frame, YamlMapping mapping, YamlPlace place)
    {
        CountAliased(mapping, place);
        frame.Merged.AddRange(mapping.Entries);
    }
}
