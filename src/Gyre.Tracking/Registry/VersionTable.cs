using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Tracking.Registry;

/// <summary>A row of the table, with the name of its model.</summary>
internal sealed record VersionRow
{
    public const string Columns =
        "v.number, v.model, m.name, v.version, v.stage, v.description, v.source, v.location, v.run_id, v.run_link, v.created_at, v.updated_at";

    public const string From = "registry_versions v JOIN registry_models m ON m.number = v.model";

    public required long Number { get; init; }

    public required long Model { get; init; }

    public required string Name { get; init; }

    public required long Version { get; init; }

    public required string Stage { get; init; }

    public string? Description { get; init; }

    public required string Source { get; init; }

    public required string Location { get; init; }

    public required string RunId { get; init; }

    public required string RunLink { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public ModelVersion ToVersion(IEnumerable<Tag> tags, IEnumerable<string> aliases) => new()
    {
        Name = Name,
        Version = Version,
        Stage = Enum.Parse<ModelStage>(Stage),
        Description = Description,
        Source = Source,
        Location = Location,
        RunId = RunId,
        RunLink = RunLink,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Tags = [.. tags],
        Aliases = [.. aliases],
    };
}

/// <summary>Statements about versions of registered models.</summary>
internal static class VersionTable
{
    /// <summary>How many versions one statement asks for: engines limit the values of one.</summary>
    private const int MostPerStatement = 500;

    public static VersionRow? Find(IDbSession session, string name, long version) => session.QuerySingleOrDefault<VersionRow>(
        $"SELECT {VersionRow.Columns} FROM {VersionRow.From} WHERE m.name = @name AND v.version = @version", new { name, version });

    /// <exception cref="TrackingException">There is none.</exception>
    public static VersionRow Require(IDbSession session, string name, long version) => Find(session, name, version) ?? throw RegistryRules.Missing(name, version);

    /// <summary>The next number of a model; it is never given again.</summary>
    public static long NextNumber(IDbSession session, long model) =>
        session.QuerySingleOrDefault<long>("UPDATE registry_models SET last_version = last_version + 1 WHERE number = @model RETURNING last_version", new { model });

    public static long Insert(IDbSession session, VersionRow row) => session.QuerySingleOrDefault<long>(
        """
        INSERT INTO registry_versions (model, version, stage, description, source, location, run_id, run_link, created_at, updated_at)
        VALUES (@Model, @Version, @Stage, @Description, @Source, @Location, @RunId, @RunLink, @CreatedAt, @UpdatedAt) RETURNING number
        """,
        row);

    public static void SetTag(IDbSession session, long owner, Tag tag) => session.Execute(
        "INSERT INTO registry_version_tags (owner, key, value) VALUES (@owner, @Key, @Value) ON CONFLICT (owner, key) DO UPDATE SET value = excluded.value",
        new { owner, tag.Key, tag.Value });

    public static string? TagOf(IDbSession session, long owner, string key) =>
        session.QuerySingleOrDefault<string>("SELECT value FROM registry_version_tags WHERE owner = @owner AND key = @key", new { owner, key });

    /// <summary>A version with its tags and aliases.</summary>
    public static ModelVersion Whole(IDbSession session, VersionRow row) => row.ToVersion(
        session.Query<Tag>("SELECT key, value FROM registry_version_tags WHERE owner = @Number ORDER BY key", new { row.Number }),
        session.Query<string>("SELECT alias FROM registry_aliases WHERE model = @Model AND version = @Version ORDER BY alias", new { row.Model, row.Version }));

    /// <summary>The versions of these numbers, in their order, without aliases.</summary>
    public static ImmutableArray<ModelVersion> Read(IDbSession session, IReadOnlyList<long> numbers)
    {
        var versions = ImmutableArray.CreateBuilder<ModelVersion>(numbers.Count);
        foreach (var chunk in numbers.Chunk(MostPerStatement))
        {
            var rows = session.Query<VersionRow>($"SELECT {VersionRow.Columns} FROM {VersionRow.From} WHERE v.number IN @chunk", new { chunk }).ToDictionary(row => row.Number);
            versions.AddRange(WithTags(session, [.. chunk.Where(rows.ContainsKey).Select(number => rows[number])]).Select(pair => pair.Version));
        }
        return versions.ToImmutable();
    }

    /// <summary>The newest version of each stage of each model, in the order of the stages' first versions.</summary>
    public static IEnumerable<(long Model, ModelVersion Version)> Latest(IDbSession session, long[] models)
    {
        var rows = session.Query<VersionRow>(
            $"""
            SELECT {VersionRow.Columns} FROM {VersionRow.From}
            JOIN (SELECT model, MAX(version) AS newest, MIN(version) AS oldest FROM registry_versions WHERE model IN @models GROUP BY model, stage) n
                ON n.model = v.model AND n.newest = v.version
            ORDER BY v.model, n.oldest
            """,
            new { models });
        return WithTags(session, rows);
    }

    private static List<(long Model, ModelVersion Version)> WithTags(IDbSession session, IReadOnlyList<VersionRow> rows)
    {
        var tags = rows.Chunk(MostPerStatement)
            .SelectMany(chunk => session.Query<TagRow>("SELECT owner, key, value FROM registry_version_tags WHERE owner IN @owners ORDER BY key", new { owners = chunk.Select(row => row.Number).ToArray() }))
            .ToLookup(tag => tag.Owner);
        return [.. rows.Select(row => (row.Model, row.ToVersion(tags[row.Number].Select(tag => new Tag(tag.Key, tag.Value)), [])))];
    }

    private sealed record TagRow(long Owner, string Key, string Value);
}
