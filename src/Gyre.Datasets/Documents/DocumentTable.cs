using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Datasets.Documents;

/// <summary>The tables <c>documents</c> and <c>document_bodies</c>, as far as they are read.</summary>
internal static class DocumentTable
{
    private const int AtOnce = 500;

    /// <summary>Number of a document; null when there is none with the id.</summary>
    public static long? Find(IDbSession session, long collection, string id) => session.QuerySingleOrDefault<long?>(
        "SELECT number FROM documents WHERE collection = @collection AND id = @id", new { collection, id });

    /// <summary>Numbers by id, of those that are there.</summary>
    public static Dictionary<string, long> Find(IDbSession session, long collection, IReadOnlyCollection<string> ids) => ids.Chunk(AtOnce)
        .SelectMany(some => session.Query<NumberedRow>(
            "SELECT number, id AS text FROM documents WHERE collection = @collection AND id IN @some", new { collection, some }))
        .ToDictionary(static row => row.Text, static row => row.Number, StringComparer.Ordinal);

    /// <summary>Documents in the order of their numbers given.</summary>
    public static IEnumerable<MapValue> Read(IDbSession session, IEnumerable<long> numbers) =>
        numbers.Chunk(AtOnce).SelectMany(some => ReadSome(session, some));

    /// <summary>Numbers of all documents of a collection, in the order in which they came.</summary>
    public static IReadOnlyList<long> Numbers(IDbSession session, long collection) => session.Query<long>(
        "SELECT number FROM documents WHERE collection = @collection ORDER BY number", new { collection });

    /// <summary>Numbers of the documents of the other resource that belong to some of this one, in the order in which they came.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="of">The collection of the other resource.</param>
    /// <param name="keys">Ids of items.</param>
    public static IReadOnlyList<long> Related(IDbSession session, CollectionRow of, IEnumerable<string> keys)
    {
        var column = of.Resource == QueryResource.Items ? "id" : "link";
        return
        [
            .. keys.Where(static key => key.Length > 0).Distinct(StringComparer.Ordinal).Chunk(AtOnce)
                .SelectMany(some => session.Query<long>(
                    $"SELECT number FROM documents WHERE collection = @Number AND {column} IN @some AND {column} <> ''",
                    new { of.Number, some }))
                .Order(),
        ];
    }

    private static IEnumerable<MapValue> ReadSome(IDbSession session, long[] numbers)
    {
        var rows = session.Query<NumberedRow>("SELECT number, body AS text FROM document_bodies WHERE number IN @numbers", new { numbers });
        var bodies = rows.ToDictionary(static row => row.Number, static row => row.Text);
        return numbers.Select(number => (MapValue)ValueJson.Parse(bodies[number]));
    }

    /// <summary>A number with a text.</summary>
    private sealed record NumberedRow
    {
        public long Number { get; init; }

        public string Text { get; init; } = "";
    }
}
