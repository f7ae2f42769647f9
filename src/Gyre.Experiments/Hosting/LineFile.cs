using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Experiments.Hosting;

/// <summary>Reads the files that a component has written, with limits: the component may be wrong, or worse.</summary>
internal static class LineFile
{
    public const int MostOfLine = 16 * 1024 * 1024;
    public const int MostOfDocument = 256 * 1024 * 1024;

    private const int BufferBytes = 64 * 1024;

    /// <summary>A line of JSON with its number.</summary>
    /// <param name="Value">The object on it.</param>
    /// <param name="Number">From 1.</param>
    public readonly record struct Line(MapValue Value, int Number);

    /// <summary>The objects of a file of JSON lines; a blank last line does not count.</summary>
    /// <param name="folder">The folder of the work.</param>
    /// <param name="name">Name of the file in it.</param>
    /// <param name="most">Lines that are wanted; more are refused.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">The file is not there, is a link, or a line is too long or no object.</exception>
    public static async IAsyncEnumerable<Line> ReadAsync(
        string folder, string name, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = Open(folder, name);
        var buffer = new byte[BufferBytes];
        var (start, end, number) = (0, 0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return Parse(buffer.AsSpan(start, length), name, number = Next(number, most, name));
                start += length + 1;
                continue;
            }
            (buffer, end, start) = (Room(buffer, start, end, name, number + 1), end - start, 0);
            var count = await file.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                break;
            end += count;
        }
        if (end > 0 && !buffer.AsSpan(0, end).Trim(" \t\r"u8).IsEmpty)
            yield return Parse(buffer.AsSpan(0, end), name, Next(number, most, name));
    }

    /// <summary>The JSON document of a file; null when the file is not there.</summary>
    /// <exception cref="InvalidInputException">It is a link, too large, or not JSON.</exception>
    public static async Task<Value?> ReadDocumentAsync(string folder, string name, CancellationToken cancellationToken)
    {
        if (FileKinds.Look(Path.Join(folder, name)) is null)
            return null;
        await using var file = Open(folder, name);
        if (file.Length > MostOfDocument)
            throw HostingRefusals.InFile(name, 0, $"The file is larger than {MostOfDocument} bytes.", "Write less.");
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return ValueJson.Parse(bytes);
        }
        catch (JsonException exception)
        {
            throw HostingRefusals.InFile(
                name, 0, $"It is not JSON: {HostingRefusals.Shown(exception.Message)}", "Write one JSON document in UTF-8.");
        }
    }

    /// <summary>The bytes of a file; null when it is not there.</summary>
    /// <exception cref="InvalidInputException">It is a link or too large.</exception>
    public static async Task<byte[]?> ReadBytesAsync(string folder, string name, CancellationToken cancellationToken)
    {
        if (FileKinds.Look(Path.Join(folder, name)) is null)
            return null;
        await using var file = Open(folder, name);
        if (file.Length > MostOfLine)
            throw HostingRefusals.InFile(name, 0, $"The file is larger than {MostOfLine} bytes.", "Write less.");
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static FileStream Open(string folder, string name)
    {
        var path = Path.Join(folder, name);
        var kind = FileKinds.Look(path)?.Kind;
        if (kind is null)
            throw HostingRefusals.InFile(
                name, 0, "The component has not written this file.", "See docs/reference/component-commands.md.");
        if (kind != FileKind.File)
            throw HostingRefusals.InFile(name, 0, "It is not a file but a folder, a link or a device.", "Write a file.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
    }

    private static int Next(int number, int most, string name) => number < most
        ? number + 1
        : throw HostingRefusals.InFile(
            name, most + 1, $"There are more than {most} lines.", "Write one line for each example, in their order.");

    /// <summary>Moves the begun line to the front of a buffer that has room behind it.</summary>
    private static byte[] Room(byte[] buffer, int start, int end, string name, int number)
    {
        var begun = end - start;
        if (begun > MostOfLine)
            throw HostingRefusals.InFile(name, number, $"The line is longer than {MostOfLine} bytes.", "Write shorter lines.");
        var target = begun > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, begun).CopyTo(target);
        return target;
    }

    private static Line Parse(ReadOnlySpan<byte> line, string name, int number)
    {
        if (line.Length > MostOfLine)
            throw HostingRefusals.InFile(name, number, $"The line is longer than {MostOfLine} bytes.", "Write shorter lines.");
        try
        {
            if (ValueJson.Parse(line) is MapValue map)
                return new Line(map, number);
        }
        catch (JsonException exception)
        {
            throw HostingRefusals.InFile(
                name, number, $"The line is not JSON: {HostingRefusals.Shown(exception.Message)}",
                "Write one JSON object on each line; numbers that are not finite as {\"$float\": \"nan\"}.");
        }
        throw HostingRefusals.InFile(name, number, "The line is not a JSON object.", "Write one JSON object on each line.");
    }
}
