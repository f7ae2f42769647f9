using System.Collections.Immutable;
using Gyre.Storage;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Experiments;

/// <summary>A row of the table.</summary>
internal sealed record ExperimentRow(long Id, string Name, string ArtifactLocation, string LifecycleStage, long CreatedAt, long UpdatedAt)
{
    public const string Columns = "id, name, artifact_location, lifecycle_stage, created_at, updated_at";

    public bool IsActive => LifecycleStage == Stages.Active;

    public Experiment ToExperiment(IEnumerable<Tag> tags) => new()
    {
        Id = Id,
        Name = Name,
        ArtifactLocation = ArtifactLocation,
        Stage = Stages.Parse(LifecycleStage),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
        Tags = [.. tags],
    };
}

/// <summary>Statements about experiments.</summary>
internal static class ExperimentTable
{
    public static ExperimentRow? Find(IDbSession session, long id) =>
        session.QuerySingleOrDefault<ExperimentRow>($"SELECT {ExperimentRow.Columns} FROM tracking_experiments WHERE id = @id", new { id });

    public static ExperimentRow? FindByName(IDbSession session, string name) =>
        session.QuerySingleOrDefault<ExperimentRow>($"SELECT {ExperimentRow.Columns} FROM tracking_experiments WHERE name = @name", new { name });

    /// <summary>Experiments by their ids, in the order of these.</summary>
    public static IReadOnlyList<ExperimentRow> FindAll(IDbSession session, IReadOnlyList<long> ids)
    {
        if (ids.Count == 0)
            return [];
        var (among, value) = NumberList.For(session, [.. ids], "@value");
        var rows = session.Query<ExperimentRow>($"SELECT {ExperimentRow.Columns} FROM tracking_experiments WHERE id {among}", new { value }).ToDictionary(row => row.Id);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    /// <exception cref="TrackingException">There is none.</exception>
    public static ExperimentRow Require(IDbSession session, long id) => Find(session, id) ?? throw Missing(id);

    /// <exception cref="TrackingException">There is none, or it is deleted.</exception>
    public static ExperimentRow RequireActive(IDbSession session, long id)
    {
        var row = Require(session, id);
        return row.IsActive ? row : throw new TrackingException(TrackingError.InvalidParameter, $"The experiment {id} must be in the 'active' state. Current state is {row.LifecycleStage}.");
    }

    public static TrackingException Missing(long id) => new(TrackingError.DoesNotExist, $"No Experiment with id={id} exists");

    public static void Insert(IDbSession session, ExperimentRow row) => session.Execute(
        """
        INSERT INTO tracking_experiments (id, name, artifact_location, lifecycle_stage, created_at, updated_at)
        VALUES (@Id, @Name, @ArtifactLocation, @LifecycleStage, @CreatedAt, @UpdatedAt)
        """,
        row);

    /// <summary>A number that no experiment has or had.</summary>
    public static long NextId(IDbSession session)
    {
        var (highest, counted) = (
            session.QuerySingleOrDefault<long?>("SELECT MAX(id) FROM tracking_experiments") ?? -1,
            session.QuerySingleOrDefault<long?>("SELECT value FROM tracking_counters WHERE name = 'experiment'") ?? 0);
        var next = Math.Max(highest + 1, counted);
        SkipTo(session, next + 1);
        return next;
    }

    /// <summary>Numbers below are not given any more.</summary>
    public static void SkipTo(IDbSession session, long next) => session.Execute(
        "INSERT INTO tracking_counters (name, value) VALUES ('experiment', @next) ON CONFLICT (name) DO UPDATE SET value = excluded.value", new { next });

    public static void SetTag(IDbSession session, long experiment, Tag tag) => session.Execute(
        """
        INSERT INTO tracking_experiment_tags (experiment, key, value) VALUES (@experiment, @Key, @Value)
        ON CONFLICT (experiment, key) DO UPDATE SET value = excluded.value
        """,
        new { experiment, tag.Key, tag.Value });

    public static ImmutableArray<Experiment> WithTags(IDbSession session, IReadOnlyList<ExperimentRow> rows)
    {
        var tags = rows.Count == 0
            ? []
            : session.Query<TagRow>("SELECT experiment AS owner, key, value FROM tracking_experiment_tags WHERE experiment IN @ids ORDER BY key", new { ids = rows.Select(row => row.Id).ToArray() });
        var byOwner = tags.ToLookup(tag => tag.Owner);
        return [.. rows.Select(row => row.ToExperiment(byOwner[row.Id].Select(tag => new Tag(tag.Key, tag.Value))))];
    }

    private sealed record TagRow(long Owner, string Key, string Value);
}
