using Gyre.Core;
using Gyre.Datasets.Queries;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// The examples of a version as documents for queries. Where the place keeps documents they are kept by the digest of schema and examples
/// when the first query comes, and found there by all that follow; elsewhere, and of large versions, they are read each time.
/// </summary>
internal sealed class VersionDocuments(IDatasetPlace place, DatasetManifest manifest)
{
    /// <summary>Keeping more would keep others from writing for too long: about 10 s for so many examples of 12 elements.</summary>
    private const int MostKept = 50_000;

    public Task<QueryPage> RunAsync(DocumentQuery query, CancellationToken cancellationToken) => AskAsync(
        (documents, set) => documents.RunAsync(set, query, cancellationToken), set => QueryRun.Of(query, set), cancellationToken);

    public Task<string?> ExplainAsync(DocumentQuery query, string id, CancellationToken cancellationToken) => AskAsync(
        (documents, set) => documents.ExplainAsync(set, query, id, cancellationToken), set => QueryExplanation.Of(query, set, id),
        cancellationToken);

    private async Task<T> AskAsync<T>(
        Func<IDocuments, string, Task<T>> kept, Func<DocumentSet, T> inMemory, CancellationToken cancellationToken)
    {
        if (place.Documents is not { } documents || manifest.Version.IsPlain)
            return inMemory(await ReadAsync(cancellationToken));
        var set = SetOf(manifest);
        try
        {
            return await kept(documents, set);
        }
        catch (InvalidInputException refused) when (Is(refused, "documents.no-set"))
        {
            var read = await ReadAsync(cancellationToken);
            if (read.Items.Count > MostKept || !await KeepAsync(documents, set, read, cancellationToken))
                return inMemory(read);
            return await kept(documents, set);
        }
    }

    /// <summary>Name of the set that holds the examples of a version; a function of schema and examples.</summary>
    public static string SetOf(DatasetManifest manifest) =>
        $"dataset-examples:{DatasetManifest.DigestOf(VersionTable.FilesOf(manifest)).Hex}";

    /// <summary>False for what cannot be kept: a version that a run made may have an identifier twice.</summary>
    private static async Task<bool> KeepAsync(IDocuments documents, string set, DocumentSet read, CancellationToken cancellationToken)
    {
        try
        {
            await documents.CreateAsync(set, read, cancellationToken);
            return true;
        }
        catch (InvalidInputException refused)
        {
            return Is(refused, "documents.set-exists");
        }
    }

    private async Task<DocumentSet> ReadAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-query-").FullName;
        try
        {
            var table = Path.Join(folder, "table");
            await VersionTable.PullAsync(place, manifest, table, cancellationToken);
            var examples = await DatasetExamples.OpenAsync(table, cancellationToken);
            return new DocumentSet(await Task.Run(() => examples.ReadDocumentsAsync(cancellationToken), cancellationToken), []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Is(InvalidInputException refused, string code) => refused.Diagnostics is [var only] && only.Code == code;
}
