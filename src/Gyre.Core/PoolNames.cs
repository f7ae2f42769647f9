namespace Gyre.Core;

/// <summary>The names that pools may have: pools bound what runs at once, and their names stand in project files, on command lines and in
/// messages.</summary>
public static class PoolNames
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 64;

    /// <summary>What a name consists of, for messages.</summary>
    public const string Rule = "Use letters, digits, '-', '_' and '.', and start with a letter or a digit.";

    /// <summary>Whether a text may name a pool.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }
}
