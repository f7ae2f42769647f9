using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Server.Features.Artifacts;
using Gyre.Server.Features.Cache;
using Gyre.Server.Features.Cycles;
using Gyre.Server.Features.Events;
using Gyre.Server.Features.Health;
using Gyre.Server.Features.Logs;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Features.Nodes;
using Gyre.Server.Features.Notifications;
using Gyre.Server.Features.Pages;
using Gyre.Server.Features.Projects;
using Gyre.Server.Features.Runs;
using Gyre.Server.Features.Tokens;
using Gyre.Server.Features.Tracking;
using Gyre.Server.Features.Triggers;
using Gyre.Server.Formats.Mlflow;
using Gyre.Server.Formats.Valohai;
using Gyre.Server.Http;
using Gyre.Server.Requests;
using Gyre.Server.Security;
using Gyre.Server.Streams;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Gyre.Server.Hosting;

/// <summary>Puts the server together. It starts from nothing: no settings file, no variable of the environment has a say.</summary>
internal static class Application
{
    public static WebApplication Build(ServeOptions options, ServerServices services, Cursors cursors, IPAddress address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Gyre.Server", EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, address));
        AddServices(builder.Services, options, services, cursors);
        var app = builder.Build();
        if (!options.StepsOnly)
            app.Services.GetRequiredService<InstrumentCollector>().Start();
        UseMiddleware(app, options);
        MapRoutes(app);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ServeOptions options, IPAddress address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(address, options.Port);
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.Limits.MaxBodyInBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(options.Limits.MinBodyRate, options.Limits.BodyGrace);
        limits.RequestHeadersTimeout = options.Limits.HeadersTimeout;
        limits.MaxConcurrentConnections = options.Limits.MaxConnections;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    private static void AddServices(IServiceCollection registry, ServeOptions options, ServerServices services, Cursors cursors)
    {
        registry.AddLogging(logging => logging.AddProvider(new OwnLogs(services.Logs)));
        registry.AddRoutingCore();
        registry.AddCors();
        registry.AddOpenApi("v1", ApiDocument.Configure);
        registry.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.ShutdownTimeout);
        registry.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            // Options of its own do not take these over from the context.
            foreach (var converter in ApiJson.Default.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
            // Values are read as deep as requests may be; in an answer they stand deeper.
            json.SerializerOptions.MaxDepth = 2 * ValueJson.MaxDepth;
        });
        registry.AddSingleton(options).AddSingleton(options.Limits).AddSingleton(services).AddSingleton(cursors)
            .AddSingleton(services.Storage).AddSingleton(services.Store).AddSingleton(services.Store.Events).AddSingleton(services.Blobs)
            .AddSingleton(services.Runs).AddSingleton(services.Cycles).AddSingleton(services.Triggers).AddSingleton(services.Cache).AddSingleton(services.Notifications).AddSingleton(services.Catalog).AddSingleton(services.Tracking).AddSingleton(services.Clock)
            .AddSingleton<TokenStore>().AddSingleton<ProjectRegistry>().AddSingleton<RunStarter>().AddSingleton<LogFollower>()
            .AddSingleton<CompatibleAccess>().AddSingleton<CompatibleViews>().AddSingleton<InstrumentCollector>()
            .AddSingleton<IErrorWriter>(CompatibleErrors.Writer).AddSingleton<IErrorWriter>(TrackingErrors.Writer)
            .AddSingleton(parts => services.Loops ?? new LoopSupervisor(services.Clock, parts.GetRequiredService<ILogger<LoopSupervisor>>()))
            .AddSingleton<StreamGate>().AddSingleton<Streaming>().AddSingleton<ServerInstruments>().AddSingleton<EventCounter>().AddSingleton<WebhookWorker>().AddSingleton<NotificationWorker>().AddSingleton<RunLeases>().AddSingleton<ForgottenUploads>();
    }

    private static void UseMiddleware(WebApplication app, ServeOptions options)
    {
        app.UseMiddleware<RequestTrace>();
        app.UseMiddleware<RequestCounter>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorBoundary>();
        app.UseMiddleware<RequestRules>();
        app.UseRouting();
        if (options.AllowedOrigins is { IsDefaultOrEmpty: false } origins)
            app.UseCors(policy => policy.WithOrigins([.. origins]).AllowAnyHeader().AllowAnyMethod());
        app.UseMiddleware<Gatekeeper>();
        app.UseMiddleware<RepeatedRequests>();
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapPages();
        app.MapTrackingPages();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/{documentName}.json").Needs(Right.Read);
        app.MapProjects();
        app.MapRuns();
        app.MapNodes();
        app.MapLogs();
        app.MapEvents();
        app.MapCycles();
        app.MapTriggers();
        app.MapTriggerHooks();
        app.MapCache();
        app.MapNotifications();
        app.MapArtifacts();
        app.MapTokens();
        app.MapTrackingRuns();
        app.MapTrackingStream();
        app.MapLineage();
        app.MapCompatible();
        app.MapTracking();
    }
}
