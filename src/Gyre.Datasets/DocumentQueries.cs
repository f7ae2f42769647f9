using Gyre.Core;
using Gyre.Datasets.Queries;

namespace Gyre.Datasets;

/// <summary>Reads queries and runs them over documents in memory. Pure.</summary>
public static class DocumentQueries
{
    /// <summary>Reads a query, or a filter alone.</summary>
    /// <param name="document">An object.</param>
    /// <exception cref="InvalidInputException">With the place of the key that is refused.</exception>
    public static DocumentQuery Read(Value document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document is MapValue map ? QueryReader.Read(document) with { Text = map } : QueryReader.Read(document);
    }

    /// <summary>Reads a query from JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="InvalidInputException">It is no JSON, or a key is refused.</exception>
    public static DocumentQuery Parse(ReadOnlySpan<byte> json) => Read(ValueJson.Parse(json));

    /// <summary>Runs it over documents in memory. O(documents x filter).</summary>
    /// <param name="query">The query.</param>
    /// <param name="documents">All of them.</param>
    public static QueryPage Run(DocumentQuery query, DocumentSet documents)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(documents);
        return QueryRun.Of(query, documents);
    }

    /// <summary>Why a document does not match: the first condition that fails, with its place; null when it matches.</summary>
    /// <param name="query">The query.</param>
    /// <param name="documents">All of them.</param>
    /// <param name="id">Id of the document.</param>
    /// <exception cref="InvalidInputException">There is no document with this id.</exception>
    public static string? Explain(DocumentQuery query, DocumentSet documents, string id)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(documents);
        return QueryExplanation.Of(query, documents, id);
    }
}
