using Gyre.Core;
using Gyre.Pipelines.Formats.Valohai;
using Gyre.Pipelines.Formats.Yaml;

namespace Gyre.Pipelines;

/// <summary>What a project file says.</summary>
/// <param name="Project">Null exactly when there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Errors, warnings and hints in document order.</param>
public sealed record ProjectReading(Project? Project, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Reads project files: <c>gyre.yaml</c>, and <c>valohai.yaml</c> without Gyre's own words.</summary>
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
        var wide = Path.GetFileName(fileName).StartsWith("gyre", StringComparison.OrdinalIgnoreCase);
        return ProjectReader.Read(YamlLoader.Load(text, fileName), fileName, wide);
    }
}
