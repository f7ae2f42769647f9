using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution.Layout;

/// <summary>What a component says of its results.</summary>
/// <param name="Values">By output, as it wrote them.</param>
/// <param name="Artifacts">By output, in its order.</param>
internal sealed record ComponentReport(MapValue Values, IReadOnlyDictionary<string, ImmutableArray<ReportedArtifact>> Artifacts)
{
    /// <summary>Nothing was said.</summary>
    public static ComponentReport Empty { get; } = new(new MapValue([]), ImmutableDictionary<string, ImmutableArray<ReportedArtifact>>.Empty);
}

/// <summary>What a component says of an artifact; null where it says nothing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uri">Where it lies.</param>
/// <param name="CustomPath">Where its content was written when that is elsewhere.</param>
/// <param name="Metadata">Its properties.</param>
internal sealed record ReportedArtifact(string? Name, string? Uri, string? CustomPath, MapValue Metadata);

/// <summary>A component ended well but gave no good results; the message says which.</summary>
internal sealed class ResultException(string message) : Exception(message);
