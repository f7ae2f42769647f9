using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Serving;

/// <summary>What a new version does at first.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<VersionRole>))]
public enum VersionRole
{
    /// <summary>It becomes the champion. The first version of a deployment always does.</summary>
    Champion,

    /// <summary>It decides a share.</summary>
    Canary,

    /// <summary>It decides as well, and nobody acts on it.</summary>
    Shadow,

    /// <summary>It is only kept.</summary>
    Idle,
}

/// <summary>Why a route is changed, for its history and for the history of the alias that follows.</summary>
public sealed record RouteCause
{
    /// <summary>Why, in at most 2,000 characters; null when no reason is given.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for the change, at most 100, each named once.</summary>
    public ImmutableArray<AliasEvidence> Evidence { get; init; } = [];

    /// <summary>Who changes it; null when that is not known.</summary>
    public string? By { get; init; }
}

/// <summary>A version to be added to a deployment, which is made when there is none of the name.</summary>
public sealed record NewVersion
{
    /// <summary>The deployment: 1 to 100 lowercase letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit first.</summary>
    public required string Deployment { get; init; }

    /// <summary>
    /// A policy file; its content is in the artifact store. Exactly one of <see cref="Policy"/>, <see cref="Artifact"/> and
    /// <see cref="Command"/>.
    /// </summary>
    public Digest Policy { get; init; }

    /// <summary>A model file of Gyre or ONNX; its content is in the artifact store.</summary>
    public Digest Artifact { get; init; }

    /// <summary>A program of the user's.</summary>
    public CommandModel? Command { get; init; }

    /// <summary>What it does at first. Default champion.</summary>
    public VersionRole Role { get; init; } = VersionRole.Champion;

    /// <summary>The share of a canary; above 0 and below 1.</summary>
    public double Share { get; init; }

    /// <summary>The registered model whose alias follows the champion; null leaves it as it is.</summary>
    public string? Model { get; init; }

    /// <summary>The alias that follows; null leaves it as it is, which is <c>champion</c> at first.</summary>
    public string? Alias { get; init; }

    /// <summary>The version of the model that the policy is; null when it is none, and the alias then stays where it is.</summary>
    public long? ModelVersion { get; init; }

    /// <summary>For people, at most 2,000 characters; or null.</summary>
    public string? Description { get; init; }

    /// <summary>How the deployment decides; null leaves it as it is.</summary>
    public DeploymentSettings? Settings { get; init; }

    /// <summary>Why.</summary>
    public RouteCause Cause { get; init; } = new();
}

/// <summary>A version that was added.</summary>
/// <param name="Deployment">The deployment with it.</param>
/// <param name="Version">The version.</param>
/// <param name="IsNew">Whether the deployment was made for it.</param>
public sealed record AddedVersion(Deployment Deployment, DeploymentVersion Version, bool IsNew);

/// <summary>Asks for another champion.</summary>
public sealed record Promotion
{
    /// <summary>The version that shall serve.</summary>
    public required long Version { get; init; }

    /// <summary>The version that must serve now, or the promotion is refused; null for any.</summary>
    public long? Expected { get; init; }

    /// <summary>Why.</summary>
    public RouteCause Cause { get; init; } = new();
}

/// <summary>Asks for other canaries, shadows or settings. What is null stays.</summary>
public sealed record Configuration
{
    /// <summary>All canaries, at most 16.</summary>
    public ImmutableArray<Canary>? Canaries { get; init; }

    /// <summary>All shadows, at most 16.</summary>
    public ImmutableArray<long>? Shadows { get; init; }

    /// <summary>All settings.</summary>
    public DeploymentSettings? Settings { get; init; }

    /// <summary>Why.</summary>
    public RouteCause Cause { get; init; } = new();
}

/// <summary>What came of a change of a route.</summary>
/// <param name="Deployment">As it is now.</param>
/// <param name="Change">The change as it is kept; null when there was nothing to change.</param>
/// <param name="Note">Why there was nothing to change; null when there was.</param>
public sealed record RouteResult(Deployment Deployment, RouteChange? Change, string? Note);

/// <summary>What was asked for does not fit the state of a deployment or a decision. Nothing was changed.</summary>
/// <param name="code">A stable, dotted name of the kind of conflict.</param>
/// <param name="message">What does not fit.</param>
/// <param name="remedy">What to do about it, or null.</param>
public sealed class ServingConflictException(string code, string message, string? remedy = null) : Exception(message)
{
    /// <summary>A stable, dotted name of the kind of conflict.</summary>
    public string Code { get; } = code;

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; } = remedy;
}
