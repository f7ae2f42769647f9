namespace Gyre.Labeling.Formats.Canonical;

/// <summary>Flags that are written as a property each.</summary>
internal static class CanonicalFlags
{
    public static readonly AnnotationFlags[] All =
        [AnnotationFlags.Difficult, AnnotationFlags.Truncated, AnnotationFlags.Occluded, AnnotationFlags.Crowd];
}
