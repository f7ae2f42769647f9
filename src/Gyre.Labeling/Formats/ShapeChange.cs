using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Shapes as others that a format has.</summary>
internal static class ShapeChange
{
    private const int EllipsePoints = 36;

    /// <summary>Kinds that become another one.</summary>
    public static ImmutableSortedDictionary<GeometryKind, GeometryKind> Table(GeometryKind to, params IEnumerable<GeometryKind> from) =>
        ImmutableSortedDictionary.CreateRange(from.Select(kind => KeyValuePair.Create(kind, to)));

    /// <summary>The shape as another kind; null when it cannot be.</summary>
    public static Geometry? To(Geometry geometry, GeometryKind kind)
    {
        try
        {
            return kind switch
            {
                GeometryKind.Box when geometry.Bounds is { } bounds => BoxOf(bounds),
                GeometryKind.Polygon when geometry is RotatedBox box => new Polygon([box.Corners]),
                GeometryKind.Polygon when geometry is Ellipse ellipse => Around(ellipse),
                GeometryKind.Polygon when geometry.Bounds is { } bounds => Around(bounds),
                GeometryKind.RotatedBox when geometry is Box box =>
                    new RotatedBox(new Spot(box.X + box.Width / 2, box.Y + box.Height / 2), box.Width, box.Height, 0),
                _ => null,
            };
        }
        catch (InvalidInputException)
        {
            // A line along one side has no area.
            return null;
        }
    }

    private static Box BoxOf(Bounds bounds) => new(bounds.Left, bounds.Top, bounds.Right - bounds.Left, bounds.Bottom - bounds.Top);

    private static Polygon Around(Bounds bounds) => new(
        [[new(bounds.Left, bounds.Top), new(bounds.Right, bounds.Top), new(bounds.Right, bounds.Bottom), new(bounds.Left, bounds.Bottom)]]);

    private static Polygon Around(Ellipse ellipse) => new([Enumerable.Range(0, EllipsePoints).Select(step =>
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * step / EllipsePoints);
        return Turns.About(ellipse.Centre, ellipse.RadiusX * cos, ellipse.RadiusY * sin, ellipse.Angle);
    })]);
}
