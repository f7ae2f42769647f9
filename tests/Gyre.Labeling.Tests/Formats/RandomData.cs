using System.Globalization;
using Gyre.Core;
using Gyre.Labeling;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>Any ontology, items and annotations, the same for a seed.</summary>
internal sealed class RandomData(ulong seed)
{
    private static readonly string[] Words =
        ["car", "Fußgänger", "a b", "x,y", "\"q\"", "<b>&amp;</b>", "O'Neil", "日本", "👍 up", "[list]",
        "- dash", "#1", "null", "1e5",
        "train"];

    private readonly SeededRandom _random = new(seed);

    public LabeledData Make()
    {
        var labels = Some(1, 6, index => new Label
        {
            Id = 10 * index + _random.NextInt(0, 10),
            Name = $"{Word()} {index}",
            Title = Maybe(Word),
            Colour = Maybe(() => $"#{_random.NextInt(0, 0x1000000):x6}"),
            IsRetired = OneIn(8),
        });
        for (var index = 1; index < labels.Count; index++)
            labels[index] = labels[index] with { Parent = OneIn(3) ? labels[_random.NextInt(0, index)].Id : null };
        var attributes = Some(0, 3, index => new LabelAttribute
        {
            Name = $"{Word()} a{index}",
            Title = Maybe(Word),
            Type = (AttributeType)_random.NextInt(0, 5),
            Values = [.. Some(0, 3, _ => Word())],
            Min = Maybe(() => Number(0, 1)),
            IsRequired = OneIn(2),
            IsMultiple = OneIn(2),
            Labels = [.. labels.Where(_ => OneIn(3)).Select(static label => label.Id)],
        });
        var ontology = new Ontology(labels, attributes);
        return new LabeledData(Word(), ontology, Some(0, 5, index => Item(index, ontology)));
    }

    private LabeledItem Item(int index, Ontology ontology)
    {
        var kind = OneIn(2) ? ItemKind.Image : (ItemKind)_random.NextInt(0, 5);
        var isImage = kind == ItemKind.Image;
        var name = isImage ? $"{(OneIn(3) ? "sub/" : "")}im ä{index}.{(OneIn(2) ? "png" : "jpg")}" : $"item{index}.bin";
        var item = new LabelItem
        {
            Id = OneIn(3) ? $"id {index}" : (index + 1).ToString(CultureInfo.InvariantCulture),
            Name = name,
            Kind = kind,
            Size = isImage ? new PixelSize(_random.NextInt(20, 300), _random.NextInt(20, 300)) : null,
            Text = kind == ItemKind.Text ? Sentence() : null,
            Metadata = new([.. Some(0, 2, at => KeyValuePair.Create($"m{at}", AnyValue()))]),
            Split = Maybe(() => _random.NextInt(0, 4) switch { 0 => "train", 1 => "validation", 2 => "test", _ => "fold 1" }),
            Status = OneIn(2) ? ItemStatus.Open : (ItemStatus)_random.NextInt(0, 5),
        };
        var annotations = new List<Annotation>();
        foreach (var at in Enumerable.Range(0, _random.NextInt(0, 7)))
        {
            if (Geometry(item, ontology, annotations) is { } geometry)
                annotations.Add(Annotation(at, geometry, ontology, item));
        }
        return new LabeledItem(item, annotations);
    }

    private Annotation Annotation(int at, Geometry geometry, Ontology ontology, LabelItem item)
    {
        var isModel = OneIn(4);
        var hasLabel = geometry is not (LabelChoice or FreeText or Rating or Relation or Answer) && !OneIn(10);
        return new Annotation
        {
            Id = OneIn(2) ? $"r{at}-{item.Id}" : string.Create(CultureInfo.InvariantCulture, $"{at + 1}"),
            Label = hasLabel ? ontology.Labels[_random.NextInt(0, ontology.Labels.Length)].Id : null,
            Geometry = geometry,
            Attributes = new([.. Some(0, 2, index => KeyValuePair.Create($"{Word()} {index}", AnyValue()))]),
            Origin = isModel
                ? new AnnotationOrigin(true, Maybe(() => "model " + Word()), Maybe(() => Number(0, 1)))
                : new AnnotationOrigin(
                    false, null, null, (LabelMaking)_random.NextInt(0, 3),
                    Maybe(() => _random.NextInt(0, 2) == 0 ? "7" : "ana@example.org")),
            Status = (ReviewStatus)_random.NextInt(0, 4),
            Flags = (AnnotationFlags)_random.NextInt(0, 16),
            Question = OneIn(4) ? "q" + _random.NextInt(0, 2) : null,
            Layer = OneIn(3) ? _random.NextInt(-3, 3) : 0,
            Frames = item.Kind == ItemKind.Video && OneIn(2) ? new FrameRange(3, 3 + _random.NextInt(0, 9)) : null,
            Times = item.Kind is ItemKind.Audio or ItemKind.Video && OneIn(2) ? new TimeRange(1.5, 1.5 + Number(0, 9)) : null,
        };
    }

    private Geometry? Geometry(LabelItem item, Ontology ontology, List<Annotation> before)
    {
        if (item is { Size: { } size } && !OneIn(4))
            return Shape(size);
        if (item.Text is { } text && LabelItem.CodePoints(text) > 1 && OneIn(2))
        {
            var start = _random.NextInt(0, LabelItem.CodePoints(text) - 1);
            return new TextSpan(start, _random.NextInt(start + 1, LabelItem.CodePoints(text) + 1));
        }
        return _random.NextInt(0, 7) switch
        {
            0 or 1 => WholeItem.Instance,
            2 => new LabelChoice([.. ontology.Labels.Where(_ => OneIn(2)).Select(static label => label.Id)]),
            3 => new FreeText([.. Some(1, 3, _ => Sentence())]),
            4 => new Rating(_random.NextInt(0, 6)),
            5 when before.Count > 1 => new Relation(before[0].Id, before[^1].Id, (RelationDirection)_random.NextInt(0, 3)),
            6 => new Answer("number", Value.Of(_random.NextLong(0, 9))),
            _ => null,
        };
    }

    private Geometry Shape(PixelSize size)
    {
        Spot Any() => new(Number(0, size.Width), Number(0, size.Height));
        var (x, y) = (Number(0, size.Width - 3), Number(0, size.Height - 3));
        var (width, height) = (Number(1, size.Width - x), Number(1, size.Height - y));
        var centre = new Spot(size.Width / 2.0, size.Height / 2.0);
        return _random.NextInt(0, 8) switch
        {
            0 or 1 => new Box(x, y, width, height),
            2 => new RotatedBox(centre, Number(1, 12), Number(1, 12), Number(1, 359)),
            3 => new Ellipse(centre, Number(1, 9), Number(1, 9), Number(1, 359)),
            4 => new Polygon(Some(1, 3, _ => Some(3, 6, _ => Any()).AsEnumerable())),
            5 => Mask.OfPixels(size, (column, row) => (column == 0 && row == 0)
                || ((column / 7 + row / 5) % 3 == 0 && OneIn(9) == (column % 2 == 0))),
            6 => new Polyline(Some(2, 5, _ => Any())),
            _ => new PointMark(Some(1, 3, _ => Any())),
        };
    }

    private Value AnyValue() => _random.NextInt(0, 5) switch
    {
        0 => Value.Of(_random.NextLong(-5, 5)),
        1 => Value.Of(OneIn(2)),
        2 => Value.Of([Value.Of(Word()), Value.Of(Sentence())]),
        3 => Value.Of(Sentence()),
        _ => Value.Of(Word()),
    };

    private string Sentence() => string.Join(OneIn(4) ? "\n" : OneIn(4) ? "\r\n  " : " ", Some(1, 6, _ => Word()));

    private string Word() => Words[_random.NextInt(0, Words.Length)];

    private double Number(double from, double to) => OneIn(3) ? Math.Round(from + (to - from) * _random.NextDouble()) is var whole
        && whole > from && whole < to ? whole : from + (to - from) / 2
        : from + (to - from) * _random.NextDouble();

    private bool OneIn(int count) => _random.NextInt(0, count) == 0;

    private T? Maybe<T>(Func<T> make)
        where T : class => OneIn(2) ? make() : null;

    private double? Maybe(Func<double> make) => OneIn(2) ? make() : null;

    private List<T> Some<T>(int least, int most, Func<int, T> make) =>
        [.. Enumerable.Range(0, _random.NextInt(least, most + 1)).Select(make)];
}
