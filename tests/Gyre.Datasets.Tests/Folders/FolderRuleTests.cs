using System.IO.Compression;
using System.Text;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>Every rule of the folder, its examples and its files.</summary>
public sealed class FolderRuleTests
{
    [Fact]
    public async Task A_valid_folder_has_no_findings_and_a_summary()
    {
        using var folder = new SampleFolder();
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.ShouldBeEmpty();
        var summary = inspection.Summary;
        (summary.Name, summary.ExamplesFile, summary.Examples, summary.Files).ShouldBe(("sample", "examples.csv", 6, 0));
        summary.SizeInBytes.ShouldBe(new FileInfo(Path.Join(folder.Path, "examples.csv")).Length);
        (summary.Elements[0].Min, summary.Elements[0].Max, summary.Elements[0].Mean).ShouldBe(("0.5", "5.5", 3));
        (summary.Elements[1].Min, summary.Elements[1].Max, summary.Elements[1].Values).ShouldBe(("0", "5", 6));
        summary.Elements[2].Top.ShouldBe([new("a", 3), new("b", 3)]);
    }

    [Fact]
    public async Task What_is_no_folder_is_refused() =>
        (
            await DatasetFolder.InspectAsync(
                "/nowhere/at/all", null,
                TestContext.Current.CancellationToken)).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.folder.none");

    [Theory]
    [InlineData("README.md", "dataset.folder.entry")]
    [InlineData(".DS_Store", "dataset.folder.entry")]
    [InlineData("Schema.json", "dataset.folder.entry")]
    [InlineData("files", "dataset.folder.kind")]
    [InlineData("splits", "dataset.folder.kind")]
    [InlineData("examples.db", "dataset.examples.conflict")]
    [InlineData("examples.parquet", "dataset.examples.conflict")]
    public async Task Entries_that_do_not_belong_there_are_refused(string name, string code)
    {
        using var folder = new SampleFolder();
        var error = (await folder.Write(name, "x").InspectAsync()).Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(name);
    }

    [Theory]
    [InlineData("schema.json", "dataset.schema.none")]
    [InlineData("examples.csv", "dataset.examples.none")]
    public async Task What_must_be_there_is_missed(string name, string code)
    {
        using var folder = new SampleFolder();
        (await folder.Delete(name).InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("", "dataset.csv.empty")]
    [InlineData("\n\n", "dataset.csv.empty")]
    [InlineData("\nid,x,n,y\n", "dataset.csv.blank-header")]
    [InlineData("x,n,y\n1,2,a\n", "dataset.columns.no-id")]
    [InlineData("id,x,n,y,more\n", "dataset.columns.unknown")]
    [InlineData("id,x,n,Y\n", "dataset.columns.unknown")]
    [InlineData("id,x,n,y, x\n", "dataset.columns.unknown")]
    public async Task Headers_are_refused(string csv, string code)
    {
        using var folder = new SampleFolder();
        (await folder.Write("examples.csv", csv).InspectAsync()).Errors.ShouldContain(error => error.Code == code);
    }

    [Theory]
    [InlineData("ID,1,2,a", null, null)]
    [InlineData("ID,1,,a", null, null)]
    [InlineData("ID,1,null,a", null, null)]
    [InlineData("ID,1,\" None \",a", null, null)]
    [InlineData("zzz,1,2,a", "dataset.id.invalid", "zzz")]
    [InlineData(",1,2,a", "dataset.id.missing", "identifier")]
    [InlineData("  ,1,2,a", "dataset.id.missing", "identifier")]
    [InlineData("ID,,2,a", "dataset.value.missing", "\"x\"")]
    [InlineData("ID,null,2,a", "dataset.value.null", "\"x\"")]
    [InlineData("ID,1,2,null", "dataset.value.null", "\"y\"")]
    [InlineData("ID,\"1,5\",2,a", "dataset.value.float", "1,5")]
    [InlineData("ID,1,2.5,a", "dataset.value.integer", "2.5")]
    [InlineData("ID,1,2", "dataset.row.short", "\"y\"")]
    [InlineData("ID", "dataset.row.short", "\"x\", \"n\", \"y\"")]
    public async Task Rows_are_judged(string row, string? code, string? word)
    {
        using var folder = new SampleFolder();
        folder.Write(
            "examples.csv", $"id,x,n,y\n{SampleFolder.Id(1)},1,2,a\n{row.Replace("ID", SampleFolder.Id(2), StringComparison.Ordinal)}\n");
        var inspection = await folder.InspectAsync();
        inspection.Summary.Examples.ShouldBe(2);
        if (code is null)
        {
            inspection.Errors.ShouldBeEmpty();
            return;
        }
        var error = inspection.Errors.ShouldHaveSingleItem();
        (error.Code, error.File, error.Row, error.Line).ShouldBe((code, "examples.csv", 2, 3));
        error.Message.ShouldContain(word!);
        if (row.StartsWith("ID", StringComparison.Ordinal))
            error.Id.ShouldBe(SampleFolder.Id(2));
    }

    [Theory]
    [InlineData("boolean", "yes", "dataset.value.boolean")]
    [InlineData("integer", "1e3", "dataset.value.integer")]
    [InlineData("float", "abc", "dataset.value.float")]
    [InlineData("datetime", "2023-02-30", "dataset.value.datetime")]
    [InlineData("shape", "[2;3]", "dataset.value.shape")]
    [InlineData("image_file", "gone.png", "dataset.file.not-found")]
    [InlineData("image_file", "img", "dataset.file.not-found")]
    [InlineData("image_file", "../schema.json", "dataset.file.outside")]
    [InlineData("image_file", "a/../../schema.json", "dataset.file.outside")]
    [InlineData("image_file", "/no/such/file", "dataset.file.not-found")]
    public async Task Values_of_another_type_are_refused(string type, string value, string code)
    {
        using var folder = new SampleFolder();
        folder.Write(
            "schema.json", SampleFolder.SchemaOf(SampleFolder.Element("q", type))).Write("examples.csv",
            $"id,q\n{SampleFolder.Id(1)},{value}\n");
        var error = (await folder.InspectAsync()).Errors.ShouldHaveSingleItem();
        (error.Code, error.Element, error.Value, error.Row).ShouldBe((code, "q", value, 1));
        error.Message.ShouldContain(value);
    }

    [Theory]
    [InlineData("integer", "[1, 2]", true)]
    [InlineData("integer", "[]", true)]
    [InlineData("integer", "7", true)]
    [InlineData("integer", "[1, 2.5]", false)]
    [InlineData("integer", "[1, null]", false)]
    [InlineData("integer", "[[1]]", false)]
    [InlineData("float", "[1, \"nan\", \"1e5\"]", true)]
    [InlineData("boolean", "[true, 0, \"False\"]", true)]
    [InlineData("text", "[not json", true)]
    [InlineData("category", "plain", true)]
    public async Task Cells_with_several_values_are_json_arrays_or_one_value(string type, string cell, bool isValid)
    {
        using var folder = new SampleFolder();
        var quoted = cell.Replace("\"", "\"\"", StringComparison.Ordinal);
        folder.Write("schema.json", SampleFolder.SchemaOf(SampleFolder.Element("q", type, more: ", \"multi_value\": \"Ordered\"")))
            .Write("examples.csv", $"id,q\n{SampleFolder.Id(1)},\"{quoted}\"\n");
        (await folder.InspectAsync()).IsValid.ShouldBe(isValid);
    }

    [Fact]
    public async Task A_required_column_that_is_absent_is_missed_once()
    {
        using var folder = new SampleFolder();
        folder.Write("examples.csv", $"id,x,n\n{SampleFolder.Id(1)},1,2\n{SampleFolder.Id(2)},1,2\n");
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.columns.missing");
        inspection.Summary.Elements[2].Missing.ShouldBe(2);
        (await folder.Write("examples.csv", "id,x,n\n").InspectAsync()).IsValid.ShouldBeTrue();
        (await folder.Write("examples.csv", $"id,x,y\n{SampleFolder.Id(1)},1,a\n").InspectAsync()).Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("id,x,n,y\nID,1,2,a,more,most\n", "dataset.row.surplus")]
    [InlineData("id,x,n,y\nID,1,2,a\nID,1,2,a\n", "dataset.id.duplicate")]
    [InlineData("id,x,x,n,y\nID,oops,1,2,a\n", "dataset.columns.duplicate")]
    [InlineData("id,x,n,y\nID,1,2,\"a\"b\n", "dataset.csv.quote")]
    [InlineData("id,x,n,y\nID,1,2,\"a\n", "dataset.csv.quote")]
    [InlineData("id,x,n\n", "dataset.columns.missing")]
    public async Task What_is_odd_is_accepted_with_a_warning(string csv, string code)
    {
        using var folder = new SampleFolder();
        var inspection = await folder.Write("examples.csv", csv.Replace("ID", SampleFolder.Id(1), StringComparison.Ordinal)).InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task Duplicate_elements_and_too_many_classes_are_warned_of()
    {
        using var folder = new SampleFolder();
        folder.Write(
            "schema.json",
            SampleFolder.Schema.Replace("\"nullable\": false}]", "\"nullable\": false, \"num_classes\": 1}]", StringComparison.Ordinal)
            .Replace("\"inputs\": [", "\"inputs\": [" + SampleFolder.Element("x", "float") + ",", StringComparison.Ordinal));
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.Select(static warning => warning.Code).ShouldBe(["dataset.schema.duplicate-element", "dataset.classes"]);
        inspection.Summary.Elements.Select(static element => element.Values).ShouldBe([6, 0, 6, 6]);
    }

    [Fact]
    public async Task Every_file_is_referred_to_once_or_more()
    {
        using var folder = new SampleFolder();
        folder.Write(
            "schema.json", SampleFolder.SchemaOf(SampleFolder.Element("g", "generic_file"))).Write("files/a/b.txt",
            "1").Write("files/c.txt", "12")
            .Write("files/orphan.txt", "x").Write(
                "examples.csv", $"id,g\n{SampleFolder.Id(1)},a/b.txt\n{SampleFolder.Id(2)},./c.txt\n{SampleFolder.Id(3)},a/../c.txt\n");
        var inspection = await folder.InspectAsync();
        inspection.Errors.Select(static error => (error.Code, error.File)).ShouldBe([("dataset.file.unreferenced", "files/orphan.txt")]);
        inspection.Summary.Files.ShouldBe(2);
        inspection.Summary.SizeInBytes.ShouldBe(new FileInfo(Path.Join(folder.Path, "examples.csv")).Length + 3);
    }

    [Fact]
    public async Task Paths_with_backslashes_and_absolute_paths_are_accepted_with_a_warning()
    {
        using var folder = new SampleFolder();
        folder.Write("schema.json", SampleFolder.SchemaOf(SampleFolder.Element("g", "generic_file"))).Write("files/a/b.txt", "1");
        folder.Write("examples.csv", $"id,g\n{SampleFolder.Id(1)},a\\b.txt\n{SampleFolder.Id(2)},{folder.Path}/schema.json\n");
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.Select(static warning => warning.Code).ShouldBe(["dataset.file.backslash", "dataset.file.absolute"]);
    }

    [Fact]
    public async Task A_link_to_a_folder_is_not_followed()
    {
        using var folder = new SampleFolder();
        folder.Write("schema.json", SampleFolder.SchemaOf(SampleFolder.Element("g", "generic_file"))).Write("files/a.txt", "1");
        Directory.CreateSymbolicLink(Path.Join(folder.Path, "files", "link"), folder.Path);
        folder.Write("examples.csv", $"id,g\n{SampleFolder.Id(1)},a.txt\n{SampleFolder.Id(2)},link/schema.json\n");
        (await folder.InspectAsync()).Errors.Select(static error => error.Code).ShouldBe(
            ["dataset.file.not-found", "dataset.file.unreferenced"]);
    }

    [Fact]
    public async Task All_problems_are_told_with_their_rows_and_those_of_a_kind_are_bounded()
    {
        using var folder = new SampleFolder();
        folder.Write(
            "examples.csv",
            "id,x,n,y\n" + string.Concat(Enumerable.Range(1, 1500).Select(static i => $"{SampleFolder.Id(i)},bad{i},1.5,a\n")));
        var inspection = await folder.InspectAsync();
        inspection.Errors.Length.ShouldBe(2000);
        inspection.Unlisted.ShouldBe(new Dictionary<string, long> { ["dataset.value.float"] = 500, ["dataset.value.integer"] = 500 });
        inspection.Errors.Last().Row.ShouldBe(1000);
        inspection.Summary.Elements[0].Invalid.ShouldBe(1500);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task Compressed_csv_is_read_and_damage_is_told(string ending)
    {
        using var folder = new SampleFolder();
        var csv = File.ReadAllBytes(Path.Join(folder.Path, "examples.csv"));
        var file = $"examples.csv.{ending}";
        var packed = Packed(csv, ending);
        (await folder.Delete("examples.csv").Write(file, packed).InspectAsync()).Summary.Examples.ShouldBe(6);
        packed[packed.Length / 2] ^= 0x55;
        (await folder.Write(file, packed).InspectAsync()).IsValid.ShouldBeFalse();
        (await folder.Write(file, "id,x,n,y\n").InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.csv.compression");
    }

    [Fact]
    public async Task Parts_are_read_in_order_of_their_names()
    {
        using var folder = new SampleFolder();
        folder.Delete("examples.csv").Write(
            "examples/b.csv", $"id,x,n,y\n{SampleFolder.Id(2)},bad,2,b\n").Write("examples/a.csv", $"id,y,x\n{SampleFolder.Id(1)},a,1\n");
        var inspection = await folder.InspectAsync();
        var error = inspection.Errors.ShouldHaveSingleItem();
        (error.File, error.Row, error.Line).ShouldBe(("examples/b.csv", 2, 2));
        inspection.Summary.Examples.ShouldBe(2);
        inspection.Summary.Elements[1].Missing.ShouldBe(1);
        (await folder.Write("examples/notes.txt", "x").InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.parts.entry");
    }

    private static byte[] Packed(byte[] bytes, string ending)
    {
        var packed = new MemoryStream();
        using (Stream stream = ending == "gz" ? new GZipStream(packed, CompressionLevel.Fastest) : new ZstdSharp.CompressionStream(packed))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
