using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Artifacts as files below a folder.</summary>
internal static class FolderArtifacts
{
    public static async Task PutAsync(string folder, SafePath path, Func<Stream> open, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = path.Under(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // A name of its own: 'x.part' may be an artifact, and two may write the same one.
        var temporary = $"{target}.{Path.GetRandomFileName()}.part";
        try
        {
            await using (var source = open())
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                await source.CopyToAsync(file, cancellationToken);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public static IReadOnlyList<ArtifactEntry> List(string folder, SafePath? below)
    {
        var place = new DirectoryInfo(below?.Under(folder) ?? folder);
        if (!place.Exists)
            return [];
        return [.. place.EnumerateFileSystemInfos()
            .Where(entry => entry.LinkTarget is null)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => new ArtifactEntry(below is null ? entry.Name : $"{below}/{entry.Name}", entry is DirectoryInfo, (entry as FileInfo)?.Length))];
    }

    public static async Task<bool> ReadAsync(string folder, SafePath path, Func<Stream> open, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path.Under(folder));
        if (!file.Exists || file.LinkTarget is not null)
            return false;
        await using var source = file.OpenRead();
        await using var target = open();
        await source.CopyToAsync(target, cancellationToken);
        return true;
    }
}
