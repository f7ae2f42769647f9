using System.Text;
using Gyre.Core;

namespace Gyre.Pipelines.Variables;

/// <summary>What may be a variable of a project or a run.</summary>
internal static class VariableRules
{
    private const int MaxNameLength = 200;
    private const int MaxProjectLength = 500;
    private const int MaxValueBytes = 64 * 1024;

    /// <summary>What Gyre itself tells steps, or what decides how programs are loaded before the step's own begins.</summary>
    private static readonly string[] Reserved = ["GYRE_", "LD_PRELOAD", "LD_AUDIT", "DYLD_"];

    /// <exception cref="InvalidInputException">It may not.</exception>
    public static void Check(string name, string value)
    {
        CheckName(name);
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException("variable.value", $"The value of '{name}' contains a NUL character.",
                "Remove it; the system cannot pass it on.");
        if (Encoding.UTF8.GetByteCount(value) > MaxValueBytes)
            throw new InvalidInputException(
                "variable.value", $"The value of '{name}' is longer than {MaxValueBytes / 1024} KiB.",
                    "Put it into a file, and use the file as an input of the step.");
    }

    /// <exception cref="InvalidInputException">It is no name of a variable.</exception>
    public static void CheckName(string name)
    {
        var isName = name.Length is > 0 and <= MaxNameLength && !char.IsAsciiDigit(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!isName)
            throw new InvalidInputException(
                "variable.name", $"'{Quoted(name)}' is not a valid variable name.",
                    "Use letters, digits and '_', and do not start with a digit.");
        if (Reserved.FirstOrDefault(word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is { } reserved)
            throw new InvalidInputException("variable.reserved",
                $"'{name}' cannot be set: names that begin with {reserved} are reserved.", "Use another name.");
    }

    /// <exception cref="InvalidInputException">It is no name of a project.</exception>
    public static void CheckProject(string project)
    {
        if (string.IsNullOrWhiteSpace(project) || project.Length > MaxProjectLength || project.Any(char.IsControl))
            throw new InvalidInputException(
                "variable.project", $"'{Quoted(project)}' is not a valid project name.",
                    "Use the name shown by 'gyre runs': usually that of the project's folder.");
    }

    private static string Quoted(string text) =>
        string.Concat((text.Length <= 100 ? text : text[..100] + "...").Select(static c => char.IsControl(c) ? '?' : c));
}
