using System.Net;
using System.Net.Sockets;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Server.Features;
using Gyre.Server.Hosting;
using Gyre.Server.Http;
using Gyre.Server.Loops;
using Gyre.Server.Security;
using Gyre.Server.Store;
using Gyre.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gyre.Server;

/// <summary>The API over HTTP: <c>gyre serve</c>. Started, it listens; disposed, it does not. It heeds no signal and writes nothing to standard output.</summary>
public sealed class GyreServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerServices _services;
    private IAsyncDisposable? _loops;
    private IDisposable? _place;
    private int _stopped;

    private GyreServer(WebApplication app, ServerServices services, Uri address)
    {
        _app = app;
        _services = services;
        Address = address;
    }

    /// <summary>The schema of this module. A store is always opened with it, also where no server runs.</summary>
    public static IReadOnlyList<Migration> Migrations => ServerMigrations.All;

    /// <summary>Where it listens: <c>http://127.0.0.1:5000/</c>; the loopback address when it listens on all.</summary>
    public Uri Address { get; }

    /// <summary>Its routes, for tests of all of them.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).ToList();

    /// <summary>Its parts, for tests of them.</summary>
    internal IServiceProvider Parts => _app.Services;

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where, and whom it answers.</param>
    /// <param name="services">What it shows.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="InvalidInputException">
    /// The address is none (<c>serve.address</c>), other machines could come in and there is no token that is good
    /// (<c>serve.token-needed</c>), a proxy
    /// (<c>serve.proxy</c>) or the path (<c>serve.path-base</c>) is none, or the address is taken
    /// (<c>serve.port-taken</c>) or refused by the system (<c>serve.port-refused</c>).
    /// </exception>
    public static async Task<GyreServer> StartAsync(ServeOptions options, ServerServices services, CancellationToken cancellationToken)
    {
        var address = ParseAddress(options);
        if (OpenDoor(options, address) is { } door
            && !await new TokenStore(services.Store, services.Clock).AnyGoodAsync(cancellationToken))
            throw new InvalidInputException(
                "serve.token-needed",
                $"{door}, and this home has none.",
                "Create one with 'gyre token create --name NAME', then start the server again.");
        Proxies.Check(options);
        var lastEvent = await services.Store.Events.LastAsync(cancellationToken);
        var app = Application.Build(options, services, await Cursors.LoadAsync(services.Store, cancellationToken), address);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (Refusal(exception, address, options.Port) is { } refusal)
        {
            await app.DisposeAsync();
            throw refusal;
        }
        var server = new GyreServer(app, services, AddressOf(app, address));
        var pages = options.StepsOnly ? null : PagesOf(options, server.Address);
        server._place = ApiPlaces.Announce(services.Storage.Home, server.Address, pages);
        services.Credentials?.Use(server.Address);
        server._loops = app.Services.GetRequiredService<LoopSupervisor>().Start(
            [
                app.Services.GetRequiredService<MemoryCare>(),
                .. ServerFeatures.Of(services).SelectMany(feature =>
                    feature.Loops(app.Services, new Listening(server.Address, lastEvent, options.StepsOnly))),
            ]);
        app.Logger.Listening(server.Address);
        return server;
    }

    /// <summary>Waits until told to stop, then stops: nothing new is taken, answers under way are finished, event streams end. Steps are left alone.</summary>
    /// <param name="cancellationToken">Told to stop by it; no exception comes of that.</param>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = cancellationToken.Register(() => stopping.TrySetResult());
        await using var ended = _app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        await stopping.Task;
        await StopAsync();
    }

    /// <summary>Stops within <see cref="ServeLimits.ShutdownTimeout"/>; what is not answered by then is cut off.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        _services.Credentials?.Use(null);
        _place?.Dispose();
        await _app.StopAsync(CancellationToken.None);
        if (_loops is not null)
            await _loops.DisposeAsync();
        _app.Logger.Stopped();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Where people find the pages: the start page of the server, under the path that it is reached by.</summary>
    public static Uri PagesOf(ServeOptions options, Uri address)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Uri(address, $"{options.PathBase}/");
    }

    /// <summary>By what people on other machines could come in; null when only this machine can.</summary>
    private static string? OpenDoor(ServeOptions options, IPAddress address)
    {
        if (!IPAddress.IsLoopback(address))
            return $"Listening on {address}, which other machines can reach, requires a token";
        if (options.AllowedHosts.FirstOrDefault(static name => !RequestRules.IsLoopbackName(name)) is { } name)
            return $"Answering to the host name '{Quotes.Shorten(name)}', which a proxy can publish to other machines, requires a token";
        return options.TrustedProxies.IsDefaultOrEmpty
            ? null
            : "Trusting a proxy, whose clients can be on other machines, requires a token";
    }

    private static IPAddress ParseAddress(ServeOptions options)
    {
        if (options.Port is < 0 or > 65535)
            throw new InvalidInputException("serve.port", $"{options.Port} is not a valid port.", "Use 0 to 65535; 0 picks a free port.");
        if (options.Address.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return IPAddress.Loopback;
        return IPAddress.TryParse(options.Address.Trim('[', ']'), out var address)
            ? address
            : throw new InvalidInputException(
                "serve.address",
                "The address is not a valid IP address.",
                "Use 127.0.0.1, or 0.0.0.0 for all interfaces (which requires a token).");
    }

    private static InvalidInputException? Refusal(Exception exception, IPAddress address, int port) => exception switch
    {
        IOException { InnerException: AddressInUseException } =>
            new InvalidInputException(
                "serve.port-taken",
                $"Port {port} on {address} is already in use.",
                "Use another port with --port N; 0 picks a free port."),
        IOException or SocketException =>
            new InvalidInputException(
                "serve.port-refused",
                $"The operating system does not allow the server to listen on {address}, port {port}.",
                "Use another address, or a port above 1023."),
        _ => null,
    };

    private static Uri AddressOf(WebApplication app, IPAddress address)
    {
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var reachable = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        return new UriBuilder(Uri.UriSchemeHttp, reachable.ToString(), bound.Port).Uri;
    }
}
