using System.Text.Json;
using Gyre.Labeling;
using Gyre.Testing;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>The same annotations in the formats of images, as recorded.</summary>
public sealed class StreetTests
{
    private static readonly string Folder = Path.Join("labeling", "formats", "street");

    public static TheoryData<string> Formats => ["coco", "yolo", "yolo-seg", "voc", "labelstudio", "dataloop", "cvat"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_format_carries_is_as_in_the_canonical_document(string id)
    {
        var (path, rules) = Case(id);
        var result = Files.Import(FormatOf(id), path);
        result.Problems.ShouldBeEmpty();
        var truth = Files.Import("canonical", Path.Join(ConformanceData.Folder(Folder), "canonical.json")).Data;
        var carries = rules.GetProperty("carries").EnumerateArray().Select(static word => word.GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        result.Data.Items.Select(static item => item.Item.Name)
            .ShouldBe(truth.Items.Select(static item => item.Item.Name), ignoreOrder: true);
        foreach (var expected in truth.Items)
        {
            var item = result.Data.Items.Single(item => item.Item.Name == expected.Item.Name);
            item.Item.Size.ShouldBe(expected.Item.Size);
            if (carries.Contains("split"))
                item.Item.Split.ShouldBe(expected.Item.Split);
            Compare(truth, expected, result.Data, item, rules, carries);
        }
        if (!rules.GetProperty("loses").EnumerateArray().Any(static word => word.GetString() == "unused labels"))
            result.Data.Ontology.Labels.Select(static label => label.Name)
                .ShouldBe(truth.Ontology.Labels.Select(static label => label.Name));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_was_imported_is_the_same_after_an_export(string id)
    {
        var (path, rules) = Case(id);
        var format = FormatOf(id);
        var first = Files.Import(format, path);
        using var folder = new ScratchFolder();
        Files.Export(first.Data, format, folder.PlaceFor(format, "again")).Losses
            .Where(static loss => !loss.What.StartsWith("ids of", StringComparison.Ordinal)).ShouldBeEmpty();
        var second = Files.Import(format, folder.PlaceFor(format, "again"));
        second.Problems.ShouldBeEmpty();
        Near.ShouldBe(second.Data, LabelFormats.Reduce(first.Data, format, out _), rules.GetProperty("tolerancePx").GetDouble());
    }

    [Fact]
    public void The_canonical_document_is_written_as_it_was_read()
    {
        var path = Path.Join(ConformanceData.Folder(Folder), "canonical.json");
        using var folder = new ScratchFolder();
        Files.Export(Files.Import("canonical", path).Data, "canonical", folder["out.json"]).Losses.ShouldBeEmpty();
        JsonElement.DeepEquals(Document(folder["out.json"]), Document(path)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_canonical_document_comes_through_a_format(string id)
    {
        var format = FormatOf(id);
        var truth = Files.Import("canonical", Path.Join(ConformanceData.Folder(Folder), "canonical.json")).Data;
        using var folder = new ScratchFolder();
        Files.Export(truth, format, folder.PlaceFor(format, "out")).Losses.ShouldNotBeEmpty();
        var result = Files.Import(format, folder.PlaceFor(format, "out"));
        result.Problems.ShouldBeEmpty();
        Near.ShouldBe(result.Data, LabelFormats.Reduce(truth, format, out _), Case(id).Rules.GetProperty("tolerancePx").GetDouble());
        result.Data.Ontology.Labels.Select(static label => label.Name).ShouldBe(truth.Ontology.Labels.Select(static label => label.Name));
        result.Data.Items.Select(static item => item.Item.Split)
            .ShouldBe(truth.Items.Select(static item => item.Item.Split), ignoreOrder: true);
    }

    private static void Compare(
        LabeledData truth, LabeledItem expected, LabeledData data, LabeledItem item, JsonElement rules, HashSet<string> carries)
    {
        var becomesBox = rules.TryGetProperty("polygonsAs", out _);
        var wanted = expected.Annotations.Where(
            annotation => carries.Contains(Kebab(annotation.Geometry.Kind)) || (becomesBox && annotation.Geometry is Polygon)).ToList();
        item.Annotations.Length.ShouldBe(wanted.Count);
        foreach (var annotation in wanted)
        {
            var match = item.Annotations.Where(other => Name(data, other) == Name(truth, annotation))
                .MinBy(other => Distance(other, annotation))!;
            match.ShouldNotBeNull();
            Distance(match, annotation).ShouldBeLessThanOrEqualTo(rules.GetProperty("tolerancePx").GetDouble());
            if (carries.Contains("score"))
                (match.IsPrediction, match.Origin.Confidence, match.Origin.Model)
                    .ShouldBe((annotation.IsPrediction, annotation.Origin.Confidence, annotation.Origin.Model));
            if (carries.Contains("status"))
                match.Status.ShouldBe(annotation.Status);
            if (carries.Contains("attributes"))
                match.Attributes.ShouldBe(annotation.Attributes);
        }
    }

    private static string Kebab(GeometryKind kind) => Core.KebabCase.Of(kind);

    private static string Name(LabeledData data, Annotation annotation) => data.Ontology.Find(annotation.Label!.Value)!.Name;

    private static double Distance(Annotation a, Annotation b)
    {
        if (a.Geometry.Bounds is not { } one || b.Geometry.Bounds is not { } other)
            return a.Geometry.Kind == b.Geometry.Kind ? 0 : double.MaxValue;
        return new[]
        {
            Math.Abs(one.Left - other.Left), Math.Abs(one.Top - other.Top), Math.Abs(one.Right - other.Right),
            Math.Abs(one.Bottom - other.Bottom),
        }.Max();
    }

    private static string FormatOf(string id) => id;

    private static (string Path, JsonElement Rules) Case(string id)
    {
        var folder = ConformanceData.Folder(Folder);
        var rules = Document(Path.Join(folder, "cases.json")).GetProperty("imports").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == id);
        return (Path.Join(folder, rules.GetProperty("path").GetString()!), rules);
    }

    private static JsonElement Document(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
