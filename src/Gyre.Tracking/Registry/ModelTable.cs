using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Tracking.Registry;

/// <summary>A row of the table.</summary>
internal sealed record ModelRow(long Number, string Name, string? Description, long LastVersion, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const string Columns = "number, name, description, last_version, created_at, updated_at";
}

/// <summary>Statements about registered models.</summary>
internal static class ModelTable
{
    /// <summary>How many models one statement asks for: engines limit the values of one.</summary>
    private const int MostPerStatement = 500;

    public static ModelRow? Find(IDbSession session, string name) =>
        session.QuerySingleOrDefault<ModelRow>($"SELECT {ModelRow.Columns} FROM registry_models WHERE name = @name", new { name });

    /// <exception cref="TrackingException">There is none.</exception>
    public static ModelRow Require(IDbSession session, string name) => Find(session, name) ?? throw RegistryRules.Missing(name);

    /// <summary>The model's number.</summary>
    public static long Insert(IDbSession session, string name, string description, DateTimeOffset now) => session.QuerySingleOrDefault<long>(
        "INSERT INTO registry_models (name, description, last_version, created_at, updated_at) VALUES (@name, @description, 0, @now, @now) RETURNING number",
        new { name, description, now });

    public static void Touch(IDbSession session, long model, DateTimeOffset now) =>
        session.Execute("UPDATE registry_models SET updated_at = @now WHERE number = @model", new { model, now });

    public static void SetTag(IDbSession session, long model, Tag tag) => session.Execute(
        "INSERT INTO registry_model_tags (model, key, value) VALUES (@model, @Key, @Value) ON CONFLICT (model, key) DO UPDATE SET value = excluded.value",
        new { model, tag.Key, tag.Value });

    public static string? TagOf(IDbSession session, long model, string key) =>
        session.QuerySingleOrDefault<string>("SELECT value FROM registry_model_tags WHERE model = @model AND key = @key", new { model, key });

    public static long? VersionOf(IDbSession session, long model, string alias) =>
        session.QuerySingleOrDefault<long?>("SELECT version FROM registry_aliases WHERE model = @model AND alias = @alias", new { model, alias });

    public static void PointAlias(IDbSession session, long model, string alias, long version) => session.Execute(
        """
        INSERT INTO registry_aliases (model, alias, version) VALUES (@model, @alias, @version)
        ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version
        """,
        new { model, alias, version });

    /// <summary>The models of these numbers, in their order.</summary>
    public static ImmutableArray<RegisteredModel> Read(IDbSession session, IReadOnlyList<long> numbers)
    {
        var models = ImmutableArray.CreateBuilder<RegisteredModel>(numbers.Count);
        foreach (var chunk in numbers.Chunk(MostPerStatement))
        {
            var rows = session.Query<ModelRow>($"SELECT {ModelRow.Columns} FROM registry_models WHERE number IN @chunk", new { chunk }).ToDictionary(row => row.Number);
            models.AddRange(Whole(session, [.. chunk.Where(rows.ContainsKey).Select(number => rows[number])]));
        }
        return models.ToImmutable();
    }

    /// <summary>Models with all that belongs to them.</summary>
    public static IEnumerable<RegisteredModel> Whole(IDbSession session, IReadOnlyList<ModelRow> rows)
    {
        var ids = new { models = rows.Select(row => row.Number).ToArray() };
        var tags = session.Query<TagRow>("SELECT model, key, value FROM registry_model_tags WHERE model IN @models ORDER BY key", ids).ToLookup(tag => tag.Model);
        var aliases = session.Query<AliasRow>("SELECT model, alias, version FROM registry_aliases WHERE model IN @models ORDER BY alias", ids).ToLookup(alias => alias.Model);
        var latest = VersionTable.Latest(session, ids.models).ToLookup(pair => pair.Model, pair => pair.Version);
        return rows.Select(row => new RegisteredModel
        {
            Name = row.Name,
            Description = row.Description,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            LatestVersions = [.. latest[row.Number]],
            Tags = [.. tags[row.Number].Select(tag => new Tag(tag.Key, tag.Value))],
            Aliases = [.. aliases[row.Number].Select(alias => new ModelAlias(alias.Alias, alias.Version))],
        });
    }

    private sealed record TagRow(long Model, string Key, string Value);

    private sealed record AliasRow(long Model, string Alias, long Version);
}
