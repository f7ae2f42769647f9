using System.Text;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Yolo;

/// <summary>Reads a folder of YOLO labels: a text file per image, the names of the classes, and where images are.</summary>
internal sealed class YoloReader(ImportWork work, YoloShape shape)
{
    private const string Labels = "labels";
    private const string Predictions = "predictions";
    private static readonly string[] ConfigNames = ["data.yaml", "data.yml", "dataset.yaml"];

    private readonly Dictionary<string, ItemBuilder> _byStem = new(StringComparer.Ordinal);
    private readonly List<int> _classes = [];
    private readonly List<string> _imageFolders = [];
    private bool _hasNames;

    public void Read()
    {
        if (!work.Source.IsFolder)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "It is a file.", "Give the folder with 'labels' and 'classes.txt' or 'data.yaml'.");
        var config = ReadConfig();
        ReadNames(config);
        FindImageFolders(config);
        ReadSizes();
        var files = LabelFiles();
        ReadParts(config);
        if (files.Count == 0 && work.Data.Items.Count == 0 && work.Source.Find(SizeList.FileName) is null)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, "There are no files with labels.", "They are called labels/NAME.txt, one for each image.");
        foreach (var file in files)
            ReadFile(file, Key(file.Name), isPrediction: false);
        foreach (var file in work.Source.Files(".txt", Predictions))
            ReadFile(file, Key(file.Name), isPrediction: true);
    }

    private YoloConfig? ReadConfig()
    {
        var file = ConfigNames.Select(work.Source.Find).FirstOrDefault(static found => found is not null)
            ?? work.Source.Files(".yaml").FirstOrDefault(static found => !found.Name.Contains('/', StringComparison.Ordinal));
        if (file is null)
            return null;
        try
        {
            return YoloConfig.Read(Encoding.UTF8.GetString(ImportSource.ReadAll(file)).TrimStart('\uFEFF'));
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, new(file.Name));
            return null;
        }
    }

    private void ReadNames(YoloConfig? config)
    {
        if (config?.Names is { } names)
        {
            _hasNames = true;
            for (var number = 0; number <= names.Keys.DefaultIfEmpty(-1).Max(); number++)
                Declare(names.GetValueOrDefault(number) ?? NumberName(number), new("data.yaml", Element: $"names[{number}]"));
            return;
        }
        if ((work.Source.Find("classes.txt") ?? work.Source.Find("labels/classes.txt") ?? work.Source.Find("obj.names")) is not { } file)
            return;
        _hasNames = true;
        var blanks = 0;
        foreach (var (number, text) in LineFile.Read(file))
        {
            // Blank lines at the end are none; one between others would move the classes behind it.
            if (text.Trim().Length == 0)
            {
                blanks++;
                continue;
            }
            for (; blanks > 0; blanks--)
                work.Log.Add(ProblemKinds.Syntax, "A line between the names of classes is blank.", "Remove it, or give the class a name.",
                    new(file.Name, number - blanks));
            Declare(text.Trim(), new(file.Name, number));
        }
    }

    private void Declare(string name, Place place)
    {
        if (work.Data.Declare(name, null, place) is { } label)
            _classes.Add(label.Id);
    }

    private static string NumberName(int number) => $"class {number}";

    /// <summary>Images stand beside the labels, or where the configuration says, if that is the folder itself or the one above
    /// it.</summary>
    private void FindImageFolders(YoloConfig? config)
    {
        var root = work.Source.Path;
        if (work.Options.Images is { } given)
            _imageFolders.Add(Path.GetFullPath(given));
        _imageFolders.AddRange([Path.Join(root, "images"), root]);
        if (config is not null && Path.GetFullPath(Path.Join(root, config.Path)) is var place && !Path.IsPathRooted(config.Path)
            && place == Path.GetDirectoryName(root))
            _imageFolders.AddRange([Path.Join(place, "images"), place]);
        if (config is null && Path.GetDirectoryName(root) is { } above)
            _imageFolders.Add(Path.Join(above, "images"));
    }

    private void ReadSizes()
    {
        if (work.Source.Find(SizeList.FileName) is not { } file)
            return;
        foreach (var (name, size) in SizeList.Read(work, file))
            Begin(ItemPaths.Stem(name), name, size, split: null, new(file.Name));
    }

    private List<SourceFile> LabelFiles() =>
    [
        .. work.Source.Files(".txt").Where(static file =>
        {
            var segments = file.Name.Split('/');
            if (segments[0] == Predictions || segments[^1] is "classes.txt")
                return false;
            return segments.Length > 1 ? segments.SkipLast(1).Contains(Labels, StringComparer.Ordinal) : !IsList(segments[0]);
        }),
    ];

    private static bool IsList(string name) =>
        SplitWords.Of(Path.GetFileNameWithoutExtension(name).Replace("autosplit_", "", StringComparison.Ordinal)) is not null
        || name is "README.txt" or "README.roboflow.txt" or "README.dataset.txt";

    /// <summary>The item that a file is about: its path without the folders of labels.</summary>
    private static string Key(string file)
    {
        var segments = file.Split('/').ToList();
        var at = segments.LastIndexOf(Labels);
        if (at >= 0)
            segments.RemoveAt(at);
        if (segments[0] == Predictions)
            segments.RemoveAt(0);
        return ItemPaths.Stem(string.Join('/', segments));
    }

    private void ReadParts(YoloConfig? config)
    {
        foreach (var name in new[] { "train", "val", "test" })
        {
            var lists = config?.Parts.GetValueOrDefault(name)?.Where(static part => part.EndsWith(".txt", StringComparison.Ordinal))
                ?? [name + ".txt"];
            foreach (var list in lists.Select(part => work.Source.Find(part.TrimStart('.', '/'))).OfType<SourceFile>())
                ReadList(list, SplitWords.Of(name)!);
        }
    }

    private void ReadList(SourceFile file, string split)
    {
        foreach (var (number, text) in LineFile.Read(file))
        {
            if (text.Trim().Length == 0)
                continue;
            var place = new Place(file.Name, number);
            try
            {
                var path = text.Trim();
                path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
                var segments = ItemPaths.Safe(path).Split('/').ToList();
                segments.Remove("images");
                var name = string.Join('/', segments);
                if (Begin(ItemPaths.Stem(name), name, null, split, place) is { } item)
                    item.Item = item.Item with { Split = split };
            }
            catch (InvalidInputException refusal)
            {
                work.Log.Add(refusal, place);
            }
        }
    }

    private ItemBuilder? Begin(string stem, string? name, PixelSize? size, string? split, Place place)
    {
        if (_byStem.TryGetValue(stem, out var known))
            return known;
        var found = size is null ? ImageHeaders.Find(_imageFolders, stem) : null;
        split ??= stem.Split('/').SkipLast(1).Select(SplitWords.Of).FirstOrDefault(static word => word is not null);
        var item = work.Data.Begin(place, () => new LabelItem
        {
            Id = name ?? found?.Name ?? ItemPaths.Safe(stem),
            Name = name ?? found?.Name ?? ItemPaths.Safe(stem),
            Size = size ?? found?.Size,
            IsInFractions = size is null && found is null,
            Split = split,
        });
        if (item is not null)
            _byStem[stem] = item;
        if (item is { Item.IsInFractions: true })
            work.Log.Lose("sizes of images that were not found (coordinates are parts of width and height)");
        return item;
    }

    private void ReadFile(SourceFile file, string stem, bool isPrediction)
    {
        work.Cancellation.ThrowIfCancellationRequested();
        if (Begin(stem, null, null, null, new(file.Name)) is not { } item)
            return;
        try
        {
            foreach (var (number, text) in LineFile.Read(file))
            {
                if (text.Trim().Length > 0)
                    item.Add(new(file.Name, number), null, id => ReadLine(text, id, item.Item, isPrediction));
            }
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, new(file.Name));
        }
    }

    private Annotation ReadLine(string text, string id, LabelItem item, bool isPrediction)
    {
        var (number, geometry, score) =
            YoloLine.Read(text.Replace('\t', ' '), shape, isPrediction, item.Size?.Width ?? 1, item.Size?.Height ?? 1);
        while (!_hasNames && number < Ontology.MaxLabels && _classes.Count <= number)
            Declare(NumberName(_classes.Count), default);
        if (number >= _classes.Count)
            throw LabelRefusal.Of(
                ProblemKinds.UnknownLabel, $"There is no class {number}; the list has {_classes.Count}.",
                "Add its name to classes.txt or data.yaml.");
        return new Annotation
        {
            Id = id,
            Label = _classes[number],
            Geometry = geometry,
            Origin = isPrediction ? new AnnotationOrigin(IsModel: true, Confidence: score) : AnnotationOrigin.Human,
        };
    }
}
