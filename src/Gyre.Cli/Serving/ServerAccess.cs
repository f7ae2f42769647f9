using Gyre.Cli.Homes;
using Gyre.Cli.Logging;
using Gyre.Cli.Telemetry;
using Gyre.Home;
using Gyre.Server;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Serving;

/// <summary>The server's module over a home of this process.</summary>
/// <param name="clock">Clock of everything.</param>
/// <param name="homes">Of which modules the home consists.</param>
/// <param name="log">Where the log goes.</param>
internal sealed class ServerAccess(TimeProvider clock, ProgramHomes homes, TextWriter log) : IServerAccess
{
    /// <inheritdoc/>
    public async Task ServeAsync(ServeSettings settings, Action<Uri> listening, CancellationToken cancellationToken)
    {
        using var telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
        using var logs = GyreLog.Open(settings.Logs, log, settings.Storage);
        var usual = ProgramHomes.ServerSettingsOf(settings.Storage, logs, settings.AllowedSecrets);
        var opening = usual with
        {
            Limits = usual.Limits.With(settings.Limits),
            Tracking = new TrackingOptions { AllowPrivateWebhooks = settings.AllowPrivateWebhooks },
        };
        await using var home = await GyreHome.OpenAsync(opening, homes.ModulesOf(opening), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ServeOptions
        {
            Address = settings.Address,
            Port = settings.Port,
            AllowedHosts = settings.AllowedHosts,
            AllowedOrigins = settings.AllowedOrigins,
            TrustedProxies = settings.TrustedProxies,
            PathBase = settings.PathBase,
            Predictions = settings.Predictions,
        };
        // Steps are told the server's address, so the engine begins when it is known.
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = DriveAsync(home, begin.Task, stop.Token);
        try
        {
            await using var server = await GyreServer.StartAsync(options, ServerServices.Of(home, engine), cancellationToken);
            begin.SetResult();
            listening(server.Address);
            await server.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            begin.TrySetCanceled(CancellationToken.None);
            await engine.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DriveAsync(GyreHome home, Task begin, CancellationToken cancellationToken)
    {
        await begin;
        await home.DriveAllAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<NewToken> CreateTokenAsync(StorageOptions storage, string name, TokenScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        await using var store = await homes.OpenStoreAsync(storage, cancellationToken);
        return await new TokenStore(store, clock).CreateAsync(name, scope, lifetime, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TokenEntry>> ListTokensAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        await using var store = await homes.OpenStoreAsync(storage, cancellationToken);
        return await new TokenStore(store, clock).ListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RevokeTokenAsync(StorageOptions storage, string id, CancellationToken cancellationToken)
    {
        await using var store = await homes.OpenStoreAsync(storage, cancellationToken);
        return await new TokenStore(store, clock).RevokeAsync(id, cancellationToken);
    }
}
