namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Types of results: what they are called, and the control that makes them.</summary>
/// <param name="Name">With labels.</param>
/// <param name="Bare">Without a label.</param>
/// <param name="Control">Name of the control in configurations that Gyre writes.</param>
/// <param name="Tag">Element of configurations.</param>
/// <param name="Kinds">Shapes.</param>
internal sealed record StudioType(string Name, string Bare, string Control, string Tag, GeometryKind[] Kinds)
{
    public static readonly StudioType Rectangle =
        new("rectanglelabels", "rectangle", "box", "RectangleLabels", [GeometryKind.Box, GeometryKind.RotatedBox]);
    public static readonly StudioType Polygon = new("polygonlabels", "polygon", "poly", "PolygonLabels", [GeometryKind.Polygon]);
    public static readonly StudioType Brush = new("brushlabels", "brush", "brush", "BrushLabels", [GeometryKind.Mask]);
    public static readonly StudioType KeyPoint = new("keypointlabels", "keypoint", "point", "KeyPointLabels", [GeometryKind.Point]);
    public static readonly StudioType Ellipse = new("ellipselabels", "ellipse", "ellipse", "EllipseLabels", [GeometryKind.Ellipse]);
    public static readonly StudioType Labels = new("labels", "labels", "ner", "Labels", [GeometryKind.Span]);
    public static readonly StudioType Choices = new("choices", "choices", "cls", "Choices", [GeometryKind.Class, GeometryKind.Classes]);
    public static readonly StudioType TextArea = new("textarea", "textarea", "text", "TextArea", [GeometryKind.Text]);
    public static readonly StudioType Rating = new("rating", "rating", "rating", "Rating", [GeometryKind.Rating]);

    public static readonly StudioType[] All = [Rectangle, Polygon, Brush, KeyPoint, Ellipse, Labels, Choices, TextArea, Rating];

    /// <summary>Types that are kept as the answers they are.</summary>
    public static readonly string[] Others = ["taxonomy", "pairwise", "ranker", "number", "datetime"];

    public static StudioType? Find(string type) => Array.Find(All, known => known.Name == type || known.Bare == type);

    /// <summary>The type of an annotation; null for relations and other answers.</summary>
    public static StudioType? Of(Annotation annotation) => annotation.Geometry is WholeItem && annotation.Times is not null
        ? Labels
        : Array.Find(All, known => known.Kinds.Contains(annotation.Geometry.Kind));

    /// <summary>What questions are told apart by.</summary>
    public static string? GroupOf(Annotation annotation) => annotation.Geometry is Answer answer ? answer.Form : Of(annotation)?.Name;
}
