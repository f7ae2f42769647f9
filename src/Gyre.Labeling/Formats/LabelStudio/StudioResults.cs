using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Reads the results of one annotation or prediction. Results with the id of a region are answers about it.</summary>
internal sealed class StudioResults(ImportWork work, ItemBuilder item, Func<JsonElement, AnnotationOrigin> originOf)
{
    /// <summary>Ids of results, and those of the annotations that they became: another annotation may have used the same.</summary>
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public void Read(IEnumerable<JsonElement> results, Place place)
    {
        var all = results.ToList();
        var regions = all.Where(IsRegion).Select(static result => result.Id("id")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var answers = all.ToLookup(
            result => !IsRegion(result) && result.Id("id") is { } id && regions.Contains(id) ? id : "", StringComparer.Ordinal);
        var taken = item.Annotations.Select(static annotation => annotation.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in all.Select(static result => result.Id("id")).OfType<string>().Distinct(StringComparer.Ordinal))
            _ids[id] = taken.Add(id) ? id : DataBuilder.Free(id, taken.Add);
        foreach (var (index, result) in all.Index())
        {
            var id = result.Id("id");
            if (IsRegion(result) || id is null || !regions.Contains(id))
                Read(result, place with { Element = $"{place.Element}.result[{index}]" }, id is null ? [] : answers[id]);
        }
    }

    private static bool IsRegion(JsonElement result) => result.Text("type") is { } type
        && (StudioType.Find(type) is { } known ? known.Kinds[0] is not (GeometryKind.Class or GeometryKind.Text or GeometryKind.Rating)
            && IsOwn(known, result) : false);

    /// <summary>Labels with the numbers of a rectangle belong to the rectangle.</summary>
    private static bool IsOwn(StudioType type, JsonElement result) => type != StudioType.Labels || result.Find("value")?.Find("x") is null;

    private void Read(JsonElement result, Place place, IEnumerable<JsonElement> answers)
    {
        if (result.ValueKind != JsonValueKind.Object || result.Text("type") is not { } type)
        {
            work.Log.Add(ProblemKinds.Syntax, "The result has no 'type'.", "Export it again.", place with { Item = item.Item.Name });
            return;
        }
        var value = result.Find("value") ?? default;
        var others = answers.ToList();
        var labels = LabelsOf(value, type, others);
        // A region with several labels becomes several annotations.
        var isWhole = type is "choices" or "textarea" or "rating" or "relation" || StudioType.Others.Contains(type);
        for (var number = 0; number < (isWhole ? 1 : Math.Max(1, labels.Count)); number++)
        {
            var id = result.Id("id") is { } own
                ? (number == 0 ? _ids[own] : DataBuilder.Free(_ids[own], name => item.Annotations.All(known => known.Id != name))) : null;
            var label = number < labels.Count ? labels[number] : null;
            item.Add(place, id, free => Make(result, value, type, free, isWhole ? labels : label is null ? [] : [label], others));
        }
    }

    private Annotation Make(
        JsonElement result, JsonElement value, string type, string id, List<string> labels, List<JsonElement> answers)
    {
        var geometry = type == "relation" ? RelationOf(result) : StudioType.Others.Contains(type) ? AnswerOf(value, type)
            : GeometryOf(result, value, type, labels);
        var isChoice = geometry is LabelChoice;
        var known = StudioType.Find(type);
        var kind = known is null || isChoice ? (GeometryKind?)null : known.Kinds[0];
        return new Annotation
        {
            Id = id,
            Geometry = geometry,
            Label = isChoice || labels.Count == 0 ? null : work.Data.Use(labels[0], kind),
            Times = geometry is WholeItem && known == StudioType.Labels
                ? new TimeRange(value.Number("start") ?? -1, value.Number("end") ?? -1) : null,
            Origin = originOf(result),
            Question = type == "relation" ? null : result.Text("from_name"),
            Attributes = AttributesOf(answers),
        };
    }

    private Geometry GeometryOf(JsonElement result, JsonElement value, string type, List<string> labels)
    {
        if (StudioType.Find(type) is not { } known)
            throw LabelRefusal.Of(
                ProblemKinds.UnsupportedType, $"Results of the type '{ProblemLog.Short(type)}' are not known.",
                "Remove them, or label with another control.");
        if (known == StudioType.Choices)
            return labels.Count == 1 ? WholeItem.Instance
                : new LabelChoice([.. labels.Select(label => work.Data.Use(label, GeometryKind.Class))]);
        if (known == StudioType.TextArea)
            return new FreeText([.. TextsOf(value.Find("text"))]);
        if (known == StudioType.Rating)
            return new Rating(value.Number("rating")
                ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "The number 'rating' is missing.", "Add it."));
        if (known == StudioType.Labels)
            return LabelledPart(value);
        var size = result.Integer("original_width") is { } width && result.Integer("original_height") is { } height
            ? new PixelSize(width, height) : item.Item.Size;
        return StudioShapes.Read(known, value, item.Item.IsInFractions ? null : size);
    }

    private Geometry LabelledPart(JsonElement value)
    {
        if (item.Item.Kind is ItemKind.Audio or ItemKind.Video && value.Number("start") is not null)
            return WholeItem.Instance;
        var offsets = value.Find("globalOffsets") is { ValueKind: JsonValueKind.Object } global ? global : value;
        if (item.Item.Text is not { } text || offsets.Integer("start") is not { } start || offsets.Integer("end") is not { } end)
            throw LabelRefusal.Of(
                ProblemKinds.UnsupportedType, "Labels on anything but plain texts and recordings are not known.",
                "Export the text as plain text.");
        return SpanOf(text, start, end, value.Text("text"));
    }

    /// <summary>Browsers count UTF-16 units, programs in Python code points. The quoted words tell which.</summary>
    private static TextSpan SpanOf(string text, int start, int end, string? quote)
    {
        var (first, last) = (TextQuotes.FromUnits(text, start), TextQuotes.FromUnits(text, end));
        if (first >= 0 && last > first && (quote is null || LabelItem.Part(text, first, last) == quote))
            return new TextSpan(first, last);
        TextQuotes.Check(text, start, end, quote);
        return new TextSpan(start, end);
    }

    private Relation RelationOf(JsonElement result)
    {
        var (from, to) = (result.Id("from_id") ?? "", result.Id("to_id") ?? "");
        return new Relation(_ids.GetValueOrDefault(from, from), _ids.GetValueOrDefault(to, to), result.Text("direction") switch
        {
            "left" => RelationDirection.Left,
            "bi" => RelationDirection.Both,
            _ => RelationDirection.Right,
        });
    }

    private static Answer AnswerOf(JsonElement value, string type) => new(
        type, (value.Find(type) ?? value.Find("selected") ?? (value.ValueKind == JsonValueKind.Object ? value : null))?.ToValue()
            ?? throw LabelRefusal.Of(ProblemKinds.Syntax, $"The value has no '{type}'.", "Add it."));

    private static List<string> LabelsOf(JsonElement value, string type, List<JsonElement> answers)
    {
        if (type == "relation")
            return [];
        var own = TextsOf(value.Find(type)).ToList();
        foreach (var labels in answers.Where(
            static answer => answer.Text("type") is { } kind && kind.EndsWith("labels", StringComparison.Ordinal)))
            own.AddRange(TextsOf(labels.Find("value")?.Find(labels.Text("type")!)).Where(label => !own.Contains(label)));
        return [.. own.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> TextsOf(JsonElement? list) => list is { ValueKind: JsonValueKind.String } one
        ? [one.Text()!]
        : list.Elements().Select(static part => part.Text()
            ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "A label or text is no text.", "Write its words."));

    private static MapValue AttributesOf(IEnumerable<JsonElement> answers)
    {
        var attributes = new SortedDictionary<string, Value>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            if (answer.Text("from_name") is not { Length: > 0 } name || answer.Text("type") is not { } type
                || type.EndsWith("labels", StringComparison.Ordinal))
                continue;
            var value = answer.Find("value")?.Find(type == "textarea" ? "text" : type);
            if (value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1)
                attributes[name] = list[0].ToValue();
            else if (value is { } other)
                attributes[name] = other.ToValue();
        }
        return new([.. attributes]);
    }
}
