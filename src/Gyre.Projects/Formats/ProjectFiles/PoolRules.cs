using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Reads the pools that a step asks for.</summary>
/// <param name="known">The pools there are, with their sizes; null where they are not known.</param>
internal sealed class PoolRules(IReadOnlyDictionary<string, int>? known)
{
    private const string Key = "pool";

    public ImmutableArray<string> Read(YamlMapping map, DocumentPath path, string step, Problems problems)
    {
        var pools = map.Texts(Key);
        foreach (var pool in pools)
        {
            if (Refuse(pool, step) is var (code, message, remedy))
                problems.Error(code, message, path.Key(Key), map.PlaceOf(Key), remedy);
        }
        return [.. pools.Distinct(StringComparer.Ordinal)];
    }

    private (string Code, string Message, string Remedy)? Refuse(string pool, string step)
    {
        var owner = $"Step '{Names.Shown(step)}'";
        if (!PoolNames.IsValid(pool))
            return ("pool.name", $"{owner} asks for pool '{Names.Shown(pool)}', which is not a valid name.", PoolNames.Rule);
        if (known is null)
            return null;
        var declare = $"Declare it in home.json of the home (\"pools\": {{\"{pool}\": 1}}), or give its size with --pool {pool}=1.";
        if (!known.TryGetValue(pool, out var size))
            return ("pool.unknown", $"{owner} asks for pool '{pool}', which does not exist.", Suggestions.Remedy(pool, [.. known.Keys])
                ?? declare);
        return size > 0 ? null : ("pool.closed", $"{owner} asks for pool '{pool}', whose size is 0, so it would wait forever.", declare);
    }
}
