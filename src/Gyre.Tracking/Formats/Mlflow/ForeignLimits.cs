namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>What bytes from outside may cost; each is counted while it is read.</summary>
internal static class ForeignLimits
{
    /// <summary>Bytes of a <c>meta.yaml</c>, with the longest description in it.</summary>
    public const int MaxMetaBytes = 1 << 20;

    /// <summary>Levels of lists and mappings in a <c>meta.yaml</c>; two are in use.</summary>
    public const int MaxMetaDepth = 16;

    /// <summary>Nodes of a <c>meta.yaml</c>.</summary>
    public const int MaxMetaNodes = 50_000;

    /// <summary>Bytes of a param or a tag; registries allow 100,000 characters.</summary>
    public const int MaxValueBytes = 1 << 20;

    /// <summary>Bytes of all params and tags of one thing together: they are in memory at once.</summary>
    public const long MaxValuesBytes = 64 << 20;

    /// <summary>Params, tags or metrics of one thing, each.</summary>
    public const int MaxKeys = 100_000;

    /// <summary>Bytes of a line with a point.</summary>
    public const int MaxLineBytes = 4096;

    /// <summary>Levels of folders below the one that is listed.</summary>
    public const int MaxFolderDepth = 64;

    /// <summary>Names in one folder: they are in memory at once.</summary>
    public const int MaxNames = 2_000_000;

    /// <summary>Bad lines of one file that get a remark of their own.</summary>
    public const int MaxRemarksPerFile = 10;

    /// <summary>Bytes of one answer of a server.</summary>
    public const int MaxAnswerBytes = 128 << 20;

    /// <summary>Bytes of a cell of a database.</summary>
    public const int MaxCellBytes = 32 << 20;

    /// <summary>Metric values of one logged model.</summary>
    public const int MaxModelMetrics = 200_000;
}
