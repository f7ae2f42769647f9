namespace Gyre.Projects.Formats;

/// <summary>Names are free text, within reason.</summary>
internal static class Names
{
    private const int MaxLength = 256;

    /// <summary>Why a name is refused, or null.</summary>
    public static string? Refuse(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "it is empty";
        if (name.Length > MaxLength)
            return $"it has {name.Length} characters, more than {MaxLength}";
        if (name.Any(char.IsControl))
            return "it contains a control character";
        return name is "." or ".." || name.Split('/', '\\').Contains("..", StringComparer.Ordinal) ? "it contains '..'" : null;
    }

    /// <summary>Cut for a message.</summary>
    public static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "...";
}
