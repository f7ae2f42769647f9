namespace Gyre.Labeling.Formats.Texts;

/// <summary>CoNLL-2003: a token per line with its tag (B-, I- or O) in the last column, and a blank line behind each text.</summary>
internal sealed class ConllFormat : ILabelFormat
{
    public LabelFormat Format { get; } = new(
        "conll", "CoNLL", [ItemKind.Text], [GeometryKind.Span], LabelTraits.ItemOrder | LabelTraits.NumberedItems);

    public LabeledData Prepare(LabeledData data, ProblemLog losses) => ConllTokens.Prepare(data, losses);

    public bool WritesFolder(string path) => false;

    public void Import(ImportWork work)
    {
        foreach (var file in work.Source.Files(".conll"))
            new ConllReader(work, file).Read();
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        using var writer = target.CreateText("");
        writer.WriteLine($"{ConllTokens.DocumentStart} -X- O O");
        writer.WriteLine();
        foreach (var item in data.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(writer, data.Ontology, item);
            writer.WriteLine();
        }
    }

    private static void Write(TextWriter writer, Ontology ontology, LabeledItem item)
    {
        var spans = item.Annotations.Select(
            annotation => (Span: (TextSpan)annotation.Geometry, ontology.Find(annotation.Label!.Value)!.Name)).ToList();
        foreach (var (text, start, end) in ConllTokens.Split(item.Item.Text!, [.. spans.Select(static span => span.Span)]))
        {
            var (span, name) = spans.Find(span => start >= span.Span.Start && end <= span.Span.End);
            writer.WriteLine($"{text} -X- _ {(span is null ? "O" : span.Start == start ? $"B-{name}" : $"I-{name}")}");
        }
    }
}
