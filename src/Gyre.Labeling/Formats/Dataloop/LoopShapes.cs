using System.Text.Json;

namespace Gyre.Labeling.Formats.Dataloop;

/// <summary>Coordinates of Dataloop, whose form depends on the type.</summary>
internal static class LoopShapes
{
    private const string PngData = "data:image/png;base64,";

    /// <exception cref="Gyre.Core.InvalidInputException">There is no such type, or it is not complete.</exception>
    public static Geometry Read(JsonElement annotation)
    {
        var type = annotation.Text("type") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The annotation has no 'type'.", "Add it.");
        var coordinates = annotation.Find("coordinates") ?? default;
        return type switch
        {
            "class" => WholeItem.Instance,
            "box" => BoxOf(coordinates, annotation),
            "segment" => new Polygon(Rings(coordinates)),
            "polyline" => new Polyline(Rings(coordinates).FirstOrDefault() ?? []),
            "point" => new PointMark(
                SpotOf(coordinates.ValueKind == JsonValueKind.Array && coordinates.GetArrayLength() == 1 ? coordinates[0] : coordinates)),
            "ellipse" => new Ellipse(
                SpotOf(coordinates.Find("center") ?? default), Need(coordinates, "rx"), Need(coordinates, "ry"),
                coordinates.Number("angle") ?? 0),
            "binary" => PngMask.Read(Bytes(coordinates)),
            "text_mark" => new TextSpan(
                coordinates.Integer("start") ?? annotation.Integer("start") ?? -1, coordinates.Integer("end") ?? annotation.Integer("end")
                    ?? -1),
            _ => throw LabelRefusal.Of(
                ProblemKinds.UnsupportedType, $"Annotations of the type '{ProblemLog.Short(type)}' are not known.",
                "Remove it, or draw it as another shape."),
        };
    }

    public static void Write(Utf8JsonWriter json, Geometry geometry)
    {
        json.WriteString("type", geometry switch
        {
            WholeItem => "class",
            Box or RotatedBox => "box",
            Polygon => "segment",
            Polyline => "polyline",
            PointMark => "point",
            Ellipse => "ellipse",
            TextSpan => "text_mark",
            _ => "binary",
        });
        if (geometry is WholeItem)
            return;
        json.WritePropertyName("coordinates");
        WriteCoordinates(json, geometry);
    }

    private static void WriteCoordinates(Utf8JsonWriter json, Geometry geometry)
    {
        switch (geometry)
        {
            case Box box:
                WriteBox(json, box.X, box.Y, box.X + box.Width, box.Y + box.Height, null);
                break;
            case RotatedBox box:
                var (x, y) = (box.Width / 2, box.Height / 2);
                WriteBox(json, box.Centre.X - x, box.Centre.Y - y, box.Centre.X + x, box.Centre.Y + y, box.Angle);
                break;
            case Polygon polygon:
                WriteRings(json, polygon.Rings.Select(static ring => ring.AsEnumerable()));
                break;
            case Polyline line:
                WriteRings(json, [line.Spots]);
                break;
            case PointMark mark:
                WriteSpot(json, mark.Spots[0]);
                break;
            case Ellipse ellipse:
                json.WriteStartObject();
                json.WritePropertyName("center");
                WriteSpot(json, ellipse.Centre);
                json.WriteNumber("rx", ellipse.RadiusX);
                json.WriteNumber("ry", ellipse.RadiusY);
                json.WriteNumber("angle", ellipse.Angle);
                json.WriteEndObject();
                break;
            case Mask mask:
                json.WriteStringValue(PngData + Convert.ToBase64String(PngMask.Write(mask)));
                break;
        }
    }

    private static void WriteBox(Utf8JsonWriter json, double left, double top, double right, double bottom, double? angle)
    {
        json.WriteStartArray();
        WriteSpot(json, new(left, top));
        WriteSpot(json, new(right, bottom));
        if (angle is { } turn)
            json.WriteNumberValue(turn);
        json.WriteEndArray();
    }

    private static void WriteRings(Utf8JsonWriter json, IEnumerable<IEnumerable<Spot>> rings)
    {
        json.WriteStartArray();
        foreach (var ring in rings)
        {
            json.WriteStartArray();
            foreach (var spot in ring)
                WriteSpot(json, spot);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteSpot(Utf8JsonWriter json, Spot spot)
    {
        json.WriteStartObject();
        json.WriteNumber("x", spot.X);
        json.WriteNumber("y", spot.Y);
        json.WriteNumber("z", 0);
        json.WriteEndObject();
    }

    /// <summary>Two corners in any order, and an angle for a turned box.</summary>
    private static Geometry BoxOf(JsonElement coordinates, JsonElement annotation)
    {
        if (coordinates.ValueKind != JsonValueKind.Array || coordinates.GetArrayLength() is < 2 or > 3)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, "A box has two corners.", "Write [{x, y, z}, {x, y, z}], and the angle behind them.");
        var (a, b) = (SpotOf(coordinates[0]), SpotOf(coordinates[1]));
        var (left, top) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        var (width, height) = (Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));
        var angle = coordinates.GetArrayLength() < 3 ? annotation.Number("angle") : coordinates[2].Number()
            ?? coordinates[2].Number("angle")
            ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The angle of the box is no number.", "Write degrees.");
        return angle is { } turn && Turns.Positive(LabelRefusal.Coordinate(turn)) != 0
            ? new RotatedBox(new Spot(left + width / 2, top + height / 2), width, height, turn)
            : new Box(left, top, width, height);
    }

    /// <summary>Rings, or one ring that is not in a list of its own, as older files have it.</summary>
    private static IEnumerable<IEnumerable<Spot>> Rings(JsonElement coordinates)
    {
        var parts = ((JsonElement?)coordinates).Elements().ToList();
        return parts.Count > 0 && parts[0].ValueKind == JsonValueKind.Object
            ? [parts.Select(SpotOf)]
            : parts.Select(static ring => ((JsonElement?)ring).Elements().Select(SpotOf));
    }

    private static Spot SpotOf(JsonElement spot) => new(Need(spot, "x"), Need(spot, "y"));

    private static double Need(JsonElement element, string name) => element.Number(name)
        ?? throw LabelRefusal.Of(ProblemKinds.Syntax, $"The number '{name}' is missing.", "Add it, in pixels.");

    private static byte[] Bytes(JsonElement coordinates)
    {
        var text = coordinates.Text() ?? coordinates.Text("data") ?? "";
        var packed = text.StartsWith(PngData, StringComparison.Ordinal) ? text[PngData.Length..] : text;
        var bytes = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, bytes, out var length) && length > 0
            ? bytes[..length]
            : throw LabelRefusal.Of(ProblemKinds.MaskSize, "The mask is not base64.", "Write data:image/png;base64,...");
    }
}
