using Gyre.Client.Spooling;

namespace Gyre.Client.Formats.Mlflow;

/// <summary>Starts runs at the server that were started without it. Each has a tag with its provisional id, by which it is found when the answer to its start was lost.</summary>
internal sealed class OfflineStarter(ITrackingStore store) : IRunStarter
{
    public async Task<string> StartAsync(string provisionalId, OfflineStart start, string key, Func<string, string> resolve, CancellationToken cancellationToken)
    {
        var experiment = start.Experiment.Id ?? await Experiments.GetOrCreateAsync(store, start.Experiment.Name!, cancellationToken);
        var query = new RunQuery { ExperimentIds = [experiment], Filter = $"tags.`{SystemTags.OfflineId}` = '{provisionalId}'", View = TrackingView.All, MaxResults = 1 };
        await foreach (var known in store.SearchRunsAsync(query, cancellationToken))
            return known.RunId;
        var tags = start.Tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Key == SystemTags.Parent ? resolve(tag.Value) : tag.Value)).Append(KeyValuePair.Create(SystemTags.OfflineId, provisionalId));
        return (await store.CreateRunAsync(new NewRun(experiment, start.Name, start.UserId, start.StartTimeMs, [.. tags]), key, cancellationToken)).RunId;
    }
}

/// <summary>Experiments by name.</summary>
internal static class Experiments
{
    /// <summary>The id of an experiment, which is created when it is missing; two programs that do this at once get the same one.</summary>
    /// <exception cref="TrackingException">An experiment of this name is deleted: its name stays taken.</exception>
    public static async Task<string> GetOrCreateAsync(ITrackingStore store, string name, CancellationToken cancellationToken)
    {
        var found = await store.FindExperimentAsync(name, cancellationToken);
        if (found is null)
        {
            if (await store.CreateExperimentAsync(name, cancellationToken) is { } created)
                return created;
            // Somebody was faster.
            found = await store.FindExperimentAsync(name, cancellationToken)
                ?? throw new TrackingException($"Experiment '{name}' could be neither created nor found. Try again.");
        }
        return !found.IsDeleted ? found.ExperimentId
            : throw new TrackingException(
                $"Experiment '{name}' (id {found.ExperimentId}) is deleted. Restore it, or "
                    + "use another name.")
            { ErrorCode = "INVALID_PARAMETER_VALUE" };
    }
}
