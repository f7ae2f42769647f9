using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Artifacts;

/// <summary>
/// Files: content first, then its name. What dies between the two leaves content that nothing names, which garbage collection takes; a name never stands for
/// content that is not there.
/// </summary>
internal sealed class ArtifactService(IDatabase database, IBlobStore blobs, TimeProvider clock) : ITrackingArtifacts
{
    public string Root => TrackingWords.ArtifactScheme + "/";

    public Task<ImmutableArray<ArtifactEntry>> ListAsync(string address, string? path, CancellationToken cancellationToken)
    {
        var relative = path is { Length: > 1 } && path[^1] == '/' ? path[..^1] : path ?? "";
        var folder = ArtifactPaths.Under(ArtifactPaths.PlaceOf(address), relative);
        return database.ReadAsync(
            session => ArtifactTable.List(session, folder)
                .Select(row => new ArtifactEntry { Name = row.Name, Path = relative.Length == 0 ? row.Name : $"{relative}/{row.Name}", IsFolder = row.IsFolder, SizeInBytes = row.SizeBytes })
                .ToImmutableArray(),
            cancellationToken);
    }

    public Task<ArtifactFile?> FindAsync(string address, string path, CancellationToken cancellationToken)
    {
        var whole = FilePath(address, path);
        return database.ReadAsync(
            session => ArtifactTable.Find(session, whole) is { IsFolder: false } row ? new ArtifactFile(row.Name, row.Content) : null, cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string address, string path, long offset, CancellationToken cancellationToken) =>
        await FindAsync(address, path, cancellationToken) is { } file ? await blobs.OpenReadAsync(file.Content.Digest, offset, cancellationToken) : null;

    public async Task<ArtifactFile> PutAsync(string address, string path, Stream content, Digest? expected, CancellationToken cancellationToken)
    {
        var whole = FilePath(address, path);
        // Known before the first byte is read, and made sure of when the name is written.
        await database.ReadAsync(
            session =>
            {
                ArtifactTable.CheckFree(session, whole);
                return true;
            },
            cancellationToken);
        var blob = await blobs.PutAsync(content, cancellationToken);
        if (expected is { } wanted && wanted != blob.Digest)
            throw new TrackingException(
                TrackingError.InvalidParameter,
                $"The content of '{path}' has the digest {blob.Digest}, expected {wanted}. Nothing was stored; send it again.");
        await WriteAsync([(whole, blob)], cancellationToken);
        return new ArtifactFile(ArtifactPaths.Part(whole).Name, blob);
    }

    public Task AttachAsync(string address, IReadOnlyList<(string Path, BlobInfo Content)> files, CancellationToken cancellationToken) =>
        WriteAsync([.. files.Select(file => (FilePath(address, file.Path), file.Content))], cancellationToken);

    public Task DeleteAsync(string address, string? path, CancellationToken cancellationToken)
    {
        var whole = ArtifactPaths.Under(ArtifactPaths.PlaceOf(address), path);
        if (whole.Length == 0)
            throw new TrackingException(TrackingError.InvalidParameter, "Invalid path: the root of all artifacts cannot be deleted");
        return database.WriteAsync(
            session =>
            {
                ArtifactTable.Delete(session, whole);
                return true;
            },
            cancellationToken);
    }

    public Task<long> TotalSizeAsync(string address, CancellationToken cancellationToken)
    {
        var place = ArtifactPaths.PlaceOf(address);
        return database.ReadAsync(session => ArtifactTable.TotalSize(session, place), cancellationToken);
    }

    public Task<ImmutableArray<Digest>> InUseAsync(Digest? after, int most, CancellationToken cancellationToken)
    {
        var from = after?.ToString() ?? "";
        return database.ReadAsync(session => ArtifactTable.InUse(session, from, most).ToImmutableArray(), cancellationToken);
    }

    private static string FilePath(string address, string path)
    {
        var place = ArtifactPaths.PlaceOf(address);
        return path.Length == 0 ? throw new TrackingException(TrackingError.InvalidParameter, "Invalid path") : ArtifactPaths.Under(place, path);
    }

    private Task<bool> WriteAsync((string Path, BlobInfo Content)[] files, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session =>
            {
                foreach (var (path, content) in files)
                    ArtifactTable.Put(session, path, content, now);
                return true;
            },
            cancellationToken);
    }
}
