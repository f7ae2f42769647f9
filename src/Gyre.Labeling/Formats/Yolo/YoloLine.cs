using System.Globalization;

namespace Gyre.Labeling.Formats.Yolo;

/// <summary>How the numbers of a line are meant.</summary>
internal enum YoloShape
{
    /// <summary>Five numbers are a box, others a polygon.</summary>
    Usual,

    /// <summary>Nine numbers are a turned box.</summary>
    Oriented,
}

/// <summary>One line: a class and parts of the width and height, and for predictions a confidence at the end.</summary>
internal static class YoloLine
{
    private const double SquareTolerance = 1e-3;

    /// <exception cref="Gyre.Core.InvalidInputException">It is none.</exception>
    public static (int Class, Geometry Geometry, double? Score) Read(
        string text, YoloShape shape, bool isPrediction, double width, double height)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = words.Select(NumberOf).ToArray();
        if (numbers.Length == 0 || numbers[0] != Math.Floor(numbers[0]) || numbers[0] is < 0 or > int.MaxValue)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, "The line does not begin with the number of a class.", "Classes are counted from 0.");
        var places = numbers[1..];
        double? score = null;
        if (isPrediction && places.Length % 2 == 1)
            (score, places) = (places[^1], places[..^1]);
        return ((int)numbers[0], ShapeOf(places, shape, width, height), score);
    }

    public static string Write(int number, Geometry geometry, double? score, double width, double height)
    {
        IEnumerable<double> places = geometry switch
        {
            Box box => [(box.X + box.Width / 2) / width, (box.Y + box.Height / 2) / height, box.Width / width, box.Height / height],
            RotatedBox box => box.Corners.SelectMany(spot => (double[])[spot.X / width, spot.Y / height]),
            Polygon polygon => polygon.Rings[0].SelectMany(spot => (double[])[spot.X / width, spot.Y / height]),
            _ => throw new InvalidOperationException($"YOLO has no {geometry.Kind}."),
        };
        var line = string.Join(' ', places.Select(static place => place.ToString("0.0########", CultureInfo.InvariantCulture)));
        var confidence = score is { } given ? " " + given.ToString("R", CultureInfo.InvariantCulture) : "";
        return string.Create(CultureInfo.InvariantCulture, $"{number} {line}{confidence}");
    }

    private static double NumberOf(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw LabelRefusal.Of(
                ProblemKinds.Syntax, $"'{ProblemLog.Short(word)}' is no number.",
                "A line is 'class cx cy width height' or 'class x1 y1 x2 y2 ...'.");

    private static Geometry ShapeOf(double[] places, YoloShape shape, double width, double height)
    {
        if (places.Length == 4)
            return new Box((places[0] - places[2] / 2) * width, (places[1] - places[3] / 2) * height, places[2] * width,
                places[3] * height);
        if (places.Length % 2 == 1 || places.Length < 6)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, $"The line has {places.Length + 1} numbers.",
                "A line is 'class cx cy width height' or 'class x1 y1 x2 y2 ...'.");
        var spots = places.Chunk(2).Select(pair => new Spot(pair[0] * width, pair[1] * height)).ToArray();
        return shape == YoloShape.Oriented && spots.Length == 4 ? Turned(spots) : new Polygon([spots]);
    }

    /// <summary>The turned box with these corners; a polygon when they are none of a rectangle.</summary>
    private static Geometry Turned(Spot[] spots)
    {
        var (a, b, c, d) = (spots[0], spots[1], spots[2], spots[3]);
        var (width, height) = (Distance(a, b), Distance(b, c));
        var slack = SquareTolerance * Math.Max(1, width + height);
        var centre = new Spot((a.X + c.X) / 2, (a.Y + c.Y) / 2);
        var isRectangle = Math.Abs(centre.X - (b.X + d.X) / 2) + Math.Abs(centre.Y - (b.Y + d.Y) / 2) < slack
            && Math.Abs(Distance(a, c) - Distance(b, d)) < slack;
        // Corners may run the other way round, which is the same box.
        var runsRight = (b.X - a.X) * (c.Y - b.Y) - (b.Y - a.Y) * (c.X - b.X) > 0;
        if (!isRectangle)
            return new Polygon([spots]);
        var (from, to) = runsRight ? (a, b) : (d, c);
        return new RotatedBox(centre, width, height, Math.Atan2(to.Y - from.Y, to.X - from.X) * 180 / Math.PI);
    }

    private static double Distance(Spot a, Spot b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
