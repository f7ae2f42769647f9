using System.Text;
using Gyre.Core;

namespace Gyre.Experiments.Hosting;

/// <summary>Why a component from outside is refused.</summary>
internal static class HostingRefusals
{
    private const int MostShown = 200;

    /// <summary>Something in a file that a component has written.</summary>
    public static InvalidInputException InFile(string file, int line, string message, string remedy) => new(
    [
        new Diagnostic(Severity.Error, "component.output", message)
        {
            File = file, Line = line, Column = line > 0 ? 1 : 0, Remedy = remedy,
        },
    ]);

    /// <summary>The component itself.</summary>
    public static InvalidInputException Of(string code, string message, string remedy) => new(code, message, remedy);

    /// <summary>A text of the component's, fit to be read: short, without control characters.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MostShown) + 3);
        foreach (var one in text.AsSpan(0, Math.Min(text.Length, MostShown)))
            shown.Append(char.IsControl(one) ? ' ' : one);
        return text.Length > MostShown ? shown.Append("...").ToString() : shown.ToString();
    }
}
