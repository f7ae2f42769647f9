namespace Gyre.Cli.Forms;

/// <summary>The few escape sequences that are used outside of tables and live displays.</summary>
internal static class Style
{
    public const string Good = "\e[32m";
    public const string Bad = "\e[31m";
    public const string Note = "\e[33m";
    private const string Off = "\e[0m";

    /// <summary>Wraps a text when colours are on.</summary>
    public static string Of(string style, string text, bool color) => color ? $"{style}{text}{Off}" : text;
}
