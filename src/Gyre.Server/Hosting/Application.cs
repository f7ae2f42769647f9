using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Server.Features;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Http;
using Gyre.Server.Loops;
using Gyre.Server.Requests;
using Gyre.Server.Security;
using Gyre.Server.Security.Steps;
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
        var gate = new ConnectionGate(options, services.Clock);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, address, gate));
        var features = ServerFeatures.Of(services);
        AddServices(builder.Services, options, services, cursors, features);
        builder.Services.AddSingleton(gate).AddSingleton<BodyBudget>().AddSingleton<MemoryCare>();
        var app = builder.Build();
        if (!options.StepsOnly)
            app.Services.GetRequiredService<InstrumentCollector>().Start();
        UseMiddleware(app, options);
        var routes = services.Rights.With(features.SelectMany(static feature => feature.Rights)).Guard(app);
        routes.MapOpenApi("/openapi/{documentName}.json");
        foreach (var feature in features)
            feature.Map(routes);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ServeOptions options, IPAddress address, ConnectionGate gate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(address, options.Port, listen => listen.Use(gate.Guard));
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.Limits.MaxBodyInBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(options.Limits.MinBodyRate, options.Limits.BodyGrace);
        limits.RequestHeadersTimeout = options.Limits.HeadersTimeout;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    private static void AddServices(
        IServiceCollection registry, ServeOptions options, ServerServices services, Cursors cursors, IReadOnlyList<IServerFeature> features)
    {
        registry.AddLogging(logging => logging.AddProvider(new OwnLogs(services.Logs)));
        registry.AddRoutingCore();
        registry.AddCors();
        registry.AddOpenApi("v1", ApiDocument.Configure);
        registry.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.ShutdownTimeout);
        registry.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            foreach (var more in features.Select(static feature => feature.Json).OfType<IJsonTypeInfoResolver>())
                json.SerializerOptions.TypeInfoResolverChain.Add(more);
            // Options of its own do not take these over from the context.
            foreach (var converter in ApiJson.Default.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
            // Values are read as deep as requests may be; in an answer they stand deeper.
            json.SerializerOptions.MaxDepth = 2 * ValueJson.MaxDepth;
        });
        registry.AddSingleton(options).AddSingleton(options.Limits).AddSingleton(cursors).AddSingleton<StreamGate>().AddSingleton<Streaming>();
        registry.AddSingleton<TokenCheck>().AddSingleton<TokenUses>().AddSingleton<Sessions>()
            .AddScoped<CallerScope>().AddScoped<CallerTracking>();
        AddHome(registry, services);
        foreach (var feature in features)
            feature.AddServices(registry);
    }

    /// <summary>Registers the parts of the home's modules, then the services the caller passed, which take precedence.</summary>
    private static void AddHome(IServiceCollection registry, ServerServices services)
    {
        foreach (var (type, part) in services.Home?.Parts.Given ?? FrozenDictionary<Type, object>.Empty)
            registry.AddSingleton(type, part);
        if (services.Executors is { } executors)
            registry.AddSingleton(executors);
        registry.AddSingleton(services).AddSingleton(services.Clock)
            .AddSingleton(services.Storage).AddSingleton(services.Store).AddSingleton(services.Store.Events).AddSingleton(services.Blobs)
            .AddSingleton(services.Runs).AddSingleton(services.Cycles).AddSingleton(services.Cache).AddSingleton(services.Catalog).AddSingleton(services.Datasets)
            .AddSingleton(services.Lineage)
            .AddSingleton(services.Variables).AddSingleton(services.Triggers).AddSingleton(services.Notifications)
                .AddSingleton(services.Tracking).AddSingleton(services.Deployments).AddSingleton(services.Decisions)
            .AddSingleton(services.Analysis).AddSingleton(services.Exports)
            .AddSingleton(services.Predictions)
            .AddSingleton(parts =>
                services.Loops ?? new LoopSupervisor(services.Clock, parts.GetRequiredService<ILogger<LoopSupervisor>>()));
    }

    private static void UseMiddleware(WebApplication app, ServeOptions options)
    {
        app.UseMiddleware<ConnectionPlaces>();
        Proxies.Use(app, options);
        app.UseMiddleware<RequestTrace>();
        app.UseMiddleware<RequestCounter>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorBoundary>();
        app.UseMiddleware<PredictionPaths>();
        app.UseMiddleware<RequestRules>();
        app.UseRouting();
        if (options.AllowedOrigins is { IsDefaultOrEmpty: false } origins)
            app.UseCors(policy => policy.WithOrigins([.. origins]).AllowAnyHeader().AllowAnyMethod());
        app.UseMiddleware<Gatekeeper>();
        app.UseMiddleware<RepeatedRequests>();
    }
}
