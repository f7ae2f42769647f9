using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Writing;

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
        // It works through local files without a pause, which is not what the caller's thread is for.
        return Task.Run(() => FolderCheck.InspectAsync(folder, split, cancellationToken), cancellationToken);
    }

    /// <summary>Writes a dataset folder. It appears whole or not at all.</summary>
    /// <param name="folder">Must not exist; the folders above it are made.</param>
    /// <param name="schema">What the examples look like.</param>
    /// <param name="examples">In the order of their rows; each is held in memory alone, for Parquet with up to 65,535 others.</param>
    /// <param name="format">How they are kept.</param>
    /// <param name="splits">Divisions by indexes of rows; null for none.</param>
    /// <param name="files">A folder to copy to <c>files/</c>; null for none. Links in it are left out.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="InvalidInputException">
    /// The folder exists, or the schema, an example or a split breaks a rule of the format.
    /// </exception>
    public static Task WriteAsync(
        string folder, DatasetSchema schema, IAsyncEnumerable<DatasetExample> examples, DatasetFormat format = DatasetFormat.Csv,
        IReadOnlyList<DatasetSplit>? splits = null, string? files = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(examples);
        Action<string>? fill = files is null || !Directory.Exists(files) ? null : to => FolderWriter.Copy(files, to, cancellationToken);
        return FolderWriter.WriteAsync(folder, schema, examples, format, splits ?? [], fill, cancellationToken);
    }
}
