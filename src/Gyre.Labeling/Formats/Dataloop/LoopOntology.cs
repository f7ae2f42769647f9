using System.Text.Json;

namespace Gyre.Labeling.Formats.Dataloop;

/// <summary>The ontology of a recipe: a tree of labels, and attributes.</summary>
internal static class LoopOntology
{
    private static readonly (string Word, AttributeType Type)[] Types =
    [
        ("options", AttributeType.Options), ("boolean", AttributeType.Flag), ("range", AttributeType.Range),
        ("number", AttributeType.Number),
        ("freeText", AttributeType.Text),
    ];

    public static void Read(ImportWork work, SourceFile file) => work.Guard(file, () => work.EachProperty(file, (json, name) => name switch
    {
        "roots" => work.EachElement(json, file, name, (root, place) => ReadLabel(work, root, place, "", null, 0)),
        "attributes" => work.EachElement(json, file, name, (attribute, _) => ReadAttribute(work, attribute)),
        _ => false,
    }));

    public static void Write(Utf8JsonWriter json, Ontology ontology)
    {
        json.WriteStartObject();
        json.WriteStartArray("roots");
        foreach (var label in ontology.Labels)
        {
            json.WriteStartObject();
            json.WriteStartObject("value");
            json.WriteString("tag", label.Name);
            json.WriteNumber("id", label.Id);
            if (label.Colour is { } colour)
                json.WriteString("color", colour);
            json.WriteEndObject();
            json.WriteStartArray("children");
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("attributes");
        foreach (var attribute in ontology.Attributes)
            WriteAttribute(json, ontology, attribute);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Labels under others are called <c>parent.child</c>.</summary>
    private static void ReadLabel(ImportWork work, JsonElement root, Place place, string prefix, int? parent, int depth)
    {
        var value = root.Find("value") ?? root;
        var name = prefix + value.Text("tag");
        var declared = work.Data.Declare(name, value.Integer("id"), place, label => label with
        {
            Colour = value.Text("color") is { Length: 7 } colour && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit) ? colour
                : null,
            Parent = parent,
        });
        if (declared is null || depth > 32)
            return;
        foreach (var child in root.Find("children").Elements())
            ReadLabel(work, child, place, name + ".", declared.Id, depth + 1);
    }

    private static void ReadAttribute(ImportWork work, JsonElement attribute)
    {
        var name = attribute.Text("key") ?? attribute.Text("title") ?? "";
        if (work.Data.Asked(name) is not null)
            throw LabelRefusal.Of(
                ProblemKinds.DuplicateId, $"Two attributes are called '{ProblemLog.Short(name)}'.", "Rename one of them.");
        var range = attribute.Find("range");
        var type = Array.Find(Types, known => known.Word == attribute.Text("type"));
        work.Data.Ask(new LabelAttribute
        {
            Name = name,
            Title = attribute.Text("title"),
            Type = type.Word is null ? AttributeType.Text : type.Type,
            Values = [.. attribute.Find("values").Elements().Select(static one => one.Text()).OfType<string>()],
            Min = range?.Number("min"),
            Max = range?.Number("max"),
            Step = range?.Number("step"),
            IsRequired = attribute.Find("optional") is { ValueKind: JsonValueKind.False },
            IsMultiple = attribute.IsTrue("multi"),
            Labels = [.. attribute.Find("scope").Elements().Select(label => label.Text() is { } text ? work.Data.Find(text) : null)
                .OfType<int>()],
        });
    }

    private static void WriteAttribute(Utf8JsonWriter json, Ontology ontology, LabelAttribute attribute)
    {
        json.WriteStartObject();
        json.WriteString("key", attribute.Name);
        if (attribute.Title is { } title)
            json.WriteString("title", title);
        json.WriteString("type", Array.Find(Types, known => known.Type == attribute.Type).Word);
        json.WriteStartArray("scope");
        foreach (var label in attribute.Labels.Where(id => ontology.Find(id) is not null))
            json.WriteStringValue(ontology.Find(label)!.Name);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var value in attribute.Values)
            json.WriteStringValue(value);
        json.WriteEndArray();
        json.WriteStartObject("range");
        foreach (var (name, number) in new[] { ("min", attribute.Min), ("max", attribute.Max), ("step", attribute.Step) })
        {
            if (number is { } given)
                json.WriteNumber(name, given);
        }
        json.WriteEndObject();
        json.WriteBoolean("optional", !attribute.IsRequired);
        json.WriteBoolean("multi", attribute.IsMultiple);
        json.WriteEndObject();
    }
}
