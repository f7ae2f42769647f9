using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Gyre.Labeling.Formats.Cvat;

/// <summary>Shapes of CVAT: numbers in attributes, points as <c>x,y;x,y</c>.</summary>
internal static class CvatShapes
{
    /// <summary>The shape of an element; null when there is no such shape.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">It is one, but not complete.</exception>
    public static Geometry? Read(XElement element, LabelItem item) => element.Name.LocalName switch
    {
        "tag" => WholeItem.Instance,
        "box" => BoxOf(element),
        "polygon" => new Polygon([Points(element)]),
        "polyline" => new Polyline(Points(element)),
        "points" => new PointMark(Points(element)),
        "ellipse" => new Ellipse(
            new Spot(Need(element, "cx"), Need(element, "cy")), Need(element, "rx"), Need(element, "ry"), Angle(element)),
        "mask" => MaskOf(element, item),
        _ => null,
    };

    public static string NameOf(Geometry geometry) => geometry switch
    {
        WholeItem => "tag",
        Box or RotatedBox => "box",
        Polygon => "polygon",
        Polyline => "polyline",
        PointMark => "points",
        Ellipse => "ellipse",
        _ => "mask",
    };

    public static void Write(XmlWriter xml, Geometry geometry)
    {
        switch (geometry)
        {
            case Box box:
                Write(xml, ("xtl", box.X), ("ytl", box.Y), ("xbr", box.X + box.Width), ("ybr", box.Y + box.Height));
                break;
            case RotatedBox box:
                Write(
                    xml, ("xtl", box.Centre.X - box.Width / 2), ("ytl", box.Centre.Y - box.Height / 2),
                    ("xbr", box.Centre.X + box.Width / 2),
                    ("ybr", box.Centre.Y + box.Height / 2), ("rotation", box.Angle));
                break;
            case Ellipse ellipse:
                Write(xml, ("cx", ellipse.Centre.X), ("cy", ellipse.Centre.Y), ("rx", ellipse.RadiusX), ("ry", ellipse.RadiusY),
                    ("rotation", ellipse.Angle));
                break;
            case Polygon polygon:
                WritePoints(xml, polygon.Rings[0]);
                break;
            case Polyline line:
                WritePoints(xml, line.Spots);
                break;
            case PointMark mark:
                WritePoints(xml, mark.Spots);
                break;
            case Mask mask:
                WriteMask(xml, mask);
                break;
        }
    }

    private static Geometry BoxOf(XElement element)
    {
        var (left, top, right, bottom) = (Need(element, "xtl"), Need(element, "ytl"), Need(element, "xbr"), Need(element, "ybr"));
        var angle = Turns.Positive(Angle(element));
        return angle == 0
            ? new Box(left, top, right - left, bottom - top)
            : new RotatedBox(new Spot((left + right) / 2, (top + bottom) / 2), right - left, bottom - top, angle);
    }

    private static double Angle(XElement element) => element.Attribute("rotation") is { } rotation
        ? XmlParts.NeedNumber(rotation.Value, "rotation") : 0;

    private static double Need(XElement element, string name) => XmlParts.NeedNumber(element.Attribute(name)?.Value, name);

    private static Spot[] Points(XElement element)
    {
        var text = element.Attribute("points")?.Value ?? "";
        return
        [
            .. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static point => point.Split(',') is [var x, var y]
                ? new Spot(XmlParts.NeedNumber(x, "points"), XmlParts.NeedNumber(y, "points"))
                : throw LabelRefusal.Of(ProblemKinds.Syntax, "A point is not 'x,y'.", "Write points as x,y;x,y.")),
        ];
    }

    /// <summary>Runs row by row within a rectangle.</summary>
    private static Mask MaskOf(XElement element, LabelItem item)
    {
        if (item.Size is not { } size || size.Pixels > ImportLimits.MaxUnpackedPixels)
            throw LabelRefusal.Of(
                ProblemKinds.SizeOutOfRange, "The size of the image is missing, or too large for a mask.", "Add width and height.");
        var (left, top, width, height) = (Whole(element, "left"), Whole(element, "top"), Whole(element, "width"), Whole(element, "height"));
        if (left < 0 || top < 0 || width < 1 || height < 1 || left + width > size.Width || top + height > size.Height)
            throw LabelRefusal.Of(ProblemKinds.CoordinateOutOfRange, "The mask leaves its image.", "Export it again.");
        var isOn = new bool[width * height];
        var at = 0L;
        var isOnNow = false;
        foreach (var word in (element.Attribute("rle")?.Value ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var run) || at + run > isOn.Length)
                throw LabelRefusal.Of(
                    ProblemKinds.MaskSize, "The runs of the mask are longer than its rectangle, or no numbers.", "Export it again.");
            isOn.AsSpan((int)at, run).Fill(isOnNow);
            at += run;
            isOnNow = !isOnNow;
        }
        if (at != isOn.Length)
            throw LabelRefusal.Of(ProblemKinds.MaskSize, "The runs of the mask do not fill its rectangle.", "Export it again.");
        return Mask.OfPixels(
            size, (x, y) => x >= left && x < left + width && y >= top && y < top + height
            && isOn[(y - (int)top) * (int)width + x - (int)left]);
    }

    private static long Whole(XElement element, string name) => XmlParts.NeedNumber(element.Attribute(name)?.Value, name) is var number
        && Math.Floor(number) == number && Math.Abs(number) <= PixelSize.MaxSide
        ? (long)number
        : throw LabelRefusal.Of(ProblemKinds.CoordinateOutOfRange, $"'{name}' is not a whole number of pixels.", "Export it again.");

    private static void WriteMask(XmlWriter xml, Mask mask)
    {
        var bounds = mask.Bounds!.Value;
        var (left, top, width, height) =
            ((int)bounds.Left, (int)bounds.Top, (int)(bounds.Right - bounds.Left), (int)(bounds.Bottom - bounds.Top));
        var isOn = new bool[(long)width * height];
        foreach (var (start, length) in mask.Ranges())
        {
            for (var at = start; at < start + length; at++)
                isOn[(at % mask.Size.Height - top) * width + at / mask.Size.Height - left] = true;
        }
        var runs = new List<int>();
        var (isLastOn, count) = (false, 0);
        foreach (var pixel in isOn)
        {
            if (pixel != isLastOn)
            {
                runs.Add(count);
                (isLastOn, count) = (pixel, 0);
            }
            count++;
        }
        runs.Add(count);
        xml.WriteAttributeString("rle", string.Join(", ", runs.Select(static run => run.ToString(CultureInfo.InvariantCulture))));
        Write(xml, ("left", left), ("top", top), ("width", width), ("height", height));
    }

    private static void WritePoints(XmlWriter xml, IEnumerable<Spot> spots) =>
        xml.WriteAttributeString("points", string.Join(';', spots.Select(static spot => $"{Text(spot.X)},{Text(spot.Y)}")));

    private static void Write(XmlWriter xml, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        foreach (var (name, value) in numbers)
            xml.WriteAttributeString(name, Text(value));
    }

    private static string Text(double number) => number.ToString("0.00####", CultureInfo.InvariantCulture);
}
