using System.Globalization;

namespace Gyre.Execution.Supervision;

/// <summary>Keeps files of one name apart.</summary>
internal static class FreeNames
{
    /// <summary>The name itself, or, when it is taken, with a number before its extension.</summary>
    public static string Take(string name, HashSet<string> names)
    {
        if (names.Add(name))
            return name;
        var slash = name.LastIndexOf('/') + 1;
        var dot = name.IndexOf('.', Math.Min(slash + 1, name.Length - 1));
        var (stem, extension) = dot > slash ? (name[..dot], name[dot..]) : (name, "");
        for (var number = 2; ; number++)
        {
            var candidate = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{extension}");
            if (names.Add(candidate))
                return candidate;
        }
    }
}
