using Gyre.Core;
using Gyre.Labeling;

namespace Gyre.Labeling.Tests;

/// <summary>Records are checked when they are made.</summary>
public sealed class DomainTests
{
    [Fact]
    public void Boxes_have_an_area()
    {
        Kind(() => new Box(0, 0, 0, 1)).ShouldBe("label.empty-box");
        Kind(() => new Box(0, 0, -1, 1)).ShouldBe("label.empty-box");
        Kind(() => new Box(double.NaN, 0, 1, 1)).ShouldBe("label.coordinate-out-of-range");
        Kind(() => new RotatedBox(new(1, 1), 1, 0, 5)).ShouldBe("label.empty-box");
    }

    [Fact]
    public void Angles_are_kept_in_one_turn()
    {
        new RotatedBox(new(5, 5), 2, 4, -90).Angle.ShouldBe(270);
        new RotatedBox(new(5, 5), 2, 4, 90).Bounds!.Value.Left.ShouldBe(3, 1e-9);
    }

    [Fact]
    public void Polygons_have_three_points_and_rings_in_rings_are_holes()
    {
        Kind(() => new Polygon([[new(0, 0), new(1, 1)]])).ShouldBe("label.too-few-points");
        Kind(() => new Polygon([])).ShouldBe("label.too-few-points");
        var holed = new Polygon([Square(0, 10), Square(2, 4)]);
        holed.Area.ShouldBe(84);
        new Polygon([Square(0, 10), Square(20, 4)]).Area.ShouldBe(116);
    }

    [Fact]
    public void Masks_fill_their_image_and_are_written_in_one_way()
    {
        var size = new PixelSize(4, 3);
        Kind(() => new Mask(size, [5, 5])).ShouldBe("label.mask-size");
        Kind(() => new Mask(size, [12])).ShouldBe("label.empty-box");
        Kind(() => new Mask(size, [5, -1, 8])).ShouldBe("label.mask-size");
        var mask = new Mask(size, [4, 1, 0, 1, 6]);
        mask.Runs.ShouldBe([4, 2, 6]);
        mask.ShouldBe(Mask.OfPixels(size, static (x, y) => x == 1 && y > 0));
        (mask.Area, mask.Bounds).ShouldBe((2, new Bounds(1, 1, 2, 3)));
        new Mask(size, [0, 0, 0, 3, 9]).Runs.ShouldBe([0, 3, 9]);
    }

    [Fact]
    public void Spans_lie_in_their_text_and_count_code_points()
    {
        var text = new LabelItem { Id = "1", Name = "1", Kind = ItemKind.Text, Text = "👍 up" };
        Should.NotThrow(() => new LabeledItem(text, [Annotation(new TextSpan(2, 4))]));
        Kind(() => new LabeledItem(text, [Annotation(new TextSpan(2, 5))])).ShouldBe("label.span-out-of-range");
        Kind(() => new TextSpan(3, 3)).ShouldBe("label.span-out-of-range");
        LabelItem.Part("👍 up", 2, 4).ShouldBe("up");
    }

    [Fact]
    public void Shapes_lie_in_their_image()
    {
        var image = new LabelItem { Id = "1", Name = "a.png", Size = new PixelSize(10, 10) };
        Should.NotThrow(() => new LabeledItem(image, [Annotation(new Box(-1, 0, 12, 10))]));
        Kind(() => new LabeledItem(image, [Annotation(new Box(-3, 0, 5, 5))])).ShouldBe("label.coordinate-out-of-range");
    }

    [Fact]
    public void Relations_join_what_is_there()
    {
        var image = new LabelItem { Id = "1", Name = "a.png" };
        Kind(() => new LabeledItem(image, [Annotation(new Relation("a", "b"))])).ShouldBe("label.missing-annotation");
    }

    [Fact]
    public void Ontologies_have_names_and_ids_once_and_no_circles()
    {
        var (a, b) = (new Label { Id = 1, Name = "a" }, new Label { Id = 2, Name = "b" });
        Kind(() => new Ontology([a, b with { Name = "a" }])).ShouldBe("label.duplicate-id");
        Kind(() => new Ontology([a, b with { Id = 1 }])).ShouldBe("label.duplicate-id");
        Kind(() => new Ontology([a with { Parent = 9 }])).ShouldBe("label.unknown-label");
        Kind(() => new Ontology([a with { Parent = 2 }, b with { Parent = 1 }])).ShouldBe("label.syntax");
        Kind(() => new Label { Id = 1, Name = " a" }).ShouldBe("label.syntax");
        Kind(() => new Label { Id = 1, Name = "a", Colour = "red" }).ShouldBe("label.syntax");
        new Ontology([b, a]).IndexOf(1).ShouldBe(1);
    }

    [Fact]
    public void Data_know_the_labels_that_are_used()
    {
        var item = new LabeledItem(new LabelItem { Id = "1", Name = "a.png" }, [Annotation(WholeItem.Instance) with { Label = 7 }]);
        Kind(() => new LabeledData("d", Ontology.Empty, [item])).ShouldBe("label.unknown-label");
    }

    [Fact]
    public void Predictions_are_of_nobody() =>
        new AnnotationOrigin(true, "m", 0.5, LabelMaking.Changed, "ana").ShouldBe(new AnnotationOrigin(true, "m", 0.5));

    private static Annotation Annotation(Geometry geometry) => new() { Id = "1", Geometry = geometry };

    private static Spot[] Square(double at, double side) =>
        [new(at, at), new(at + side, at), new(at + side, at + side), new(at, at + side)];

    private static string Kind(Func<object> make) => Should.Throw<InvalidInputException>(() => make()).Diagnostics[0].Code;
}
