using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Moves;

/// <summary>Takes experiments. They keep their numbers where these are free.</summary>
internal sealed class ExperimentImport(IDatabase database, TimeProvider clock)
{
    /// <summary>Above it the numbers of other stores are drawn, not counted; ours go on from the highest.</summary>
    private const long MaxKeptId = 1_000_000_000;

    public Task<TargetExperiment> EnsureAsync(ForeignExperiment experiment, CancellationToken cancellationToken)
    {
        ExperimentService.CheckName(experiment.Name);
        return database.WriteAsync(session => Ensure(session, experiment), cancellationToken);
    }

    public Task<ImportChanges> AddTagsAsync(string id, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        database.WriteAsync(session => PairImport.ExperimentTags.Add(session, NumberOf(id), tags), cancellationToken);

    public Task FinishAsync(string id, ForeignExperiment experiment, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (ImportMarks.IsFinished(session, ImportMarks.Experiment, id) is not false)
                return false;
            // Its runs have stages of their own, which come with them.
            if (experiment.IsDeleted)
                session.Execute("UPDATE tracking_experiments SET lifecycle_stage = @stage WHERE id = @number", new { stage = Stages.Deleted, number = NumberOf(id) });
            ImportMarks.Finish(session, ImportMarks.Experiment, id);
            return true;
        },
        cancellationToken);

    public static long NumberOf(string id) => long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture);

    private TargetExperiment Ensure(IDbSession session, ForeignExperiment experiment)
    {
        var name = ImportRules.Clean(experiment.Name);
        if (ExperimentTable.FindByName(session, name) is { } known)
        {
            var knownId = known.Id.ToString(CultureInfo.InvariantCulture);
            if (ImportMarks.IsFinished(session, ImportMarks.Experiment, knownId) is not null)
                return new TargetExperiment(knownId, ImportState.AlreadyThere);
            ImportMarks.Begin(session, ImportMarks.Experiment, knownId, finished: true);
            return new TargetExperiment(knownId, ImportState.Kept);
        }
        var number = FreeNumber(session, experiment.Id);
        var id = number.ToString(CultureInfo.InvariantCulture);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var made = experiment.CreatedAt ?? now;
        ExperimentTable.Insert(session, new ExperimentRow(number, name, $"{LocationRules.Scheme}/{id}", Stages.Active, made, experiment.UpdatedAt ?? made));
        ImportMarks.Begin(session, ImportMarks.Experiment, id, finished: false);
        return new TargetExperiment(id, ImportState.Taken);
    }

    private static long FreeNumber(IDbSession session, string wanted)
    {
        var next = ExperimentTable.NextId(session);
        if (!long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < next || number > MaxKeptId)
            return next;
        ExperimentTable.SkipTo(session, number + 1);
        return number;
    }
}
