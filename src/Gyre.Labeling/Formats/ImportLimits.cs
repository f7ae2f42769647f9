namespace Gyre.Labeling.Formats;

/// <summary>What an import may cost. Each limit is checked where it would be passed.</summary>
internal static class ImportLimits
{
    /// <summary>Bytes of one file that is read piece by piece.</summary>
    public const long MaxFileBytes = 16L * 1024 * 1024 * 1024;

    /// <summary>Bytes of a file that is read as a whole.</summary>
    public const int MaxWholeBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of one value of a file that is read piece by piece.</summary>
    public const int MaxPieceBytes = 64 * 1024 * 1024;

    /// <summary>Levels of values inside each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>Elements and attributes of one piece of XML.</summary>
    public const int MaxXmlNodes = 4_000_000;

    /// <summary>Files of one import.</summary>
    public const int MaxFiles = 2_000_000;

    /// <summary>Items of one import.</summary>
    public const int MaxItems = 10_000_000;

    /// <summary>Annotations of one import.</summary>
    public const int MaxAnnotations = 20_000_000;

    /// <summary>Levels of folders.</summary>
    public const int MaxFolders = 32;

    /// <summary>Pixels of an image that is unpacked.</summary>
    public const long MaxUnpackedPixels = 64L * 1024 * 1024;
}
