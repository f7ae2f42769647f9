using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Server.Security;

/// <summary>
/// What the cookie of a session says: the session's id and a secret, written like a token with another beginning, so that neither is taken
/// for the other. What changing requests repeat in a header is made of the secret: only a page of this server can have learned it.
/// </summary>
internal readonly record struct SessionText(TokenText Parts)
{
    private const string Prefix = "session_";

    public Guid Id => Parts.Id;

    /// <summary>What the store keeps.</summary>
    public string Hash => Parts.Hash;

    /// <summary>What changing requests send in <see cref="Sessions.CsrfHeader"/>.</summary>
    public string Csrf => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Parts.Secret), "csrf"u8));

    public static SessionText Create(Guid id) => new(TokenText.Create(id));

    public static bool TryParse(string? text, [NotNullWhen(true)] out SessionText? session)
    {
        session = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !TokenText.TryParse(TokenText.Prefix + text[Prefix.Length..], out var parts))
            return false;
        session = new SessionText(parts.Value);
        return true;
    }

    public bool Fits(string hash) => Parts.Fits(hash);

    /// <summary>Compares in a time that does not depend on where the first difference is.</summary>
    public bool FitsCsrf(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Csrf), Encoding.UTF8.GetBytes(given));

    /// <summary>The whole text, for the cookie.</summary>
    public string Reveal() => Prefix + Parts.Reveal()[TokenText.Prefix.Length..];

    /// <summary>Without the secret, so that it cannot slip into a log.</summary>
    public override string ToString() => $"{Prefix}{Id:N}_***";
}
