using System.Text;

namespace Gyre.Core.Logging;

/// <summary>
/// Replaces secrets in a stream of bytes by <c>***</c>, also when a secret comes in pieces. Holds back only bytes that may be the
/// beginning of a secret. Knows the forms that programs print: plain, in JSON, in an address, in hexadecimal digits, in base64.
/// </summary>
public sealed class SecretMasker
{
    /// <summary>Shorter secrets are not masked: they would eat half of every log.</summary>
    public const int MinBytes = 3;

    private static readonly byte[] Mask = "***"u8.ToArray();
    private readonly byte[][] _forms;
    /// <summary>The forms by their first byte, longest first: most bytes begin none.</summary>
    private readonly byte[][]?[] _starts = new byte[][]?[256];
    private byte[] _held = [];

    /// <param name="secrets">What to mask; those shorter than <see cref="MinBytes"/> are left alone.</param>
    public SecretMasker(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _forms = [.. secrets.SelectMany(SecretForms.Of)
            .Distinct(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes)
            .Where(form => form.Length >= MinBytes)
            .OrderByDescending(form => form.Length)];
        foreach (var group in _forms.GroupBy(form => form[0]))
            _starts[group.Key] = [.. group];
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
            var candidates = _starts[rest[0]];
            var form = candidates is null ? null : FindForm(candidates, rest);
            // A longer form may be on its way of which this one is only the beginning.
            if (!last && candidates is not null && MayBegin(candidates, rest, longerThan: form?.Length ?? 0))
                break;
            if (form is not null)
            {
                output.AddRange(Mask);
                position += form.Length;
                continue;
            }
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

    /// <summary>Writes stars over secrets in a whole document, which keeps its length.</summary>
    public void Hide(Span<byte> document)
    {
        for (var position = 0; position < document.Length; position++)
        {
            if (_starts[document[position]] is not { } candidates || FindForm(candidates, document[position..]) is not { } form)
                continue;
            document.Slice(position, form.Length).Fill((byte)'*');
            position += form.Length - 1;
        }
    }

    private static byte[]? FindForm(byte[][] candidates, ReadOnlySpan<byte> rest)
    {
        foreach (var form in candidates)
        {
            if (rest.StartsWith(form))
                return form;
        }
        return null;
    }

    private static bool MayBegin(byte[][] candidates, ReadOnlySpan<byte> rest, int longerThan)
    {
        foreach (var form in candidates)
        {
            if (rest.Length < form.Length && form.Length > longerThan && form.AsSpan().StartsWith(rest))
                return true;
        }
        return false;
    }
}
