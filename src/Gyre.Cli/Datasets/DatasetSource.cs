using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Datasets;

/// <summary>What a command reads: a folder or file of this machine, or a version in a repository.</summary>
internal static class DatasetSource
{
    /// <summary>For help texts.</summary>
    public const string Description = "Dataset folder, or a version in a repository: NAME, NAME@VERSION or dataset://NAME/VERSION.";

    /// <summary>The version that a word names; null when it names a file or folder that is there.</summary>
    /// <exception cref="InvalidInputException">It names neither.</exception>
    public static VersionName? VersionOf(CliHost host, string name) =>
        !VersionName.IsAddress(name) && Path.Exists(host.Resolve(name)) ? null : VersionName.Parse(name);

    /// <summary>Reads from a repository. What is not there is refused as neither file nor version.</summary>
    /// <param name="place">Which repository.</param>
    /// <param name="result">The command line.</param>
    /// <param name="host">Variables and folders.</param>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="read">Reads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<T> ReadAsync<T>(
        DatasetPlaceOptions place, ParseResult result, CliHost host, string name, Func<OpenRepository, Task<T>> read,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            return await read(repository);
        }
        catch (InvalidInputException refused) when (!VersionName.IsAddress(name) && refused.Diagnostics is [var only]
            && only.Code is "home.missing" or "dataset.version.unknown")
        {
            throw new InvalidInputException(
                "dataset.source.unknown",
                $"'{Shown.Short(Shown.Clean(name), 200)}' is not a file or folder, and not a version: {only.Message}",
                "Name a folder, or a version as NAME[@VERSION]. 'gyre dataset list' shows the datasets.");
        }
    }
}
