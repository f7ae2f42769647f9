using System.Text.Json;

namespace Gyre.Labeling.Formats.Canonical;

/// <summary>Shapes in Gyre's own JSON.</summary>
internal static class CanonicalShapes
{
    /// <exception cref="Gyre.Core.InvalidInputException">It is none.</exception>
    public static Geometry Read(JsonElement shape, LabelItem item, Func<string, int> labelOf)
    {
        var kind = Words.Read<GeometryKind>(shape.Text("kind"), "kind of annotation");
        return kind switch
        {
            GeometryKind.Class => WholeItem.Instance,
            GeometryKind.Classes => new LabelChoice([.. shape.Find("labels").Elements().Select(label => labelOf(label.Text() ?? ""))]),
            GeometryKind.Box => BoxOf(shape),
            GeometryKind.RotatedBox => new RotatedBox(SpotOf(shape, "x", "y"), Need(shape, "w"), Need(shape, "h"), Need(shape, "angle")),
            GeometryKind.Ellipse => new Ellipse(SpotOf(shape, "x", "y"), Need(shape, "rx"), Need(shape, "ry"), shape.Number("angle") ?? 0),
            GeometryKind.Polygon =>
                new Polygon([Spots(shape.Find("points")), .. shape.Find("rings").Elements().Select(static ring => Spots(ring))]),
            GeometryKind.Mask => MaskOf(shape),
            GeometryKind.Point when shape.Find("points") is { } points => new PointMark(Spots(points)),
            GeometryKind.Point => new PointMark(SpotOf(shape, "x", "y")),
            GeometryKind.Polyline => new Polyline(Spots(shape.Find("points"))),
            GeometryKind.Span => SpanOf(shape, item),
            GeometryKind.Relation => new Relation(
                shape.Id("from") ?? "", shape.Id("to") ?? "",
                shape.Find("direction") is { } direction ? Words.Read<RelationDirection>(direction.Text(), "direction")
                    : RelationDirection.Right),
            GeometryKind.Text => new FreeText([.. shape.Find("lines").Elements().Select(static line => line.Text() ?? "")]),
            GeometryKind.Answer => new Answer(shape.Text("form") ?? "", shape.Find("answer")?.ToValue() ?? Core.Value.Null),
            _ => new Rating(Need(shape, "stars")),
        };
    }

    public static void Write(Utf8JsonWriter json, Geometry geometry, Func<int, string> nameOf)
    {
        switch (geometry)
        {
            case LabelChoice choice:
                json.WriteStartArray("labels");
                foreach (var label in choice.Labels)
                    json.WriteStringValue(nameOf(label));
                json.WriteEndArray();
                break;
            case Box box:
                Write(json, ("x", box.X), ("y", box.Y), ("w", box.Width), ("h", box.Height));
                break;
            case RotatedBox box:
                Write(json, ("x", box.Centre.X), ("y", box.Centre.Y), ("w", box.Width), ("h", box.Height), ("angle", box.Angle));
                break;
            case Ellipse ellipse:
                Write(json, ("x", ellipse.Centre.X), ("y", ellipse.Centre.Y), ("rx", ellipse.RadiusX), ("ry", ellipse.RadiusY),
                    ("angle", ellipse.Angle));
                break;
            case Polygon polygon:
                Write(json, "points", polygon.Rings[0]);
                if (polygon.Rings.Length > 1)
                    WriteRings(json, polygon);
                break;
            case Mask mask:
                Write(json, mask);
                break;
            case PointMark { Spots: [var spot] }:
                Write(json, ("x", spot.X), ("y", spot.Y));
                break;
            case PointMark mark:
                Write(json, "points", mark.Spots);
                break;
            case Polyline line:
                Write(json, "points", line.Spots);
                break;
            default:
                WriteOthers(json, geometry);
                break;
        }
    }

    private static void WriteOthers(Utf8JsonWriter json, Geometry geometry)
    {
        switch (geometry)
        {
            case TextSpan span:
                json.WriteNumber("start", span.Start);
                json.WriteNumber("end", span.End);
                break;
            case Relation relation:
                json.WriteString("from", relation.From);
                json.WriteString("to", relation.To);
                if (relation.Direction != RelationDirection.Right)
                    json.WriteString("direction", Words.Of(relation.Direction));
                break;
            case FreeText text:
                json.WriteStartArray("lines");
                foreach (var line in text.Lines)
                    json.WriteStringValue(line);
                json.WriteEndArray();
                break;
            case Answer answer:
                json.WriteString("form", answer.Form);
                json.WritePropertyName("answer");
                json.WriteValue(answer.Content);
                break;
            case Rating rating:
                json.WriteNumber("stars", rating.Stars);
                break;
        }
    }

    private static void WriteRings(Utf8JsonWriter json, Polygon polygon)
    {
        json.WriteStartArray("rings");
        foreach (var ring in polygon.Rings.Skip(1))
            WriteSpots(json, ring);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Mask mask)
    {
        if (mask.Frame is { } frame)
            Write(json, ("x", frame.X), ("y", frame.Y), ("w", frame.Width), ("h", frame.Height));
        json.WriteStartArray("size");
        json.WriteNumberValue(mask.Size.Width);
        json.WriteNumberValue(mask.Size.Height);
        json.WriteEndArray();
        json.WriteStartArray("runs");
        foreach (var run in mask.Runs)
            json.WriteNumberValue(run);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        foreach (var (name, value) in numbers)
            json.WriteNumber(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<Spot> spots)
    {
        json.WritePropertyName(name);
        WriteSpots(json, spots);
    }

    private static void WriteSpots(Utf8JsonWriter json, IEnumerable<Spot> spots)
    {
        json.WriteStartArray();
        foreach (var spot in spots)
        {
            json.WriteStartArray();
            json.WriteNumberValue(spot.X);
            json.WriteNumberValue(spot.Y);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static Box BoxOf(JsonElement shape) => new(Need(shape, "x"), Need(shape, "y"), Need(shape, "w"), Need(shape, "h"));

    private static Mask MaskOf(JsonElement shape)
    {
        var mask = new Mask(
            shape.Find("size")?.Numbers() is [var width, var height] ? new PixelSize((int)width, (int)height) : default,
            [.. shape.Find("runs").Elements().Select(static run => run.Integer() ?? -1)]);
        return shape.Find("x") is null ? mask : mask with { Frame = BoxOf(shape) };
    }

    private static TextSpan SpanOf(JsonElement shape, LabelItem item)
    {
        var span = new TextSpan((int)Need(shape, "start"), (int)Need(shape, "end"));
        TextQuotes.Check(item.Text ?? "", span.Start, span.End, shape.Text("text"));
        return span;
    }

    private static IEnumerable<Spot> Spots(JsonElement? points) =>
        points.Elements().Select(static point => point.Numbers() is [var x, var y]
        ? new Spot(x, y)
        : throw LabelRefusal.Of(ProblemKinds.Syntax, "A point is not a pair of numbers.", "Write [x, y]."));

    private static Spot SpotOf(JsonElement shape, string x, string y) => new(Need(shape, x), Need(shape, y));

    private static double Need(JsonElement shape, string name) => shape.Number(name)
        ?? throw LabelRefusal.Of(ProblemKinds.Syntax, $"The number '{name}' is missing.", "Add it.");
}
