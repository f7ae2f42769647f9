using System.Net.Mail;

namespace Gyre.Core;

/// <summary>Addresses of people.</summary>
public static class MailAddresses
{
    private const int MaxLength = 254;

    /// <summary>Whether it is a bare address in ASCII, such as <c>anna@example.com</c>: no name, no control character, nothing that could end a line.</summary>
    public static bool IsAddress(string text) =>
        text.Length <= MaxLength && text.All(static c => c is > ' ' and <= '~' and not ('<' or '>' or ',' or ';' or '"' or '(' or ')' or '\\'))
        && MailAddress.TryCreate(text, out var address) && address.Address == text;
}
