using System.Text;
using System.Text.Json;
using Gyre.Client.Spooling;
using Microsoft.Extensions.Logging;

namespace Gyre.Client.Deciding;

/// <summary>What the server refused for good: logged, counted, and kept in a file up to a size.</summary>
internal sealed class RefusedLines(string folder, string prefix, TimeProvider clock, ILogger logger)
{
    public const long MaxBytes = 16 * 1024 * 1024;

    private readonly string _path = Path.Join(folder, $"refused-{prefix}{SpoolFile.Extension}");
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(ReadOnlySpan<byte> line, string reason)
    {
        Interlocked.Increment(ref _count);
        logger.Refused(reason, _path);
        byte[] bytes =
        [
            .. JsonSerializer.SerializeToUtf8Bytes(
                new RefusedLine(clock.GetUtcNow(), reason, Encoding.UTF8.GetString(line)), DecisionLineJson.Default.RefusedLine),
            (byte)'\n',
        ];
        try
        {
            // Programs that share the folder may add at the same time; each line is one write at the end.
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            if (file.Length < MaxBytes)
                file.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Everything behind it would wait for a line that nobody takes.
            logger.RefusedNotKept(_path, error.Message);
        }
    }
}
