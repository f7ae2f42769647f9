using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets;

/// <summary>Of what a query asks.</summary>
public enum QueryResource
{
    /// <summary>Things that are labelled.</summary>
    Items,

    /// <summary>What was said about them.</summary>
    Annotations,
}

/// <summary>A query in the words of DQL, Dataloop's query language, that was read and checked.</summary>
/// <remarks>
/// Rules: <c>docs/reference/queries.md</c>. A query reads only; what changes documents is refused by name, and so is every operator that is
/// not known.
/// </remarks>
public sealed record DocumentQuery
{
    /// <summary>The largest page; larger ones are this long.</summary>
    public const int MostOnPage = 1000;

    internal DocumentQuery(QueryResource resource, QueryPart part) => (Resource, Part) = (resource, part);

    /// <summary>Of what it asks.</summary>
    public QueryResource Resource { get; }

    /// <summary>From 0.</summary>
    public int Page { get; init; }

    /// <summary>Documents on a page, from 1 to <see cref="MostOnPage"/>.</summary>
    public int PageSize { get; init; } = MostOnPage;

    /// <summary>The JSON it was read from.</summary>
    public MapValue Text { get; internal init; } = new([]);

    internal QueryPart Part { get; }

    internal ImmutableArray<OrderKey> Sort { get; init; } = [];
}

/// <summary>Items and what was said about them: objects with an <c>id</c>, annotations also with an <c>itemId</c>.</summary>
/// <param name="Items">The items.</param>
/// <param name="Annotations">The annotations.</param>
public sealed record DocumentSet(IReadOnlyList<MapValue> Items, IReadOnlyList<MapValue> Annotations);

/// <summary>A page of what a query found.</summary>
/// <param name="Documents">In order.</param>
/// <param name="Total">Documents on all pages.</param>
/// <param name="Pages">Pages there are.</param>
/// <param name="HasNextPage">Whether there is a page behind this one.</param>
public sealed record QueryPage(IReadOnlyList<MapValue> Documents, int Total, int Pages, bool HasNextPage);
