using System.Text.Json;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Values of results on images: numbers in percent of the image.</summary>
internal static class StudioShapes
{
    /// <exception cref="Gyre.Core.InvalidInputException">It is none.</exception>
    public static Geometry Read(StudioType type, JsonElement value, PixelSize? size)
    {
        var scale = new Scale(size);
        if (type == StudioType.Rectangle)
            return RectangleOf(value, scale);
        if (type == StudioType.Polygon)
            return new Polygon([value.Find("points").Elements().Select(point => point.Numbers() is [var x, var y]
                ? scale.Spot(x, y)
                : throw LabelRefusal.Of(ProblemKinds.Syntax, "A point is not a pair of numbers.", "Write [x, y] in percent."))]);
        if (type == StudioType.KeyPoint)
            return new PointMark(scale.Spot(Need(value, "x"), Need(value, "y")));
        if (type == StudioType.Ellipse)
            return new Ellipse(
                scale.Spot(Need(value, "x"), Need(value, "y")), scale.X(Need(value, "radiusX")), scale.Y(Need(value, "radiusY")),
                value.Number("rotation") ?? 0);
        return MaskOf(value, size
            ?? throw LabelRefusal.Of(
            ProblemKinds.MaskSize, "The size of the image is not known.", "Add original_width and original_height."));
    }

    public static void Write(Utf8JsonWriter json, Geometry geometry, LabelItem item)
    {
        var scale = new Scale(item.Size);
        switch (geometry)
        {
            case Box box:
                Write(json, ("x", scale.PercentX(box.X)), ("y", scale.PercentY(box.Y)), ("width", scale.PercentX(box.Width)),
                    ("height", scale.PercentY(box.Height)), ("rotation", 0));
                break;
            case RotatedBox box:
                var corner = box.Corners[0];
                Write(
                    json, ("x", scale.PercentX(corner.X)), ("y", scale.PercentY(corner.Y)), ("width", scale.PercentX(box.Width)),
                    ("height", scale.PercentY(box.Height)), ("rotation", box.Angle));
                break;
            case Ellipse ellipse:
                Write(
                    json, ("x", scale.PercentX(ellipse.Centre.X)), ("y", scale.PercentY(ellipse.Centre.Y)),
                    ("radiusX", scale.PercentX(ellipse.RadiusX)),
                    ("radiusY", scale.PercentY(ellipse.RadiusY)), ("rotation", ellipse.Angle));
                break;
            case PointMark mark:
                Write(json, ("x", scale.PercentX(mark.Spots[0].X)), ("y", scale.PercentY(mark.Spots[0].Y)), ("width", 0.5));
                break;
            case Polygon polygon:
                WritePoints(json, polygon, scale);
                break;
            case Mask mask:
                json.WriteString("format", "rle");
                json.WriteStartArray("rle");
                foreach (var packed in BrushRuns.Pack(mask))
                    json.WriteNumberValue(packed);
                json.WriteEndArray();
                break;
        }
    }

    private static void WritePoints(Utf8JsonWriter json, Polygon polygon, Scale scale)
    {
        json.WriteStartArray("points");
        foreach (var spot in polygon.Rings[0])
        {
            json.WriteStartArray();
            json.WriteNumberValue(scale.PercentX(spot.X));
            json.WriteNumberValue(scale.PercentY(spot.Y));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteBoolean("closed", true);
    }

    /// <summary>A turned rectangle keeps its top left corner where it is after the turn.</summary>
    private static Geometry RectangleOf(JsonElement value, Scale scale)
    {
        var corner = scale.Spot(Need(value, "x"), Need(value, "y"));
        var (width, height) = (scale.X(Need(value, "width")), scale.Y(Need(value, "height")));
        var angle = Turns.Positive(LabelRefusal.Coordinate(value.Number("rotation") ?? 0));
        return angle == 0
            ? new Box(corner.X, corner.Y, width, height)
            : new RotatedBox(Turns.About(corner, width / 2, height / 2, angle), width, height, angle);
    }

    private static Mask MaskOf(JsonElement value, PixelSize size)
    {
        if (value.Text("format") is { } format && format != "rle")
            throw LabelRefusal.Of(
                ProblemKinds.UnsupportedType, $"Masks in the form '{ProblemLog.Short(format)}' are not known.", "Export them as rle.");
        var packed = value.Find("rle").Elements().Select(static part => part.Integer() is >= 0 and <= 255 and var number
            ? (byte)number
            : throw LabelRefusal.Of(ProblemKinds.MaskSize, "The runs of the mask are no bytes.", "Export it again.")).ToArray();
        return BrushRuns.Unpack(packed, size);
    }

    private static void Write(Utf8JsonWriter json, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        foreach (var (name, value) in numbers)
            json.WriteNumber(name, value);
    }

    private static double Need(JsonElement value, string name) => value.Number(name)
        ?? throw LabelRefusal.Of(ProblemKinds.Syntax, $"The number '{name}' is missing.", "Add it, in percent of the image.");

    /// <summary>Percent of a size and back; of an unknown one, parts.</summary>
    private readonly struct Scale(PixelSize? size)
    {
        private readonly double _width = (size?.Width ?? 1) / 100.0;
        private readonly double _height = (size?.Height ?? 1) / 100.0;

        public double X(double percent) => percent * _width;

        public double Y(double percent) => percent * _height;

        public Spot Spot(double x, double y) => new(X(x), Y(y));

        public double PercentX(double x) => x / _width;

        public double PercentY(double y) => y / _height;
    }
}
