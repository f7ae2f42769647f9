using System.Text;
using System.Text.Encodings.Web;

namespace Gyre.Core.Logging;

/// <summary>
/// The ways in which programs print a secret: as it is, escaped in JSON, in an address, in hexadecimal digits, and in base64 of a longer
/// text that holds it
/// anywhere, as the header of a login does with <c>user:secret</c>.
/// </summary>
internal static class SecretForms
{
    /// <summary>Shorter pieces of base64 are too likely to be part of something else.</summary>
    private const int MinBase64 = 5;

    /// <summary>All forms of a secret, itself first; nothing for one that is too short to be masked.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length < SecretMasker.MinBytes)
            yield break;
        yield return secret;
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        foreach (var form in InAddresses(secret, bytes))
            yield return form;
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);
        foreach (var form in InBase64(bytes))
            yield return form;
        // A log shows a secret of several lines line by line.
        foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= 8))
            yield return line;
    }

    /// <summary>
    /// Percent signs as different libraries set them: with large or small digits, a space as a plus, and everything that is no letter or
    /// digit.
    /// </summary>
    private static IEnumerable<string> InAddresses(string secret, byte[] bytes)
    {
        var escaped = Uri.EscapeDataString(secret);
        yield return escaped;
        yield return SmallDigits(escaped);
        yield return escaped.Replace("%20", "+", StringComparison.Ordinal);
        var strict = new StringBuilder(bytes.Length * 3);
        foreach (var each in bytes)
            _ = char.IsAsciiLetterOrDigit((char)each) ? strict.Append((char)each) : strict.Append('%').Append(each.ToString("X2", null));
        yield return strict.ToString();
        yield return SmallDigits(strict.ToString());
    }

    private static string SmallDigits(string escaped)
    {
        var text = escaped.ToCharArray();
        for (var at = text.AsSpan().IndexOf('%'); at >= 0 && at + 2 < text.Length; at++)
        {
            if (text[at] == '%')
                (text[at + 1], text[at + 2]) = (char.ToLowerInvariant(text[at + 1]), char.ToLowerInvariant(text[at + 2]));
        }
        return new string(text);
    }

    /// <summary>
    /// The whole with its padding, and for each place that it can have in groups of three bytes the characters that it alone decides:
    /// those around them hold bits of
    /// its neighbours too, at most four bits of the secret.
    /// </summary>
    private static IEnumerable<string> InBase64(byte[] bytes)
    {
        var whole = Convert.ToBase64String(bytes);
        foreach (var form in BothAlphabets(whole).Concat(BothAlphabets(whole.TrimEnd('='))))
            yield return form;
        for (var before = 0; before < 3; before++)
        {
            byte[] shifted = [.. new byte[before], .. bytes];
            var text = Convert.ToBase64String(shifted);
            var first = (before * 8 + 5) / 6;
            var own = text[first..(shifted.Length * 8 / 6)];
            if (own.Length < MinBase64)
                continue;
            foreach (var form in BothAlphabets(own))
                yield return form;
        }
    }

    private static IEnumerable<string> BothAlphabets(string text) =>
        [text, text.Replace('+', '-').Replace('/', '_')];
}
