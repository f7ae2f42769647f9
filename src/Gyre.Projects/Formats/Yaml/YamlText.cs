using System.Text;
using Gyre.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>Bytes to characters, and the characters that may stand in a document at all.</summary>
internal static class YamlText
{
    /// <summary>Decodes UTF-8, or UTF-16 that begins with a byte order mark.</summary>
    /// <exception cref="InvalidInputException">Too large, or not text in one of these encodings.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length > YamlLimits.MaxBytes)
            throw Refuse(
                file, "yaml.too-large", $"The document has {bytes.Length} bytes; the maximum is {YamlLimits.MaxBytes}.", null, default);
        try
        {
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
                return new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes[2..]);
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
                return new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes[2..]);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw Refuse(
                file, "yaml.encoding", $"The document is not valid text: {exception.Message}", "Save the file as UTF-8.", default);
        }
    }

    /// <summary>Refuses control characters and halves of surrogate pairs, naming the place.</summary>
    public static void CheckCharacters(string text, string file)
    {
        var at = FirstBad(text);
        if (at < 0)
            return;
        var line = 1 + text.AsSpan(0, at).Count('\n');
        var column = at - text.LastIndexOf('\n', Math.Max(at - 1, 0));
        throw Refuse(
            file,
            "yaml.character",
            $"The character U+{(int)text[at]:X4} is not allowed in a document.",
            "Remove it, or write it as an escape sequence in double quotes.",
            new YamlPlace(line, column));
    }

    public static InvalidInputException Refuse(string file, string code, string message, string? remedy, YamlPlace place) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file, Line = place.Line, Column = place.Column, Remedy = remedy }]);

    private static int FirstBad(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '~' or '\n' or '\r' or '\t' or '\u0085' or >= '\u00A0' and <= '\uD7FF' or >= '\uE000' and <= '\uFFFD' and not '\uFEFF')
                continue;
            if (!char.IsHighSurrogate(c) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]))
                return i;
            i++;
        }
        return -1;
    }
}
