using Gyre.Learning.Choosing;

namespace Gyre.Learning;

/// <summary>
/// Items that cover a pool: again and again the one farthest from everything labelled or picked (T. Gonzalez, "Clustering to minimize the
/// maximum intercluster distance", 1985; O. Sener and S. Savarese, "Active learning for convolutional neural networks: a core-set
/// approach",
/// 2018). The radius is at most twice the best possible.
/// </summary>
public static class FarthestFirst
{
    /// <summary>
    /// Picks items. A distance only shrinks when a centre is added, so an old one is a bound, and only rows whose bound still reaches the
    /// largest distance are looked at again: mostly one pass over the pool and a few rows per pick, at worst a pass per pick.
    /// </summary>
    /// <param name="rows">Embeddings.</param>
    /// <param name="labelled">Rows that are labelled; without any, the first pick is the row nearest to the mean.</param>
    /// <param name="count">How many at most; fewer come back when every row is labelled or picked.</param>
    /// <param name="candidates">Rows that may be picked and have to be covered; null for all.</param>
    public static PoolCover Choose(RowSource rows, IReadOnlyList<int> labelled, int count, Func<int, bool>? candidates = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labelled);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new LazyCover(rows, labelled, candidates).Pick(count);
    }
}
