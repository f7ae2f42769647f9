using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Formats;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Experiments;

/// <summary>Experiments.</summary>
internal sealed class ExperimentService(IDatabase database, TimeProvider clock, byte[] pageKey) : IExperiments
{
    private const int MaxName = 500;
    private const int MaxTagValue = 5000;

    public Task<long> CreateAsync(string name, string? artifactLocation, IReadOnlyList<Tag> tags, CancellationToken cancellationToken)
    {
        CheckName(name);
        if (artifactLocation is { Length: > 0 })
            LocationRules.Check(artifactLocation);
        foreach (var tag in tags)
            CheckTag(tag);
        return database.WriteAsync(session => Create(session, name, artifactLocation, tags), cancellationToken);
    }

    public Task<Experiment> GetAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExperimentTable.WithTags(session, [ExperimentTable.Require(session, id)])[0], cancellationToken);

    public Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ExperimentTable.FindByName(session, name) is { } row ? ExperimentTable.WithTags(session, [row])[0] : null, cancellationToken);

    public Task RenameAsync(long id, string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        return database.WriteAsync(
            session =>
            {
                if (!ExperimentTable.Require(session, id).IsActive)
                    throw new TrackingException(TrackingError.InvalidState, "Cannot rename a non-active experiment.");
                if (ExperimentTable.FindByName(session, name) is { } other && other.Id != id)
                    throw new TrackingException(TrackingError.BadRequest, $"Another experiment has the name '{name}'.");
                return session.Execute("UPDATE tracking_experiments SET name = @name, updated_at = @now WHERE id = @id", new { id, name, now = Now() });
            },
            cancellationToken);
    }

    public Task DeleteAsync(long id, CancellationToken cancellationToken) => MoveAsync(id, from: Stages.Active, to: Stages.Deleted, cancellationToken);

    public Task RestoreAsync(long id, CancellationToken cancellationToken) => MoveAsync(id, from: Stages.Deleted, to: Stages.Active, cancellationToken);

    public Task<Page<Experiment>> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        var limit = SearchRules.CheckMaxResults(request.MaxResults);
        var digest = SearchRules.DigestOf(request);
        var query = new ExperimentQuery
        {
            Filter = FilterParser.Parse(SearchTarget.Experiments, request.Filter, SearchRules.DialectOf(request)),
            Order = OrderParser.Parse(SearchTarget.Experiments, request.OrderBy),
            View = SearchRules.ViewOf(request.View),
            Among = request.Among,
            Offset = PageToken.Read(pageKey, request.PageToken, digest),
            Limit = limit,
        };
        return database.ReadAsync(
            session =>
            {
                var page = ExperimentSearch.Find(session, query);
                var found = ExperimentTable.WithTags(session, ExperimentTable.FindAll(session, page.Numbers));
                return new Page<Experiment>(found, page.HasMore ? PageToken.Write(pageKey, query.Offset + page.Numbers.Count, digest) : null);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(IReadOnlyList<long> experiments, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query<DatasetSummary>(
            """
            SELECT DISTINCT d.experiment, d.name, d.digest, t.value AS context
            FROM tracking_datasets d JOIN tracking_dataset_inputs i ON i.dataset = d.number
            LEFT JOIN tracking_dataset_input_tags t ON t.run = i.run AND t.dataset = i.dataset AND t.key = @Context
            WHERE d.experiment IN @experiments ORDER BY d.experiment, d.name, d.digest, context LIMIT 1000
            """,
            new { experiments = experiments.ToArray(), Context = TrackingWords.DataContext }),
        cancellationToken);

    public Task SetTagAsync(long id, Tag tag, CancellationToken cancellationToken)
    {
        CheckTag(tag);
        return database.WriteAsync(
            session =>
            {
                ExperimentTable.RequireActive(session, id);
                ExperimentTable.SetTag(session, id, tag);
                return true;
            },
            cancellationToken);
    }

    public Task DeleteTagAsync(long id, string key, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            ExperimentTable.RequireActive(session, id);
            return session.Execute("DELETE FROM tracking_experiment_tags WHERE experiment = @id AND key = @key", new { id, key }) > 0
                ? true
                : throw new TrackingException(TrackingError.DoesNotExist, string.Create(CultureInfo.InvariantCulture, $"No tag with name: {key} in experiment with id {id}"));
        },
        cancellationToken);

    /// <summary>The experiment that is always there.</summary>
    public async Task EnsureDefaultAsync(CancellationToken cancellationToken)
    {
        // Every command that opens a home comes here, and all but the first have nothing to write.
        if (!await database.ReadAsync(HasNone, cancellationToken))
            return;
        await database.WriteAsync(
            session =>
            {
                if (HasNone(session))
                    Create(session, "Default", null, []);
                return true;
            },
            cancellationToken);
    }

    private static bool HasNone(IDbSession session) =>
        session.QuerySingleOrDefault<long?>("SELECT MIN(id) FROM tracking_experiments") is null
        && session.QuerySingleOrDefault<long?>("SELECT value FROM tracking_counters WHERE name = 'experiment'") is null;

    private long Create(IDbSession session, string name, string? artifactLocation, IReadOnlyList<Tag> tags)
    {
        if (ExperimentTable.FindByName(session, name) is { } known)
        {
            var hint = known.IsActive ? "An experiment with this name exists." : "A deleted experiment has this name; restore it, or free the name with 'gyre tracking gc'.";
            throw new TrackingException(TrackingError.AlreadyExists, $"Experiment(name={name}) already exists. Error: {hint}");
        }
        var id = ExperimentTable.NextId(session);
        var location = artifactLocation is { Length: > 0 } ? artifactLocation : string.Create(CultureInfo.InvariantCulture, $"{LocationRules.Scheme}/{id}");
        ExperimentTable.Insert(session, new ExperimentRow(id, name, location, Stages.Active, Now(), Now()));
        foreach (var tag in tags)
            ExperimentTable.SetTag(session, id, tag);
        return id;
    }

    /// <summary>An experiment takes all its runs with it, in both directions.</summary>
    private Task<int> MoveAsync(long id, string from, string to, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (ExperimentTable.Require(session, id).LifecycleStage != from)
                throw ExperimentTable.Missing(id);
            var change = new { id, from, to, now = Now(), deletedAt = to == Stages.Deleted ? Now() : (long?)null };
            session.Execute("UPDATE tracking_experiments SET lifecycle_stage = @to, updated_at = @now WHERE id = @id", change);
            return session.Execute("UPDATE tracking_runs SET lifecycle_stage = @to, deleted_at = @deletedAt WHERE experiment = @id AND lifecycle_stage = @from", change);
        },
        cancellationToken);

    /// <exception cref="TrackingException">The name is refused.</exception>
    public static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new TrackingException(TrackingError.InvalidParameter, "Missing value for required parameter 'name'.");
        NameRules.CheckLength(name, MaxName, "name");
    }

    private static void CheckTag(Tag tag)
    {
        NameRules.CheckKey(tag.Key, "key");
        NameRules.CheckLength(tag.Key, NameRules.MaxKey, "key");
        NameRules.CheckLength(tag.Value, MaxTagValue, "value");
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
