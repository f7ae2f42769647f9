using System.Text.Json;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Files;

/// <summary>Reads and writes files that the user named on the command line.</summary>
internal static class TextFiles
{
    private const int MaxBytes = 64 << 20;

    /// <summary>A JSON object in a file.</summary>
    /// <exception cref="InvalidInputException">The file is missing, too large, not JSON, or holds something else than an object.</exception>
    public static async Task<MapValue> ReadObjectAsync(CliHost host, string path, CancellationToken cancellationToken)
    {
        var file = host.Resolve(path);
        if (Directory.Exists(file))
            throw Refuse("file.folder", path, "is a folder; specify a JSON file.");
        if (!File.Exists(file))
            throw Refuse("file.missing", path, "does not exist.");
        var bytes = await ReadAsync(file, MaxBytes, cancellationToken)
            ?? throw Refuse("file.too-large", path, $"is larger than {Shown.Size(MaxBytes)}.");
        try
        {
            return ValueJson.Parse(StripMark(bytes)) as MapValue
                ?? throw Refuse("json.object", path, "does not contain a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException([new Diagnostic(Severity.Error, "json.syntax", $"is not valid JSON: {exception.Message}")
            {
                File = path,
                Line = (int)(exception.LineNumber + 1 ?? 0),
                Column = (int)(exception.BytePositionInLine + 1 ?? 0),
            }]);
        }
    }

    /// <summary>Writes a file beside its place and moves it there when it is whole.</summary>
    /// <exception cref="InvalidInputException">It cannot be written there.</exception>
    public static async Task WriteAsync(CliHost host, string path, string text, CancellationToken cancellationToken)
    {
        var file = host.Resolve(path);
        var partial = $"{file}.partial";
        try
        {
            await File.WriteAllTextAsync(partial, text, cancellationToken);
            File.Move(partial, file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(partial))
                File.Delete(partial);
            throw Refuse("file.unwritable", path, $"cannot be written: {error.Message}");
        }
    }

    /// <summary>The bytes of a file, or null when it has more. Pipes and devices have no length, and an endless one must not fill the memory.</summary>
    public static async Task<byte[]?> ReadAsync(string file, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + count > maxBytes)
                return null;
            content.Write(buffer, 0, count);
        }
        return content.ToArray();
    }

    private static ReadOnlySpan<byte> StripMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;

    private static InvalidInputException Refuse(string code, string path, string problem) => new(code, $"'{Shown.Short(path, 200)}' {problem}");
}
