using System.Text.Json;
using Gyre.Labeling;
using Gyre.Testing;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>The same texts in five formats, as recorded.</summary>
public sealed class TextTests
{
    private static string Folder => ConformanceData.Folder(Path.Join("labeling", "formats", "text"));

    [Fact]
    public void The_canonical_texts_are_written_as_they_were_read()
    {
        using var folder = new ScratchFolder();
        var path = Path.Join(Folder, "canonical.json");
        Files.Export(Files.Import("canonical", path).Data, "canonical", folder["out.json"]);
        JsonElement.DeepEquals(
            JsonDocument.Parse(File.ReadAllBytes(folder["out.json"])).RootElement, JsonDocument.Parse(File.ReadAllBytes(path)).RootElement)
                .ShouldBeTrue();
    }

    [Theory]
    [InlineData("csv", "classification.csv")]
    [InlineData("jsonl", "classification.jsonl")]
    public void Classes_of_texts_are_those_of_the_canonical_document(string format, string file)
    {
        var result = Files.Import(format, Path.Join(Folder, file));
        result.Problems.ShouldBeEmpty();
        result.Data.Items.Select(item => (item.Item.Id, item.Item.Text, Class(result.Data, item)))
            .ShouldBe(Truth.Items.Select(item => (item.Item.Id, item.Item.Text, Class(Truth, item))));
    }

    [Fact]
    public void Tasks_of_Label_Studio_have_classes_and_spans()
    {
        var result = Files.Import("labelstudio", Path.Join(Folder, "labelstudio.json"));
        result.Problems.ShouldBeEmpty();
        result.Imported.ShouldBe(7);
        result.Data.Items.Select(item => (item.Item.Text, Class(result.Data, item)))
            .ShouldBe(Truth.Items.Select(item => (item.Item.Text, Class(Truth, item))));
        result.Data.Items.SelectMany(item => Spans(result.Data, item)).ShouldBe(Truth.Items.SelectMany(item => Spans(Truth, item)));
    }

    [Fact]
    public void Tokens_give_the_spans_and_one_space_between_them()
    {
        var result = Files.Import("conll", Path.Join(Folder, "ner.conll"));
        result.Problems.ShouldBeEmpty();
        result.Data.Items.Select(static item => item.Item.Text)
            .ShouldBe(Truth.Items.Select(static item => item.Item.Text!.Replace('\n', ' ')));
        result.Data.Items.SelectMany(item => Spans(result.Data, item)).ShouldBe(Truth.Items.SelectMany(item => Spans(Truth, item)));
    }

    [Theory]
    [InlineData("csv", "classification.csv")]
    [InlineData("jsonl", "classification.jsonl")]
    [InlineData("conll", "ner.conll")]
    public void Files_are_written_as_they_were_recorded(string format, string file)
    {
        using var folder = new ScratchFolder();
        Files.Export(Truth, format, folder["out"]);
        File.ReadAllText(folder["out"]).ReplaceLineEndings("\n").Replace(" ", "", StringComparison.Ordinal).ShouldStartWith(
            format == "jsonl" ? "{"
                : File.ReadAllText(Path.Join(Folder, file)).ReplaceLineEndings("\n").Replace(" ", "", StringComparison.Ordinal).TrimEnd());
    }

    [Theory]
    [InlineData("👍 Oslo", 3, 7)]
    [InlineData("👍 Oslo", 2, 6)]
    public void Places_of_browsers_and_of_programs_are_told_apart_by_the_words(string text, int start, int end)
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("t.json", $$$"""
            [{"id": 1, "data": {"text": "{{{text}}}"}, "annotations": [{"result": [
              {"id": "a", "from_name": "ner", "to_name": "text", "type": "labels",
               "value": {"start": {{{start}}}, "end": {{{end}}}, "text": "Oslo", "labels": ["LOC"]}}]}]}]
            """);
        var result = Files.Import("labelstudio", path);
        result.Problems.ShouldBeEmpty();
        result.Data.Items[0].Annotations[0].Geometry.ShouldBe(new TextSpan(2, 6));
    }

    private static LabeledData Truth => Files.Import("canonical", Path.Join(Folder, "canonical.json")).Data;

    private static string? Class(LabeledData data, LabeledItem item) =>
        item.Annotations.FirstOrDefault(static annotation => annotation.Geometry is WholeItem)?.Label is { } label
            ? data.Ontology.Find(label)!.Name : null;

    private static IEnumerable<(Geometry, string)> Spans(LabeledData data, LabeledItem item) => item.Annotations
        .Where(static annotation => annotation.Geometry is TextSpan)
            .Select(annotation => (annotation.Geometry, data.Ontology.Find(annotation.Label!.Value)!.Name));
}
