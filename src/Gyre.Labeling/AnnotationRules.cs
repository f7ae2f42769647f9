using System.Globalization;

namespace Gyre.Labeling;

/// <summary>What an annotation and its item owe each other.</summary>
internal static class AnnotationRules
{
    /// <summary>Pixels that a shape may lie outside of its image: programs round, and some count pixels from 1.</summary>
    private const double Outside = 1.01;

    public sealed record Fault(string Kind, string Message, string Remedy);

    /// <summary>Ids of labels in the order of their use.</summary>
    public static IEnumerable<int> LabelsOf(Annotation annotation) =>
        annotation.Geometry is LabelChoice choice ? choice.Labels : annotation.Label is { } label ? [label] : [];

    /// <summary>Why an annotation does not fit its item; null if it does.</summary>
    /// <param name="item">The item.</param>
    /// <param name="annotation">The annotation.</param>
    /// <param name="isThere">Whether an annotation of the item has an id.</param>
    public static Fault? Refuse(LabelItem item, Annotation annotation, Func<string, bool> isThere) => annotation.Geometry switch
    {
        TextSpan span => RefuseSpan(item, span),
        Relation relation when new[] { relation.From, relation.To }.FirstOrDefault(end => !isThere(end)) is { } end => new(
            ProblemKinds.MissingAnnotation, $"The relation names an annotation '{end}' that is not there.",
            "Remove it, or add the annotation."),
        Mask mask when item.Size is { } size && mask.Size != size => new(
            ProblemKinds.MaskSize,
            $"The mask is for {mask.Size.Width} x {mask.Size.Height} pixels; the image has {size.Width} x {size.Height}.",
            "Export it again."),
        _ => annotation.Geometry.Bounds is { } bounds ? RefuseBounds(item, bounds) : null,
    };

    private static Fault? RefuseSpan(LabelItem item, TextSpan span) => item.Text is null || span.End <= LabelItem.CodePoints(item.Text)
        ? null
        : new(
            ProblemKinds.SpanOutOfRange,
            $"The span from {span.Start} to {span.End} ends behind the text, which has {LabelItem.CodePoints(item.Text!)} characters.",
            "Mark it again. Positions are counted in code points.");

    private static Fault? RefuseBounds(LabelItem item, Bounds bounds)
    {
        var (right, bottom, slack) = item.IsInFractions ? (1, 1, 0.01)
            : (item.Size?.Width ?? double.MaxValue, item.Size?.Height ?? double.MaxValue, Outside);
        if (bounds.Left >= -slack && bounds.Top >= -slack && bounds.Right <= right + slack && bounds.Bottom <= bottom + slack)
            return null;
        var known = item.Size is { } size ? $" of the item, which has {size.Width} x {size.Height} pixels" : "";
        return new(
            ProblemKinds.CoordinateOutOfRange,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The shape from ({bounds.Left:0.##}, {bounds.Top:0.##}) to ({bounds.Right:0.##}, {bounds.Bottom:0.##}) is outside{known}."),
            "Check whether the file belongs to these images, and in which unit it counts.");
    }
}
