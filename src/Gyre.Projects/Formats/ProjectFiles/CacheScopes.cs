using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Reads who shares results, of a pipeline or of the whole project.</summary>
internal static class CacheScopes
{
    /// <summary>What an item says whose shape has been checked; null when it says nothing.</summary>
    public static CacheScope? Read(YamlMapping map) => map.Text("cache-scope") is { } word
        ? Enum.GetValues<CacheScope>().First(scope => KebabCase.Of(scope) == word)
        : null;
}
