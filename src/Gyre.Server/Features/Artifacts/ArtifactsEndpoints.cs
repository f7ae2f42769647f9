using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gyre.Server.Features.Artifacts;

/// <summary>Contents of the artifact store, by digest or as a node run's output.</summary>
internal static class ArtifactsEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapArtifacts(this IEndpointRouteBuilder app, ServeLimits limits)
    {
        var group = app.MapFeature("", "Artifacts");
        group.MapMethods("/artifacts/{digest}", Reading, GetArtifact).WithName(nameof(GetArtifact))
            .Produces<Stream>(contentType: "application/octet-stream").WithSummary(
                "Get an artifact by digest ('sha256:' and 64 hexadecimal digits); supports ranges and If-None-Match");
        group.MapPost("/artifacts/missing", FindMissing).WithName(nameof(FindMissing))
            .TakesJson<MissingContentRequest>().WithMetadata(new ReadsBody())
            .WithSummary("Find out which contents must be uploaded");
        group.MapPut("/artifacts/{digest}", PutArtifact).WithName(nameof(PutArtifact))
            .WithMetadata(new StreamsBody(), new UploadLimit(limits.MaxUploadInBytes)).Accepts<Stream>("application/octet-stream", "*/*")
            .WithSummary("Upload content by its digest, which is checked; content that is there already is left as it is");
        group.MapMethods("/runs/{run}/outputs/{**node}", Reading, GetOutput).WithName(nameof(GetOutput))
            .Produces<Stream>(contentType: "application/octet-stream").WithSummary("Get an output file of a node run").TakesQuery("path", "Path of the file; required");
        group.MapMethods("/runs/{run}/archive/{**node}", Reading, GetArchive).WithName(nameof(GetArchive))
            .Produces<Stream>(contentType: "application/zip").WithSummary("Get all output files of a node run as one zip archive");
    }

    private static async Task<IResult> GetArchive(
        string run, string node, HttpContext context, IRuns runs, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        if (await runs.NodeAsync(view.Id, node, cancellationToken) is not { } found)
            return Problems.NotFound("node", node);
        var files = NodeFiles.Of(found);
        foreach (var file in files)
        {
            if (await blobs.FindAsync(file.Digest, cancellationToken) is null)
                return Problems.NotFound("artifact", file.Digest.ToString());
        }
        return new ArchiveAnswer(blobs, files, $"{found.Path.Replace('/', '-')}-{view.Id.ToString()[..ShortIds.MinLength]}.zip");
    }

    private static async Task<IResult> GetArtifact(string digest, HttpContext context, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        if (!Digest.TryParse(digest, out var content))
            return Problems.BadRequest(
                "artifact.digest", "The digest is not valid; use 'sha256:' followed by 64 lowercase hexadecimal digits.");
        return await AnswerAsync(blobs, content, $"{content.Hex[..16]}.bin", cancellationToken);
    }

    private static async Task<Ok<MissingContentInfo>> FindMissing(
        HttpContext context, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var request = JsonBody.Read(context, ApiJson.Default.MissingContentRequest);
        if (request.Digests.Count > MissingContentRequest.MaxDigests)
            throw QueryParameters.Refusal(
                "artifact.too-many", "digests", $"'digests' must have at most {MissingContentRequest.MaxDigests} entries.");
        var missing = new List<Digest>();
        foreach (var digest in request.Digests.Distinct())
        {
            if (await blobs.FindAsync(digest, cancellationToken) is null)
                missing.Add(digest);
        }
        return TypedResults.Ok(new MissingContentInfo { Missing = missing });
    }

    private static async Task<Results<Created<StoredContentInfo>, ProblemResult>> PutArtifact(
        string digest, HttpContext context, IBlobStore blobs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        if (!Digest.TryParse(digest, out var expected))
            return Problems.BadRequest(
                "artifact.digest", "The digest is not valid; use 'sha256:' followed by 64 lowercase hexadecimal digits.");
        try
        {
            await using var content = new ExpectedContent(context.Request.Body, expected);
            var stored = await blobs.PutAsync(content, cancellationToken);
            return TypedResults.Created(
                $"/api/v1/artifacts/{stored.Digest}", new StoredContentInfo { Digest = stored.Digest, Size = stored.SizeInBytes });
        }
        catch (UnexpectedContentException)
        {
            return Problems.BadRequest(
                "artifact.mismatch", "The content does not have the digest in the URL; nothing was stored.", "Send the content whole.");
        }
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

    private sealed record UploadLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
