using System.Globalization;

namespace Gyre.Client.Logging;

/// <summary>What a key of a metric, a param or a tag may be; the same on servers and in folders.</summary>
internal static class KeyRules
{
    public const int MaxLength = 250;

    /// <exception cref="ArgumentException">The key breaks a rule; nothing was logged.</exception>
    public static void Check(string kind, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is 0 or > MaxLength)
            throw Bad(kind, key, $"it has {key.Length} characters; 1 to {MaxLength} are allowed");
        foreach (var c in key)
        {
            if (!IsWord(c) && c is not ('/' or '.' or '-' or ' ' or ':'))
                throw Bad(kind, key, "only letters, digits, '_', '-', '.', ' ', ':' and '/' are allowed");
        }
        if (key.Split('/').Any(segment => segment is "" or "." or ".."))
            throw Bad(kind, key, "as a path it must not be absolute, end with '/', or contain '//', '.' or '..'");
    }

    private static bool IsWord(char c) => c == '_' || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static ArgumentException Bad(string kind, string key, string why) =>
        new($"The {kind} name '{(key.Length > 100 ? key[..100] + "..." : key)}' is not valid: {why}.", nameof(key));
}
