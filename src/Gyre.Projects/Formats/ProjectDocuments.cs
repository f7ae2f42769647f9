using Gyre.Core;
using Gyre.Projects.Formats.Kubeflow;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats;

/// <summary>The documents of a project file: one, or two of a compiled pipeline; YAML or JSON.</summary>
internal static class ProjectDocuments
{
    /// <summary>What begins with a brace is JSON, if it can be read as such.</summary>
    public static IReadOnlyList<YamlNode?> Load(string text, string fileName)
    {
        if (!text.AsSpan().TrimStart('\uFEFF').TrimStart().StartsWith('{'))
            return YamlLoader.LoadAll(text, fileName, CompiledPipeline.Is);
        try
        {
            return [JsonLoader.Load(text, fileName)];
        }
        catch (InvalidInputException json) when (json.Diagnostics[0].Code == JsonLoader.SyntaxCode && !fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return LoadYamlInstead(text, fileName, json);
        }
    }

    private static IReadOnlyList<YamlNode?> LoadYamlInstead(string text, string fileName, InvalidInputException json)
    {
        try
        {
            return YamlLoader.LoadAll(text, fileName, CompiledPipeline.Is);
        }
        catch (InvalidInputException yaml) when (yaml.Diagnostics[0].Code == "yaml.syntax")
        {
            // Neither: what is wrong with it as JSON is the nearer reason.
            throw json;
        }
    }
}
