using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;

namespace Gyre.Server.Security;

/// <summary>The text of a token: <c>gyre_</c>, the id's 32 hexadecimal digits, <c>_</c>, 64 digits of secret (256 bits).</summary>
internal readonly record struct TokenText(Guid Id, string Secret)
{
    public const string Prefix = "gyre_";
    private const int Length = 5 + 32 + 1 + 64;

    /// <summary>What the store keeps: a token has 256 random bits, so one round of SHA-256 is enough.</summary>
    public string Hash => Digest.Of(Secret).Hex;

    public static TokenText Create(Guid id)
    {
        // The one place where randomness is the operating system's: a secret that a seed could repeat would be none.
        Span<byte> secret = stackalloc byte[32];
        RandomNumberGenerator.Fill(secret);
        return new TokenText(id, Convert.ToHexStringLower(secret));
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out TokenText? token)
    {
        token = null;
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[37] != '_')
            return false;
        var secret = text[38..];
        if (!Guid.TryParseExact(text.AsSpan(5, 32), "N", out var id) || secret.Any(c => !char.IsAsciiHexDigitLower(c)))
            return false;
        token = new TokenText(id, secret);
        return true;
    }

    /// <summary>Compares in a time that does not depend on where the first difference is.</summary>
    public bool Fits(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    /// <summary>The whole text; shown once and never kept.</summary>
    public string Reveal() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Id:N}_{Secret}");

    /// <summary>Without the secret, so that it cannot slip into a log.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Id:N}_***");
}
