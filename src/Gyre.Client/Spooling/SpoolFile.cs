using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Client.Spooling;

/// <summary>
/// A file of lines, held by one program at a time (the lock goes with the program). A line that was appended is on the disk. How far an upload came
/// stands beside it; an upload that is stopped goes on there, and repeats at most the lines it was at. One may append while another reads.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    public const string Extension = ".jsonl";

    /// <summary>The longest line; a request is at most about a tenth of it.</summary>
    private const int MaxLineBytes = 16 * 1024 * 1024;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private long _length;

    private SpoolFile(string path, SafeFileHandle handle) => (_path, _handle, _length) = (path, handle, RandomAccess.GetLength(handle));

    /// <summary>Where it is.</summary>
    public string Path => _path;

    /// <summary>In bytes.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Whether something stands behind the place to which it was sent.</summary>
    public bool HasUnsent => Progress() < Length;

    private string ProgressPath => _path + ".sent";

    public static SpoolFile Create(string path) =>
        new(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));

    /// <returns>Null when another program holds it or has finished it.</returns>
    public static SpoolFile? TryOpen(string path)
    {
        try
        {
            return new SpoolFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Comes back when the lines outlive the program, and those of <see cref="Sync"/> the power. One caller at a time.</summary>
    /// <exception cref="IOException">They could not be written; the file is as before.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        var length = Length;
        try
        {
            RandomAccess.Write(_handle, lines, length);
            Volatile.Write(ref _length, length + lines.Length);
        }
        catch (IOException)
        {
            Cut(length);
            throw;
        }
    }

    /// <summary>Comes back when all lines are on the disk.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    /// <summary>Takes back what was appended last.</summary>
    public void Cut(long length)
    {
        RandomAccess.SetLength(_handle, length);
        Volatile.Write(ref _length, length);
    }

    /// <summary>The lines that are not sent yet, each with the place behind it. What stands behind the last line's end was never acknowledged and is left out.</summary>
    public IEnumerable<(byte[] Line, long End)> Unsent()
    {
        var at = Progress();
        var buffer = new byte[256 * 1024];
        using var line = new MemoryStream();
        while (true)
        {
            var read = RandomAccess.Read(_handle, buffer, at);
            if (read == 0)
                yield break;
            var start = 0;
            for (var end = Array.IndexOf(buffer, (byte)'\n', 0, read); end >= 0; end = Array.IndexOf(buffer, (byte)'\n', start, read - start))
            {
                line.Write(buffer, start, end - start);
                yield return (line.ToArray(), at + end + 1);
                line.SetLength(0);
                start = end + 1;
            }
            line.Write(buffer, start, read - start);
            if (line.Length > MaxLineBytes)
                throw new TrackingException(
                    $"{_path} contains a line longer than {MaxLineBytes} bytes, which was not written by a tracker. Inspect the file "
                        + "and move it away.");
            at += read;
        }
    }

    /// <summary>The runs that were started out of this file: their provisional ids and the server's.</summary>
    public IEnumerable<(string Provisional, string RunId)> Started() => ProgressLines().Skip(1).Select(line => line.Split(' ')).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]));

    /// <summary>Everything before this place has arrived.</summary>
    /// <param name="end">The place.</param>
    /// <param name="started">The runs that were started out of this file.</param>
    public void MarkSent(long end, IEnumerable<(string Provisional, string RunId)> started)
    {
        // Renamed, so that a reader finds the old place or the new one. Not synced: an older place means to send something twice, which counts once.
        var temporary = ProgressPath + ".tmp";
        File.WriteAllLines(temporary, started.Select(run => $"{run.Provisional} {run.RunId}").Prepend(end.ToString(CultureInfo.InvariantCulture)));
        File.Move(temporary, ProgressPath, overwrite: true);
    }

    /// <summary>All has arrived: the file goes.</summary>
    public void Delete()
    {
        // The place first: a place without its lines would let the next lines be passed over.
        File.Delete(ProgressPath);
        File.Delete(_path);
        _handle.Dispose();
    }

    public void Dispose() => _handle.Dispose();

    private string[] ProgressLines() => File.Exists(ProgressPath) ? File.ReadAllLines(ProgressPath) : [];

    private long Progress() =>
        ProgressLines() is [var first, ..] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        && place <= Length
            ? place
            : 0;
}
