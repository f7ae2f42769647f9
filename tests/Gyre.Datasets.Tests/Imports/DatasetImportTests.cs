using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Gyre.Core;

namespace Gyre.Datasets.Tests.Imports;

/// <summary>Sources of every kind become valid datasets.</summary>
public sealed class DatasetImportTests
{
    private const string Iris =
        """"
        Sepal Length,when,Species,note
        5.1,2/28/2023,setosa,x y
        4.9,1/2/2023,setosa,
        7.0,3/4/2023,virginica,"a, ""b"""

        """";

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 0];

    [Fact]
    public async Task A_CSV_file_becomes_a_dataset_with_an_inferred_schema()
    {
        using var folder = new ImportFolder().Write("iris.data.csv", Iris);
        var (import, examples) = await folder.ImportAsync("iris.data.csv", new DatasetImportOptions { Outputs = ["Species"] });

        (import.Schema.Name, import.Rows).ShouldBe(("iris", 3));
        import.Schema.Elements.ShouldBe(
        [
            new("sepal_length", ElementRole.Input, ElementType.Float) { IsRequired = true, Description = "Column Sepal Length" },
            new("when", ElementRole.Input, ElementType.Datetime) { IsRequired = true },
            new("note", ElementRole.Input, ElementType.Text),
            new("species", ElementRole.Output, ElementType.Category)
            {
                IsRequired = true, NumClasses = 2, Description = "Column Species",
            },
        ]);
        examples[1].Values.ShouldBe([Value.Of(4.9), new TimestampValue("2023-01-02T00:00:00"), null, Value.Of("setosa")]);
        import.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_rows_have_the_same_identifiers_whatever_is_before_them()
    {
        using var folder = new ImportFolder().Write("a.csv", "x,y\n1,a\n2,b\n2,b\n").Write("b.csv", "x,y\n9,z\n1,a\n2,b\n");
        var (_, a) = await folder.ImportAsync("a.csv", target: "a");
        var (_, again) = await folder.ImportAsync("a.csv", target: "again");
        var (_, b) = await folder.ImportAsync("b.csv", target: "b");
        a.Select(static one => one.Id).ShouldBe(again.Select(static one => one.Id));
        a.Select(static one => one.Id).ShouldBeUnique();
        b.Skip(1).Select(static one => one.Id).ShouldBe(a.Take(2).Select(static one => one.Id));
    }

    [Theory]
    [InlineData("id,x\n1,0.5\n2,0.5\n", ElementRole.Metadata)]
    [InlineData("ID,x\na,0.5\nb,0.5\n", ElementRole.Metadata)]
    [InlineData("id,x\n1,0.5\n1,0.7\n", ElementRole.Input)]
    [InlineData("x,id\n1,3\n2,4\n", ElementRole.Input)]
    public async Task A_first_column_named_id_is_no_input_where_it_tells_the_rows_apart(string text, ElementRole role)
    {
        using var folder = new ImportFolder().Write("t.csv", text);
        var (import, _) = await folder.ImportAsync("t.csv");
        import.Schema.Elements.Single(static element => element.Name == "id").Role.ShouldBe(role);
    }

    [Fact]
    public async Task UUIDs_are_identifiers_and_other_keys_become_some()
    {
        const string Id = "6018366c-f658-47a7-9ed3-4fe53a096533";
        using var folder = new ImportFolder().Write("u.csv", $"key,x\n{Id},1\n").Write("k.csv", "x,key\n1,k1\n2,k2\n");
        var (import, examples) = await folder.ImportAsync("u.csv", target: "u");
        (examples[0].Id, import.Schema.Elements.Single().Name).ShouldBe((Guid.Parse(Id), "x"));
        (import, examples) = await folder.ImportAsync("k.csv", new DatasetImportOptions { Id = "key" }, target: "k");
        import.Schema.Metadata.Single().Name.ShouldBe("key");
        examples[0].Id.ShouldBe(GuidIds.FromNames("dataset-example", "k1"));
    }

    [Theory]
    [InlineData("t.tsv", "x\ty\n1\ta b\n")]
    [InlineData("t.jsonl", "{\"x\": 1, \"y\": \"a b\"}\n")]
    [InlineData("t.ndjson", "\n{\"y\": \"a \\u0062\", \"x\": 1}")]
    [InlineData("t.csv.gz", "x,y\n1,a b\n")]
    public async Task Other_forms_are_read(string file, string text)
    {
        using var folder = new ImportFolder();
        folder.Write(file, file.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(text) : Encoding.UTF8.GetBytes(text));
        var (import, examples) = await folder.ImportAsync(file);
        import.Schema.Elements.Select(static element => (element.Name, element.Type)).OrderBy(static one => one.Name).ShouldBe(
            [("x", ElementType.Integer), ("y", ElementType.Text)]);
        examples.Single().Values.ToHashSet().ShouldBe([Value.Of(1), Value.Of("a b")], ignoreOrder: true);
    }

    [Fact]
    public async Task JSON_lines_may_have_lists_nulls_gaps_and_nested_objects()
    {
        using var folder = new ImportFolder().Write(
            "t.jsonl", "{\"a\": [1, 2], \"b\": null, \"c\": {\"d\": [true]}}\n{\"a\": [3], \"e\": true}\n");
        var (import, examples) = await folder.ImportAsync("t.jsonl");
        var elements = import.Schema.Elements;
        (elements[0].Type, elements[0].MultiValue, elements[0].IsRequired).ShouldBe((ElementType.Integer, MultiValue.Ordered, true));
        (elements[1].Type, elements[1].IsNullable, elements[1].IsRequired).ShouldBe((ElementType.Text, true, false));
        examples[0].Values.ShouldBe([Value.Of([Value.Of(1), Value.Of(2)]), Value.Null, Value.Of("{\"d\": [true]}"), null]);
        examples[1].Values.ShouldBe([Value.Of([Value.Of(3)]), null, null, Value.True]);
    }

    [Fact]
    public async Task A_folder_of_images_has_a_class_per_folder()
    {
        using var folder = new ImportFolder().Write("photos/dog/1.png", Png).Write("photos/dog/deep/2.PNG", Png).Write("photos/cat/1.png", Png)
            .Write("photos/cat/.hidden", "x").Write("photos/notes.txt", "x");
        var (import, examples) = await folder.ImportAsync("photos");
        import.Schema.Elements.Select(static element => (element.Name, element.Role, element.Type, element.NumClasses)).ShouldBe(
            [("image", ElementRole.Input, ElementType.ImageFile, null), ("label", ElementRole.Output, ElementType.Category, 2)]);
        examples.Select(static one => (one.Values[0]!.ToString(), one.Values[1]!.ToString())).ShouldBe(
            [("cat/1.png", "cat"), ("dog/1.png", "dog"), ("dog/deep/2.PNG", "dog")]);
        import.Notes.ShouldBe(["1 files are no images and are left out: notes.txt."]);
    }

    [Fact]
    public async Task A_schema_that_was_edited_is_used_and_decides_which_columns_are_taken()
    {
        using var folder = new ImportFolder().Write("iris.csv", Iris);
        var schema = Encoding.UTF8.GetString((await folder.OpenAsync("iris.csv")).SchemaText());
        schema.ShouldContain("\"sepal_length\"");
        var edited = Encoding.UTF8.GetBytes(
            """
            {"name": "flowers", "description": "", "metadata": [], "outputs": [],
             "inputs": [{"name": "species", "type": "text", "required": true, "nullable": false}]}
            """);
        var (import, examples) = await folder.ImportAsync("iris.csv", new DatasetImportOptions { Schema = edited });
        (import.Schema.Name, examples[2].Values.Single()).ShouldBe(("flowers", Value.Of("virginica")));
        import.Notes.Length.ShouldBe(3);
        var wrong = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(edited).Replace("\"text\"", "\"integer\"", StringComparison.Ordinal));
        var refused = await Should.ThrowAsync<InvalidInputException>(
            () => folder.ImportAsync("iris.csv", new DatasetImportOptions { Schema = wrong }, target: "wrong"));
        refused.Diagnostics[0].ToString().ShouldStartWith(
            "iris.csv:2:0: error dataset.import.value: \"setosa\" is no integer. (at row 1, species)");
        Directory.Exists(Path.Join(folder.Path, "wrong")).ShouldBeFalse();
    }

    public static TheoryData<string, string, string> Refused() => new()
    {
        { "a.csv", "x,y\n1,2\n3\n", "a.csv:3:0: error dataset.import.ragged" },
        { "a.csv", "x,y\n1,2,3\n", "a.csv:2:0: error dataset.import.ragged" },
        { "a.csv", "x,y\n\"1,2\n", "a.csv:2:0: error dataset.import.ragged" },
        { "a.csv", "x,y\n1,\"a\" b\n", "a.csv:2:0: error dataset.import.quote" },
        { "a.csv", "x;y\n1;2\n", "error dataset.import.separator" },
        { "a.csv", "x\n" + new string('a', 17 << 20), "error dataset.csv.too-long" },
        { "a.csv", "", "error dataset.csv.empty" },
        { "a.jsonl", "{\"x\": 1}\n[1]\n", "a.jsonl:2:0: error dataset.lines.object" },
        { "a.jsonl", "{\"x\": 1}\n{\"x\": }\n", "a.jsonl:2:7: error dataset.lines.json" },
        { "a.jsonl", "{\"x\": 1} {}\n", "a.jsonl:1" },
        { "a.jsonl", "{\"x\": " + new string('[', 40), "a.jsonl:1:38: error dataset.lines.json" },
        { "a.jsonl", "{\"x\": \"\\ud800\"}", "a.jsonl:1:0: error dataset.lines.json" },
        { "a.jsonl", "{\"x\": 1, \"x\": 2}", "a.jsonl:1:0: error dataset.lines.duplicate" },
        { "a.jsonl", "{\"x\": \"" + new string('a', 17 << 20), "a.jsonl:1:0: error dataset.lines.too-long" },
        { "a.jsonl", "{}", "error dataset.lines.empty" },
        { "a.parquet", "PAR1 nothing of the kind PAR1", "error dataset.parquet.invalid" },
        { "a.csv.gz", "x,y\n", "error dataset.csv.compression" },
        { "a.xlsx", "x", "error dataset.import.kind" },
        { "a/b.txt", "x", "error dataset.import.no-images" },
        { "a/c/b.png", "<html>", "c/b.png: error dataset.import.not-an-image" },
        { "a/none/b.png", "BM", "none/b.png: error dataset.import.label" },
        { "a/schema.json", "{}", "error dataset.import.is-dataset" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_a_dataset_is_refused_with_its_place(string file, string text, string message)
    {
        using var folder = new ImportFolder().Write(file, text);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => folder.ImportAsync(file.Split('/')[0]));
        refused.Diagnostics[0].ToString().ShouldContain(message);
        Directory.GetFileSystemEntries(folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Options_that_name_nothing_and_keys_that_repeat_are_refused()
    {
        using var folder = new ImportFolder().Write("a.csv", "x,y\n1,a\n1,\n");
        foreach (var options in new DatasetImportOptions[] { new() { Outputs = ["z"] }, new() { Id = "z" }, new() { Name = "a/b" } })
            await Should.ThrowAsync<InvalidInputException>(() => folder.ImportAsync("a.csv", options));
        (await Should.ThrowAsync<InvalidInputException>(() => folder.ImportAsync("a.csv", new() { Id = "x" }))).Message.ShouldStartWith(
            "a.csv:3:0: error dataset.import.id-duplicate");
        (await Should.ThrowAsync<InvalidInputException>(() => folder.ImportAsync("a.csv", new() { Id = "y" }))).Message.ShouldStartWith(
            "a.csv:3:0: error dataset.import.id-missing");
    }

    /// <summary>Datasets of every type that survives as text, written in every form and imported again with their schema.</summary>
    [Fact]
    public async Task What_is_exported_is_imported_again()
    {
        var text = Gen.String[Gen.Char["ab ,\"\n;é0"], 0, 8].Where(static one => one.Trim().Length > 0).Select(static one => Value.Of(one));
        var whole = Gen.Long.Select(static one => (Value)new IntegerValue(one));
        var real = Gen.Double.Select(static one => Value.Of(one));
        var moment = Gen.Int[0, int.MaxValue].Select(
            static one => (Value)new TimestampValue(DatasetProfiles.MomentOf(one)));
        static Gen<Value?> Maybe(Gen<Value> values) => Gen.Select(Gen.Int[0, 4], values).Select(
            static pair => pair.Item1 == 0 ? null : (Value?)pair.Item2);
        var row = Gen.Select(Maybe(text), Maybe(whole), Maybe(real), Maybe(moment), Gen.Bool.Select(static one => (Value?)Value.Of(one)));
        var schema = new DatasetSchema("round", "",
        [
            new("t", ElementRole.Input, ElementType.Text), new("i", ElementRole.Input, ElementType.Integer),
            new("f", ElementRole.Input, ElementType.Float), new("d", ElementRole.Input, ElementType.Datetime),
            new("y", ElementRole.Output, ElementType.Boolean) { IsRequired = true },
        ]);
        await Gen.Select(row.List[1, 12], Gen.Int[0, 2]).SampleAsync(
            async (rows, form) =>
            {
                var format = new[] { DatasetFormat.Csv, DatasetFormat.CsvGzip, DatasetFormat.Parquet }[form];
                using var folder = new ImportFolder();
                var examples = rows.Select(static (one, index) => new DatasetExample(
                    new Guid(index, 1, 2, new byte[8]), [one.Item1, one.Item2, one.Item3, one.Item4, one.Item5])
                { Index = index }).ToList();
                await DatasetFolder.WriteAsync(Path.Join(folder.Path, "export"), schema, examples.ToAsyncEnumerable(), format);
                var file = Path.GetFileName(Directory.GetFiles(Path.Join(folder.Path, "export"), "examples.*").Single());
                var json = await File.ReadAllBytesAsync(Path.Join(folder.Path, "export", "schema.json"));
                var (import, read) = await folder.ImportAsync(Path.Join("export", file), new() { Schema = json }, format);
                read.Zip(examples).ShouldAllBe(static pair => pair.First.Id == pair.Second.Id
                    && pair.First.Values.SequenceEqual(pair.Second.Values));
                read.Count.ShouldBe(examples.Count);
                // Without the schema the values may have other types, but it is a valid dataset with the same examples.
                (import, read) = await folder.ImportAsync(Path.Join("export", file), format: format, target: "inferred");
                read.Select(static one => one.Id).ShouldBe(examples.Select(static one => one.Id));
            }, iter: 40, threads: 1);
    }

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }
}
