namespace Gyre.Labeling.Formats.Texts;

/// <summary>Texts as tokens with one space between them, and spans that begin and end at tokens.</summary>
internal static class ConllTokens
{
    public const string DocumentStart = "-DOCSTART-";

    /// <summary>What CoNLL can say: no original spacing, no spans over each other, no labels with spaces.</summary>
    public static LabeledData Prepare(LabeledData data, ProblemLog losses) => new(
        data.Name, data.Ontology, data.Items.Select(item => Prepare(data.Ontology, item, losses)).OfType<LabeledItem>());

    /// <summary>Tokens of a text: at white space, and where a span begins or ends.</summary>
    /// <returns>Each with its first and last place, in code points of the text.</returns>
    public static List<(string Text, int Start, int End)> Split(string text, IReadOnlyCollection<TextSpan> spans)
    {
        var borders = spans.SelectMany(static span => (int[])[span.Start, span.End]).ToHashSet();
        var tokens = new List<(string, int, int)>();
        var token = new System.Text.StringBuilder();
        var (at, start) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (token.Length > 0 && (System.Text.Rune.IsWhiteSpace(rune) || borders.Contains(at)))
            {
                tokens.Add((token.ToString(), start, at));
                token.Clear();
            }
            if (!System.Text.Rune.IsWhiteSpace(rune))
            {
                start = token.Length == 0 ? at : start;
                token.Append(rune.ToString());
            }
            at++;
        }
        if (token.Length > 0)
            tokens.Add((token.ToString(), start, at));
        return tokens;
    }

    private static LabeledItem? Prepare(Ontology ontology, LabeledItem labeled, ProblemLog losses)
    {
        if (labeled.Item is not { Kind: ItemKind.Text, Text: { } text })
            return labeled;
        var kept = WithoutOverlaps(ontology, labeled.GroundTruth.Where(static annotation => annotation.Geometry is TextSpan), losses);
        var tokens = Split(text, [.. kept.Select(static annotation => (TextSpan)annotation.Geometry)]);
        if (tokens.Count == 0 || tokens is [(DocumentStart, _, _)])
        {
            losses.Lose("texts without words");
            return null;
        }
        var joined = string.Join(' ', tokens.Select(static token => token.Text));
        losses.Lose("spacing of texts", joined == text ? 0 : 1);
        var starts = new List<int>();
        foreach (var (word, _, _) in tokens)
            starts.Add(starts.Count == 0 ? 0 : starts[^1] + LabelItem.CodePoints(tokens[starts.Count - 1].Text) + 1);
        var moved = kept.Select(annotation => annotation with { Geometry = Moved((TextSpan)annotation.Geometry, tokens, starts)! })
            .Where(static annotation => annotation.Geometry is not null);
        var others = labeled.Annotations.Where(static annotation => annotation.IsPrediction || annotation.Geometry is not TextSpan)
            .ToList();
        losses.Lose("relations to what is left out", others.RemoveAll(static annotation => annotation.Geometry is Relation));
        return new LabeledItem(
            labeled.Item with { Text = joined }, [.. moved, .. others.Where(static annotation => annotation.Geometry is not TextSpan)]);
    }

    private static List<Annotation> WithoutOverlaps(Ontology ontology, IEnumerable<Annotation> annotations, ProblemLog losses)
    {
        var kept = new List<Annotation>();
        var end = 0;
        foreach (var annotation in annotations.OrderBy(static annotation => ((TextSpan)annotation.Geometry).Start))
        {
            var span = (TextSpan)annotation.Geometry;
            if (annotation.Label is not { } label || ontology.Find(label)!.Name.Any(char.IsWhiteSpace))
                losses.Lose("labels with spaces");
            else if (span.Start < end)
                losses.Lose("spans over each other");
            else
            {
                kept.Add(annotation);
                end = span.End;
            }
        }
        return kept;
    }

    private static TextSpan? Moved(TextSpan span, List<(string Text, int Start, int End)> tokens, List<int> starts)
    {
        var first = tokens.FindIndex(token => token.Start >= span.Start && token.End <= span.End);
        var last = tokens.FindLastIndex(token => token.Start >= span.Start && token.End <= span.End);
        return first < 0 ? null : new TextSpan(starts[first], starts[last] + LabelItem.CodePoints(tokens[last].Text));
    }
}
