using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Gyre.Execution.Supervision;

namespace Gyre.Execution;

/// <summary>A line of an attempt's log.</summary>
/// <param name="Time">When it came; UTC, to the millisecond.</param>
/// <param name="Stream"><c>O</c> standard output, <c>E</c> standard error, <c>S</c> the supervisor.</param>
/// <param name="Text">At most 16 KiB; longer lines come in pieces.</param>
/// <param name="Continues">Whether it goes on from the line of the same stream before, without a line break.</param>
/// <param name="NextOffset">Where reading goes on after this line.</param>
public sealed record LogLine(DateTimeOffset Time, char Stream, string Text, bool Continues, long NextOffset)
{
    /// <summary>
    /// Whether the next one may continue this one. Only full pieces are continued, up to three bytes short of full where a character lies
    /// across the border, so that every other line can be shown before the next one comes.
    /// </summary>
    public bool MayGoOn => Encoding.UTF8.GetByteCount(Text) >= LineSplitter.MaxPieceBytes - 3;
}

/// <summary>Reads logs, also while they are being written.</summary>
public static class AttemptLog
{
    private const int HeaderLength = 27;
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The lines from an offset on. Lines that are no log lines are left out.</summary>
    /// <param name="folder">The attempt.</param>
    /// <param name="fromOffset">0, or the <see cref="LogLine.NextOffset"/> of an earlier line.</param>
    /// <param name="follow">Whether to wait for more until the attempt has ended; also when it has not begun yet.</param>
    /// <param name="clock">Gives the pauses between looks.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<LogLine> ReadAsync(
        AttemptFolder folder, long fromOffset, bool follow, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var offset = fromOffset;
        while (true)
        {
            // First whether it has ended, then the text: what was written before the end is then seen for sure.
            var ended = !follow || HasEnded(folder);
            await foreach (var line in ReadPresentAsync(folder.Log, offset, cancellationToken))
            {
                offset = line.NextOffset;
                yield return line;
            }
            if (ended)
                yield break;
            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    private static bool HasEnded(AttemptFolder folder) => File.Exists(folder.Verdict) && File.Exists(folder.Result);

    private static async IAsyncEnumerable<LogLine> ReadPresentAsync(string path, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            yield break;
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: false);
        stream.Seek(offset, SeekOrigin.Begin);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0;
        int count;
        while ((count = await stream.ReadAsync(buffer.AsMemory(length, BufferBytes - length), cancellationToken)) > 0)
        {
            length += count;
            var start = 0;
            int end;
            while ((end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0)
            {
                offset += end + 1;
                if (Parse(buffer.AsSpan(start, end), offset) is { } line)
                    yield return line;
                start += end + 1;
            }
            if (start == 0 && length == BufferBytes)
                (start, offset) = (length, offset + length);
            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static LogLine? Parse(ReadOnlySpan<byte> line, long nextOffset)
    {
        if (line.Length < HeaderLength || line[HeaderLength - 1] is not ((byte)' ' or (byte)'+'))
            return null;
        var time = Encoding.ASCII.GetString(line[..24]);
        if (!DateTimeOffset.TryParseExact(time, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        return new LogLine(at, (char)line[25], Encoding.UTF8.GetString(line[HeaderLength..]), line[HeaderLength - 1] == '+', nextOffset);
    }
}
