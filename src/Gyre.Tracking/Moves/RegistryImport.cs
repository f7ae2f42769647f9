using Gyre.Storage;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.LoggedModels;
using Gyre.Tracking.Registry;
using Gyre.Tracking.Runs;

namespace Gyre.Tracking.Moves;

/// <summary>Takes registered models and their versions. Nobody is told of them by webhooks: nothing happened to them now.</summary>
internal sealed class RegistryImport(IDatabase database, TimeProvider clock)
{
    public Task<ImportState> EnsureModelAsync(ForeignRegisteredModel model, CancellationToken cancellationToken)
    {
        RegistryRules.CheckName(model.Name);
        return database.WriteAsync(
            session =>
            {
                var known = ModelTable.Find(session, model.Name);
                PairImport.RegisteredTags.Add(session, known?.Number ?? Insert(session, model), model.Tags);
                return known is null ? ImportState.Taken : ImportState.AlreadyThere;
            },
            cancellationToken);
    }

    public Task<ImportState> EnsureVersionAsync(ForeignModelVersion version, CancellationToken cancellationToken)
    {
        var stage = RegistryRules.StageOf(version.Stage);
        return database.WriteAsync(
            session =>
            {
                var model = ModelTable.Require(session, version.Name);
                if (VersionTable.Find(session, version.Name, version.Version) is { } known)
                    return known.Source == ImportRules.Clean(version.Source) && known.RunId == ImportRules.Clean(version.RunId) ? AddTags(session, known, version) : ImportState.Kept;
                var number = VersionTable.Insert(session, RowOf(session, model, version, stage));
                PairImport.VersionTags.Add(session, number, version.Tags);
                session.Execute(
                    "UPDATE registry_models SET last_version = @version WHERE number = @Number AND last_version < @version", new { model.Number, version = (long)version.Version });
                return ImportState.Taken;
            },
            cancellationToken);
    }

    public Task<ImportState> EnsureAliasAsync(string name, string alias, int version, CancellationToken cancellationToken)
    {
        RegistryRules.CheckAlias(alias);
        return database.WriteAsync(
            session =>
            {
                var model = ModelTable.Require(session, name);
                if (ModelTable.VersionOf(session, model.Number, alias) is { } known)
                    return known == version ? ImportState.AlreadyThere : ImportState.Kept;
                session.Execute("INSERT INTO registry_aliases (model, alias, version) VALUES (@Number, @alias, @version)", new { model.Number, alias, version = (long)version });
                return ImportState.Taken;
            },
            cancellationToken);
    }

    private static ImportState AddTags(IDbSession session, VersionRow known, ForeignModelVersion version)
    {
        PairImport.VersionTags.Add(session, known.Number, version.Tags);
        return ImportState.AlreadyThere;
    }

    private long Insert(IDbSession session, ForeignRegisteredModel model)
    {
        var made = TimeOf(model.CreatedAt) ?? clock.GetUtcNow();
        return session.QuerySingleOrDefault<long>(
            "INSERT INTO registry_models (name, description, last_version, created_at, updated_at) VALUES (@Name, @description, 0, @made, @changed) RETURNING number",
            new { model.Name, description = model.Description is null ? null : ImportRules.Clean(model.Description), made, changed = TimeOf(model.UpdatedAt) ?? made });
    }

    private VersionRow RowOf(IDbSession session, ModelRow model, ForeignModelVersion version, ModelStage stage)
    {
        var made = TimeOf(version.CreatedAt) ?? clock.GetUtcNow();
        return new VersionRow
        {
            Number = 0,
            Model = model.Number,
            Name = model.Name,
            Version = version.Version,
            Stage = stage.ToString(),
            Description = version.Description is null ? null : ImportRules.Clean(version.Description),
            Source = ImportRules.Clean(version.Source),
            Location = ImportRules.Clean(LocationOf(session, version)),
            RunId = ImportRules.Clean(version.RunId),
            RunLink = ImportRules.Clean(version.RunLink ?? ""),
            CreatedAt = made,
            UpdatedAt = TimeOf(version.UpdatedAt) ?? made,
        };
    }

    /// <summary>Where the files are now: those of its run or logged model came along and lie in this store. What is neither stays where it was.</summary>
    private static string LocationOf(IDbSession session, ForeignModelVersion version)
    {
        var told = version.StorageLocation.Length > 0 ? version.StorageLocation : version.Source;
        if ((version.ModelId ?? ModelIdIn(version.Source)) is { Length: > 0 } modelId && LoggedModelTable.Find(session, modelId) is { } model)
            return model.ArtifactUri + (RestBehind(told, $"/models/{modelId}/artifacts") ?? "");
        if (version.RunId.Length > 0 && RunTable.Find(session, version.RunId) is { } run)
        {
            if (RestBehind(told, $"/{version.RunId}/artifacts") is { } rest)
                return run.ArtifactUri + rest;
            if (RestBehind(version.Source, $"runs:/{version.RunId}") is { } path)
                return run.ArtifactUri + path;
        }
        return told;
    }

    private static string? ModelIdIn(string source)
    {
        const string Beginning = "models:/";
        return source.StartsWith(Beginning + LoggedModelTable.IdPrefix, StringComparison.Ordinal) ? source[Beginning.Length..] : null;
    }

    /// <summary>What stands behind a folder in an address, a slash first or empty; null when the folder is not in it.</summary>
    private static string? RestBehind(string address, string folder)
    {
        var at = address.LastIndexOf(folder, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = address[(at + folder.Length)..];
        if (rest.Length > 0 && rest[0] != '/')
            return null;
        return address.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(rest) : rest;
    }

    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is { } known && Math.Abs(known) < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / 2 ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
