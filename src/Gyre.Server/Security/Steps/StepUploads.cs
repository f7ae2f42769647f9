using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Uploads in parts for a step.</summary>
internal sealed class StepUploads(IMultipartUploads all, string root, StepJudge judge) : IMultipartUploads
{
    public async Task<MultipartUpload> CreateAsync(string address, string path, int parts, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        return await all.CreateAsync(address, path, parts, cancellationToken);
    }

    /// <summary>The signature of its address is the key to it.</summary>
    public Task<string> PutPartAsync(string id, int number, Stream content, CancellationToken cancellationToken) =>
        all.PutPartAsync(id, number, content, cancellationToken);

    public async Task CompleteAsync(
        string address, string path, string id, IReadOnlyList<UploadedPart> parts, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        await all.CompleteAsync(address, path, id, parts, cancellationToken);
    }

    public async Task AbortAsync(string address, string path, string id, CancellationToken cancellationToken)
    {
        await DemandAsync(address, path, cancellationToken);
        await all.AbortAsync(address, path, id, cancellationToken);
    }

    /// <summary>The server's own work.</summary>
    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken) =>
        throw StepJudge.Forbid("Steps cannot remove uploads of others.", null);

    private Task DemandAsync(string address, string path, CancellationToken cancellationToken) =>
        StepArtifacts.PlaceOf(address, root, path) is { } place
            ? judge.DemandAsync(Thing.Artifact, place, cancellationToken)
            : Task.CompletedTask;
}
