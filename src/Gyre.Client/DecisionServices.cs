using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gyre.Client;

/// <summary>Decision clients as services.</summary>
public static class DecisionServices
{
    /// <summary>
    /// Adds an <see cref="IDecisionClient"/> for a deployment, one for the whole program. It begins when it is first asked for, uses the
    /// clock and the log of the services, and sends what waits when they are disposed.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets at least deployment and spool folder.</param>
    public static IServiceCollection AddGyreDecisions(this IServiceCollection services, Action<DecisionClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Add(ServiceDescriptor.Singleton<IDecisionClient>(provider => Create(provider, configure)));
        return services;
    }

    /// <summary>The same under a key, for programs that decide with several deployments.</summary>
    /// <inheritdoc cref="AddGyreDecisions(IServiceCollection, Action{DecisionClientOptions})"/>
    /// <param name="services">The services.</param>
    /// <param name="key">The key, such as the name of the deployment.</param>
    /// <param name="configure">Sets at least deployment and spool folder.</param>
    public static IServiceCollection AddGyreDecisions(
        this IServiceCollection services, object key, Action<DecisionClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(configure);
        services.Add(ServiceDescriptor.KeyedSingleton<IDecisionClient>(key, (provider, _) => Create(provider, configure)));
        return services;
    }

    private static DecisionClient Create(IServiceProvider provider, Action<DecisionClientOptions> configure)
    {
        var options = new DecisionClientOptions();
        configure(options);
        options.Clock ??= (TimeProvider?)provider.GetService(typeof(TimeProvider));
        options.Logs ??= (ILoggerFactory?)provider.GetService(typeof(ILoggerFactory));
        return DecisionClient.Create(options);
    }
}
