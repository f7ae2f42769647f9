using System.Text;

namespace Gyre.Experiments.Graphs;

/// <summary>Names of nodes: each once in a graph, without characters that paths of node runs use.</summary>
internal sealed class NodeNames
{
    private const int MostCharacters = 150;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name, or one like it that is not taken.</summary>
    public string Take(string name)
    {
        var fitted = Fit(name);
        var free = fitted;
        for (var number = 2; !_taken.Add(free); number++)
            free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fitted}-{number}");
        return free;
    }

    /// <summary>A name of a tracking run: blanks become underscores, as OctopusCL has it.</summary>
    public static string Run(string name) => name.Replace(' ', '_');

    private static string Fit(string name)
    {
        var fitted = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
            fitted.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or '.' ? rune.ToString() : "_");
        return fitted.Length <= MostCharacters ? fitted.ToString() : fitted.ToString(0, MostCharacters);
    }
}
