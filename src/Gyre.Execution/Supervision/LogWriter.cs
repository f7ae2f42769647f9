using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gyre.Execution.Supervision;

/// <summary>
/// Writes an attempt's log: <c>2026-11-20T21:00:00.000Z O text</c>, where O is standard output, E standard error and S the supervisor, and a
/// <c>+</c> instead of the second space continues the line before. Beyond its limit it keeps the first half and the latest quarter or more.
/// </summary>
internal sealed class LogWriter(string path, long limitInBytes, TimeProvider clock) : IDisposable
{
    private readonly byte[] _time = new byte[24];
    private readonly long _headLimit = limitInBytes / 2;
    private readonly long _segmentLimit = Math.Max(LineSplitter.MaxPieceBytes * 4L, limitInBytes / 4);
    private FileStream? _stream;
    private FileStream? _segment;
    private long _written;
    private long _segmentWritten;
    private long _dropped;
    private bool _hasOlder;
    private long _timeInMilliseconds = -1;

    private string Newer => path + ".newer";

    private string Older => path + ".older";

    /// <summary>Bytes that were left out of the middle.</summary>
    public long DroppedBytes => _dropped;

    public void Write(char stream, ReadOnlySpan<byte> text, bool continues)
    {
        RefreshTime();
        var size = text.Length + 28;
        var target = Target(size);
        target.Write(_time);
        target.Write([(byte)' ', (byte)stream, (byte)(continues ? '+' : ' ')]);
        WriteText(target, text);
        target.WriteByte((byte)'\n');
    }

    /// <summary>A line of the supervisor itself.</summary>
    public void Status(string text) => Write('S', Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ")), continues: false);

    /// <summary>Lets readers see what was written.</summary>
    public void Flush()
    {
        _stream?.Flush();
        _segment?.Flush();
    }

    /// <summary>Puts the end of a long log behind its beginning.</summary>
    public void Complete()
    {
        if (_stream is null)
            return;
        if (_segment is not null)
            AppendTail(_stream);
        _stream.Flush();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _segment?.Dispose();
        File.Delete(Newer);
        File.Delete(Older);
    }

    private FileStream Target(int size)
    {
        _stream ??= Open(path);
        if (_segment is null && _written + size <= _headLimit)
        {
            _written += size;
            return _stream;
        }
        if (_segment is null)
            BeginTail();
        if (_segmentWritten + size > _segmentLimit)
            Rotate();
        _segmentWritten += size;
        return _segment!;
    }

    private void BeginTail()
    {
        _segment = Open(Newer);
        Append(_stream!, "The log is full. From here on, only its last lines are kept; they are added when the attempt ends.");
        _stream!.Flush();
    }

    private void Rotate()
    {
        _segment!.Dispose();
        if (_hasOlder)
            _dropped += new FileInfo(Older).Length;
        File.Move(Newer, Older, overwrite: true);
        _hasOlder = true;
        _segment = Open(Newer);
        _segmentWritten = 0;
    }

    private void AppendTail(FileStream stream)
    {
        _segment!.Dispose();
        Append(stream, _dropped > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_dropped} bytes of the log were dropped here.") : "No part of the log was dropped.");
        foreach (var part in _hasOlder ? [Older, Newer] : new[] { Newer })
        {
            using var source = File.OpenRead(part);
            source.CopyTo(stream);
        }
    }

    private void Append(FileStream stream, string text)
    {
        RefreshTime();
        stream.Write(_time);
        stream.Write(" S "u8);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.WriteByte((byte)'\n');
    }

    private static void WriteText(FileStream target, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            target.Write(text);
            return;
        }
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        var count = Encoding.UTF8.GetBytes(characters.AsSpan(0, Encoding.UTF8.GetChars(text, characters)), bytes);
        target.Write(bytes.AsSpan(0, count));
        ArrayPool<char>.Shared.Return(characters);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void RefreshTime()
    {
        var now = clock.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds();
        if (milliseconds == _timeInMilliseconds)
            return;
        _timeInMilliseconds = milliseconds;
        now.UtcDateTime.TryFormat(_time, out _, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
    }

    private static FileStream Open(string file) =>
        new(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
}
