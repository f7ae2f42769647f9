using System.Text;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Execution.Formats;

/// <summary>Reads a line as a metadata point.</summary>
internal static class MetadataReader
{
    /// <summary>
    /// The object on a line; null when the line holds something else or nothing that may be read: then it is plain log. <c>NaN</c>,
    /// <c>Infinity</c> and <c>-Infinity</c> count as numbers, as Python prints them.
    /// </summary>
    /// <param name="line">Begins with <c>{</c>, white space aside.</param>
    /// <param name="problem">Why an object that was meant as one is refused, or null.</param>
    public static MapValue? Read(ReadOnlySpan<byte> line, out string? problem)
    {
        problem = null;
        var text = line.Trim(" \t\r"u8);
        if (text.IsEmpty || text[^1] != '}')
            return null;
        try
        {
            return ValueJson.Parse(WithTaggedNumbers(text)) as MapValue;
        }
        catch (JsonException exception)
        {
            // Printed braces are common; only what is nearly JSON deserves a word.
            problem = text.Length > 1 && text[1] is (byte)'"' ? exception.Message : null;
            return null;
        }
    }

    /// <summary>The same JSON with numbers that are not finite in the form in which <see cref="ValueJson"/> carries them.</summary>
    public static ReadOnlySpan<byte> WithTaggedNumbers(ReadOnlySpan<byte> json) =>
        json.IndexOf("NaN"u8) >= 0 || json.IndexOf("Infinity"u8) >= 0 ? TagNumbers(json) : json;

    /// <summary>Replaces the bare words outside of texts by the form in which <see cref="ValueJson"/> carries such numbers.</summary>
    private static byte[] TagNumbers(ReadOnlySpan<byte> text)
    {
        var output = new List<byte>(text.Length + 64);
        var inText = false;
        for (var i = 0; i < text.Length; i++)
        {
            var here = text[i];
            if (inText)
            {
                output.Add(here);
                if (here == '\\' && i + 1 < text.Length)
                    output.Add(text[++i]);
                inText = here != '"';
                continue;
            }
            if (Word(text[i..]) is var (word, tag))
            {
                output.AddRange(Encoding.ASCII.GetBytes($"{{\"$float\":\"{tag}\"}}"));
                i += word.Length - 1;
                continue;
            }
            output.Add(here);
            inText = here == '"';
        }
        return [.. output];
    }

    private static (string Word, string Tag)? Word(ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith("NaN"u8))
            return ("NaN", "nan");
        if (rest.StartsWith("Infinity"u8))
            return ("Infinity", "inf");
        return rest.StartsWith("-Infinity"u8) ? ("-Infinity", "-inf") : null;
    }
}
