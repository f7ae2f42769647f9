using System.Collections.Immutable;

namespace Gyre.Labeling;

/// <summary>An upright rectangle.</summary>
public sealed record Box : Geometry
{
    /// <summary>Makes a box.</summary>
    /// <param name="x">Left side.</param>
    /// <param name="y">Top side.</param>
    /// <param name="width">More than 0.</param>
    /// <param name="height">More than 0.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">A side is not positive, or a number not finite.</exception>
    public Box(double x, double y, double width, double height)
    {
        (X, Y) = (LabelRefusal.Coordinate(x), LabelRefusal.Coordinate(y));
        (Width, Height) = (LabelRefusal.Side(width, "width"), LabelRefusal.Side(height, "height"));
    }

    /// <summary>Left side.</summary>
    public double X { get; }

    /// <summary>Top side.</summary>
    public double Y { get; }

    /// <summary>More than 0.</summary>
    public double Width { get; }

    /// <summary>More than 0.</summary>
    public double Height { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Box;

    /// <inheritdoc/>
    public override Bounds? Bounds => new(X, Y, X + Width, Y + Height);
}

/// <summary>A rectangle that is turned about its centre.</summary>
public sealed record RotatedBox : Geometry
{
    /// <summary>Makes a turned box.</summary>
    /// <param name="centre">Its middle.</param>
    /// <param name="width">Before it is turned; more than 0.</param>
    /// <param name="height">Before it is turned; more than 0.</param>
    /// <param name="angle">Degrees clockwise; kept in [0, 360).</param>
    /// <exception cref="Gyre.Core.InvalidInputException">A side is not positive, or a number not finite.</exception>
    public RotatedBox(Spot centre, double width, double height, double angle)
    {
        Centre = new Spot(LabelRefusal.Coordinate(centre.X), LabelRefusal.Coordinate(centre.Y));
        (Width, Height) = (LabelRefusal.Side(width, "width"), LabelRefusal.Side(height, "height"));
        Angle = Turns.Positive(LabelRefusal.Coordinate(angle));
    }

    /// <summary>Its middle.</summary>
    public Spot Centre { get; }

    /// <summary>Before it is turned.</summary>
    public double Width { get; }

    /// <summary>Before it is turned.</summary>
    public double Height { get; }

    /// <summary>Degrees clockwise in [0, 360).</summary>
    public double Angle { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.RotatedBox;

    /// <summary>Top left, top right, bottom right and bottom left corner before it is turned, turned.</summary>
    public ImmutableArray<Spot> Corners =>
    [
        Turns.About(Centre, -Width / 2, -Height / 2, Angle), Turns.About(Centre, Width / 2, -Height / 2, Angle),
        Turns.About(Centre, Width / 2, Height / 2, Angle), Turns.About(Centre, -Width / 2, Height / 2, Angle),
    ];

    /// <inheritdoc/>
    public override Bounds? Bounds => Labeling.Bounds.Of(Corners.AsSpan());
}

/// <summary>An ellipse.</summary>
public sealed record Ellipse : Geometry
{
    /// <summary>Makes an ellipse.</summary>
    /// <param name="centre">Its middle.</param>
    /// <param name="radiusX">Before it is turned; more than 0.</param>
    /// <param name="radiusY">Before it is turned; more than 0.</param>
    /// <param name="angle">Degrees clockwise; kept in [0, 360).</param>
    /// <exception cref="Gyre.Core.InvalidInputException">A radius is not positive, or a number not finite.</exception>
    public Ellipse(Spot centre, double radiusX, double radiusY, double angle = 0)
    {
        Centre = new Spot(LabelRefusal.Coordinate(centre.X), LabelRefusal.Coordinate(centre.Y));
        (RadiusX, RadiusY) = (LabelRefusal.Side(radiusX, "radius"), LabelRefusal.Side(radiusY, "radius"));
        Angle = Turns.Positive(LabelRefusal.Coordinate(angle));
    }

    /// <summary>Its middle.</summary>
    public Spot Centre { get; }

    /// <summary>Before it is turned.</summary>
    public double RadiusX { get; }

    /// <summary>Before it is turned.</summary>
    public double RadiusY { get; }

    /// <summary>Degrees clockwise in [0, 360).</summary>
    public double Angle { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Ellipse;

    /// <inheritdoc/>
    public override Bounds? Bounds
    {
        get
        {
            var (sin, cos) = Math.SinCos(Angle * Math.PI / 180);
            var x = Math.Sqrt(RadiusX * RadiusX * cos * cos + RadiusY * RadiusY * sin * sin);
            var y = Math.Sqrt(RadiusX * RadiusX * sin * sin + RadiusY * RadiusY * cos * cos);
            return new(Centre.X - x, Centre.Y - y, Centre.X + x, Centre.Y + y);
        }
    }
}

/// <summary>Closed rings. A place is inside when an odd number of rings surrounds it, so a ring in a ring is a hole, and one beside it a
/// further part.</summary>
public sealed record Polygon : Geometry
{
    /// <summary>Makes a polygon.</summary>
    /// <param name="rings">At least one ring, each of at least three points.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">There are too few points, or a number is not finite.</exception>
    public Polygon(IEnumerable<IEnumerable<Spot>> rings)
    {
        Rings = [.. rings.Select(static ring => Check(ring, 3, "polygon"))];
        if (Rings.IsEmpty)
            throw LabelRefusal.Of(ProblemKinds.TooFewPoints, "The polygon has no points.", "Draw it again.");
    }

    /// <summary>Its rings; the last point is not the first one again.</summary>
    public ImmutableArray<ImmutableArray<Spot>> Rings { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Polygon;

    /// <inheritdoc/>
    public override Bounds? Bounds => Labeling.Bounds.Of(Rings.SelectMany(static ring => ring).ToArray());

    /// <summary>Area of all rings in square pixels; rings inside others count against it.</summary>
    public double Area => Math.Abs(Rings.Select((ring, index) => (HasAround(index) ? -1 : 1) * AreaOf(ring)).Sum());

    /// <inheritdoc/>
    public bool Equals(Polygon? other) => other is not null && Rings.Length == other.Rings.Length
        && Rings.Zip(other.Rings).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rings.Length, Rings[0][0]);

    private bool HasAround(int index) => Rings.Length > 1
        && Rings.Where((_, at) => at != index).Count(ring => Surrounds(ring, Rings[index][0])) % 2 == 1;

    private static double AreaOf(ImmutableArray<Spot> ring)
    {
        var twice = 0.0;
        for (int i = 0, before = ring.Length - 1; i < ring.Length; before = i++)
            twice += ring[before].X * ring[i].Y - ring[i].X * ring[before].Y;
        return Math.Abs(twice) / 2;
    }

    private static bool Surrounds(ImmutableArray<Spot> ring, Spot spot)
    {
        var isInside = false;
        for (int i = 0, before = ring.Length - 1; i < ring.Length; before = i++)
        {
            var (a, b) = (ring[i], ring[before]);
            if (a.Y > spot.Y != b.Y > spot.Y && spot.X < (b.X - a.X) * (spot.Y - a.Y) / (b.Y - a.Y) + a.X)
                isInside = !isInside;
        }
        return isInside;
    }
}

/// <summary>An open line.</summary>
public sealed record Polyline : Geometry
{
    /// <summary>Makes a line.</summary>
    /// <param name="spots">At least two points.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">There are too few points, or a number is not finite.</exception>
    public Polyline(IEnumerable<Spot> spots) => Spots = Check(spots, 2, "line");

    /// <summary>Its points.</summary>
    public ImmutableArray<Spot> Spots { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Polyline;

    /// <inheritdoc/>
    public override Bounds? Bounds => Labeling.Bounds.Of(Spots.AsSpan());

    /// <inheritdoc/>
    public bool Equals(Polyline? other) => other is not null && Spots.AsSpan().SequenceEqual(other.Spots.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Spots.Length, Spots[0]);
}

/// <summary>One point, or several that belong together.</summary>
public sealed record PointMark : Geometry
{
    /// <summary>Makes a mark.</summary>
    /// <param name="spots">At least one point.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">There is no point, or a number is not finite.</exception>
    public PointMark(params IEnumerable<Spot> spots) => Spots = Check(spots, 1, "mark");

    /// <summary>Its points.</summary>
    public ImmutableArray<Spot> Spots { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Point;

    /// <inheritdoc/>
    public override Bounds? Bounds => Labeling.Bounds.Of(Spots.AsSpan());

    /// <inheritdoc/>
    public bool Equals(PointMark? other) => other is not null && Spots.AsSpan().SequenceEqual(other.Spots.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Spots.Length, Spots[0]);
}
