using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Platform;

/// <summary>
/// The few file operations that durable content needs, under one root folder. Paths are relative to the root with <c>/</c> between names
/// that the store chose itself. No operation goes through a link below the root. Tests put a layer between that fails or records.
/// </summary>
internal interface IFileLayer : IDisposable
{
    /// <summary>Creates a file that does not exist yet, readable by its owner alone.</summary>
    /// <exception cref="FileNotFoundException">Its folder is missing.</exception>
    IWritableFile Create(string path);

    /// <summary>Opens a plain file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It is a link or no plain file, or the way to it leads through a link.</exception>
    SafeFileHandle OpenRead(string path);

    /// <summary>Sets the time of a plain file's last change, also of one that nobody may write.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It is a link or no plain file, or the way to it leads through a link.</exception>
    void SetChanged(string path, DateTimeOffset at);

    /// <summary>Moves within the root, replacing what is there, as one step.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; gives false when there was none.</summary>
    bool Delete(string path);

    /// <summary>Creates a folder, its owner's alone; gives false when it was there.</summary>
    /// <exception cref="FileNotFoundException">The folder that it belongs into is missing.</exception>
    bool CreateFolder(string path);

    /// <summary>Makes names that were put into a folder or taken from it survive a power loss.</summary>
    /// <param name="path">The folder, or an empty text for the root.</param>
    void SyncFolder(string path);

    /// <summary>The names in a folder; nothing when there is no such folder, or only a link to one.</summary>
    IReadOnlyList<string> List(string path);
}

/// <summary>A file while it is being written.</summary>
internal interface IWritableFile : IDisposable
{
    /// <summary>Appends.</summary>
    void Write(ReadOnlySpan<byte> content);

    /// <summary>Takes away the right to write from everybody and sets the time of the last change.</summary>
    void Seal(DateTimeOffset changedAt);

    /// <summary>Makes the content survive a power loss.</summary>
    void Sync();
}
