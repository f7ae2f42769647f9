using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow.Folder;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>How to write a folder.</summary>
public sealed record FolderExportOptions
{
    /// <summary>The URI that stands in the files for the folder; null for the folder's own, where it is written now.</summary>
    public string? ArtifactRoot { get; init; }
}

/// <summary>What was written.</summary>
public sealed record FolderExportReport
{
    /// <summary>Experiments, deleted ones included.</summary>
    public long Experiments { get; set; }

    /// <summary>Runs, deleted ones included.</summary>
    public long Runs { get; set; }

    /// <summary>Points of metrics.</summary>
    public long Points { get; set; }

    /// <summary>Files of runs and logged models.</summary>
    public long Files { get; set; }

    /// <summary>Logged models.</summary>
    public long LoggedModels { get; set; }

    /// <summary>Versions of registered models.</summary>
    public long ModelVersions { get; set; }

    /// <summary>What was not written, or could not be read.</summary>
    public required RemarkList Remarks { get; init; }
}

/// <summary>Writes a store as a folder <c>mlruns</c>, in the layout that its own program writes and reads.</summary>
public static class FolderExport
{
    /// <summary>Writes everything that the source holds.</summary>
    /// <param name="source">Read once, from its beginning.</param>
    /// <param name="folder">Absent or empty.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="cancellationToken">Ends the writing between two things. Whatever ends it early, nothing of what was written stays.</param>
    /// <exception cref="InvalidInputException">The folder holds something already; nothing was written.</exception>
    public static async Task<FolderExportReport> WriteAsync(IForeignStore source, string folder, FolderExportOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(root) || (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any()))
            throw new InvalidInputException(
                "export.not-empty", $"'{folder}' is a file, or a folder that is not empty.", "Use a folder that does not exist.");
        cancellationToken.ThrowIfCancellationRequested();
        var wasThere = Directory.Exists(root);
        Directory.CreateDirectory(root);
        var artifactRoot = (options.ArtifactRoot ?? new Uri(root).AbsoluteUri).TrimEnd('/');
        try
        {
            return await new FolderWriter(source, root, artifactRoot).WriteAsync(cancellationToken);
        }
        catch
        {
            // Half a store would look like a whole one, and would be in the way of the next try.
            Directory.Delete(root, recursive: true);
            if (wasThere)
                Directory.CreateDirectory(root);
            throw;
        }
    }
}
