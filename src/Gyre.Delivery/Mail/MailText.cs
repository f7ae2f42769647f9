using System.Text;
using MimeKit;

namespace Gyre.Delivery.Mail;

/// <summary>A message as it travels (RFC 5322): the text in base64, so that no line of it is too long or begins with a dot.</summary>
internal static class MailText
{
    public static MimeMessage Of(MailMessage mail, DateTimeOffset now)
    {
        var text = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.Base64 };
        text.SetText(Encoding.UTF8, mail.Text.ReplaceLineEndings("\r\n"));
        // A control character in the subject could begin a header of its own.
        var message = new MimeMessage
        {
            Subject = string.Concat(mail.Subject.Select(static c => char.IsControl(c) ? ' ' : c)),
            Date = now.ToUniversalTime(),
            Body = text,
        };
        message.From.Add(new MailboxAddress(null, mail.From));
        message.To.AddRange(mail.To.Select(static to => new MailboxAddress(null, to)));
        message.Headers.Replace("Message-ID", $"<{mail.Id}@{mail.From[(mail.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
