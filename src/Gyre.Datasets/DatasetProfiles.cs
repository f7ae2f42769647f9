using Gyre.Core;
using Gyre.Datasets.Profiles;

namespace Gyre.Datasets;

/// <summary>Makes, writes and reads profiles of datasets.</summary>
public static class DatasetProfiles
{
    /// <summary>Bytes of the largest file that is read.</summary>
    public const int MaxBytes = ProfileReader.MaxBytes;

    /// <summary>
    /// Profiles a dataset folder in one pass. Memory does not grow with the examples. Quantiles come from the deterministic sketch of
    /// Manku, Rajagopalan and Lindsay (1998), whose error is told (<see cref="NumberProfile.RankError"/>); distinct values beyond those
    /// that are kept are estimated by HyperLogLog (Flajolet et al. 2007; Ertl 2017).
    /// </summary>
    /// <param name="folder">The folder of the dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// The schema is not valid, or the examples cannot be read. Values that are not valid are counted, not refused.
    /// </exception>
    public static Task<DatasetProfile> OfAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        // It works through local files without a pause, which is not what the caller's thread is for.
        return Task.Run(() => FolderProfiler.ReadAsync(folder, cancellationToken), cancellationToken);
    }

    /// <summary>The JSON form: docs/reference/dataset-format.md.</summary>
    /// <param name="profile">The profile.</param>
    public static MapValue ToJson(DatasetProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return ProfileText.Of(profile);
    }

    /// <summary>A moment of a profile (<see cref="ProfileMeasure.Seconds"/>) in ISO 8601.</summary>
    /// <param name="seconds">Since 1970-01-01T00:00:00, within the years 1 to 9999.</param>
    public static string MomentOf(double seconds) => ProfileText.MomentOf(seconds);

    /// <summary>Reads the JSON form.</summary>
    /// <param name="json">UTF-8, at most <see cref="MaxBytes"/>.</param>
    /// <param name="file">The file as the user named it, for errors.</param>
    /// <exception cref="InvalidInputException">It is no profile, or of a version that is not known.</exception>
    public static DatasetProfile Parse(ReadOnlySpan<byte> json, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ProfileReader.Read(json, file);
    }
}
