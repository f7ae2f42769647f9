using Gyre.Core;

namespace Gyre.Datasets;

/// <summary>
/// Sets of documents that are kept and searched: items, and annotations that belong to them. Documents are objects with an <c>id</c> of
/// their own among those of their kind: a text of up to 500 characters, or a whole number.
/// </summary>
public interface IDocuments
{
    /// <summary>Keeps a new set in one transaction.</summary>
    /// <param name="set">Its name, of up to 200 characters.</param>
    /// <param name="documents">What is in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is one of this name, an id is missing or comes twice, or a document is nested too deep.</exception>
    Task CreateAsync(string set, DocumentSet documents, CancellationToken cancellationToken);

    /// <summary>Keeps a set in the place of the one of this name, if there is one, in one transaction.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    Task ReplaceAsync(string set, DocumentSet documents, CancellationToken cancellationToken);

    /// <summary>Adds documents to a set in one transaction.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="documents">New ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set, an id is missing or taken, or a document is nested too deep.</exception>
    Task AppendAsync(string set, DocumentSet documents, CancellationToken cancellationToken);

    /// <summary>Adds documents, or puts them into the place of those with the same ids, in one transaction.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="documents">New and changed ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set, an id is missing or comes twice, or a document is nested too deep.</exception>
    Task PutAsync(string set, DocumentSet documents, CancellationToken cancellationToken);

    /// <summary>Removes documents; what belongs to them stays. Gives how many were there.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="resource">Items or annotations.</param>
    /// <param name="ids">Of the documents; unknown ones are ignored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set.</exception>
    Task<int> RemoveAsync(string set, QueryResource resource, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Removes a set; gives whether there was one.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> DropAsync(string set, CancellationToken cancellationToken);

    /// <summary>A document, or null.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="resource">Item or annotation.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set.</exception>
    Task<MapValue?> FindAsync(string set, QueryResource resource, string id, CancellationToken cancellationToken);

    /// <summary>The whole set, in the order in which its documents came.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set.</exception>
    Task<DocumentSet> ReadAsync(string set, CancellationToken cancellationToken);

    /// <summary>Runs a query; gives what <see cref="DocumentQueries.Run"/> gives for the same documents.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set.</exception>
    Task<QueryPage> RunAsync(string set, DocumentQuery query, CancellationToken cancellationToken);

    /// <summary>Why a document does not match, as <see cref="DocumentQueries.Explain"/>; null when it matches.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="query">The query.</param>
    /// <param name="id">Id of the document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such set, or no document with this id.</exception>
    Task<string?> ExplainAsync(string set, DocumentQuery query, string id, CancellationToken cancellationToken);
}
