using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Storage;

namespace Gyre.Server.Features.Artifacts;

/// <summary>Contents of the artifact store, by digest or as a node run's output.</summary>
internal static class ArtifactsEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapArtifacts(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("", "Artifacts");
        group.MapMethods("/artifacts/{digest}", Reading, GetArtifact).WithName(nameof(GetArtifact)).Needs(Right.Read)
            .Produces<Stream>(contentType: "application/octet-stream").WithSummary(
                "Get an artifact by digest ('sha256:' and 64 hexadecimal digits); supports ranges and If-None-Match");
        group.MapMethods("/runs/{run}/outputs/{**node}", Reading, GetOutput).WithName(nameof(GetOutput)).Needs(Right.Read, openToSteps: true)
            .Produces<Stream>(contentType: "application/octet-stream").WithSummary("Get an output file of a node run").TakesQuery("path", "Path of the file; required");
    }

    private static async Task<IResult> GetArtifact(string digest, HttpContext context, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        if (!Digest.TryParse(digest, out var content))
            return Problems.BadRequest(
                "artifact.digest", "The digest is not valid; use 'sha256:' followed by 64 lowercase hexadecimal digits.");
        return await AnswerAsync(blobs, content, $"{content.Hex[..16]}.bin", cancellationToken);
    }

    private static async Task<IResult> GetOutput(string run, string node, HttpContext context, IRuns runs, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "path");
        var path = SafePath.Parse(context.Request.Query["path"] is [{ } text] ? text : "");
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        if (await runs.NodeAsync(view.Id, node, cancellationToken) is not { } found)
            return Problems.NotFound("node", node);
        var file = found.Outputs.FirstOrDefault(output => output.Path == path.ToString());
        return file is null ? Problems.NotFound("output", path.ToString()) : await AnswerAsync(blobs, file.Digest, path.FileName, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(IBlobStore blobs, Digest digest, string fileName, CancellationToken cancellationToken) =>
        await blobs.FindAsync(digest, cancellationToken) is { } blob ? new ArtifactAnswer(blobs, blob, fileName) : Problems.NotFound("artifact", digest.ToString());
}
