using System.Text;
using CsCheck;
using Gyre.Datasets.Checks;
using Gyre.Testing;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>Every rule of schema.json.</summary>
public sealed class SchemaRuleTests
{
    private const string Good = """{"name": "x", "type": "float", "required": true, "nullable": false}""";

    [Theory]
    [InlineData("{\"name\": \"d\",", "dataset.schema.json", "schema.json")]
    [InlineData("", "dataset.schema.json", "schema.json")]
    [InlineData("\ufeff{}", "dataset.schema.json", "schema.json")]
    [InlineData("{\"name\": \"\\ud800\"}", "dataset.schema.json", "schema.json")]
    [InlineData("[]", "dataset.schema.object", "a list")]
    [InlineData("null", "dataset.schema.object", "null")]
    [InlineData("{\"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": []}", "dataset.schema.missing-key", "'name'")]
    [InlineData("{\"name\": null, \"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": []}", "dataset.schema.null",
        "'name'")]
    [InlineData("{\"name\": 5, \"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": []}", "dataset.schema.text", "'name'")]
    [InlineData("{\"name\": \"d\", \"inputs\": [], \"outputs\": [], \"metadata\": []}", "dataset.schema.missing-key", "'description'")]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"outputs\": [], \"metadata\": []}", "dataset.schema.missing-key", "'inputs'")]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"inputs\": null, \"outputs\": [], \"metadata\": []}", "dataset.schema.list",
        "'inputs'")]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"inputs\": {}, \"outputs\": [], \"metadata\": []}", "dataset.schema.list",
        "'inputs'")]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"inputs\": [5], \"outputs\": [], \"metadata\": []}", "dataset.schema.element",
        "inputs[0]")]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": 5}", "dataset.schema.list",
        "'metadata'")]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": [], \"version\": 1}",
        "dataset.schema.unknown-key", "version")]
    public void Whole_schemas_are_refused(string json, string code, string word) => Refused(json, code, word);

    [Theory]
    [InlineData("{\"type\": \"float\", \"required\": true, \"nullable\": false}", "dataset.schema.missing-key", "inputs[0].name")]
    [InlineData("{\"name\": \"x\", \"required\": true, \"nullable\": false}", "dataset.schema.missing-key", "inputs[0].type")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"nullable\": false}", "dataset.schema.missing-key", "inputs[0].required")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": true}", "dataset.schema.missing-key", "inputs[0].nullable")]
    [InlineData("{\"name\": \"x\", \"type\": \"vector\", \"required\": true, \"nullable\": false}", "dataset.schema.word", "vector")]
    [InlineData("{\"name\": \"x\", \"type\": \"\", \"required\": true, \"nullable\": false}", "dataset.schema.word", "inputs[0].type")]
    [InlineData("{\"name\": \"x\", \"type\": 5, \"required\": true, \"nullable\": false}", "dataset.schema.text", "inputs[0].type")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": \"maybe\", \"nullable\": false}", "dataset.schema.boolean", "maybe")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": 2, \"nullable\": false}", "dataset.schema.boolean", "required")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": [], \"nullable\": false}", "dataset.schema.boolean", "required")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": true, \"nullable\": null}", "dataset.schema.null", "nullable")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": true, \"nullable\": false, \"multi_value\": \"list\"}",
        "dataset.schema.word", "list")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": true, \"nullable\": false, \"multi_value\": 5}",
        "dataset.schema.text", "multi_value")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": true, \"nullable\": false, \"description\": 5}",
        "dataset.schema.text", "description")]
    [InlineData("{\"name\": \"x\", \"type\": \"float\", \"required\": true, \"nullable\": false, \"num_classes\": 2}",
        "dataset.schema.unknown-key", "num_classes")]
    [InlineData("{\"name\": \"x-1\", \"type\": \"float\", \"required\": true, \"nullable\": false}", "dataset.schema.element-name", "x-1")]
    [InlineData("{\"name\": \"x 1\", \"type\": \"float\", \"required\": true, \"nullable\": false}", "dataset.schema.element-name", "x 1")]
    [InlineData("{\"name\": \"xA\", \"type\": \"float\", \"required\": true, \"nullable\": false}", "dataset.schema.element-name", "xA")]
    [InlineData("{\"name\": \"Ñ\", \"type\": \"float\", \"required\": true, \"nullable\": false}", "dataset.schema.element-name", "Ñ")]
    [InlineData("{\"name\": \"a\\\\b\", \"type\": \"float\", \"required\": true, \"nullable\": false}", "dataset.schema.element-name",
        "punctuation")]
    public void Elements_are_refused(string element, string code, string word) =>
        Refused($$"""{"name": "d", "description": "", "inputs": [{{element}}], "outputs": [], "metadata": []}""", code, word);

    [Theory]
    [InlineData("\"three\"")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("1e300")]
    [InlineData("\"2.5\"")]
    public void Numbers_of_classes_are_whole(string number) => Refused(
        $$"""{"name": "d", "description": "", "inputs": [], "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false, "num_classes": {{number}}}], "metadata": []}""",
        "dataset.schema.integer", "num_classes");

    [Theory]
    [InlineData("2", 2)]
    [InlineData("\"2\"", 2)]
    [InlineData("\" 1_0 \"", 10)]
    [InlineData("2.7", 2)]
    [InlineData("-1", -1)]
    [InlineData("null", null)]
    public void Numbers_of_classes_are_read_leniently(string number, int? expected)
    {
        var schema = Accepted(
            $$"""{"name": "d", "description": "", "inputs": [], "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false, "num_classes": {{number}}}], "metadata": []}""");
        schema.Outputs.ShouldHaveSingleItem().NumClasses.ShouldBe(expected);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"t\"", true)]
    [InlineData("\"Yes\"", true)]
    [InlineData("\"ON\"", true)]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("\"1\"", true)]
    [InlineData("false", false)]
    [InlineData("\"n\"", false)]
    [InlineData("\"off\"", false)]
    [InlineData("0", false)]
    [InlineData("\"0\"", false)]
    public void Booleans_are_read_leniently(string text, bool expected) =>
        Accepted($$"""{"name": "d", "description": "", "inputs": [{"name": "x", "type": "FLOAT", "required": {{text}}, "nullable": false}], "outputs": [], "metadata": []}""")
            .Inputs.ShouldHaveSingleItem().IsRequired.ShouldBe(expected);

    [Theory]
    [InlineData("boolean", ElementType.Boolean)]
    [InlineData("Integer", ElementType.Integer)]
    [InlineData("FLOAT", ElementType.Float)]
    [InlineData("text", ElementType.Text)]
    [InlineData("datetime", ElementType.Datetime)]
    [InlineData("category", ElementType.Category)]
    [InlineData("generic_file", ElementType.GenericFile)]
    [InlineData("document_file", ElementType.DocumentFile)]
    [InlineData("image_file", ElementType.ImageFile)]
    [InlineData("video_file", ElementType.VideoFile)]
    [InlineData("Audio_File", ElementType.AudioFile)]
    [InlineData("shape", ElementType.Shape)]
    public void All_types_are_known_in_any_case(string word, ElementType type) =>
        Accepted(SampleFolder.SchemaOf(SampleFolder.Element("x", word))).Inputs.ShouldHaveSingleItem().Type.ShouldBe(type);

    [Theory]
    [InlineData("1x")]
    [InlineData("_")]
    [InlineData("")]
    [InlineData("ß\u00aa")]
    [InlineData("東京")]
    [InlineData("a\\tb")]
    public void Odd_names_are_accepted(string name) => Accepted(SampleFolder.SchemaOf(SampleFolder.Element(name, "text")));

    [Theory]
    [InlineData("{\"name\": \"d\", \"description\": \"\", \"inputs\": [], \"outputs\": []}", "dataset.schema.no-metadata")]
    [InlineData("{\"name\": \"a/b\", \"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": null}",
        "dataset.schema.name-slash")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\", \"description\": \"\", \"inputs\": [], \"outputs\": [], \"metadata\": null}",
        "dataset.schema.duplicate-key")]
    public void What_is_odd_is_warned_of(string json, string code)
    {
        var log = new FindingLog();
        SchemaCheck.Read(Encoding.UTF8.GetBytes(json), log).ShouldNotBeNull();
        log.Warnings.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var log = new FindingLog();
        const string json = """{"inputs": [{"name": "X", "type": "vector", "required": 5}], "outputs": 1, "more": 2}""";
        SchemaCheck.Read(Encoding.UTF8.GetBytes(json), log).ShouldBeNull();
        log.Errors.Select(static error => error.Element).ShouldBe(
            ["more", "name", "description", "inputs[0].name", "inputs[0].type", "inputs[0].required", "inputs[0].nullable", "outputs"],
            ignoreOrder: true);
    }

    [Fact]
    public void Deep_json_is_refused() => Refused(new string('[', 100_000), "dataset.schema.json", "depth");

    [Fact]
    public void Broken_schemas_never_throw()
    {
        var good = Encoding.UTF8.GetBytes(SampleFolder.SchemaOf(Good));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (at, value, length) =>
            {
                var broken = good[..length];
                if (at < broken.Length)
                    broken[at] = value;
                var log = new FindingLog();
                (SchemaCheck.Read(broken, log) is null).ShouldBe(log.ErrorCount > 0);
            },
            iter: Budget.Texts(2000));
    }

    private static void Refused(string json, string code, string word)
    {
        var log = new FindingLog();
        SchemaCheck.Read(Encoding.UTF8.GetBytes(json), log).ShouldBeNull();
        var error = log.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        $"{error.Message} {error.Value}".ShouldContain(word, Case.Insensitive);
        error.File.ShouldBe("schema.json");
    }

    private static DatasetSchema Accepted(string json)
    {
        var log = new FindingLog();
        var schema = SchemaCheck.Read(Encoding.UTF8.GetBytes(json), log);
        log.Errors.ShouldBeEmpty();
        return schema.ShouldNotBeNull();
    }
}
