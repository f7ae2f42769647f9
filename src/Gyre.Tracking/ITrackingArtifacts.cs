using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking;

/// <summary>Something in a folder of artifacts.</summary>
public sealed record ArtifactEntry
{
    /// <summary>Its own name.</summary>
    public required string Name { get; init; }

    /// <summary>Its path under the address that was listed.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is a folder; a folder is there while something is in it.</summary>
    public required bool IsFolder { get; init; }

    /// <summary>0 for a folder.</summary>
    public required long SizeInBytes { get; init; }
}

/// <summary>An artifact's content.</summary>
/// <param name="Name">Its own name, the last of its path.</param>
/// <param name="Content">What is stored under it.</param>
public sealed record ArtifactFile(string Name, BlobInfo Content);

/// <summary>
/// Files of runs, models and traces. An address is what a run's <see cref="TrackingRunInfo.ArtifactUri"/> says; paths are relative to it, with <c>/</c> between
/// names, and are read as they are: never decoded, never looked up on a disk. A path that could mean another place somewhere (<c>..</c>, a root, a drive, a device
/// name, encoded or not) is refused. A name is read as it was written; a second name in a folder that differs from it only in case or in the spelling of characters
/// is refused (<see cref="TrackingError.Conflict"/>). A write returns when it is durable; a reader gets what was there before or after it, whole.
/// </summary>
public interface ITrackingArtifacts
{
    /// <summary>The address of the place in which all others are.</summary>
    string Root { get; }

    /// <summary>What is in a folder, one level of it, by path in the order of bytes; nothing for a file or a folder that is not there.</summary>
    /// <param name="address">The address.</param>
    /// <param name="path">The folder; null or empty for the address itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrackingException">The address is not served here, or the path is refused.</exception>
    Task<ImmutableArray<ArtifactEntry>> ListAsync(string address, string? path, CancellationToken cancellationToken);

    /// <summary>A file; null when there is none, or a folder.</summary>
    /// <exception cref="TrackingException">The address is not served here, or the path is refused.</exception>
    Task<ArtifactFile?> FindAsync(string address, string path, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading forward, from an offset on; null when there is none.</summary>
    /// <exception cref="TrackingException">The address is not served here, or the path is refused.</exception>
    /// <exception cref="BlobMissingException">The content is lost.</exception>
    Task<Stream?> OpenAsync(string address, string path, long offset, CancellationToken cancellationToken);

    /// <summary>Stores a file in flat memory, in the place of the one that has this name. When the stream fails, nothing has changed.</summary>
    /// <param name="address">The address.</param>
    /// <param name="path">Where under it.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="expected">What the content must be; null takes any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrackingException">The path is refused, something else is in its place, or the content is not what was expected.</exception>
    Task<ArtifactFile> PutAsync(string address, string path, Stream content, Digest? expected, CancellationToken cancellationToken);

    /// <summary>Names content that is in the store already, all of it or nothing.</summary>
    /// <param name="address">The address.</param>
    /// <param name="files">Paths under it, each with its content.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    /// <exception cref="TrackingException">A path is refused, or something else is in its place.</exception>
    Task AttachAsync(string address, IReadOnlyList<(string Path, BlobInfo Content)> files, CancellationToken cancellationToken);

    /// <summary>Takes a file or a folder with all that is in it away; what is not there is none the worse. The content goes when garbage is collected.</summary>
    /// <param name="address">The address.</param>
    /// <param name="path">Null or empty for all of the address; refused for <see cref="Root"/>.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    /// <exception cref="TrackingException">The address is not served here, or the path is refused.</exception>
    Task DeleteAsync(string address, string? path, CancellationToken cancellationToken);

    /// <summary>Bytes of all files under an address; content that stands there twice counts twice.</summary>
    /// <exception cref="TrackingException">The address is not served here.</exception>
    Task<long> TotalSizeAsync(string address, CancellationToken cancellationToken);

    /// <summary>Content that a file, or a part of an upload, needs: for whoever collects garbage. In the order of digests, each once.</summary>
    /// <param name="after">Only those after this one; null begins.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableArray<Digest>> InUseAsync(Digest? after, int most, CancellationToken cancellationToken);
}
