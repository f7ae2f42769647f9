using System.Globalization;
using Gyre.Core;

namespace Gyre.Labeling;

/// <summary>Refuses what is no annotation, item or ontology. The kind is what importers report.</summary>
internal static class LabelRefusal
{
    public const string Prefix = "label.";

    /// <summary>Largest coordinate, in either direction.</summary>
    public const double MaxCoordinate = 1e9;

    public static InvalidInputException Of(string kind, string message, string remedy) => new(Prefix + kind, message, remedy);

    /// <summary>The kind of a refusal, as <see cref="Of"/> got it.</summary>
    public static string KindOf(Diagnostic diagnostic) =>
        diagnostic.Code.StartsWith(Prefix, StringComparison.Ordinal) ? diagnostic.Code[Prefix.Length..] : "syntax";

    public static double Coordinate(double value) => double.IsFinite(value) && Math.Abs(value) <= MaxCoordinate
        ? value
        : throw Of(
            ProblemKinds.CoordinateOutOfRange, string.Create(CultureInfo.InvariantCulture, $"The coordinate {value} is too large."),
            "Give a finite number of pixels.");

    public static double Side(double value, string name) => double.IsFinite(value) && value is > 0 and <= MaxCoordinate
        ? value
        : throw Of(
            ProblemKinds.EmptyBox, string.Create(CultureInfo.InvariantCulture, $"The {name} is {value}; it must be more than 0."),
            "Draw it again, or remove it.");

    /// <summary>Text that can be stored and shown: valid Unicode without NUL.</summary>
    public static string Text(string? value, string what, int longest)
    {
        if (string.IsNullOrEmpty(value) || value.Length > longest)
            throw Of(ProblemKinds.Syntax, $"The {what} is {(string.IsNullOrEmpty(value) ? "empty" : "too long")}.",
                $"Give 1 to {longest} characters.");
        return IsText(value) ? value : throw Of(ProblemKinds.Syntax, $"The {what} is not valid Unicode.", "Save the file as UTF-8.");
    }

    /// <summary>A text on one line, without white space around it.</summary>
    public static string Name(string? value, string what, int longest)
    {
        var text = Text(value, what, longest);
        return !text.Any(char.IsControl) && text.Length == text.Trim().Length
            ? text
            : throw Of(ProblemKinds.Syntax, $"The {what} has control characters, or white space around it.", "Remove them.");
    }

    /// <summary>Whether there is no NUL and no half of a surrogate pair in it.</summary>
    public static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\0' || char.IsLowSurrogate(value[i]))
                return false;
            if (char.IsHighSurrogate(value[i]) && (++i == value.Length || !char.IsLowSurrogate(value[i])))
                return false;
        }
        return true;
    }
}
