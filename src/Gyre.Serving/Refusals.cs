using Gyre.Core;

namespace Gyre.Serving;

/// <summary>Refusals that name the field.</summary>
internal static class Refusals
{
    /// <summary>One problem of one field.</summary>
    /// <param name="code">A stable, dotted name.</param>
    /// <param name="path">The field; keys and indexes from the root of the request.</param>
    /// <param name="message">What is wrong and what was given.</param>
    /// <param name="remedy">What to do.</param>
    public static InvalidInputException Of(string code, string path, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { Path = path, Remedy = remedy }]);

    /// <summary>A text of another program, on one line and not too long.</summary>
    public static string Short(string text)
    {
        const int Most = 300;
        var line = text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return line.Length <= Most ? line : line[..Most] + "...";
    }

    /// <summary>The same problems in a part of a larger request.</summary>
    public static InvalidInputException Below(string place, InvalidInputException refusal) =>
        new([.. refusal.Diagnostics.Select(one => one with { Path = one.Path.Length == 0 ? place : $"{place}/{one.Path}" })]);
}
