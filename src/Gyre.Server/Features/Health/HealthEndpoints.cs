using Gyre.Contracts;
using Gyre.Server.Security;
using Gyre.Storage;
using Microsoft.Extensions.Hosting;

namespace Gyre.Server.Features.Health;

/// <summary>Whether the server can do its work. Open to everybody, so it says why only to those who may read.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app) => app.MapGet("/health", GetHealth)
        .WithName(nameof(GetHealth)).WithTags("Health").Open().Produces<HealthInfo>().Produces<HealthInfo>(503).WithSummary("200 when all is well, 503 when not");

    private static async Task<IResult> GetHealth(
        HttpContext context, IStore store, ServerServices services, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var (status, reason) = await ExamineAsync(store, services, lifetime, cancellationToken);
        // Tracking clients look for this word; whoever wants to know more says that JSON is read.
        if (status == "ok" && !context.Request.Headers.Accept.Any(value => value?.Contains("json", StringComparison.OrdinalIgnoreCase) == true))
            return TypedResults.Text("OK");
        var may = context.Features.Get<Caller>() is LocalCaller or UserCaller;
        return TypedResults.Json(
            new HealthInfo { Status = status, Reason = may ? reason : null }, ApiJson.Default.HealthInfo, statusCode: status == "ok" ? 200 : 503);
    }

    private static async Task<(string Status, string? Reason)> ExamineAsync(
        IStore store, ServerServices services, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return ("stopping", null);
        if (store.Database.ReadOnlyReason is { } reason)
            return ("read-only", reason);
        try
        {
            await store.Database.ReadAsync(static session => session.QuerySingleOrDefault<long>("SELECT 1"), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ("store-unavailable", null);
        }
        return services.EngineLoop is { IsCompleted: true } ? ("engine-stopped", "The engine of this process has ended; restart the server.") : ("ok", null);
    }
}
