using System.Text.Json;
using Gyre.Core;

namespace Gyre.Cli.Files;

/// <summary>Reads files that the user named on the command line.</summary>
internal static class TextFiles
{
    private const long MaxBytes = 64L << 20;

    /// <summary>A JSON object in a file.</summary>
    /// <exception cref="InvalidInputException">The file is missing, too large, not JSON, or holds something else than an object.</exception>
    public static async Task<MapValue> ReadObjectAsync(CliHost host, string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(host.Resolve(path));
        if (Directory.Exists(file.FullName))
            throw Refuse("file.folder", path, "is a folder; a JSON file is expected.");
        if (!file.Exists)
            throw Refuse("file.missing", path, "does not exist.");
        if (file.Length > MaxBytes)
            throw Refuse("file.too-large", path, $"has {file.Length} bytes; at most {MaxBytes} are read.");
        try
        {
            return ValueJson.Parse(StripMark(await File.ReadAllBytesAsync(file.FullName, cancellationToken))) as MapValue
                ?? throw Refuse("json.object", path, "does not hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException([new Diagnostic(Severity.Error, "json.syntax", $"Not JSON: {exception.Message}")
            {
                File = path,
                Line = (int)(exception.LineNumber + 1 ?? 0),
                Column = (int)(exception.BytePositionInLine + 1 ?? 0),
            }]);
        }
    }

    private static ReadOnlySpan<byte> StripMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;

    private static InvalidInputException Refuse(string code, string path, string problem) => new(code, $"'{Gyre.Cli.Output.Shown.Short(path, 200)}' {problem}");
}
