using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Where ratings come from.</summary>
public enum RatingOrigin
{
    /// <summary>A file of real ratings.</summary>
    File,

    /// <summary>Drawn at random in the shape of a real file.</summary>
    Generated,
}

/// <summary>One rating.</summary>
/// <param name="User">From 0.</param>
/// <param name="Item">From 0.</param>
/// <param name="Value">From 1 to 5.</param>
public readonly record struct Rating(int User, int Item, byte Value);

/// <summary>Ratings of items by users, at most one per pair.</summary>
public sealed record RatingSet
{
    /// <summary>Whether they are real.</summary>
    public required RatingOrigin Origin { get; init; }

    /// <summary>Number of users; the highest id of a file.</summary>
    public required int Users { get; init; }

    /// <summary>Number of items; the highest id of a file.</summary>
    public required int Items { get; init; }

    /// <summary>The ratings, by user and then by item.</summary>
    public required ImmutableArray<Rating> Ratings { get; init; }

    /// <summary>The table of the first items, 0 where there is no rating; users who rated none of them are left out.</summary>
    /// <param name="items">Items to keep, from 1 to <see cref="Items"/>.</param>
    /// <returns>One row per user who is left, in the order of the ids. O(users x items) cells.</returns>
    /// <exception cref="ArgumentException"><paramref name="items"/> is out of its range, or nobody rated these items.</exception>
    public DenseMatrix FirstItems(int items)
    {
        if (items < 1 || items > Items)
            throw new ArgumentOutOfRangeException(nameof(items), items, $"The number of items must be from 1 to {Items}.");
        var kept = Ratings.Where(rating => rating.Item < items).ToList();
        if (kept.Count == 0)
            throw new ArgumentException($"No user rated any of the first {items} items.", nameof(items));
        var rows = kept.Select(rating => rating.User).Distinct().Order().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var table = new DenseMatrix(rows.Count, items);
        foreach (var rating in kept)
            table.Row(rows[rating.User])[rating.Item] = rating.Value;
        return table;
    }
}
