using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>Which stages of life a search sees.</summary>
public enum StageView
{
    /// <summary>What was not deleted.</summary>
    Active,

    /// <summary>What was deleted.</summary>
    Deleted,

    /// <summary>Both.</summary>
    All,
}

/// <summary>A search, as a client words it.</summary>
public sealed record SearchRequest
{
    /// <summary>What has to hold; null or empty for nothing.</summary>
    public string? Filter { get; init; }

    /// <summary>Keys with <c>ASC</c> or <c>DESC</c>.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Stages of life.</summary>
    public StageView View { get; init; }

    /// <summary>1 to 50,000.</summary>
    public required long MaxResults { get; init; }

    /// <summary>Of the page before, with the same query; null or empty for the first.</summary>
    public string? PageToken { get; init; }

    /// <summary>Whether the filter may use OR, NOT and brackets.</summary>
    public bool Extended { get; init; }

    /// <summary>In a search for experiments: only these; null for all.</summary>
    public IReadOnlySet<long>? Among { get; init; }
}

/// <summary>Which parts of runs are wanted. Null lists mean all keys.</summary>
public sealed record RunProjection
{
    /// <summary>Everything.</summary>
    public static RunProjection Everything { get; } = new();

    /// <summary>Keys of metrics; null for all, empty for none.</summary>
    public ImmutableArray<string>? Metrics { get; init; }

    /// <summary>Keys of params.</summary>
    public ImmutableArray<string>? Params { get; init; }

    /// <summary>Keys of tags.</summary>
    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>Whether data and models that went in and came out are wanted.</summary>
    public bool Inputs { get; init; } = true;
}

/// <summary>A page of a search.</summary>
/// <param name="Items">In order.</param>
/// <param name="NextPageToken">Null when there is nothing after these.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? NextPageToken);
