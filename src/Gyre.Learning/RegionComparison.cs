using Gyre.Learning.Agreement;

namespace Gyre.Learning;

/// <summary>Compares the regions that two people marked.</summary>
public static class RegionComparison
{
    /// <summary>
    /// Matches boxes: again and again the pair with the largest overlap, a pair with the same label before another, down to the bound.
    /// </summary>
    /// <param name="first">Boxes of one person on one image.</param>
    /// <param name="second">Boxes of the other.</param>
    /// <param name="least">Intersection over union that makes a pair, above 0 and at most 1. Default 0.5.</param>
    public static RegionAgreement OfBoxes(IReadOnlyList<LabeledBox> first, IReadOnlyList<LabeledBox> second, double least = 0.5)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return RegionMatching.Of(
            first.Count, second.Count, least, (i, j) => first[i].Box.IntersectionOverUnion(second[j].Box), (i, j) =>
                first[i].Label == second[j].Label);
    }

    /// <summary>Matches spans of text.</summary>
    /// <param name="first">Spans of one person in one text.</param>
    /// <param name="second">Spans of the other.</param>
    /// <param name="least">Intersection over union that makes a pair; 1 (the default) asks for the very same places.</param>
    public static RegionAgreement OfSpans(IReadOnlyList<LabeledSpan> first, IReadOnlyList<LabeledSpan> second, double least = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return RegionMatching.Of(first.Count, second.Count, least, (i, j) => Overlap(first[i], second[j]), (i, j) =>
            first[i].Label == second[j].Label);
    }

    private static double Overlap(LabeledSpan first, LabeledSpan second)
    {
        double common = Math.Min(first.End, second.End) - Math.Max(first.Start, second.Start);
        return common <= 0 ? 0 : common / (Math.Max(first.End, second.End) - Math.Min(first.Start, second.Start));
    }
}
