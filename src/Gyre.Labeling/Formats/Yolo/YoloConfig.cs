using System.Globalization;
using Gyre.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gyre.Labeling.Formats.Yolo;

/// <summary>What <c>data.yaml</c> says: the names of classes, and where images are.</summary>
internal sealed class YoloConfig
{
    private const int MaxEvents = 1_000_000;

    /// <summary>Folder of the images, as it is written; empty for none.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Folders or lists of images by split.</summary>
    public Dictionary<string, List<string>> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>Names by class number; null where there are none.</summary>
    public SortedDictionary<int, string>? Names { get; private set; }

    public int? Count { get; private set; }

    /// <exception cref="InvalidInputException">It is no YAML, or has anchors, or is too large.</exception>
    public static YoloConfig Read(string text)
    {
        var config = new YoloConfig();
        var parser = new Parser(new StringReader(text));
        var events = 0;
        string? key = null;
        var depth = 0;
        var list = new List<string>();
        try
        {
            while (parser.MoveNext())
            {
                if (++events > MaxEvents || depth > 16)
                    throw LabelRefusal.Of(
                        ProblemKinds.TooLarge, "The file has too many values or levels.", "Only names and folders belong into it.");
                switch (parser.Current)
                {
                    case AnchorAlias:
                        throw LabelRefusal.Of(ProblemKinds.Syntax, "The file uses anchors.", "Write the values out.");
                    case MappingStart or SequenceStart:
                        depth++;
                        list.Clear();
                        break;
                    case MappingEnd or SequenceEnd:
                        if (--depth == 1 && key is not null)
                        {
                            config.Take(key, list, parser.Current is MappingEnd);
                            key = null;
                        }
                        break;
                    case Scalar scalar when depth == 1 && key is null:
                        key = scalar.Value;
                        list.Clear();
                        break;
                    case Scalar scalar when depth == 1:
                        config.Take(key!, scalar.Value);
                        key = null;
                        break;
                    case Scalar scalar:
                        list.Add(scalar.Value);
                        break;
                }
            }
        }
        catch (YamlException exception)
        {
            throw LabelRefusal.Of(ProblemKinds.Syntax, $"Line {exception.Start.Line} is not valid YAML.", "Write it again.");
        }
        return config;
    }

    private void Take(string key, string value)
    {
        switch (key)
        {
            case "path":
                Path = value;
                break;
            case "train" or "val" or "test" when value.Length > 0 && value is not ("~" or "null"):
                Parts[key] = [value];
                break;
            case "nc" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                Count = count;
                break;
        }
    }

    private void Take(string key, List<string> values, bool isMap)
    {
        if (key is "train" or "val" or "test" && !isMap)
            Parts[key] = [.. values];
        if (key != "names")
            return;
        Names = [];
        foreach (var (index, pair) in values.Chunk(isMap ? 2 : 1).Index())
        {
            var number = index;
            if (isMap && !int.TryParse(pair[0], NumberStyles.None, CultureInfo.InvariantCulture, out number))
                throw LabelRefusal.Of(
                    ProblemKinds.Syntax, $"'{ProblemLog.Short(pair[0])}' is no number of a class.", "Number the names from 0.");
            if (number >= Ontology.MaxLabels)
                throw LabelRefusal.Of(
                    ProblemKinds.TooLarge, $"There are more than {Ontology.MaxLabels} classes.", "Check the numbers of the names.");
            Names[number] = pair[^1];
        }
    }
}
