using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>The beginning of a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Schema">What its examples look like.</param>
/// <param name="Examples">The first ones, in the order of their rows.</param>
/// <param name="HasMore">Whether there are others.</param>
public sealed record DatasetPreview(
    RepositoryVersion Version, DatasetSchema Schema, ImmutableArray<DatasetExample> Examples, bool HasMore);

/// <summary>The content of a file of a version.</summary>
/// <param name="File">The file.</param>
/// <param name="Content">
/// To be read forward, and disposed. It is not checked against the digest before its end, where damaged content may give
/// <see cref="IOException"/>.
/// </param>
public sealed record DatasetFileContent(DatasetFile File, Stream Content) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}

/// <summary>The profile of a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Profile">Its profile.</param>
/// <param name="IsNew">Whether it had to be made; false when it was kept.</param>
public sealed record VersionProfile(RepositoryVersion Version, DatasetProfile Profile, bool IsNew);
