using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>A box that somebody drew.</summary>
/// <param name="Box">Where.</param>
/// <param name="Label">Number of the class.</param>
public sealed record LabeledBox(ImageBox Box, int Label);

/// <summary>A stretch of text that somebody marked.</summary>
/// <param name="Start">First place, from 0; in which unit does not matter here.</param>
/// <param name="End">The place after the last; above <paramref name="Start"/>.</param>
/// <param name="Label">Number of the class.</param>
public sealed record LabeledSpan(int Start, int End, int Label);

/// <summary>Two regions that stand for the same thing.</summary>
/// <param name="First">Index in the first person's list.</param>
/// <param name="Second">Index in the second person's list.</param>
/// <param name="Overlap">Intersection over union, 0 to 1.</param>
/// <param name="SameLabel">Whether the two gave it the same class.</param>
public sealed record RegionMatch(int First, int Second, double Overlap, bool SameLabel);

/// <summary>How far the regions of two people agree.</summary>
/// <param name="Matches">Pairs, the largest overlap first; a region belongs to one pair at most.</param>
/// <param name="OnlyFirst">Regions that only the first person has.</param>
/// <param name="OnlySecond">Regions that only the second person has.</param>
/// <param name="F1">Pairs with the same label, as F1 of the two lists; null when both are empty.</param>
/// <param name="F1AnyLabel">All pairs, as F1 of the two lists; null when both are empty.</param>
/// <param name="MeanOverlap">Mean intersection over union of the pairs; null without one.</param>
public sealed record RegionAgreement(
    ImmutableArray<RegionMatch> Matches, ImmutableArray<int> OnlyFirst, ImmutableArray<int> OnlySecond, double? F1, double? F1AnyLabel,
    double? MeanOverlap);
