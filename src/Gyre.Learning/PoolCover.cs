using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Items that cover a pool.</summary>
/// <param name="Picks">Index of each pick, in order.</param>
/// <param name="Distances">How far each pick was from everything before it; infinite for the first when nothing is labelled.</param>
/// <param name="Radii">The largest distance of an item from its nearest centre, after each pick.</param>
public sealed record PoolCover(ImmutableArray<int> Picks, ImmutableArray<double> Distances, ImmutableArray<double> Radii);
