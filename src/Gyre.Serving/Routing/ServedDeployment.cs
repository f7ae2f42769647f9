using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Serving.Routing;

/// <summary>A version that decides a share.</summary>
internal readonly record struct ServedCanary(ServedPolicy Policy, double Share);

/// <summary>A deployment as it serves: route, settings and policies of one revision. Immutable, so that a decision never mixes two.</summary>
internal sealed record ServedDeployment : IServedRevision
{
    public required long Number { get; init; }

    public required string Name { get; init; }

    public required long Revision { get; init; }

    public required DeploymentSettings Settings { get; init; }

    public required ServedPolicy Champion { get; init; }

    public required ImmutableArray<ServedCanary> Canaries { get; init; }

    public required ImmutableArray<ServedPolicy> Shadows { get; init; }

    /// <summary>Shares of the canaries, in their order.</summary>
    public ImmutableArray<double> CanaryShares => [.. Canaries.Select(static canary => canary.Share)];

    /// <summary>What callers must know; that of all versions.</summary>
    public PolicySpecification Specification => Champion.Specification;

    public IEnumerable<ServedPolicy> Policies => [Champion, .. Canaries.Select(static canary => canary.Policy), .. Shadows];
}
