using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Execution.Supervision;

/// <summary>Keeps every metadata point in a file and the latest value of each key in memory.</summary>
internal sealed class MetadataCollector(string path, TimeProvider clock) : IDisposable
{
    /// <summary>Keys beyond this are in the file alone.</summary>
    public const int MaxKeys = 10_000;

    private readonly LatestValues _latest = new(MaxKeys);
    private FileStream? _stream;

    /// <summary>How many points came.</summary>
    public int Points { get; private set; }

    /// <summary>Whether keys were left out of <see cref="Latest"/>.</summary>
    public bool HasTooManyKeys => _latest.IsTruncated;

    /// <summary>The latest values in the order in which the keys first came.</summary>
    public MapValue Latest => _latest.ToMap();

    /// <summary>The latest value of a key, or null.</summary>
    public Value? Find(string key) => _latest.Find(key);

    /// <summary>Takes a point.</summary>
    public void Add(MapValue point)
    {
        Points++;
        foreach (var (key, value) in point.Entries)
        {
            if (key != "_time")
                _latest.Set(key, value);
        }
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var line = ValueJson.Write(new MapValue([.. point.Entries.Where(entry => entry.Key != "_time"), new("_time", Value.Of(time))]));
        _stream ??= new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
        _stream.Write(Encoding.UTF8.GetBytes(line));
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>Lets readers see what was written.</summary>
    public void Flush() => _stream?.Flush();

    public void Dispose() => _stream?.Dispose();
}
