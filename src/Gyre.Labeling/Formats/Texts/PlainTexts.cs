using Gyre.Core;

namespace Gyre.Labeling.Formats.Texts;

/// <summary>Leaves out what a row per text cannot say.</summary>
internal static class PlainTexts
{
    public static readonly string[] Fields = ["id", "text", "label", "split", "entities"];

    /// <summary>At most one class or choice per item; names are ids; metadata has no names of the format's own.</summary>
    /// <param name="data">Any data.</param>
    /// <param name="losses">Gets what is left out.</param>
    /// <param name="areMetadataTexts">Whether other values become texts, and empty ones are left out.</param>
    public static LabeledData Prepare(LabeledData data, ProblemLog losses, bool areMetadataTexts)
    {
        // A table has the column for texts or has it not.
        var isMixed = areMetadataTexts && data.Items.Any(static item => item.Item.Kind == ItemKind.Text);
        return new LabeledData(data.Name, data.Ontology, data.Items.Select(item =>
        {
            var isRow = isMixed && item.Item.Kind == ItemKind.Tabular;
            losses.Lose("kinds of items", isRow ? 1 : 0);
            var changed = isRow ? item.Item with { Kind = ItemKind.Text } : item.Item;
            return new LabeledItem(Item(changed, losses, areMetadataTexts), LooseRelations.LeftOut(Kept(item, losses), losses));
        }));
    }

    private static LabelItem Item(LabelItem item, ProblemLog losses, bool areTexts)
    {
        var kept = item.Metadata.Entries.Where(
            entry => !Fields.Contains(entry.Key) && !(areTexts && (entry.Key.Length == 0 || entry.Value.ToString().Length == 0))).ToList();
        losses.Lose("metadata of items", item.Metadata.Entries.Length - kept.Count);
        if (areTexts)
        {
            losses.Lose("types of metadata", kept.Count(static entry => entry.Value is not TextValue));
            kept = [.. kept.Select(static entry => KeyValuePair.Create(entry.Key, Value.Of(entry.Value.ToString())))];
        }
        // Without words, an item is a row of a table.
        var isText = item.Kind == ItemKind.Text;
        if (isText && item.Text is null)
            item = item with { Text = "" };
        if (!isText && item.Text is not null)
            losses.Lose("texts of items of other kinds");
        return item with { Metadata = new([.. kept]), Text = isText ? item.Text : null };
    }

    private static IEnumerable<Annotation> Kept(LabeledItem item, ProblemLog losses)
    {
        var hasClass = false;
        foreach (var annotation in item.Annotations)
        {
            var isClass = annotation.Geometry is WholeItem or LabelChoice;
            if (isClass && !annotation.IsPrediction && hasClass)
            {
                losses.Lose("further classes of an item");
                continue;
            }
            hasClass |= isClass && !annotation.IsPrediction;
            if (annotation.Geometry is LabelChoice && annotation.Label is not null)
                losses.Lose("labels of relations and answers");
            yield return annotation.Geometry switch
            {
                LabelChoice { Labels: [var only] } => annotation with { Geometry = WholeItem.Instance, Label = only },
                LabelChoice => annotation with { Label = null },
                _ => annotation,
            };
        }
    }
}
