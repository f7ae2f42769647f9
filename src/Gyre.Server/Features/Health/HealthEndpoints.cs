using Gyre.Contracts;
using Gyre.Core.Loops;
using Gyre.Server.Security;
using Gyre.Storage;
using Microsoft.Extensions.Hosting;

namespace Gyre.Server.Features.Health;

/// <summary>Whether the server can do its work, and which loop waits for what. Open to everybody, so what may name places is for those who may read.</summary>
internal static class HealthEndpoints
{
    /// <summary>A store that does not answer within this time is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app) => app.MapGet("/health", GetHealth)
        .WithName(nameof(GetHealth)).WithTags("Health").Produces<HealthInfo>().Produces<HealthInfo>(503)
            .WithSummary("Health check: 200 if the server is healthy, 503 if not");

    private static async Task<IResult> GetHealth(
        HttpContext context, IStore store, ServerServices services, LoopSupervisor loops, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var health = loops.Health;
        var (status, reason) = await ExamineAsync(store, services, health, lifetime, cancellationToken);
        // Tracking clients look for this word; whoever wants to know more says that JSON is read.
        if (status == "ok" && !context.Request.Headers.Accept.Any(value => value?.Contains("json", StringComparison.OrdinalIgnoreCase) == true))
            return TypedResults.Text("OK");
        var may = context.Features.Get<Caller>() is LocalCaller or UserCaller;
        var info = new HealthInfo
        {
            Status = status,
            Reason = may || status == "degraded" ? reason : null,
            Loops = [.. health.Select(loop => Show(loop, may))]
        };
        return TypedResults.Json(info, ApiJson.Default.HealthInfo, statusCode: status == "ok" ? 200 : 503);
    }

    private static async Task<(string Status, string? Reason)> ExamineAsync(
        IStore store, ServerServices services, IReadOnlyList<LoopHealth> loops, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return ("stopping", null);
        if (store.Database.ReadOnlyReason is { } reason)
            return ("read-only", reason);
        if (await OutageAsync(store, services.Clock, cancellationToken) is { } outage)
            return ("degraded", outage);
        if (services.EngineLoop is { IsCompleted: true })
            return ("engine-stopped", "The engine of this process has stopped; restart the server.");
        if (services.Home is { } home && await home.ExamineModulesAsync(cancellationToken) is { } problem)
            return ("degraded", problem);
        var waiting = loops.FirstOrDefault(static loop => loop.Phase == LoopPhase.Waiting);
        return waiting is null ? ("ok", null) : ("degraded", waiting.WaitingFor);
    }

    /// <summary>Why the store cannot be read now; null when it can.</summary>
    public static async Task<string?> OutageAsync(IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await store.Database.ReadAsync(static session => session.QuerySingleOrDefault<long>("SELECT 1"), both.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "the database does not respond";
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (exception as IOutageException)?.Reason ?? "the database cannot be read";
        }
    }

    /// <summary>Work for one run bears its id behind a slash, which is nobody's business who may not read.</summary>
    private static LoopInfo Show(LoopHealth loop, bool mayRead) => new()
    {
        Name = mayRead ? loop.Name : loop.Name.Split('/')[0],
        State = loop.Phase switch
        {
            LoopPhase.Running => "running",
            LoopPhase.Waiting => "waiting",
            _ => "stopped",
        },
        Since = loop.Since,
        WaitingFor = loop.WaitingFor,
        Failures = loop.Failures,
        LastBeat = loop.LastBeat,
    };
}
