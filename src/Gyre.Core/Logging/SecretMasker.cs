using System.Text;
using System.Text.Encodings.Web;

namespace Gyre.Core.Logging;

/// <summary>
/// Replaces secrets in a stream of bytes by <c>***</c>, also when a secret comes in pieces. Holds back only bytes that may be the
/// beginning of a secret. Knows the forms that programs print: plain, in JSON, in an address, in base64.
/// </summary>
public sealed class SecretMasker
{
    /// <summary>Shorter secrets are not masked: they would eat half of every log.</summary>
    public const int MinBytes = 3;

    private static readonly byte[] Mask = "***"u8.ToArray();
    private readonly byte[][] _forms;
    private readonly bool[] _starts = new bool[256];
    private byte[] _held = [];

    /// <param name="secrets">What to mask; those shorter than <see cref="MinBytes"/> are left alone.</param>
    public SecretMasker(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _forms = [.. secrets.SelectMany(Forms)
            .Distinct(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes)
            .Where(form => form.Length >= MinBytes)
            .OrderByDescending(form => form.Length)];
        foreach (var form in _forms)
            _starts[form[0]] = true;
    }

    /// <summary>Masks the next bytes. What is returned is valid until the next call.</summary>
    /// <param name="bytes">The next bytes.</param>
    /// <param name="last">Whether nothing follows, so that nothing is held back.</param>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> bytes, bool last)
    {
        if (_forms.Length == 0)
            return bytes;
        byte[] all = [.. _held, .. bytes];
        var output = new List<byte>(all.Length);
        var position = 0;
        while (position < all.Length)
        {
            var rest = all.AsSpan(position);
            if (_starts[rest[0]] && FindForm(rest) is { } form)
            {
                output.AddRange(Mask);
                position += form.Length;
                continue;
            }
            if (!last && _starts[rest[0]] && MayBegin(rest))
                break;
            output.Add(rest[0]);
            position++;
        }
        _held = all[position..];
        return output.ToArray();
    }

    /// <summary>Masks a whole text.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_forms.Length == 0)
            return text;
        foreach (var form in _forms)
            text = text.Replace(Encoding.UTF8.GetString(form), "***", StringComparison.Ordinal);
        return text;
    }

    private byte[]? FindForm(ReadOnlySpan<byte> rest)
    {
        foreach (var form in _forms)
        {
            if (rest.StartsWith(form))
                return form;
        }
        return null;
    }

    private bool MayBegin(ReadOnlySpan<byte> rest)
    {
        foreach (var form in _forms)
        {
            if (rest.Length < form.Length && form.AsSpan().StartsWith(rest))
                return true;
        }
        return false;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        if (Encoding.UTF8.GetByteCount(secret) < MinBytes)
            yield break;
        yield return secret;
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return Uri.EscapeDataString(secret);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        // A log shows a secret of several lines line by line.
        foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= 8))
            yield return line;
    }
}
