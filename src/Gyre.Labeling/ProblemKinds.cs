namespace Gyre.Labeling;

/// <summary>What can be wrong with a file of annotations. The words are part of the interface: scripts compare them.</summary>
public static class ProblemKinds
{
    /// <summary>It is not of its format: no JSON, a missing field, a wrong number of columns.</summary>
    public const string Syntax = "syntax";

    /// <summary>An annotation names an image that is not there.</summary>
    public const string MissingImage = "missing-image";

    /// <summary>Two things of one kind have the same identifier. Both are taken; the second one gets another.</summary>
    public const string DuplicateId = "duplicate-id";

    /// <summary>A shape without an area: sides of zero or below, corners the wrong way round.</summary>
    public const string EmptyBox = "empty-box";

    /// <summary>A file name that leaves the folder, or that some system reads as something else.</summary>
    public const string UnsafePath = "unsafe-path";

    /// <summary>XML with a document type, with which entities come.</summary>
    public const string UnsafeXml = "unsafe-xml";

    /// <summary>A coordinate outside of its item, or no finite number.</summary>
    public const string CoordinateOutOfRange = "coordinate-out-of-range";

    /// <summary>A shape or result that Gyre does not have.</summary>
    public const string UnsupportedType = "unsupported-type";

    /// <summary>A label that the list of labels does not have.</summary>
    public const string UnknownLabel = "unknown-label";

    /// <summary>A polygon with fewer than three points, a line with fewer than two.</summary>
    public const string TooFewPoints = "too-few-points";

    /// <summary>A mask whose runs do not fill its size, or whose size is not that of its image.</summary>
    public const string MaskSize = "mask-size";

    /// <summary>A span that begins or ends outside of its text, or whose quoted text is another.</summary>
    public const string SpanOutOfRange = "span-out-of-range";

    /// <summary>A size of an image that no image has.</summary>
    public const string SizeOutOfRange = "size-out-of-range";

    /// <summary>A relation to an annotation that is not there.</summary>
    public const string MissingAnnotation = "missing-annotation";

    /// <summary>More bytes, values, levels or files than are read.</summary>
    public const string TooLarge = "too-large";
}
