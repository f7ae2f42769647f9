using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>The files of a folder with their digests.</summary>
internal static class FolderFiles
{
    private const int MaxDepth = 64;

    /// <exception cref="InvalidInputException">A file is a link, or its name cannot be that of a file everywhere.</exception>
    public static async Task<ImmutableArray<DatasetFile>> ReadAsync(string folder, int parallelism, CancellationToken cancellationToken)
    {
        var problems = new List<Diagnostic>();
        var paths = new List<string>();
        List(new DirectoryInfo(folder), "", 0, paths, problems);
        if (paths.Count > DatasetManifest.MaxFiles)
            problems.Add(Problem("dataset.push.files", "", $"The folder has more than {DatasetManifest.MaxFiles} files.", "Pack them."));
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
        var found = new ConcurrentBag<DatasetFile>();
        var options = new ParallelOptions
        {
            // Hashing keeps a core busy.
            MaxDegreeOfParallelism = Math.Min(parallelism, Environment.ProcessorCount),
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(paths, options, async (path, token) =>
        {
            await using var stream = new FileStream(
                Path.Join(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
            found.Add(new DatasetFile(path, stream.Length, Digest.FromHash(await SHA256.HashDataAsync(stream, token))));
        });
        return [.. found.OrderBy(static file => file.Path, StringComparer.Ordinal)];
    }

    private static void List(DirectoryInfo folder, string prefix, int depth, List<string> paths, List<Diagnostic> problems)
    {
        if (depth > MaxDepth)
        {
            problems.Add(Problem("dataset.push.depth", prefix, "Folders are nested too deeply.", "Flatten the folders."));
            return;
        }
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                problems.Add(Problem("dataset.push.link", path, $"'{path}' is a link.", "Replace it with what it points to."));
            else if (entry is DirectoryInfo below)
                List(below, path + "/", depth + 1, paths, problems);
            else if (!SafePath.TryParse(path, out var safe, out var reason) || safe.ToString() != path)
                problems.Add(Problem(
                    "dataset.push.name", path,
                    $"The name of '{path}' is not valid everywhere: {reason ?? "it is not in Unicode form NFC"}.",
                    "Rename the file, and what refers to it."));
            else
                paths.Add(path);
        }
    }

    private static Diagnostic Problem(string code, string file, string message, string remedy) =>
        new(Severity.Error, code, message) { File = file.Length == 0 ? null : file, Remedy = remedy };
}
