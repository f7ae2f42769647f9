using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking;
using ArtifactFile = Gyre.Tracking.ArtifactFile;

namespace Gyre.Server.Security.Steps;

/// <summary>Files for a step.</summary>
internal sealed class StepArtifacts(ITrackingArtifacts all, StepJudge judge) : ITrackingArtifacts
{
    public string Root => all.Root;

    /// <summary>
    /// The place below the root that an address and a path in it stand for; null when the address is not of this server.
    /// </summary>
    public static string? PlaceOf(string address, string root, string? path = null) => address.StartsWith(root, StringComparison.Ordinal)
        ? $"{address[root.Length..].Trim('/')}/{path}".Trim('/')
        : null;

    public async Task<ImmutableArray<ArtifactEntry>> ListAsync(string address, string? path, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        return await all.ListAsync(address, path, cancellationToken);
    }

    public async Task<ArtifactFile?> FindAsync(string address, string path, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        return await all.FindAsync(address, path, cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string address, string path, long offset, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        return await all.OpenAsync(address, path, offset, cancellationToken);
    }

    public async Task<ArtifactFile> PutAsync(
        string address, string path, Stream content, Digest? expected, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        return await all.PutAsync(address, path, content, expected, cancellationToken);
    }

    public async Task AttachAsync(
        string address, IReadOnlyList<(string Path, BlobInfo Content)> files, CancellationToken cancellationToken)
    {
        foreach (var (path, _) in files)
            await DemandAsync(address, path, cancellationToken);
        await all.AttachAsync(address, files, cancellationToken);
    }

    public async Task DeleteAsync(string address, string? path, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        await all.DeleteAsync(address, path, cancellationToken);
    }

    public async Task<long> TotalSizeAsync(string address, CancellationToken cancellationToken)
    {
        await DemandAsync(address, null, cancellationToken);
        return await all.TotalSizeAsync(address, cancellationToken);
    }

    /// <summary>The server's own work.</summary>
    public Task<ImmutableArray<Digest>> InUseAsync(Digest? after, int most, CancellationToken cancellationToken) =>
        throw StepJudge.Forbid("Steps cannot list the content of others.", null);

    /// <summary>The root is nobody's. What is not of this server is refused below.</summary>
    private Task DemandAsync(string address, string? path, CancellationToken cancellationToken) =>
        PlaceOf(address, all.Root, path) is { } place ? judge.DemandAsync(Thing.Artifact, place, cancellationToken) : Task.CompletedTask;
}
