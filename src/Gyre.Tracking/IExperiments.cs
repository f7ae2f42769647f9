namespace Gyre.Tracking;

/// <summary>Experiments. What is refused changes nothing (<see cref="TrackingException"/>).</summary>
public interface IExperiments
{
    /// <summary>Makes one; gives its id.</summary>
    /// <param name="name">1 to 500 characters; of deleted experiments, too, none may have it.</param>
    /// <param name="artifactLocation">Where its runs' artifacts go; null or empty for the usual place.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    Task<long> CreateAsync(string name, string? artifactLocation, IReadOnlyList<Tag> tags, CancellationToken cancellationToken);

    /// <summary>One, deleted or not.</summary>
    Task<Experiment> GetAsync(long id, CancellationToken cancellationToken);

    /// <summary>The one of this name, deleted or not; null when there is none.</summary>
    Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Gives it another name.</summary>
    Task RenameAsync(long id, string name, CancellationToken cancellationToken);

    /// <summary>Marks it and all its runs as deleted.</summary>
    Task DeleteAsync(long id, CancellationToken cancellationToken);

    /// <summary>Takes the mark back, from all its runs as well.</summary>
    Task RestoreAsync(long id, CancellationToken cancellationToken);

    /// <summary>Experiments that a search finds, in its order.</summary>
    Task<Page<Experiment>> SearchAsync(SearchRequest request, CancellationToken cancellationToken);

    /// <summary>Data that runs of experiments read, each once for each use.</summary>
    Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(IReadOnlyList<long> experiments, CancellationToken cancellationToken);

    /// <summary>Sets a tag.</summary>
    Task SetTagAsync(long id, Tag tag, CancellationToken cancellationToken);

    /// <summary>Takes a tag away.</summary>
    Task DeleteTagAsync(long id, string key, CancellationToken cancellationToken);
}
