namespace Gyre.Architecture.Tests.Folders;

/// <summary>The order of a module's folders, from ground to roof.</summary>
/// <param name="Module">The module, which is its root namespace and its assembly.</param>
/// <param name="Folders">
/// From ground to roof, as paths below the module. A name covers the folders below it; <c>Formats/*</c> is one level of many folders, which may know each
/// other as long as they stand in no circle; <see cref="Root"/> is the module's own folder, and <c>./TypeX</c> or <c>./TypeX|TypeY</c> are
/// types of it with a place of their own.
/// </param>
/// <param name="Facade">Types of the module's own folder that compose the rest: they stand above all folders.</param>
internal sealed record FolderOrder(string Module, string[] Folders, string[] Facade)
{
    public const string Root = ".";
    private const string Roof = "facade";

    /// <summary>What breaks the order, each as <c>A/TypeX -> B/TypeY</c>.</summary>
    public IReadOnlyList<string> Offences(IEnumerable<TypeEdge> edges)
    {
        var own = edges.Where(edge => IsOwn(edge.From) && IsOwn(edge.To)).ToList();
        var between = own.Select(edge => (Edge: edge, From: FolderOf(edge.From), To: FolderOf(edge.To))).Where(pair => pair.From != pair.To).ToList();
        var unknown = own.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Where(type => LevelOf(FolderOf(type)) < 0).Select(type => $"{Shown(type)} has no place in the order");
        var up = between.Where(pair => LevelOf(pair.From) < LevelOf(pair.To)).Select(pair => $"{Shown(pair.Edge.From)} -> {Shown(pair.Edge.To)}");
        var level = between.Where(pair => LevelOf(pair.From) == LevelOf(pair.To)).ToList();
        var beside = level.GroupBy(pair => pair.From).ToDictionary(group => group.Key, group => group.Select(pair => pair.To).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var circles = level.Where(pair => Reaches(beside, pair.To, pair.From)).Select(pair => $"{Shown(pair.Edge.From)} -> {Shown(pair.Edge.To)} (in a circle)");
        return [.. unknown.Concat(up).Concat(circles).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private bool IsOwn(OwnType type) => type.Namespace == Module || type.Namespace.StartsWith(Module + ".", StringComparison.Ordinal);

    private string Shown(OwnType type) => $"{FolderOf(type)}/{type.Name}";

    private string FolderOf(OwnType type)
    {
        if (type.Namespace == Module)
            return Facade.Contains(NameOf(type), StringComparer.Ordinal) ? Roof
                : Folders.FirstOrDefault(entry => IsPlaceOf(entry, NameOf(type))) ?? Root;
        var path = type.Namespace[(Module.Length + 1)..].Replace('.', '/');
        return Entry(path) switch
        {
            { } entry when entry.EndsWith("/*", StringComparison.Ordinal) => string.Join('/', path.Split('/').Take(entry.Count(c => c == '/') + 1)),
            { } entry => entry,
            null => path,
        };
    }

    private static bool IsPlaceOf(string entry, string type) =>
        entry.StartsWith("./", StringComparison.Ordinal) && entry[2..].Split('|').Contains(type, StringComparer.Ordinal);

    private static string NameOf(OwnType type) => type.Name.Split('`')[0];

    private int LevelOf(string folder) => folder == Roof ? Folders.Length : Entry(folder) is { } entry ? Array.IndexOf(Folders, entry) : -1;

    /// <summary>The longest entry that covers a path.</summary>
    private string? Entry(string path) => Folders.Where(entry => entry.EndsWith("/*", StringComparison.Ordinal)
            ? path.StartsWith(entry[..^1], StringComparison.Ordinal)
            : path == entry || path.StartsWith(entry + "/", StringComparison.Ordinal))
        .MaxBy(entry => entry.Length);

    private static bool Reaches(Dictionary<string, HashSet<string>> beside, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var at))
        {
            if (at == to)
                return true;
            foreach (var next in beside.GetValueOrDefault(at) ?? [])
            {
                if (seen.Add(next))
                    open.Enqueue(next);
            }
        }

        return false;
    }
}
