using System.Buffers;
using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>One word for a POSIX shell.</summary>
internal static class ShellQuote
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-");

    /// <summary>The text as one word that the shell reads back unchanged.</summary>
    /// <exception cref="InvalidInputException">The text holds a NUL character, which no argument can.</exception>
    public static string Of(string text)
    {
        if (text.Length == 0)
            return "''";
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return text;
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException("command.nul", "A value contains a NUL character, which program arguments cannot contain.");
        return $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
    }
}
