using Gyre.Core;
using Gyre.Pipelines.Formats.Kubeflow;
using Gyre.Pipelines.Formats.Valohai;
using Gyre.Pipelines.Formats.Yaml;

namespace Gyre.Pipelines;

/// <summary>What a project file says.</summary>
/// <param name="Project">Null exactly when there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Errors, warnings and hints in document order.</param>
public sealed record ProjectReading(Project? Project, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>
/// Reads project files: <c>gyre.yaml</c>, and <c>valohai.yaml</c> without Gyre's own words. A compiled Kubeflow pipeline, as YAML or JSON, reads as a project with
/// that one pipeline; it is recognised by its content, whatever the file's name.
/// </summary>
public static class ProjectFile
{
    /// <summary>File names in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["gyre.yaml", "gyre.yml", "valohai.yaml", "valohai.yml"];

    /// <summary>The project file of a folder, or the file itself; null when there is none.</summary>
    public static string? Find(string folderOrFile)
    {
        ArgumentNullException.ThrowIfNull(folderOrFile);
        if (File.Exists(folderOrFile))
            return folderOrFile;
        return FileNames.Select(name => Path.Join(folderOrFile, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Reads a file. Its name decides whether Gyre's own words are known.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProjectReading Load(string path) => Read(File.ReadAllBytes(path), path);

    /// <summary>Reads bytes: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="fileName">As the user named it; only a name that begins with <c>gyre</c> knows Gyre's own words.</param>
    public static ProjectReading Read(ReadOnlySpan<byte> bytes, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        try
        {
            return ReadDocument(YamlText.Decode(bytes, fileName), fileName);
        }
        catch (InvalidInputException exception)
        {
            return new ProjectReading(null, exception.Diagnostics);
        }
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string)"/>
    public static ProjectReading Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        try
        {
            return ReadDocument(text, fileName);
        }
        catch (InvalidInputException exception)
        {
            return new ProjectReading(null, exception.Diagnostics);
        }
    }

    private static ProjectReading ReadDocument(string text, string fileName)
    {
        var documents = Load(text, fileName);
        if (documents.Count > 0 && CompiledPipeline.Is(documents[0]))
            return CompiledPipeline.Read(documents, fileName);
        var wide = Path.GetFileName(fileName).StartsWith("gyre", StringComparison.OrdinalIgnoreCase);
        return ProjectReader.Read(documents.Count > 0 ? documents[0] : null, fileName, wide);
    }

    /// <summary>What begins with a brace is JSON, if it can be read as such.</summary>
    private static IReadOnlyList<YamlNode?> Load(string text, string fileName)
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
