using Gyre.Storage;

namespace Gyre.Datasets.Documents;

/// <summary>The items, or the annotations, of a set of documents.</summary>
internal sealed record CollectionRow
{
    /// <summary>In <see cref="Traits"/>: a key of the usual order is cut, so that it does not decide.</summary>
    public const int OrderIsCut = 1;

    public long Number { get; init; }

    public int Kind { get; init; }

    public long Documents { get; init; }

    public int Traits { get; init; }

    public QueryResource Resource => (QueryResource)Kind;
}

/// <summary>The table <c>document_collections</c>: two rows for each set.</summary>
internal static class CollectionTable
{
    public static bool Exists(IDbSession session, string set) => Both(session, set).Count > 0;

    public static CollectionRow? Find(IDbSession session, string set, QueryResource resource) =>
        Both(session, set).FirstOrDefault(row => row.Resource == resource);

    /// <summary>None, or items and annotations.</summary>
    public static IReadOnlyList<CollectionRow> Both(IDbSession session, string set) => session.Query<CollectionRow>(
        "SELECT number, kind, documents, traits FROM document_collections WHERE name = @set ORDER BY kind", new { set });

    public static void Add(IDbSession session, string set)
    {
        var next = session.QuerySingleOrDefault<long>("SELECT COALESCE(MAX(number), 0) FROM document_collections");
        foreach (var kind in Enum.GetValues<QueryResource>())
        {
            session.Execute(
                "INSERT INTO document_collections (number, name, kind, documents, traits) VALUES (@next, @set, @kind, 0, 0)",
                new { next = ++next, set, kind = (int)kind });
        }
    }

    public static void Update(IDbSession session, CollectionRow row) => session.Execute(
        "UPDATE document_collections SET documents = @Documents, traits = @Traits WHERE number = @Number",
        new { row.Documents, row.Traits, row.Number });

    /// <summary>Removes a set with all that belongs to it.</summary>
    public static void Remove(IDbSession session, string set)
    {
        foreach (var row in Both(session, set))
        {
            var of = new { row.Number };
            const string All = "(SELECT number FROM documents WHERE collection = @Number)";
            session.Execute($"DELETE FROM document_values WHERE document IN {All}", of);
            session.Execute($"DELETE FROM document_bodies WHERE number IN {All}", of);
            session.Execute("DELETE FROM documents WHERE collection = @Number", of);
            session.Execute("DELETE FROM document_paths WHERE collection = @Number", of);
            session.Execute("DELETE FROM document_collections WHERE number = @Number", of);
        }
    }
}
