using System.Collections.Immutable;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds a node's actions; words that mean nothing are left out with a warning.</summary>
internal sealed class ActionReader(Problems problems)
{
    private static readonly Dictionary<string, ActionMoment> Moments = new(StringComparer.Ordinal)
    {
        ["node-starting"] = ActionMoment.NodeStarting,
        ["node-complete"] = ActionMoment.NodeComplete,
        ["node-error"] = ActionMoment.NodeError,
    };

    private static readonly Dictionary<string, ActionEffect> Effects = new(StringComparer.Ordinal)
    {
        ["stop-pipeline"] = ActionEffect.StopPipeline,
        ["error-pipeline"] = ActionEffect.ErrorPipeline,
        ["noop"] = ActionEffect.None,
        ["require-approval"] = ActionEffect.RequireApproval,
    };

    public ImmutableArray<NodeAction> Read(YamlMapping node, DocumentPath path, string owner) =>
        [.. node.Maps("actions", path).Select(item => ReadOne(item.Map, item.Path, owner)).Where(action => action.When.Length > 0 && action.Then.Length > 0)];

    private NodeAction ReadOne(YamlMapping map, DocumentPath path, string owner)
    {
        Conditions.Check(problems, map, "if", owner, path);
        return new NodeAction
        {
            When = Words(map, "when", path, owner, Moments, word => word.ToLowerInvariant()),
            If = map.Texts("if"),
            Then = Words(map, "then", path, owner, Effects, word => word),
        };
    }

    private ImmutableArray<T> Words<T>(YamlMapping map, string key, DocumentPath path, string owner, Dictionary<string, T> known, Func<string, string> spell)
    {
        var values = ImmutableArray.CreateBuilder<T>();
        foreach (var word in map.Texts(key))
        {
            if (known.TryGetValue(spell(word), out var value))
                values.Add(value);
            if (word == "require-approval" && key == "then")
                problems.Warning(
                    "action.then",
                    $"{owner}: 'then: require-approval' is supported here but rejected by the format's own validator.",
                    path.Key(key),
                    map.PlaceOf(key));
            else if (!known.ContainsKey(spell(word)))
                problems.Warning(
                    "action." + key,
                    $"{owner}: unknown value '{key}: {Names.Shown(word)}'; it is ignored. Use one of: {string.Join(", ", known.Keys)}.",
                    path.Key(key),
                    map.PlaceOf(key),
                    Suggestions.Remedy(word, known.Keys));
        }
        return values.ToImmutable();
    }
}
