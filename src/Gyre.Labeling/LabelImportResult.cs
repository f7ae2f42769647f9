using System.Collections.Immutable;

namespace Gyre.Labeling;

/// <summary>How to import.</summary>
public sealed record LabelImportOptions
{
    /// <summary>Folder with the images, for formats that count in parts of their size; null to look beside the labels.</summary>
    public string? Images { get; init; }

    /// <summary>Whether pixels are counted from 1 and the last one belongs to the box, as the authors of Pascal VOC did.</summary>
    public bool CountsFromOne { get; init; }
}

/// <summary>What was imported, and everything that was wrong.</summary>
/// <param name="Data">What could be taken.</param>
/// <param name="Problems">What could not, in the order of files; the first thousand of each kind.</param>
/// <param name="Unlisted">How many more there are, by kind.</param>
/// <param name="Losses">What was left out because Gyre has no place for it.</param>
public sealed record LabelImportResult(
    LabeledData Data, ImmutableArray<LabelProblem> Problems, ImmutableSortedDictionary<string, long> Unlisted,
    ImmutableArray<LabelLoss> Losses)
{
    /// <summary>Annotations that were taken, predictions included; of texts with spans, the spans.</summary>
    public int Imported
    {
        get
        {
            var texts = Data.Items.Where(static item => item.Item.Kind == ItemKind.Text).ToList();
            var spans = texts.Sum(static item => item.Annotations.Count(static annotation => annotation.Geometry is TextSpan));
            var onTexts = texts.Sum(static item => item.Annotations.Length);
            return Data.Items.Sum(static item => item.Annotations.Length) - (spans > 0 ? onTexts - spans : 0);
        }
    }
}

/// <summary>What was written.</summary>
/// <param name="Files">Paths below the target, in the order of writing; empty text for the target itself.</param>
/// <param name="Losses">What the format has no place for.</param>
public sealed record LabelExportResult(ImmutableArray<string> Files, ImmutableArray<LabelLoss> Losses);
