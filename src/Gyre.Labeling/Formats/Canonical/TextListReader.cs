using System.Text.Json;

namespace Gyre.Labeling.Formats.Canonical;

/// <summary>Reads a list of texts with a class and entities each.</summary>
internal sealed class TextListReader(ImportWork work)
{
    public void Read(SourceFile file) => work.Guard(file, () =>
    {
        using var json = new JsonPieces(ImportSource.Open(file));
        work.EachElement(json, file, "", ReadText);
    });

    private void ReadText(JsonElement element, Place place)
    {
        var id = element.Id("id") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The text has no id.", "Give it one.");
        var text = element.Text("text") ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "There is no 'text'.", "Add it.");
        if (work.Data.Begin(place, () => new LabelItem { Id = id, Name = id, Kind = ItemKind.Text, Text = text }) is not { } item)
            return;
        TextLabels.Add(work.Data, item, place, element.Find("label"), id: null);
        foreach (var (index, entity) in element.Find("entities").Elements().Index())
            item.Add(place with { Element = $"{place.Element}.entities[{index}]" }, null, free => ReadEntity(entity, free, text));
    }

    private Annotation ReadEntity(JsonElement entity, string id, string text)
    {
        if (entity.Integer("start") is not { } start || entity.Integer("end") is not { } end || entity.Text("label") is not { } label)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The entity lacks 'start', 'end' or 'label'.", "Count code points from 0.");
        TextQuotes.Check(text, start, end, entity.Text("text"));
        return new Annotation { Id = id, Label = work.Data.Use(label), Geometry = new TextSpan(start, end) };
    }
}
