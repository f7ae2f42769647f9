namespace Gyre.Datasets;

/// <summary>Datasets and their versions.</summary>
public interface IDatasets
{
    /// <summary>The newest 1,000 versions, newest first.</summary>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="dataset">Of this dataset; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DatasetVersion>> VersionsAsync(string? project, string? dataset, CancellationToken cancellationToken);

    /// <summary>The newest 1,000 versions that were made from something, newest first.</summary>
    /// <param name="kind">See <see cref="DatasetOrigin.Kind"/>.</param>
    /// <param name="name">See <see cref="DatasetOrigin.Name"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DatasetVersion>> MadeFromAsync(string kind, string name, CancellationToken cancellationToken);

    /// <summary>A version by its name, by an alias of the dataset, or the newest for <c>latest</c>; null when there is none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">Name, alias or <c>latest</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DatasetVersion?> FindVersionAsync(string project, string dataset, string version, CancellationToken cancellationToken);
}
