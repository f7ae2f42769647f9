using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>A pipeline that came as a document over the network instead of from the project's file.</summary>
public sealed record PostedPipeline
{
    /// <summary>The pipeline; earlier results that it takes over are named and not yet looked up.</summary>
    public required Pipeline Pipeline { get; init; }

    /// <summary>Values for its parameters.</summary>
    public required MapValue Parameters { get; init; }

    /// <summary>A title for people, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Tags for people.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];
}
