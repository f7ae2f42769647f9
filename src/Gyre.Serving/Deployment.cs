using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Serving;

/// <summary>A version that gets a share of the decisions.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Share">Share of the decisions; above 0, and below 1 together with the other canaries.</param>
public sealed record Canary(long Version, double Share);

/// <summary>Which versions of a deployment decide.</summary>
/// <param name="Champion">Decides what no canary does.</param>
/// <param name="Canaries">Decide a share each.</param>
/// <param name="Shadows">Decide as well, and nobody acts on it; what they would have chosen is logged.</param>
public sealed record DeploymentRoute(long Champion, ImmutableArray<Canary> Canaries, ImmutableArray<long> Shadows);

/// <summary>A named place that decides.</summary>
public sealed record Deployment
{
    /// <summary>Unique in a home.</summary>
    public required string Name { get; init; }

    /// <summary>What it serves; never changes.</summary>
    public ServedForm Serves { get; init; }

    /// <summary>The registered model whose alias follows the champion; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>The alias that follows the champion.</summary>
    public required string Alias { get; init; }

    /// <summary>Which versions decide.</summary>
    public required DeploymentRoute Route { get; init; }

    /// <summary>How it decides.</summary>
    public required DeploymentSettings Settings { get; init; }

    /// <summary>Grows with every change of route or settings; from 1.</summary>
    public required long Revision { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its route or settings last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A policy, model or program that a deployment can serve.</summary>
public sealed record DeploymentVersion
{
    /// <summary>From 1, without gaps.</summary>
    public required long Version { get; init; }

    /// <summary>The policy file, the model file, or the description of a program.</summary>
    public required Digest Policy { get; init; }

    /// <summary>Kind of the policy or model: <c>lin-ucb</c>, <c>onnx</c>, <c>command</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The version of the registered model that it is; null when it is none.</summary>
    public long? ModelVersion { get; init; }

    /// <summary>For people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Who added it, or null.</summary>
    public string? By { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What changed in a route.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RouteChangeKind>))]
public enum RouteChangeKind
{
    /// <summary>The deployment was made.</summary>
    Created,

    /// <summary>Another version became the champion.</summary>
    Promoted,

    /// <summary>The champion before the last promotion serves again.</summary>
    RolledBack,

    /// <summary>Canaries, shadows or settings changed.</summary>
    Configured,
}

/// <summary>A change of a route as it is kept.</summary>
public sealed record RouteChange
{
    /// <summary>The revision that it made.</summary>
    public required long Revision { get; init; }

    /// <summary>What changed.</summary>
    public required RouteChangeKind Kind { get; init; }

    /// <summary>The champion before; null for a new deployment.</summary>
    public long? From { get; init; }

    /// <summary>The champion after.</summary>
    public required long To { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it.</summary>
    public ImmutableArray<AliasEvidence> Evidence { get; init; } = [];

    /// <summary>Who did it, or null.</summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
