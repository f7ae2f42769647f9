using System.Globalization;
using Gyre.Core;
using Gyre.Labeling;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>Compares data to the tolerance of a format.</summary>
internal static class Near
{
    public static void ShouldBe(LabeledData actual, LabeledData expected, double tolerance, bool areKindsCompared = true)
    {
        Labels(actual.Ontology, areKindsCompared).ShouldBe(Labels(expected.Ontology, areKindsCompared));
        actual.Ontology.Attributes.ShouldBe(expected.Ontology.Attributes);
        actual.Items.Length.ShouldBe(expected.Items.Length);
        foreach (var (a, b) in actual.Items.Zip(expected.Items))
        {
            a.Item.ShouldBe(b.Item);
            a.Annotations.Length.ShouldBe(b.Annotations.Length, a.Item.Name);
            foreach (var (one, other) in a.Annotations.Zip(b.Annotations))
                (one with { Geometry = WholeItem.Instance }).ShouldBe(other with { Geometry = WholeItem.Instance });
            foreach (var (one, other) in a.Annotations.Zip(b.Annotations))
                IsNear(one.Geometry, other.Geometry, tolerance).ShouldBeTrue($"{Show(one.Geometry)} is not near {Show(other.Geometry)}");
        }
    }

    private static List<Label> Labels(Ontology ontology, bool areKindsCompared) =>
        [.. ontology.Labels.Select(label => areKindsCompared ? label : label with { Kinds = [] })];

    private static bool IsNear(Geometry a, Geometry b, double tolerance) => (a, b) switch
    {
        (Box or RotatedBox or Ellipse, _) => a.Kind == b.Kind
            && Numbers(a).Zip(Numbers(b)).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance),
        (Polygon one, Polygon other) => one.Rings.Length == other.Rings.Length
            && one.Rings.Zip(other.Rings).All(pair => AreNear(pair.First, pair.Second, tolerance)),
        (Polyline one, Polyline other) => AreNear(one.Spots, other.Spots, tolerance),
        (PointMark one, PointMark other) => AreNear(one.Spots, other.Spots, tolerance),
        _ => a.Equals(b),
    };

    private static bool AreNear(IReadOnlyList<Spot> a, IReadOnlyList<Spot> b, double tolerance) =>
        a.Count == b.Count && a.Zip(b)
            .All(pair => Math.Abs(pair.First.X - pair.Second.X) <= tolerance && Math.Abs(pair.First.Y - pair.Second.Y) <= tolerance);

    private static double[] Numbers(Geometry geometry) => geometry switch
    {
        Box box => [box.X, box.Y, box.X + box.Width, box.Y + box.Height],
        // The corners, so that an angle of almost 360 degrees is near to 0.
        RotatedBox box => [.. box.Corners.SelectMany(static corner => (double[])[corner.X, corner.Y])],
        Ellipse ellipse => [ellipse.Centre.X, ellipse.Centre.Y, ellipse.RadiusX, ellipse.RadiusY, ellipse.Angle],
        _ => [],
    };

    private static string Show(Geometry geometry) => geometry switch
    {
        Polygon polygon => string.Join("; ", polygon.Rings.Select(static ring => string.Join(' ', ring))),
        PointMark mark => string.Join(' ', mark.Spots),
        Polyline line => string.Join(' ', line.Spots),
        Mask mask => string.Create(CultureInfo.InvariantCulture, $"{mask.Size} {mask.Frame} {string.Join(',', mask.Runs)}"),
        _ => geometry.ToString(),
    };
}
