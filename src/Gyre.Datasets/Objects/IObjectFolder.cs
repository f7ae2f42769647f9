using Gyre.Core;

namespace Gyre.Datasets.Objects;

/// <summary>
/// Named objects below a place in a bucket or a shared folder. Keys are <see cref="SafePath"/>s. An object appears whole under its key,
/// and is durable when a call returns.
/// </summary>
internal interface IObjectFolder : IDisposable
{
    /// <summary>For messages, without any secret.</summary>
    string Name { get; }

    /// <summary>Names of the folders right below a folder, in no order.</summary>
    /// <param name="prefix">Empty, or with <c>/</c> at its end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> FoldersAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Keys and sizes of objects below a folder at any depth, in no order.</summary>
    /// <param name="prefix">With <c>/</c> at its end.</param>
    /// <param name="most">More are not given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<(string Key, long SizeInBytes)>> ListAsync(string prefix, int most, CancellationToken cancellationToken);

    /// <summary>Opens an object from an offset on, which is not beyond its end; null when there is none.</summary>
    Task<Stream?> OpenAsync(string key, long offset, CancellationToken cancellationToken);

    /// <summary>Stores a file under a key, replacing what is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">What the file was found to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The file is not what it was found to be; nothing was stored.</exception>
    Task PutFileAsync(string key, string path, DatasetFile content, CancellationToken cancellationToken);

    /// <summary>Stores bytes under a key, unless there is an object; says whether it did.</summary>
    Task<bool> TryPutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Stores bytes under a key, replacing what is there.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Removes an object; gives false when there was none.</summary>
    Task<bool> DeleteAsync(string key, CancellationToken cancellationToken);
}
