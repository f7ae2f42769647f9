using Gyre.Core;
using Gyre.Labeling;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>Files that want to do harm.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../x.png")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x.png")]
    [InlineData("..\\\\x.png")]
    [InlineData("C:/x.png")]
    [InlineData("con.png")]
    [InlineData("")]
    public void File_names_that_leave_the_folder_are_refused_by_every_format(string name)
    {
        Kinds("coco", _folder.Write("coco.json", Coco(name, "[1,2,3,4]"))).ShouldBe([ProblemKinds.UnsafePath]);
        Kinds("canonical", _folder.Write("canonical.json", $$$"""{"labels": [], "images": [{"file": "{{{name}}}", "annotations": []}]}"""))
            .ShouldBe([ProblemKinds.UnsafePath]);
        Kinds("cvat", _folder.Write("cvat.xml", $"<annotations><image id=\"0\" name=\"{name}\" width=\"9\" height=\"9\"/></annotations>"))
            .ShouldBe([ProblemKinds.UnsafePath]);
        if (name.Length == 0)
            return;
        Kinds("voc", _folder.Write("voc.xml", $"<annotation><filename>{name}</filename></annotation>")).ShouldBe([ProblemKinds.UnsafePath]);
        Kinds("labelstudio", _folder.Write("ls.json", $$$"""[{"id": 1, "data": {"image": "{{{name}}}"}}]"""))
            .ShouldBe([ProblemKinds.UnsafePath]);
        if (name[0] != '/')
            Kinds("dataloop", _folder.Write("loop.json", $$$"""{"filename": "{{{name}}}", "annotations": []}"""))
                .ShouldBe([ProblemKinds.UnsafePath]);
        _folder.Write("yolo/classes.txt", "car\n");
        _folder.Write("yolo/labels/x.txt", "");
        _folder.Write("yolo/train.txt", name.Replace("\\\\", "\\", StringComparison.Ordinal) + "\n");
        Kinds("yolo", _folder["yolo"]).ShouldBe([ProblemKinds.UnsafePath]);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var secret = _folder.Write("outside/secret.xml", "<annotation><filename>s.png</filename></annotation>");
        Directory.CreateDirectory(_folder["voc"]);
        File.CreateSymbolicLink(_folder["voc/x.xml"], secret);
        Directory.CreateSymbolicLink(_folder["voc/all"], _folder["outside"]);
        _folder.Write("voc/good.xml", "<annotation><filename>g.png</filename></annotation>");
        var result = Files.Import("voc", _folder["voc"]);
        result.Problems.Select(static problem => problem.Kind).ShouldBe([ProblemKinds.UnsafePath, ProblemKinds.UnsafePath]);
        result.Data.Items.Single().Item.Name.ShouldBe("g.png");
    }

    [Theory]
    [InlineData("voc", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><annotation><filename>&b;</filename></annotation>")]
    [InlineData("voc", "<!DOCTYPE a [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;&a;\">]><annotation>&b;</annotation>")]
    [InlineData("cvat", "<!DOCTYPE annotations SYSTEM \"http://example.org/a.dtd\"><annotations/>")]
    [InlineData("voc", "<?xml version=\"1.0\"?>\n<!-- - --><!DOCTYPE annotation><annotation/>")]
    public void Document_types_are_refused(string format, string text) =>
        Kinds(format, _folder.Write("x.xml", text)).ShouldBe([ProblemKinds.UnsafeXml]);

    [Fact]
    public void What_a_configuration_of_labels_says_is_read_as_strictly()
    {
        _folder.Write("t-config.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><View>&b;</View>");
        Kinds("labelstudio", _folder.Write("t.json", "[]")).ShouldBe([ProblemKinds.UnsafeXml]);
    }

    [Fact]
    public void Deep_documents_are_refused()
    {
        var deep = new string('[', 100_000);
        Kinds("coco", _folder.Write("a.json", deep)).ShouldBe([ProblemKinds.Syntax]);
        Kinds("coco", _folder.Write("b.json", $"{{\"images\": [{{\"id\": {deep}")).ShouldBe([ProblemKinds.Syntax]);
        Kinds("labelstudio", _folder.Write("c.json", $"[{{\"data\": {deep}")).ShouldBe([ProblemKinds.Syntax]);
        Kinds("dataloop", _folder.Write("d.json", deep)).ShouldBe([ProblemKinds.Syntax]);
        Kinds("jsonl", _folder.Write("e.jsonl", deep)).ShouldBe([ProblemKinds.Syntax]);
        Kinds("voc", _folder.Write("f.xml", string.Concat(Enumerable.Repeat("<annotation>", 5000)))).ShouldBe([ProblemKinds.TooLarge]);
        _folder.Write("yolo/data.yaml", "names: " + deep);
        _folder.Write("yolo/labels/x.txt", "");
        Files.Import("yolo", _folder["yolo"]).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void Script_in_labels_is_a_label_like_others()
    {
        const string Script = "<script>alert('x')</script>";
        var data = new LabeledData("d", new Ontology([new Label { Id = 1, Name = Script }]),
            [new LabeledItem(new LabelItem { Id = "1", Name = "a.png", Size = new PixelSize(20, 20) },
                [new Annotation { Id = "1", Label = 1, Geometry = new Box(1, 2, 3, 4) }])]);
        foreach (var format in LabelFormats.All.Where(
            static format => format.Items.Contains(ItemKind.Image) && format.Shapes.Contains(GeometryKind.Box)))
        {
            var path = _folder.PlaceFor(format.Name, "script-" + format.Name);
            Files.Export(data, format.Name, path);
            Files.Import(format.Name, path).Data.Ontology.Labels.Single().Name.ShouldBe(Script);
        }
    }

    [Theory]
    [InlineData("-5", "10")]
    [InlineData("2000000000", "2000000000")]
    [InlineData("1e300", "1e300")]
    [InlineData("1.5", "2")]
    [InlineData("\"x\"", "2")]
    public void Sizes_that_no_image_has_are_refused(string width, string height)
    {
        var image = $$"""{"images": [{"id": 1, "file_name": "x.png", "width": {{width}}, "height": {{height}}}]}""";
        Kinds("coco", _folder.Write("x.json", image)).ShouldBe([ProblemKinds.SizeOutOfRange]);
    }

    [Theory]
    [InlineData("[5,5,-3,4]", ProblemKinds.EmptyBox)]
    [InlineData("[5,5,0,4]", ProblemKinds.EmptyBox)]
    [InlineData("[-50,5,10,4]", ProblemKinds.CoordinateOutOfRange)]
    [InlineData("[60,40,10,4]", ProblemKinds.CoordinateOutOfRange)]
    [InlineData("[1e12,5,10,4]", ProblemKinds.CoordinateOutOfRange)]
    [InlineData("[1e999,5,10,4]", ProblemKinds.Syntax)]
    [InlineData("[5,5,10]", ProblemKinds.Syntax)]
    [InlineData("\"5,5,1,1\"", ProblemKinds.Syntax)]
    public void Boxes_that_are_none_are_refused(string box, string kind)
    {
        var result = Files.Import("coco", _folder.Write("x.json", Coco("x.png", box)));
        result.Problems.Select(static problem => problem.Kind).ShouldBe([kind]);
        result.Imported.ShouldBe(0);
        result.Problems[0].Element.ShouldBe("annotations[0]");
    }

    [Theory]
    [InlineData("""{"counts": [0, 99999999999], "size": [48, 64]}""")]
    [InlineData("""{"counts": [10, -10, 3072], "size": [48, 64]}""")]
    [InlineData("""{"counts": [1, 2], "size": [48, 64]}""")]
    [InlineData("""{"counts": [2147483647, 2147483647, 2147483647], "size": [48, 64]}""")]
    [InlineData("""{"counts": "~~~~", "size": [48, 64]}""")]
    [InlineData("""{"counts": "oooooooooooo", "size": [48, 64]}""")]
    [InlineData("""{"counts": [1000000000, 1], "size": [1000000, 1000000]}""")]
    public void Masks_that_do_not_fill_their_image_are_refused(string mask) =>
        Kinds("coco", _folder.Write("x.json", Coco("x.png", "[1,2,3,4]", mask))).ShouldBe([ProblemKinds.MaskSize]);

    [Fact]
    public void A_picture_that_would_fill_the_memory_is_not_unpacked()
    {
        // 60,000 x 60,000 pixels, and 100 bytes of them.
        byte[] png =
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8,
            6, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 100, .. "IDAT"u8, .. new byte[104],
        ];
        Kinds("dataloop", _folder.Write("x.json", $$$"""
            {"filename": "/x.png", "metadata": {"system": {"width": 60000, "height": 60000}}, "annotations": [
              {"id": "1", "type": "binary", "label": "a", "coordinates": "data:image/png;base64,{{{Convert.ToBase64String(png)}}}"}]}
            """)).ShouldBe([ProblemKinds.SizeOutOfRange]);
    }

    [Fact]
    public void Faults_without_end_are_counted_and_not_kept()
    {
        var lines = string.Concat(Enumerable.Repeat("x\n", 5000));
        var result = Files.Import("conll", _folder.Write("x.conll", lines));
        result.Problems.Length.ShouldBe(1000);
        result.Unlisted[ProblemKinds.Syntax].ShouldBe(4000);
    }

    [Fact]
    public void A_target_that_exists_is_left_alone_and_a_failed_export_leaves_nothing()
    {
        var data = new LabeledData("d", new Ontology([]), [Named("a.png"), Named("a.jpg")]);
        _folder.Write("there.json", "mine");
        Should.Throw<InvalidInputException>(() => Files.Export(data, "coco", _folder["there.json"])).Message.ShouldContain("exists");
        File.ReadAllText(_folder["there.json"]).ShouldBe("mine");
        Should.Throw<InvalidInputException>(() => Files.Export(data, "voc", _folder["two"])).Message.ShouldContain("Two files");
        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBe([_folder["there.json"]]);
    }

    private static LabeledItem Named(string name) => new(new LabelItem { Id = name, Name = name }, []);

    private static string Coco(string name, string box, string segmentation = "[]") => $$$"""
        {"images": [{"id": 1, "file_name": "{{{name}}}", "width": 64, "height": 48}], "categories": [{"id": 1, "name": "car"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": {{{box}}}, "segmentation": {{{segmentation}}}}]}
        """;

    private static IEnumerable<string> Kinds(string format, string path) =>
        Files.Import(format, path).Problems.Select(static problem => problem.Kind).Distinct();
}
