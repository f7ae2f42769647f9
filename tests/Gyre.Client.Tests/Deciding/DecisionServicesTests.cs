using Gyre.Client.Tests.Fakes;
using Gyre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gyre.Client.Tests.Deciding;

public sealed class DecisionServicesTests : DecisionSuite
{
    [Fact]
    public async Task The_client_is_a_service_with_the_clock_of_the_services_and_ends_with_them()
    {
        Known("a");
        var services = new ServiceList { ServiceDescriptor.Singleton<TimeProvider>(Clock) };
        services.AddGyreDecisions(Configure).AddGyreDecisions("other", options =>
        {
            Configure(options);
            options.Deployment = "other";
        });
        var plain = services.Single(static one => one.ServiceType == typeof(IDecisionClient) && !one.IsKeyedService);
        plain.Lifetime.ShouldBe(ServiceLifetime.Singleton);
        var provider = new OneService(typeof(TimeProvider), Clock);
        await using (var client = (IDecisionClient)plain.ImplementationFactory!(provider))
            await client.RewardAsync("a", 1, cancellationToken: Cancel);
        Server.Rewards.Values.ShouldHaveSingleItem().Time.ShouldBe(Clock.GetUtcNow());
        var keyed = services.Single(static one => one.IsKeyedService);
        keyed.ServiceKey.ShouldBe("other");
        await using var second = (IDecisionClient)keyed.KeyedImplementationFactory!(provider, "other");
        second.Status.Sent.ShouldBe(0);
    }

    private void Configure(DecisionClientOptions options)
    {
        options.Deployment = "shop";
        options.Server = FakeDeployment.Address;
        options.SpoolFolder = Folder.Path;
        options.Http = new HttpClient(Server, disposeHandler: false);
    }

    private sealed class OneService(Type type, object service) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == type ? service : null;
    }

    private sealed class ServiceList : List<ServiceDescriptor>, IServiceCollection;
}
