namespace Gyre.Tracking;

/// <summary>Models that runs left behind. What is refused changes nothing (<see cref="TrackingException"/>). Their metrics come with those of runs.</summary>
public interface ILoggedModels
{
    /// <summary>Makes one whose files are on their way.</summary>
    Task<LoggedModel> CreateAsync(NewLoggedModel model, CancellationToken cancellationToken);

    /// <summary>One.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="allowDeleted">Whether a deleted one is given as well.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<LoggedModel> GetAsync(string modelId, bool allowDeleted, CancellationToken cancellationToken);

    /// <summary>Says whether its files are there.</summary>
    Task<LoggedModel> FinalizeAsync(string modelId, LoggedModelStatus status, CancellationToken cancellationToken);

    /// <summary>Marks it as deleted.</summary>
    Task DeleteAsync(string modelId, CancellationToken cancellationToken);

    /// <summary>A page of models that are not deleted.</summary>
    Task<Page<LoggedModel>> SearchAsync(LoggedModelQuery query, CancellationToken cancellationToken);

    /// <summary>Sets tags.</summary>
    Task SetTagsAsync(string modelId, IReadOnlyList<Tag> tags, CancellationToken cancellationToken);

    /// <summary>Takes a tag away.</summary>
    Task DeleteTagAsync(string modelId, string key, CancellationToken cancellationToken);

    /// <summary>Logs params; the same value once more does nothing, another is refused.</summary>
    Task LogParamsAsync(string modelId, IReadOnlyList<Tag> pairs, CancellationToken cancellationToken);
}
