using System.Globalization;
using System.Text.RegularExpressions;

namespace Gyre.Serving.Programs;

/// <summary>Puts the port of a replica into the lines of a program. Pure.</summary>
internal static partial class PortText
{
    /// <param name="line">A line for the shell.</param>
    /// <param name="written">The port that it was written for; null for none.</param>
    /// <param name="port">The port of the replica.</param>
    public static string Put(string line, int? written, int port)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        var filled = line.Replace("{port}", text, StringComparison.Ordinal);
        return written is not { } number ? filled : Numbers().Replace(
            filled, match => match.Value == number.ToString(CultureInfo.InvariantCulture) ? text : match.Value);
    }

    /// <summary>Whole numbers that stand alone: the port in 0.0.0.0:8000, not part of 80001 or of v8000.</summary>
    [GeneratedRegex(@"(?<![\w.])[0-9]+(?![\w])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
