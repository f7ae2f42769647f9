using Gyre.Datasets.Checks;

namespace Gyre.Datasets;

/// <summary>
/// Datasets as folders in the format of OctopusCL: <c>schema.json</c>, the examples, <c>files/</c> and <c>splits/</c>. Examples may
/// also be Parquet, compressed CSV, or a folder of parts. See docs/reference/dataset-format.md.
/// </summary>
public static class DatasetFolder
{
    /// <summary>
    /// Looks through a folder and finds everything that is wrong. Memory does not grow with the examples, but for 11 to 22 bytes
    /// each that tell whether an identifier was there before, and with the files and indexes of splits.
    /// </summary>
    /// <param name="folder">The folder of the dataset. Nothing in it is changed.</param>
    /// <param name="split">Name of the only split to look at; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static Task<DatasetInspection> InspectAsync(string folder, string? split = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return FolderCheck.InspectAsync(folder, split, cancellationToken);
    }
}
