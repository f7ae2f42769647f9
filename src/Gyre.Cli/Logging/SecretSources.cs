using System.Collections;
using Gyre.Storage;

namespace Gyre.Cli.Logging;

/// <summary>Where the secrets are that a process has from the start.</summary>
internal static class SecretSources
{
    /// <summary>How the tokens of servers and of steps begin.</summary>
    public const string TokenPrefix = "gyre_";

    /// <summary>Values that are shorter are words: masking them would eat half of the log.</summary>
    private const int ShortestValue = 6;

    private static readonly string[] SecretNames =
        ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL", "OTLP_HEADERS"];

    /// <summary>Passwords in addresses, and the values of variables whose names say that they are secret.</summary>
    public static IEnumerable<string> Of(StorageOptions storage) =>
        PasswordsOf(storage.Store).Concat(PasswordsOf(storage.Artifacts)).Concat(OfVariables());

    private static IEnumerable<string> OfVariables()
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (entry.Value is string { Length: >= ShortestValue } value && IsSecret((string)entry.Key))
                yield return value;
        }
    }

    private static bool IsSecret(string variable) => SecretNames.Any(name => variable.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The password as it stands in the address, and as it is.</summary>
    private static IEnumerable<string> PasswordsOf(string? address)
    {
        var at = address?.LastIndexOf('@') ?? -1;
        var scheme = address?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme < 0 || at < scheme)
            return [];
        var user = address![(scheme + 3)..at];
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon + 1 == user.Length ? [] : [user[(colon + 1)..], Uri.UnescapeDataString(user[(colon + 1)..])];
    }
}
