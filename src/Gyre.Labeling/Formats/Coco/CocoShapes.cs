using System.Text.Json;

namespace Gyre.Labeling.Formats.Coco;

/// <summary>Shapes of COCO: a box for each, and either rings, runs or nothing beside it.</summary>
internal static class CocoShapes
{
    /// <exception cref="Gyre.Core.InvalidInputException">It is none.</exception>
    public static Geometry Read(JsonElement annotation, ProblemLog log)
    {
        var segmentation = annotation.Find("segmentation");
        if (segmentation is { ValueKind: JsonValueKind.Object } runs)
            return ReadMask(runs, annotation);
        if (segmentation is { ValueKind: JsonValueKind.Array } rings && rings.GetArrayLength() > 0)
            return ReadPolygon(rings, annotation, log);
        return ReadBox(annotation)
            ?? throw LabelRefusal.Of(
            ProblemKinds.Syntax, "The annotation has no box of four numbers.", "Write \"bbox\": [x, y, width, height].");
    }

    public static void Write(Utf8JsonWriter json, Geometry geometry)
    {
        var bounds = geometry is Mask { Frame.Bounds: { } frame } ? frame : geometry.Bounds!.Value;
        var (width, height) = geometry is Box box ? (box.Width, box.Height) : geometry is Mask { Frame: { } own } ? (own.Width, own.Height)
            : (bounds.Right - bounds.Left, bounds.Bottom - bounds.Top);
        json.WriteStartArray("bbox");
        foreach (var number in (ReadOnlySpan<double>)[bounds.Left, bounds.Top, width, height])
            json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteNumber("area", geometry switch { Polygon polygon => polygon.Area, Mask mask => mask.Area, _ => width * height });
        json.WritePropertyName("segmentation");
        if (geometry is Mask runs)
            WriteRuns(json, runs);
        else
            WriteRings(json, geometry as Polygon);
    }

    private static void WriteRuns(Utf8JsonWriter json, Mask mask)
    {
        json.WriteStartObject();
        json.WriteString("counts", CocoRuns.Pack(mask.Runs.AsSpan()));
        json.WriteStartArray("size");
        json.WriteNumberValue(mask.Size.Height);
        json.WriteNumberValue(mask.Size.Width);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRings(Utf8JsonWriter json, Polygon? polygon)
    {
        json.WriteStartArray();
        foreach (var ring in polygon?.Rings ?? [])
        {
            json.WriteStartArray();
            foreach (var spot in ring)
            {
                json.WriteNumberValue(spot.X);
                json.WriteNumberValue(spot.Y);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static Box? ReadBox(JsonElement annotation) =>
        annotation.Find("bbox")?.Numbers() is [var x, var y, var width, var height] ? new Box(x, y, width, height) : null;

    private static Polygon ReadPolygon(JsonElement rings, JsonElement annotation, ProblemLog log)
    {
        var polygon = new Polygon(rings.EnumerateArray().Select(static ring =>
        {
            var numbers = ring.Numbers();
            return numbers is not null && numbers.Length % 2 == 0
                ? numbers.Chunk(2).Select(static pair => new Spot(pair[0], pair[1]))
                : throw LabelRefusal.Of(
                    ProblemKinds.Syntax, "A ring of the polygon is not a list of pairs of numbers.", "Write [x1, y1, x2, y2, ...].");
        }));
        if (annotation.Find("bbox")?.Numbers() is [var x, var y, _, _] && polygon.Bounds is { } own
            && Math.Abs(own.Left - x) + Math.Abs(own.Top - y) > 2)
            log.Lose("boxes that are not those of their polygons");
        return polygon;
    }

    private static Mask ReadMask(JsonElement runs, JsonElement annotation)
    {
        if (runs.Find("size")?.Numbers() is not [var height, var width] || height != Math.Floor(height) || width != Math.Floor(width)
            || Math.Max(Math.Abs(height), Math.Abs(width)) > int.MaxValue)
            throw LabelRefusal.Of(ProblemKinds.MaskSize, "The mask has no size of two whole numbers.", "Write \"size\": [height, width].");
        var size = new PixelSize((int)width, (int)height);
        var counts = runs.Find("counts") switch
        {
            { ValueKind: JsonValueKind.String } packed => CocoRuns.Unpack(packed.Text()!),
            { ValueKind: JsonValueKind.Array } plain => [.. plain.EnumerateArray().Select(static run => run.Integer()
                ?? throw LabelRefusal.Of(ProblemKinds.MaskSize, "A run of the mask is not a whole number.", "Export it again."))],
            _ => throw LabelRefusal.Of(ProblemKinds.MaskSize, "The mask has no runs.", "Write \"counts\"."),
        };
        var mask = new Mask(size, counts);
        var own = mask.Bounds!.Value;
        var isOwn = ReadBox(annotation) is not { } box || (Math.Abs(box.X - own.Left) <= 1 && Math.Abs(box.Y - own.Top) <= 1
            && Math.Abs(box.X + box.Width - own.Right) <= 1 && Math.Abs(box.Y + box.Height - own.Bottom) <= 1);
        return isOwn ? mask : mask with { Frame = ReadBox(annotation) };
    }
}
