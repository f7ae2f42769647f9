using System.Globalization;
using Gyre.Client.Spooling;
using Gyre.Core;

namespace Gyre.Client.Deciding;

/// <summary>
/// What waits for the server, in files of limited size, the oldest first. A program writes to files of its own; those that another one
/// left are taken over, and those of one at work are locked. Thread-safe for writers; one reads.
/// </summary>
internal sealed class DecisionSpool : IDisposable
{
    private const long FileBytes = 8 * 1024 * 1024;
    private const int CreateTries = 5;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _syncGate = new(1);
    private readonly List<SpoolFile> _left = [];
    private readonly List<SpoolFile> _full = [];
    private readonly HashSet<SpoolFile> _dirty = [];
    private readonly string _folder;
    private readonly string _prefix;
    private readonly long _maxBytes;
    private readonly long _fileBytes;
    private readonly IdSource _ids;
    private SpoolFile? _file;
    private long _appended;
    private long _synced;
    private bool _isClosed;

    /// <param name="folder">Created when it is missing.</param>
    /// <param name="prefix">Begins the names of the files for this server and deployment.</param>
    /// <param name="maxBytes">The most room.</param>
    /// <param name="ids">Name the files.</param>
    public DecisionSpool(string folder, string prefix, long maxBytes, IdSource ids)
    {
        (_folder, _prefix, _maxBytes, _ids) = (folder, prefix, maxBytes, ids);
        _fileBytes = Math.Min(FileBytes, maxBytes / 8);
        Directory.CreateDirectory(folder);
        TakeOver();
    }

    /// <summary>Room that is taken.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return Bytes_NeedsLock();
        }
    }

    /// <summary>Writes a line; it outlives the program when this returns.</summary>
    /// <returns>What <see cref="SyncAsync(long)"/> is asked with.</returns>
    /// <exception cref="DecisionSpoolException">There is no room, or the disk does not take it.</exception>
    public long Append(byte[] line)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            MakeRoom_NeedsLock(line.Length);
            try
            {
                var file = _file ??= Create();
                file.Append(line);
                _dirty.Add(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(error);
            }
            return ++_appended;
        }
    }

    /// <summary>Comes back when a line is on the disk; those who wait at the same time share a sync.</summary>
    /// <exception cref="DecisionSpoolException">The disk did not take it.</exception>
    public async Task SyncAsync(long ticket)
    {
        await _syncGate.WaitAsync();
        try
        {
            if (_synced < ticket)
                await Task.Run(Sync, CancellationToken.None);
        }
        finally
        {
            _syncGate.Release();
        }
    }

    /// <summary>Comes back when all that was appended before is on the disk.</summary>
    /// <exception cref="DecisionSpoolException">The disk did not take it.</exception>
    public Task SyncAsync()
    {
        long ticket;
        lock (_lock)
            ticket = _dirty.Count == 0 ? 0 : _appended;
        return SyncAsync(ticket);
    }

    /// <summary>The next file with lines that may wait; null when nothing does.</summary>
    public SpoolFile? Next()
    {
        lock (_lock)
        {
            if (_left.Count > 0)
                return _left[0];
            if (_full.Count > 0)
                return _full[0];
            return _file is { HasUnsent: true } ? _file : null;
        }
    }

    /// <summary>All lines of a file, as far as the reader saw, have arrived.</summary>
    public void Finish(SpoolFile file)
    {
        lock (_lock)
        {
            // Somebody still writes to this one.
            if (file == _file && (file.HasUnsent || file.Length < _fileBytes / 8))
                return;
            if (file == _file)
                _file = null;
            _left.Remove(file);
            _full.Remove(file);
            _dirty.Remove(file);
            file.Delete();
        }
    }

    /// <summary>Takes over what programs left that are gone.</summary>
    public void TakeOver()
    {
        lock (_lock)
        {
            foreach (var path in Directory.EnumerateFiles(_folder, $"{_prefix}-*{SpoolFile.Extension}").Order(StringComparer.Ordinal))
            {
                // A file of our own is locked too.
                if (SpoolFile.TryOpen(path) is { } left)
                    _left.Add(left);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            if (_file is { HasUnsent: false } done)
            {
                _dirty.Remove(done);
                done.Delete();
                _file = null;
            }
            foreach (var file in _dirty)
                file.Sync();
            foreach (var file in (SpoolFile?[])[.. _left, .. _full, _file])
                file?.Dispose();
        }
        _syncGate.Dispose();
    }

    private void Sync()
    {
        SpoolFile[] files;
        long ticket;
        lock (_lock)
        {
            files = [.. _dirty];
            _dirty.Clear();
            ticket = _appended;
        }
        foreach (var (index, file) in files.Index())
        {
            try
            {
                file.Sync();
            }
            catch (ObjectDisposedException)
            {
                // All of it has arrived at the server meanwhile.
            }
            catch (IOException error)
            {
                lock (_lock)
                    _dirty.UnionWith(files[index..]);
                throw Unwritable(error);
            }
        }
        _synced = ticket;
    }

    private void MakeRoom_NeedsLock(int bytes)
    {
        if (_file is { } file && file.Length >= _fileBytes)
        {
            _full.Add(file);
            _file = null;
        }
        if (Bytes_NeedsLock() + bytes > _maxBytes)
        {
            throw new DecisionSpoolException(
                string.Create(
                    CultureInfo.InvariantCulture, $"What waits for the server in {_folder} has reached the limit of {_maxBytes} bytes. ")
                + "Check that the server runs and takes the token, or raise MaxSpoolBytes.")
            {
                IsFull = true,
            };
        }
    }

    private long Bytes_NeedsLock() => _left.Sum(static file => file.Length) + _full.Sum(static file => file.Length) + (_file?.Length ?? 0);

    private SpoolFile Create()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return SpoolFile.Create(Path.Join(_folder, $"{_prefix}-{_ids.Next():N}{SpoolFile.Extension}"));
            }
            catch (IOException error) when (attempt < CreateTries && error is not DirectoryNotFoundException)
            {
                // Another program took the empty file for one that was left, before it was locked.
            }
        }
    }

    private DecisionSpoolException Unwritable(Exception error) => new(
        $"The spool in {_folder} could not be written: {error.Message} Free some space, or set another SpoolFolder.", error);
}
