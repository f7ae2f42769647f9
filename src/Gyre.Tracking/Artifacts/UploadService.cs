using System.Globalization;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Artifacts;

/// <summary>Uploads in parts. A part is content like any other; putting parts together reads them one after the other into the store.</summary>
internal sealed class UploadService(IDatabase database, IBlobStore blobs, TimeProvider clock, IdSource ids) : IMultipartUploads
{
    /// <summary>How long an upload is remembered after its last part.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public async Task<MultipartUpload> CreateAsync(string address, string path, int parts, CancellationToken cancellationToken)
    {
        var whole = FilePath(address, path);
        if (parts is < 1 or > IMultipartUploads.MaxParts)
            throw Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"Invalid value {parts} for parameter 'num_parts' supplied. An upload must have 1 to {IMultipartUploads.MaxParts} "
                    + $"parts."));
        var id = ids.Next().ToString("N", CultureInfo.InvariantCulture);
        var expires = clock.GetUtcNow() + Kept;
        await database.WriteAsync(
            session =>
            {
                ArtifactTable.CheckFree(session, whole);
                UploadTable.RemoveExpired(session, Now());
                UploadTable.Insert(session, id, whole, parts, expires.ToUnixTimeMilliseconds());
                return true;
            },
            cancellationToken);
        return new MultipartUpload(id, parts, expires);
    }

    public async Task<string> PutPartAsync(string id, int number, Stream content, CancellationToken cancellationToken)
    {
        await database.ReadAsync(session => RequireOpen(session, id, number), cancellationToken);
        var blob = await blobs.PutAsync(content, cancellationToken);
        await database.WriteAsync(
            session =>
            {
                RequireOpen(session, id, number);
                UploadTable.PutPart(session, id, number, blob, Now() + (long)Kept.TotalMilliseconds);
                return true;
            },
            cancellationToken);
        return TagOf(blob.Digest.Hex);
    }

    public async Task CompleteAsync(string address, string path, string id, IReadOnlyList<UploadedPart> parts, CancellationToken cancellationToken)
    {
        var whole = FilePath(address, path);
        var list = string.Join(' ', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number}:{Bare(part.Tag)}")));
        var asked = Digest.Of(list).Hex;
        var arrived = await database.ReadAsync(session => Arrived(session, id, whole, asked, parts), cancellationToken);
        if (arrived is null)
            return;
        await using var content = new JoinedContent(blobs, [.. arrived.Select(part => Digest.Parse(part.Digest))]);
        var blob = await blobs.PutAsync(content, cancellationToken);
        await database.WriteAsync(
            session =>
            {
                // Asked again: another request may have completed it, or sent a part anew, while this one put it together.
                if (Arrived(session, id, whole, asked, parts) is null)
                    return false;
                ArtifactTable.Put(session, whole, blob, Now());
                UploadTable.Complete(session, id, asked, Now() + (long)Kept.TotalMilliseconds);
                return true;
            },
            cancellationToken);
    }

    public Task AbortAsync(string address, string path, string id, CancellationToken cancellationToken)
    {
        var whole = FilePath(address, path);
        return database.WriteAsync(
            session =>
            {
                if (UploadTable.Find(session, id) is not { } upload)
                    return false;
                CheckPath(upload, id, whole);
                if (upload.CompletedWith is null)
                    UploadTable.Delete(session, id);
                return true;
            },
            cancellationToken);
    }

    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken) => database.WriteAsync(session => UploadTable.RemoveExpired(session, Now()), cancellationToken);

    private static string FilePath(string address, string path) =>
        path.Length == 0 ? throw Refuse("Invalid path") : ArtifactPaths.Under(ArtifactPaths.PlaceOf(address), path);

    private static string TagOf(string hex) => $"\"{hex}\"";

    private static string Bare(string tag) => tag.Trim('"');

    /// <exception cref="TrackingException">There is none, the part is not one of it, or it is complete.</exception>
    private static bool RequireOpen(IDbSession session, string id, int number)
    {
        var upload = UploadTable.Find(session, id) ?? throw Missing(id);
        if (number < 1 || number > upload.Parts)
            throw Refuse(
                string.Create(CultureInfo.InvariantCulture, $"The upload has parts 1 to {upload.Parts}; part {number} does not exist."));
        return upload.CompletedWith is null ? true : throw Refuse($"The upload '{id}' is complete; no more parts can be sent.");
    }

    /// <summary>The parts in their order when they are those that are asked for; null when the upload was completed with just these.</summary>
    private static IReadOnlyList<PartRow>? Arrived(IDbSession session, string id, string path, string asked, IReadOnlyList<UploadedPart> parts)
    {
        var upload = UploadTable.Find(session, id) ?? throw Missing(id);
        CheckPath(upload, id, path);
        if (upload.CompletedWith is { } before)
            return before == asked ? null : throw Refuse($"The upload '{id}' was completed with different parts.");
        if (parts.Count != upload.Parts)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"The upload has {upload.Parts} parts; {parts.Count} are listed. List each once, in order."));
        var arrived = UploadTable.Parts(session, id).ToDictionary(part => part.Part);
        return [.. parts.Select((part, index) => Match(part, index + 1, arrived))];
    }

    private static PartRow Match(UploadedPart listed, int number, Dictionary<int, PartRow> arrived)
    {
        if (listed.Number != number)
            throw Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"The parts are not in order: part {listed.Number} is listed in place of part {number}. List each once, in order."));
        if (!arrived.TryGetValue(number, out var part))
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"Part {number} has not arrived. Send it, then complete the upload again."));
        return Digest.Parse(part.Digest).Hex == Bare(listed.Tag)
            ? part
            : throw Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"Part {number} has a different etag from the one listed. Send it again, or list the etag that the server returned."));
    }

    private static void CheckPath(UploadRow upload, string id, string path)
    {
        // Told as if there were none: an id is good for its own file alone.
        if (upload.Path != path)
            throw Missing(id);
    }

    private static TrackingException Missing(string id) => new(
        TrackingError.DoesNotExist, $"The upload '{id}' for this file does not exist; it may have been aborted or have expired.");

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
