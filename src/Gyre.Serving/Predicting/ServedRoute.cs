using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Serving.Models;
using Gyre.Serving.Routing;

namespace Gyre.Serving.Predicting;

/// <summary>A version that gets a share of the requests.</summary>
internal readonly record struct ModelCanary(ModelHandle Model, double Share);

/// <summary>The models of a deployment as they serve. Immutable, so that a request never mixes two revisions.</summary>
internal sealed record ServedRoute : IServedRevision
{
    public required long Number { get; init; }

    public required string Name { get; init; }

    public required long Revision { get; init; }

    public required ServedForm Serves { get; init; }

    /// <summary>Number and kind of the champion.</summary>
    public required (long Version, string Kind) ChampionKind { get; init; }

    /// <summary>Null where policies serve.</summary>
    public ModelHandle? Champion { get; init; }

    public ImmutableArray<ModelCanary> Canaries { get; init; } = [];

    public ImmutableArray<ModelHandle> Shadows { get; init; } = [];

    public IEnumerable<ModelHandle> Models =>
        [.. Champion is { } champion ? (ModelHandle[])[champion] : [], .. Canaries.Select(static canary => canary.Model), .. Shadows];

    /// <summary>The version that answers. Pure: the same seed gives the same.</summary>
    public ModelHandle Choose(ulong seed)
    {
        var point = new SeededRandom(seed).NextDouble();
        foreach (var canary in Canaries)
        {
            if (point < canary.Share)
                return canary.Model;
            point -= canary.Share;
        }
        return Champion!;
    }
}
