using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>Whether something is in use or marked as deleted. What is deleted stays readable by its id until it is cleaned up.</summary>
public enum LifecycleStage
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Marked as deleted.</summary>
    Deleted,
}

/// <summary>A name with a value.</summary>
public sealed record Tag(string Key, string Value);

/// <summary>Runs that belong together.</summary>
public sealed record Experiment
{
    /// <summary>0 is the one that is always there.</summary>
    public required long Id { get; init; }

    /// <summary>1 to 500 characters; unique among all, deleted ones included.</summary>
    public required string Name { get; init; }

    /// <summary>Address below which its runs' artifacts are.</summary>
    public required string ArtifactLocation { get; init; }

    /// <summary>Whether it is deleted.</summary>
    public required LifecycleStage Stage { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last renamed, deleted or restored.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its tags, by key.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];
}
