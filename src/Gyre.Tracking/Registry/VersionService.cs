using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Storage;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Registry;

/// <summary>Versions of registered models.</summary>
internal sealed class VersionService(IDatabase database, TimeProvider clock, byte[] pageKey) : IModelVersions
{
    public Task<ModelVersion> CreateAsync(string name, NewModelVersion version, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        foreach (var tag in version.Tags)
            RegistryRules.CheckTag(tag);
        // The text of a prompt lies in a tag; its source means nothing.
        if (!IsPrompt(version))
            SourceRules.Check(version.Source, version.ModelId is not null);
        return database.WriteAsync(session => Create(session, ModelTable.Require(session, name), version), cancellationToken);
    }

    public Task<ModelVersion> GetAsync(string name, long version, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        return database.ReadAsync(session => VersionTable.Whole(session, VersionTable.Require(session, name, version)), cancellationToken);
    }

    public Task<ModelVersion> UpdateAsync(string name, long version, string? description, CancellationToken cancellationToken) => WriteAsync(
        name,
        version,
        (session, row) =>
        {
            session.Execute("UPDATE registry_versions SET description = @description, updated_at = @now WHERE number = @Number", new { row.Number, description, now = clock.GetUtcNow() });
            Append(session, RegistryEvents.VersionUpdated, row, new JsonObject { ["description"] = description });
            return VersionTable.Whole(session, VersionTable.Require(session, name, version));
        },
        cancellationToken);

    public Task DeleteAsync(string name, long version, CancellationToken cancellationToken) => WriteAsync(
        name,
        version,
        (session, row) =>
        {
            Append(session, RegistryEvents.VersionDeleted, row, []);
            session.Execute("DELETE FROM registry_version_tags WHERE owner = @Number", new { row.Number });
            session.Execute("DELETE FROM registry_versions WHERE number = @Number", new { row.Number });
            ModelTable.Touch(session, row.Model, clock.GetUtcNow());
            return true;
        },
        cancellationToken);

    public Task<ModelVersion> MoveToStageAsync(string name, long version, string stage, bool archiveOthers, CancellationToken cancellationToken)
    {
        var target = RegistryRules.StageOf(stage);
        if (archiveOthers && target is not (ModelStage.Staging or ModelStage.Production))
        {
            throw RegistryRules.Refuse(
                $"Model version transition cannot archive existing model versions because '{stage}' is not an Active stage. Valid stages are ['Staging', 'Production']");
        }
        return WriteAsync(
            name,
            version,
            (session, row) =>
            {
                var change = new { row.Number, row.Model, to = target.ToString(), archived = nameof(ModelStage.Archived), now = clock.GetUtcNow() };
                if (archiveOthers)
                    session.Execute("UPDATE registry_versions SET stage = @archived, updated_at = @now WHERE model = @Model AND stage = @to AND number <> @Number", change);
                session.Execute("UPDATE registry_versions SET stage = @to, updated_at = @now WHERE number = @Number", change);
                ModelTable.Touch(session, row.Model, change.now);
                Append(session, RegistryEvents.VersionMoved, row, new JsonObject { ["from"] = row.Stage, ["to"] = change.to, ["archived_others"] = archiveOthers });
                return VersionTable.Whole(session, VersionTable.Require(session, name, version));
            },
            cancellationToken);
    }

    public Task<Page<ModelVersion>> SearchAsync(RegistryQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var (numbers, token) = RegistrySearch.Versions.Find(session, query, pageKey);
            return new Page<ModelVersion>(VersionTable.Read(session, numbers), token);
        },
        cancellationToken);

    public Task SetTagAsync(string name, long version, Tag tag, CancellationToken cancellationToken)
    {
        RegistryRules.CheckTag(tag);
        return WriteAsync(
            name,
            version,
            (session, row) =>
            {
                VersionTable.SetTag(session, row.Number, tag);
                Append(session, RegistryEvents.VersionTagSet, row, new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value });
                return true;
            },
            cancellationToken);
    }

    public Task DeleteTagAsync(string name, long version, string key, CancellationToken cancellationToken) => WriteAsync(
        name,
        version,
        (session, row) =>
        {
            if (session.Execute("DELETE FROM registry_version_tags WHERE owner = @Number AND key = @key", new { row.Number, key }) > 0)
                Append(session, RegistryEvents.VersionTagDeleted, row, new JsonObject { ["key"] = key });
            return true;
        },
        cancellationToken);

    private ModelVersion Create(IDbSession session, ModelRow model, NewModelVersion asked)
    {
        var (location, sourceRun) = IsPrompt(asked) ? (asked.Source, null) : SourceResolver.Resolve(session, asked.Source);
        var number = VersionTable.NextNumber(session, model.Number);
        var now = clock.GetUtcNow();
        var row = new VersionRow
        {
            Number = 0,
            Model = model.Number,
            Name = model.Name,
            Version = number,
            Stage = nameof(ModelStage.None),
            Description = asked.Description,
            Source = asked.Source,
            Location = location,
            RunId = asked.RunId.Length > 0 ? asked.RunId : sourceRun ?? "",
            RunLink = asked.RunLink,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var owner = VersionTable.Insert(session, row);
        foreach (var tag in asked.Tags)
            VersionTable.SetTag(session, owner, tag);
        ModelTable.Touch(session, model.Number, now);
        if (asked.ModelId is { } modelId)
            SourceResolver.TellOf(session, modelId, model.Name, number, now);
        var data = new JsonObject
        {
            ["source"] = row.Source,
            ["run_id"] = row.RunId,
            ["description"] = row.Description,
            ["tags"] = RegistryLog.Map(asked.Tags),
        };
        Append(session, RegistryEvents.VersionCreated, row with { Number = owner }, RegistryLog.WithCause(session, data, row.RunId));
        return VersionTable.Whole(session, VersionTable.Require(session, model.Name, number));
    }

    private static bool IsPrompt(NewModelVersion version) =>
        version.Tags.LastOrDefault(tag => tag.Key == TrackingWords.IsPrompt) is { Value: var value } && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private void Append(IDbSession session, EventType type, VersionRow row, JsonObject data)
    {
        data["version"] = row.Version;
        RegistryLog.Append(session, type, row.Name, RegistryService.IsPrompt(session, row.Model), clock.GetUtcNow(), data);
    }

    private Task<T> WriteAsync<T>(string name, long version, Func<IDbSession, VersionRow, T> work, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(name);
        return database.WriteAsync(session => work(session, VersionTable.Require(session, name, version)), cancellationToken);
    }
}
