using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Asks which contents the artifact store lacks.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MissingContentRequest
{
    /// <summary>The most digests of a request.</summary>
    public const int MaxDigests = 10_000;

    /// <summary>Digests, at most <see cref="MaxDigests"/>.</summary>
    public required IReadOnlyList<Digest> Digests { get; init; }
}

/// <summary>Contents that the artifact store lacks.</summary>
public sealed record MissingContentInfo
{
    /// <summary>Digests, in the order of the request, each once.</summary>
    public required IReadOnlyList<Digest> Missing { get; init; }
}

/// <summary>Content that is in the artifact store.</summary>
public sealed record StoredContentInfo
{
    /// <summary>What it is.</summary>
    public required Digest Digest { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }
}
