using System.Text.Json;
using Gyre.Labeling;
using Gyre.Testing;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>Files with faults, as recorded: what is taken, and what is said.</summary>
public sealed class MalformedTests
{
    private static string Folder => ConformanceData.Folder(Path.Join("labeling", "formats"));

    public static TheoryData<string> Cases => ConformanceData.IsThere(Path.Join("labeling", "formats"))
        ? [.. Document().EnumerateArray().Select(static one => one.GetProperty("id").GetString()!)]
        : [];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_is_said_and_the_rest_is_taken(string id)
    {
        var one = Document().EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        var expect = one.GetProperty("expect");
        var result = Files.Import(one.GetProperty("format").GetString()!, PathOf(one));
        result.Imported.ShouldBe(expect.GetProperty("imported").GetInt32(), string.Join('\n', result.Problems));
        result.Problems.Select(static problem => problem.Kind).Distinct()
            .ShouldBe(expect.GetProperty("problems").EnumerateArray().Select(static kind => kind.GetString()!), ignoreOrder: true);
        result.Problems.ShouldAllBe(static problem => problem.Remedy != null && problem.File != null);
        if (expect.TryGetProperty("box", out var box))
        {
            var numbers = box.EnumerateArray().Select(static number => number.GetDouble()).ToArray();
            result.Data.Items[0].Annotations[0].Geometry.ShouldBe(new Box(numbers[0], numbers[1], numbers[2], numbers[3]));
        }
    }

    [Fact]
    public void A_skipped_task_is_no_item_without_annotations() =>
        Import("ls-cancelled").Data.Items.Single().Item.Status.ShouldBe(ItemStatus.Skipped);

    [Fact]
    public void A_crowd_keeps_its_box_and_its_mask()
    {
        var crowd = Import("coco-rle").Data.Items.Single().Annotations.Single();
        crowd.Flags.ShouldBe(AnnotationFlags.Crowd);
        crowd.Geometry.ShouldBeOfType<Mask>().Frame.ShouldBe(new Box(1, 2, 3, 4));
    }

    private static LabelImportResult Import(string id)
    {
        var one = Document().EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        return Files.Import(one.GetProperty("format").GetString()!, PathOf(one));
    }

    /// <summary>The only file of a format that has one.</summary>
    private static string PathOf(JsonElement one)
    {
        var folder = Path.Join(Folder, one.GetProperty("folder").GetString());
        return one.GetProperty("format").GetString() is "coco" or "labelstudio" ? Directory.GetFiles(folder, "*.json").Single() : folder;
    }

    private static JsonElement Document() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Join(Folder, "malformed", "cases.json"))).RootElement;
}
