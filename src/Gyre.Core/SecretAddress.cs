using System.Collections.Immutable;
using System.Text;

namespace Gyre.Core;

/// <summary>
/// An address whose secret parts are taken out: the password of <c>user:password@</c>, and the values of a query that sign or authorise
/// (<c>X-Amz-Signature</c>,
/// <c>sig</c>, <c>token</c>). What is shown and stored is <see cref="Shown"/>.
/// </summary>
public sealed record SecretAddress
{
    /// <summary>Stands in the place of each secret part.</summary>
    public const string Mark = "***";

    private static readonly string[] SecretWords =
    [
        "signature", "token", "password", "passwd", "pwd", "secret", "apikey", "api_key", "api-key", "accesskey", "access_key",
            "access-key", "credential", "authorization",
    ];

    private static readonly string[] SecretNames = ["sig", "key", "auth", "code", "jwt", "sas", "pass", "hmac"];

    private SecretAddress(string shown, ImmutableArray<string> secrets) => (Shown, Secrets) = (shown, secrets);

    /// <summary>The address with <see cref="Mark"/> in the place of each secret part; the address itself when it has none.</summary>
    public string Shown { get; }

    /// <summary>What was taken out, as written and as meant, and pairs <c>user:password</c> as they are sent to log in.</summary>
    public ImmutableArray<string> Secrets { get; }

    /// <summary>Whether anything was taken out.</summary>
    public bool HasSecrets => !Secrets.IsEmpty;

    /// <summary>Whether it is an address from which something was removed.</summary>
    public static bool IsShown(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Contains("://", StringComparison.Ordinal) && address.Contains(Mark, StringComparison.Ordinal);
    }

    /// <summary>Takes the secrets out of an address; a text that is none is left alone.</summary>
    public static SecretAddress Of(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return new SecretAddress(address, []);
        var secrets = ImmutableArray.CreateBuilder<string>();
        var start = scheme + 3;
        var end = address.AsSpan(start).IndexOfAny("/?#");
        end = end < 0 ? address.Length : start + end;
        var shown = new StringBuilder(address, 0, start, address.Length);
        shown.Append(Authority(address[start..end], secrets));
        var query = address.IndexOf('?', end);
        if (query < 0)
            return new SecretAddress(shown.Append(address, end, address.Length - end).ToString(), secrets.ToImmutable());
        var fragment = address.IndexOf('#', query);
        fragment = fragment < 0 ? address.Length : fragment;
        shown.Append(address, end, query + 1 - end);
        shown.AppendJoin('&', address[(query + 1)..fragment].Split('&').Select(part => Part(part, secrets)));
        return new SecretAddress(shown.Append(address, fragment, address.Length - fragment).ToString(), secrets.ToImmutable());
    }

    private static string Authority(string authority, ImmutableArray<string>.Builder secrets)
    {
        var at = authority.LastIndexOf('@');
        if (at <= 0)
            return authority;
        var user = authority[..at];
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        // A name alone is how tokens are passed: https://TOKEN@host.
        var secret = colon < 0 ? user : user[(colon + 1)..];
        if (secret is "" or Mark)
            return authority;
        Add(secrets, secret);
        if (colon >= 0)
            Add(secrets, user);
        return string.Concat(colon < 0 ? "" : user[..(colon + 1)], Mark, authority.AsSpan(at));
    }

    private static string Part(string part, ImmutableArray<string>.Builder secrets)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !IsSecret(Uri.UnescapeDataString(part[..equals])) || part[(equals + 1)..] is not { Length: > 0 } value
            || value == Mark)
            return part;
        Add(secrets, value);
        return string.Concat(part.AsSpan(0, equals + 1), Mark);
    }

    private static bool IsSecret(string name) => SecretNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void Add(ImmutableArray<string>.Builder secrets, string written)
    {
        secrets.Add(written);
        if (Uri.UnescapeDataString(written) is var meant && meant != written)
            secrets.Add(meant);
    }
}
