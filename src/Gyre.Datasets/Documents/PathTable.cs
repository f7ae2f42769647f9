using Gyre.Storage;

namespace Gyre.Datasets.Documents;

/// <summary>A row of <c>document_paths</c>.</summary>
internal sealed record PathRow
{
    public long Number { get; init; }

    public string Path { get; init; } = "";

    public int Traits { get; init; }

    public bool Has(PathTraits traits) => ((PathTraits)Traits & traits) != 0;
}

/// <summary>The paths of a collection that have values, and what occurs there. Rows are read once.</summary>
internal sealed class PathTable(IDbSession session, long collection)
{
    private const int AtOnce = 500;

    private readonly Dictionary<string, PathRow?> _known = new(StringComparer.Ordinal);

    /// <summary>Null when no document has a value there.</summary>
    public PathRow? Find(string path)
    {
        Load([path]);
        return _known[path];
    }

    /// <summary>The numbers of a path and of those below it; at most a given number of them.</summary>
    public IReadOnlyList<long> AtOrBelow(string path, int most) => session.Query<long>(
        """
        SELECT number FROM document_paths
        WHERE collection = @collection AND (path = @path OR (path > @first AND path < @end)) ORDER BY number LIMIT @most
        """,
        new { collection, path, first = path + ".", end = path + "/", most });

    /// <summary>The number of each path; new ones are added, and what is new among their values is noted.</summary>
    public Dictionary<string, long> Note(IReadOnlyDictionary<string, PathTraits> paths)
    {
        Load(paths.Keys);
        var next = -1L;
        foreach (var (path, traits) in paths)
        {
            if (_known[path] is not { } row)
            {
                if (next < 0)
                    next = session.QuerySingleOrDefault<long>("SELECT COALESCE(MAX(number), 0) FROM document_paths");
                Add(new PathRow { Number = ++next, Path = path, Traits = (int)traits });
            }
            else if ((traits & ~(PathTraits)row.Traits) != 0)
                Change(row with { Traits = row.Traits | (int)traits });
        }
        return paths.Keys.ToDictionary(static path => path, path => _known[path]!.Number, StringComparer.Ordinal);
    }

    private void Load(IEnumerable<string> paths)
    {
        foreach (var some in paths.Where(path => !_known.ContainsKey(path)).Chunk(AtOnce))
        {
            foreach (var path in some)
                _known[path] = null;
            var rows = some is [var single]
                ? session.Query<PathRow>(
                    "SELECT number, path, traits FROM document_paths WHERE collection = @collection AND path = @single",
                    new { collection, single })
                : session.Query<PathRow>(
                    "SELECT number, path, traits FROM document_paths WHERE collection = @collection AND path IN @some",
                    new { collection, some });
            foreach (var row in rows)
                _known[row.Path] = row;
        }
    }

    private void Add(PathRow row)
    {
        session.Execute(
            "INSERT INTO document_paths (number, collection, path, traits) VALUES (@Number, @collection, @Path, @Traits)",
            new { row.Number, collection, row.Path, row.Traits });
        _known[row.Path] = row;
    }

    private void Change(PathRow row)
    {
        session.Execute("UPDATE document_paths SET traits = @Traits WHERE number = @Number", new { row.Traits, row.Number });
        _known[row.Path] = row;
    }
}
