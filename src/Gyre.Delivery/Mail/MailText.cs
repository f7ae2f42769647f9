using System.Globalization;
using System.Text;

namespace Gyre.Delivery.Mail;

/// <summary>A message as it travels (RFC 5322, RFC 2045): ASCII lines, the text in base64, so that no line of it is too long or begins with a dot.</summary>
internal static class MailText
{
    private const int LineLength = 76;

    /// <summary>Bytes of a word in a header, so that its base64 stays within a line.</summary>
    private const int WordBytes = 42;

    public static string Of(MailMessage mail, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append("From: ").Append(mail.From).Append("\r\n");
        text.Append("To: ").AppendJoin(",\r\n ", mail.To).Append("\r\n");
        text.Append("Subject: ").Append(Header(mail.Subject)).Append("\r\n");
        text.Append("Date: ").Append(now.ToUniversalTime().ToString("ddd, dd MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture)).Append("\r\n");
        text.Append("Message-ID: <").Append(mail.Id).Append('@').Append(mail.From[(mail.From.IndexOf('@', StringComparison.Ordinal) + 1)..]).Append(">\r\n");
        text.Append("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(mail.Text.ReplaceLineEndings("\r\n")));
        for (var at = 0; at < body.Length; at += LineLength)
            text.Append(body, at, Math.Min(LineLength, body.Length - at)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>Words of base64 (RFC 2047) unless it is short plain ASCII. A control character, which could begin a header of its own, becomes a space.</summary>
    private static string Header(string text)
    {
        var clean = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        if (clean.Length <= LineLength && clean.All(static c => c is >= ' ' and <= '~') && !clean.Contains("=?", StringComparison.Ordinal))
            return clean;
        return string.Join("\r\n ", Words(clean).Select(static word => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word))}?="));
    }

    /// <summary>Pieces that split no character.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > WordBytes)
            {
                yield return word.ToString();
                word.Clear();
                bytes = 0;
            }
            word.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }
        yield return word.ToString();
    }
}
