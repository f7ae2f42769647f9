using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Names of datasets, versions and tags. They become parts of paths, keys and addresses on every place alike.</summary>
internal static class RepositoryNames
{
    public const string Latest = "latest";
    private const int LongestName = 200;

    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static string CheckDataset(string name) => Check(name, "dataset", "Change 'name' in schema.json.");

    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static string CheckVersion(string name) => Check(name, "version", "Use letters, digits, '.', '_' and '-'.");

    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static string CheckTag(string name) => Check(name, "tag", "Use letters, digits, '.', '_' and '-'.");

    /// <summary>Whether a name that was found somewhere can be one.</summary>
    public static bool IsValid(string name) => Refusal(name) is null;

    private static string Check(string name, string what, string remedy)
    {
        var reason = name == Latest && what != "dataset" ? "it always means the newest version" : Refusal(name);
        return reason is null
            ? name
            : throw new InvalidInputException(
                $"dataset.{what}.name", $"'{(name.Length > 60 ? name[..60] + "..." : name)}' cannot be the name of a {what}: {reason}.",
                remedy);
    }

    private static string? Refusal(string name)
    {
        if (name.Length > LongestName)
            return $"it is longer than {LongestName} characters";
        if (!SafePath.TryParse(name, out var path, out var reason))
            return reason;
        if (path.Segments.Length > 1)
            return "it contains '/'";
        if (name[0] == '.')
            return "it begins with a dot";
        return path.ToString() == name ? null : "it is not in Unicode form NFC";
    }
}
