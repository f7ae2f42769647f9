using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Storage;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Registry;

/// <summary>Registered models.</summary>
internal sealed class RegistryService(IDatabase database, TimeProvider clock, byte[] pageKey) : IModelRegistry
{
    public Task<RegisteredModel> CreateAsync(string name, string description, IReadOnlyList<Tag> tags, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        foreach (var tag in tags)
            RegistryRules.CheckTag(tag);
        return database.WriteAsync(
            session =>
            {
                if (ModelTable.Find(session, name) is not null)
                    throw new TrackingException(TrackingError.AlreadyExists, $"Registered Model (name={name}) already exists.");
                var model = ModelTable.Insert(session, name, description, clock.GetUtcNow());
                foreach (var tag in tags)
                    ModelTable.SetTag(session, model, tag);
                Append(
                    session, RegistryEvents.Registered, model, name,
                    new JsonObject { ["description"] = description, ["tags"] = RegistryLog.Map(tags) });
                return Whole(session, name);
            },
            cancellationToken);
    }

    public Task<RegisteredModel> GetAsync(string name, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        return database.ReadAsync(session => Whole(session, name), cancellationToken);
    }

    public Task<RegisteredModel> UpdateAsync(string name, string? description, CancellationToken cancellationToken) => WriteAsync(
        name,
        (session, model) =>
        {
            session.Execute("UPDATE registry_models SET description = @description, updated_at = @now WHERE number = @Number", new { model.Number, description, now = clock.GetUtcNow() });
            Append(session, RegistryEvents.Updated, model.Number, name, new JsonObject { ["description"] = description });
            return Whole(session, name);
        },
        cancellationToken);

    public Task<RegisteredModel> RenameAsync(string name, string newName, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(newName);
        return WriteAsync(
            name,
            (session, model) =>
            {
                if (ModelTable.Find(session, newName) is { } other && other.Number != model.Number)
                    throw new TrackingException(TrackingError.AlreadyExists, $"Registered Model (name={newName}) already exists. Error: choose another name, or delete that model first.");
                var change = new { model.Number, newName, now = clock.GetUtcNow() };
                session.Execute("UPDATE registry_models SET name = @newName, updated_at = @now WHERE number = @Number", change);
                session.Execute("UPDATE registry_versions SET updated_at = @now WHERE model = @Number", change);
                Append(session, RegistryEvents.Renamed, model.Number, name, new JsonObject { ["new_name"] = newName });
                return Whole(session, newName);
            },
            cancellationToken);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => WriteAsync(
        name,
        (session, model) =>
        {
            Append(session, RegistryEvents.Deleted, model.Number, name, []);
            session.Execute("DELETE FROM registry_version_tags WHERE owner IN (SELECT number FROM registry_versions WHERE model = @Number)", new { model.Number });
            foreach (var table in (string[])["registry_versions", "registry_aliases", "registry_alias_moves", "registry_model_tags"])
                session.Execute($"DELETE FROM {table} WHERE model = @Number", new { model.Number });
            return session.Execute("DELETE FROM registry_models WHERE number = @Number", new { model.Number });
        },
        cancellationToken);

    public Task<Page<RegisteredModel>> SearchAsync(RegistryQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var (numbers, token) = RegistrySearch.Models.Find(session, query, pageKey);
            return new Page<RegisteredModel>(ModelTable.Read(session, numbers), token);
        },
        cancellationToken);

    public async Task<ImmutableArray<ModelVersion>> LatestVersionsAsync(string name, IReadOnlyList<string> stages, CancellationToken cancellationToken)
    {
        var wanted = stages.Select(RegistryRules.StageOf).ToHashSet();
        var model = await GetAsync(name, cancellationToken);
        return [.. model.LatestVersions.Where(version => wanted.Count == 0 || wanted.Contains(version.Stage))];
    }

    public Task SetTagAsync(string name, Tag tag, CancellationToken cancellationToken)
    {
        RegistryRules.CheckTag(tag);
        return WriteAsync(
            name,
            (session, model) =>
            {
                ModelTable.SetTag(session, model.Number, tag);
                Append(session, RegistryEvents.TagSet, model.Number, name, new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value });
                return true;
            },
            cancellationToken);
    }

    public Task DeleteTagAsync(string name, string key, CancellationToken cancellationToken) => WriteAsync(
        name,
        (session, model) =>
        {
            // Before it is gone: it may be the tag that says what the model is.
            var isPrompt = IsPrompt(session, model.Number);
            if (session.Execute("DELETE FROM registry_model_tags WHERE model = @Number AND key = @key", new { model.Number, key }) > 0)
                RegistryLog.Append(session, RegistryEvents.TagDeleted, name, isPrompt, clock.GetUtcNow(), new JsonObject { ["key"] = key });
            return true;
        },
        cancellationToken);

    public Task SetAliasAsync(string name, string alias, long version, CancellationToken cancellationToken) =>
        MoveAliasAsync(name, new NewAliasMove { Alias = alias, Version = version }, cancellationToken);

    public Task<AliasMove> MoveAliasAsync(string name, NewAliasMove move, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        RegistryRules.CheckMove(move);
        return database.WriteAsync(session => AliasMover.Move(session, name, move, clock.GetUtcNow()), cancellationToken);
    }

    public Task<ImmutableArray<AliasMove>> AliasMovesAsync(string name, string? alias, int limit, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        return database.ReadAsync(
            session => AliasMoveTable.Read(session, ModelTable.Require(session, name).Number, alias, limit), cancellationToken);
    }

    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken) => WriteAsync(
        name,
        (session, model) =>
        {
            var previous = ModelTable.VersionOf(session, model.Number, alias);
            if (session.Execute("DELETE FROM registry_aliases WHERE model = @Number AND alias = @alias", new { model.Number, alias }) > 0)
            {
                AliasMoveTable.Insert(session, model.Number, new AliasMove { Alias = alias, From = previous, At = clock.GetUtcNow() });
                Append(session, RegistryEvents.AliasDeleted, model.Number, name, new JsonObject { ["alias"] = alias });
            }
            return true;
        },
        cancellationToken);

    public Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        return database.ReadAsync(session => VersionTable.Whole(session, AliasedIn(session, name, alias)), cancellationToken);
    }

    /// <summary>The version that an alias points to.</summary>
    /// <exception cref="TrackingException">There is no such alias, or its version is gone.</exception>
    public static VersionRow AliasedIn(IDbSession session, string name, string alias)
    {
        if (RegistryRules.IsLatest(alias))
        {
            var latest = Whole(session, name).LatestVersions;
            return latest.IsEmpty ? throw RegistryRules.Refuse($"Latest version not found for model {name}.") : VersionTable.Require(session, name, latest[0].Version);
        }
        var version = ModelTable.Find(session, name) is { } model ? ModelTable.VersionOf(session, model.Number, alias) : null;
        return VersionTable.Require(session, name, version ?? throw RegistryRules.Refuse($"Registered model alias {alias} not found."));
    }

    /// <summary>Whether a model is a prompt.</summary>
    public static bool IsPrompt(IDbSession session, long model) => string.Equals(ModelTable.TagOf(session, model, TrackingWords.IsPrompt), "true", StringComparison.OrdinalIgnoreCase);

    private static RegisteredModel Whole(IDbSession session, string name) => ModelTable.Whole(session, [ModelTable.Require(session, name)]).Single();

    private void Append(IDbSession session, EventType type, long model, string name, JsonObject data) =>
        RegistryLog.Append(session, type, name, IsPrompt(session, model), clock.GetUtcNow(), data);

    private Task<T> WriteAsync<T>(string name, Func<IDbSession, ModelRow, T> work, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        return database.WriteAsync(session => work(session, ModelTable.Require(session, name)), cancellationToken);
    }
}
