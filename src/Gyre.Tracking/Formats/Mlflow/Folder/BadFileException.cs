namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>A file is not what it should be. It never leaves the reader: it becomes a remark.</summary>
internal sealed class BadFileException(string reason, int line = 0) : Exception(reason)
{
    /// <summary>From 1; 0 when there is none.</summary>
    public int Line { get; } = line;
}
