using Gyre.Contracts;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Tracking;

/// <summary>Aliases of registered models with the reasons of their moves. Open to steps like MLflow's addresses.</summary>
internal static class ModelAliasEndpoints
{
    private const int MaxMoves = 1000;

    public static void MapModelAliases(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/models/{name}", "Models");
        group.MapPut("/aliases/{alias}", MoveModelAlias).WithName(nameof(MoveModelAlias)).TakesJson<MoveAliasRequest>()
            .WithSummary("Move an alias of a registered model to a version, with a reason");
        group.MapGet("/alias-moves", ListAliasMoves).WithName(nameof(ListAliasMoves))
            .WithSummary("List moves and removals of a model's aliases, newest first")
            .TakesQuery("alias", "Only of this alias").TakesQuery("limit", $"1 to {MaxMoves}; default 100");
    }

    private static async Task<Ok<AliasMoveInfo>> MoveModelAlias(
        string name, string alias, HttpContext context, CallerTracking tracking, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.MoveAliasRequest);
        var move = new NewAliasMove
        {
            Alias = alias,
            Version = body.Version,
            Reason = body.Reason.Trim(),
            Evidence = [.. JsonBody.Entries("evidence", body.Evidence).Select(static one => new AliasEvidence(one.Metric, one.Value, one.Before))],
            By = context.Caller().Name,
        };
        return TypedResults.Ok(Of(await tracking.Registry.MoveAliasAsync(name, move, cancellationToken)));
    }

    private static async Task<Ok<AliasMoveList>> ListAliasMoves(
        string name, HttpContext context, CallerTracking tracking, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "alias", "limit");
        var alias = context.Request.Query["alias"] is [{ Length: > 0 } given] ? given : null;
        var limit = QueryParameters.Number(context.Request, "limit", 100, MaxMoves);
        var moves = await tracking.Registry.AliasMovesAsync(name, alias, limit, cancellationToken);
        return TypedResults.Ok(new AliasMoveList { Moves = [.. moves.Select(Of)] });
    }

    private static AliasMoveInfo Of(AliasMove move) => new()
    {
        Alias = move.Alias,
        FromVersion = move.From,
        ToVersion = move.To,
        Reason = move.Reason,
        Evidence = [.. move.Evidence.Select(static one => new AliasEvidenceInfo { Metric = one.Metric, Value = one.Value, Before = one.Before })],
        By = move.By,
        At = move.At,
    };
}
