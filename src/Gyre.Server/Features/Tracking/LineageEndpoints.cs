using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Tracking;

/// <summary>What was made of what.</summary>
internal static class LineageEndpoints
{
    private static readonly Dictionary<string, LineageKind> Kinds = new[] { LineageKind.Run, LineageKind.LoggedModel, LineageKind.ModelVersion, LineageKind.Dataset }
        .ToDictionary(KebabCase.Of, StringComparer.Ordinal);

    public static void MapLineage(this IEndpointRouteBuilder app) => app.MapFeature("/tracking/lineage", "Tracking")
        .MapGet("/{kind}/{**id}", GetLineage).WithName(nameof(GetLineage))
        .WithSummary(
            "Get the lineage of a 'run', 'logged-model', 'model-version' (NAME/VERSION) or 'dataset' (digest): its sources and results");

    private static async Task<Ok<LineageInfo>> GetLineage(
        string kind, string id, CallerTracking tracking, CancellationToken cancellationToken)
    {
        if (!Kinds.TryGetValue(kind, out var known))
            throw QueryParameters.Refusal("tracking.lineage-kind", "kind", $"The kind must be one of {string.Join(", ", Kinds.Keys)}.");
        return TypedResults.Ok(TrackingViews.Of(await tracking.Lineage.FindAsync(known, id, cancellationToken)));
    }
}
