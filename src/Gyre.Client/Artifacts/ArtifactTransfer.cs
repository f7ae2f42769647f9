using Gyre.Core;

namespace Gyre.Client.Artifacts;

/// <summary>Files and folders between the disk and a store.</summary>
internal sealed class ArtifactTransfer(ITrackingStore store)
{
    private const int MaxDepth = 100;
    private const int MaxEntries = 1_000_000;

    public Task PutAsync(string root, string? folder, string name, Func<Stream> open, CancellationToken cancellationToken) =>
        store.PutArtifactAsync(root, SafePath.Parse(string.IsNullOrEmpty(folder) ? name : $"{folder.Trim('/')}/{name}"), open, cancellationToken);

    /// <summary>One file.</summary>
    /// <exception cref="FileNotFoundException">There is none; nothing was sent.</exception>
    public Task PutFileAsync(string root, string file, string? folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"The file '{Path.GetFullPath(file)}' does not exist.", file);
        return PutAsync(root, folder, Path.GetFileName(file), () => File.OpenRead(file), cancellationToken);
    }

    /// <summary>Everything below a folder; links are left out.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none; nothing was sent.</exception>
    public async Task PutFolderAsync(string root, string source, string? folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(source))
            throw new DirectoryNotFoundException($"The folder '{Path.GetFullPath(source)}' does not exist.");
        var rules = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = MaxDepth };
        foreach (var file in Directory.EnumerateFiles(source, "*", rules).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(source, file).Replace(Path.DirectorySeparatorChar, '/');
            await PutAsync(root, folder, name, () => File.OpenRead(file), cancellationToken);
        }
    }

    /// <summary>A file, or all files below a folder, into a folder of the disk.</summary>
    /// <returns>The place on the disk.</returns>
    /// <exception cref="TrackingException">There is nothing at that path.</exception>
    public async Task<string> GetAsync(string root, string? path, string target, CancellationToken cancellationToken)
    {
        var place = string.IsNullOrEmpty(path) ? null : SafePath.Parse(path);
        var left = MaxEntries;
        var entries = await store.ListArtifactsAsync(root, place, cancellationToken);
        if (entries.Count > 0 || place is null)
        {
            Directory.CreateDirectory(place?.Under(target) ?? target);
            await GetAllAsync(entries, 0);
        }
        else if (!await GetOneAsync(place))
        {
            throw new TrackingException($"The artifact '{path}' does not exist at {root}.") { ErrorCode = "RESOURCE_DOES_NOT_EXIST" };
        }
        return place?.Under(target) ?? target;

        async Task GetAllAsync(IReadOnlyList<ArtifactEntry> found, int depth)
        {
            if (depth > MaxDepth || (left -= found.Count) < 0)
                throw new TrackingException(
                    $"The artifacts at {root} are nested deeper than {MaxDepth} folders, or there are more than {MaxEntries}.");
            foreach (var entry in found)
            {
                var safe = SafePath.Parse(entry.Path);
                if (entry.IsFolder)
                    await GetAllAsync(await store.ListArtifactsAsync(root, safe, cancellationToken), depth + 1);
                else
                    await GetOneAsync(safe);
            }
        }

        async Task<bool> GetOneAsync(SafePath file)
        {
            var final = file.Under(target);
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            // A name of its own: 'x.part' may be an artifact too.
            var part = $"{final}.{Path.GetRandomFileName()}.part";
            try
            {
                if (!await store.ReadArtifactAsync(root, file, () => new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None), cancellationToken))
                    return false;
                File.Move(part, final, overwrite: true);
                return true;
            }
            finally
            {
                File.Delete(part);
            }
        }
    }
}
