using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Tracking;

/// <summary>What was made of what.</summary>
internal static class LineageEndpoints
{
    private static readonly Dictionary<string, LineageKind> Kinds =
        Enum.GetValues<LineageKind>().ToDictionary(KebabCase.Of, StringComparer.Ordinal);

    public static void MapLineage(this IEndpointRouteBuilder app) => app.MapFeature("/tracking/lineage", "Tracking")
        .MapGet("/{kind}/{**id}", GetLineage).WithName(nameof(GetLineage))
        .WithSummary(
            "Get the lineage of a 'run', 'logged-model', 'model-version' (NAME/VERSION), 'dataset' (digest), 'pipeline-run', "
                + "'node-run' (RUN/PATH) or 'artifact' (digest): its sources and results");

    private static async Task<Results<Ok<LineageInfo>, ProblemResult>> GetLineage(
        string kind, string id, HttpContext context, CallerTracking tracking, IRunLineage ofRuns, IRuns runs, CancellationToken cancellationToken)
    {
        if (!Kinds.TryGetValue(kind, out var known))
            throw QueryParameters.Refusal("tracking.lineage-kind", "kind", $"The kind must be one of {string.Join(", ", Kinds.Keys)}.");
        if (known is not (LineageKind.PipelineRun or LineageKind.NodeRun or LineageKind.Artifact))
            return TypedResults.Ok(TrackingViews.Of(await tracking.Lineage.FindAsync(known, id, cancellationToken)));
        if (known != LineageKind.Artifact
            && await RunAccess.FindAsync(context, runs, id.Split('/')[0], cancellationToken) is { Refusal: { } refusal })
            return refusal;
        return await ofRuns.FindAsync(known, id, context.Judge()?.Step.Project, cancellationToken) is { } found
            ? TypedResults.Ok(TrackingViews.Of(found))
            : Problems.NotFound(kind.Replace('-', ' '), id);
    }
}
