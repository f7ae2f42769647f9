using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>A name that people know a model by, with its versions.</summary>
public sealed record RegisteredModel
{
    /// <summary>1 to 500 characters, without <c>/</c> and <c>:</c>; unique.</summary>
    public required string Name { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last described or renamed, or got, lost or moved a version.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The newest version of each stage, in the order of the stages' first versions. Their aliases are left out.</summary>
    public ImmutableArray<ModelVersion> LatestVersions { get; init; } = [];

    /// <summary>Its tags, by key.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Its aliases, by name. An alias stays when its version is deleted, and then points to nothing.</summary>
    public ImmutableArray<ModelAlias> Aliases { get; init; } = [];
}

/// <summary>A name that points to a version and can be moved.</summary>
/// <param name="Alias">1 to 255 letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="Version">The version's number.</param>
public sealed record ModelAlias(string Alias, long Version);

/// <summary>How far a version has come.</summary>
public enum ModelStage
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>On trial.</summary>
    Staging,

    /// <summary>In use.</summary>
    Production,

    /// <summary>Out of use.</summary>
    Archived,
}

/// <summary>A version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>From 1; never given twice within a model.</summary>
    public required long Version { get; init; }

    /// <summary>How far it has come.</summary>
    public required ModelStage Stage { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is from, as it was said.</summary>
    public required string Source { get; init; }

    /// <summary>Address of its files: the source, or what that stands for.</summary>
    public required string Location { get; init; }

    /// <summary>The run that made it; empty when it is not known.</summary>
    public required string RunId { get; init; }

    /// <summary>Address of that run elsewhere; may be empty.</summary>
    public required string RunLink { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last described or moved, or its model renamed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its tags, by key.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Aliases that point to it; left out of lists.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>Asks for a version.</summary>
public sealed record NewModelVersion
{
    /// <summary>Where its files are: an address, <c>models:/ID</c> of a logged model, or <c>models:/NAME/VERSION</c> or <c>models:/NAME@ALIAS</c> of a version.</summary>
    public required string Source { get; init; }

    /// <summary>The run that made it; empty takes that of the logged model.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Address of that run elsewhere.</summary>
    public string RunLink { get; init; } = "";

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The logged model that it is; null for none. That model is told of the version in a tag.</summary>
    public string? ModelId { get; init; }

    /// <summary>Its first tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>Asks for registered models or versions.</summary>
public sealed record RegistryQuery
{
    /// <summary>What has to hold; null or empty for everything. Prompts are left out unless it asks for them.</summary>
    public string? Filter { get; init; }

    /// <summary>Keys such as <c>name DESC</c>, the most important one first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>At least 1.</summary>
    public required int MaxResults { get; init; }

    /// <summary>Only models of this project and those that belong to none; null for all.</summary>
    public string? Project { get; init; }

    /// <summary>From the page before, of the same query; null or empty for the first page.</summary>
    public string? PageToken { get; init; }
}
