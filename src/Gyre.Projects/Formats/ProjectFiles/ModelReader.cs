using System.Collections.Immutable;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds what steps may do to registered models: <c>- model: {name, steps-may}</c>, or several under <c>- models:</c>.</summary>
internal sealed class ModelReader(Problems problems)
{
    public static Shape Form { get; } = Shape.Closed(
        ["name", "steps-may"], ("name", Shape.Text), ("steps-may", Shape.ListOf(Shape.Word([.. ModelRights.Words]))));

    public ImmutableArray<ModelGrant> ReadAll(IEnumerable<(string? Kind, YamlMapping Map, DocumentPath Path)> parts)
    {
        var found = ImmutableArray.CreateBuilder<ModelGrant>();
        foreach (var (map, path) in parts.SelectMany(Models))
        {
            var name = map.Text("name") ?? "";
            if (found.Any(other => other.Name == name))
                problems.Error(
                    "model.duplicate-name",
                    $"Two items of kind 'model' have the name '{Names.Shown(name)}'.",
                    path.Key("name"),
                    map.PlaceOf("name"),
                    "Join them.");
            var rights = map.Texts("steps-may").Select(static word => (ModelRight)ModelRights.Words.IndexOf(word));
            found.Add(new ModelGrant(name, [.. rights.Distinct()]));
        }
        return found.ToImmutable();
    }

    private static IEnumerable<(YamlMapping Map, DocumentPath Path)> Models((string? Kind, YamlMapping Map, DocumentPath Path) part) =>
        part.Kind switch
        {
            "model" => [(part.Map.Map("model")!, part.Path.Key("model"))],
            "models" => part.Map.Maps("models", part.Path),
            _ => [],
        };
}
