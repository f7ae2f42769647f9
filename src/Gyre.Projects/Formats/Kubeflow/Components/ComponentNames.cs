using System.Text;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>Names of inputs and outputs: people write them freely, programs read them in small letters with underscores.</summary>
internal static class ComponentNames
{
    /// <summary><c>First text</c> is <c>first_text</c>: what is no small letter, digit or underscore becomes one underscore, none at the ends. Empty when nothing is left.</summary>
    public static string Of(string written)
    {
        var name = new StringBuilder(written.Length);
        foreach (var c in written.ToLowerInvariant())
        {
            var kept = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '_';
            if (kept != '_' || (name.Length > 0 && name[^1] != '_'))
                name.Append(kept);
        }
        return name.ToString().TrimEnd('_');
    }
}
