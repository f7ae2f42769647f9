using System.Text.Json;

namespace Gyre.Labeling.Formats.Canonical;

/// <summary>
/// Gyre's own JSON. Everything is in it, in absolute pixels and code points; what is usual is left out. The short form of plain texts is a
/// list without
/// an ontology.
/// </summary>
/// <param name="name">What commands call it.</param>
/// <param name="isShort">Whether plain texts are written as a list.</param>
internal sealed class CanonicalFormat(string name, bool isShort) : ILabelFormat
{
    private const LabelTraits OfLists = LabelTraits.ItemIds | LabelTraits.ItemOrder;

    public LabelFormat Format { get; } = new(
        name, isShort ? "Gyre's own JSON, texts as a list"
            : "Gyre's own JSON", [.. Enum.GetValues<ItemKind>()], [.. Enum.GetValues<GeometryKind>()], LabelTraits.All);

    public LabelFormat FormatFor(LabeledData data) => IsList(data) ? Format with { Traits = OfLists } : Format;

    public bool WritesFolder(string path) => false;

    public void Import(ImportWork work)
    {
        if (work.Source.IsFolder)
        {
            work.Log.Add(Labeling.ProblemKinds.Syntax, "It is a folder.", "Give the path of the .json file.", default);
            return;
        }
        var file = work.Source.Files(".json")[0];
        var isList = false;
        work.Guard(file, () =>
        {
            using var json = new JsonPieces(ImportSource.Open(file));
            isList = json.Read() == JsonTokenType.StartArray;
        });
        if (isList)
            new TextListReader(work).Read(file);
        else
            new CanonicalReader(work).Read(file);
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        if (IsList(data))
            JsonText.Write(target.Create(""), json => TextListWriter.Write(json, data, cancellationToken));
        else
            JsonText.Write(target.Create(""), json => new CanonicalWriter(json, data).Write(cancellationToken));
    }

    /// <summary>Texts that have at most one class each and spans, of people, and nothing else of weight.</summary>
    private bool IsList(LabeledData data) => isShort && !data.Items.IsEmpty && data.Items.All(static item =>
        item.Item is { Kind: ItemKind.Text, Text: not null, Split: null, Status: ItemStatus.Open } && item.Annotations.All(IsPlain)
        && item.Annotations.Count(static annotation => annotation.Geometry is WholeItem) <= 1);

    private static bool IsPlain(Annotation annotation) =>
        annotation is { IsPrediction: false, Label: not null, Geometry: WholeItem or TextSpan, Question: null }
            && annotation.Attributes.Entries.IsEmpty;
}
