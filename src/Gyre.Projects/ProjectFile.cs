using Gyre.Core;
using Gyre.Projects.Formats.Kubeflow;
using Gyre.Projects.Formats.ProjectFiles;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects;

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

    /// <summary>Reads a file, with the component files of its folder. Its name decides whether Gyre's own words are known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="language">What the file may say; null for the grammar alone.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProjectReading Load(string path, ProjectLanguage? language = null)
    {
        var components = new FolderComponentFiles(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return Read(File.ReadAllBytes(path), path, components.Read, language);
    }

    /// <summary>Reads bytes: UTF-8, or UTF-16 with a byte order mark. Steps may use components that are built in; files of components are not known.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="fileName">As the user named it; only a name that begins with <c>gyre</c> knows Gyre's own words.</param>
    /// <param name="language">What the file may say; null for the grammar alone.</param>
    public static ProjectReading Read(ReadOnlySpan<byte> bytes, string fileName, ProjectLanguage? language = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return Read(bytes, fileName, read: null, language);
    }

    /// <summary>Reads bytes, and fetches the component files that steps use.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="fileName">As the user named it; only a name that begins with <c>gyre</c> knows Gyre's own words.</param>
    /// <param name="components">Where component files are.</param>
    /// <param name="language">What the file may say.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<ProjectReading> ReadAsync(
        ReadOnlyMemory<byte> bytes, string fileName, IComponentFiles components, ProjectLanguage language,
            CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(components);
        try
        {
            var documents = ProjectDocuments.Load(YamlText.Decode(bytes.Span, fileName), fileName);
            // The other dialect has no such words; nothing is fetched for a file that will be refused.
            var shelf = IsWide(fileName)
                ? await ComponentShelf.FillAsync(RootOf(documents), fileName,
                    reference => components.ReadAsync(reference, cancellationToken), language.Components)
                : new ComponentShelf(language.Components);
            return ReadDocument(documents, fileName, shelf, language);
        }
        catch (InvalidInputException exception)
        {
            return new ProjectReading(null, exception.Diagnostics);
        }
    }

    private static ProjectReading Read(ReadOnlySpan<byte> bytes, string fileName, Func<ComponentReference, byte[]>? read,
        ProjectLanguage? language)
    {
        var known = language ?? ProjectLanguage.Standard;
        try
        {
            var documents = ProjectDocuments.Load(YamlText.Decode(bytes, fileName), fileName);
            return ReadDocument(documents, fileName, ComponentShelf.Fill(RootOf(documents), fileName, read, known.Components), known);
        }
        catch (InvalidInputException exception)
        {
            return new ProjectReading(null, exception.Diagnostics);
        }
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string, ProjectLanguage?)"/>
    public static ProjectReading Read(string text, string fileName, ProjectLanguage? language = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var known = language ?? ProjectLanguage.Standard;
        try
        {
            var documents = ProjectDocuments.Load(text, fileName);
            return ReadDocument(documents, fileName, ComponentShelf.Fill(RootOf(documents), fileName, read: null, known.Components), known);
        }
        catch (InvalidInputException exception)
        {
            return new ProjectReading(null, exception.Diagnostics);
        }
    }

    private static YamlNode? RootOf(IReadOnlyList<YamlNode?> documents) => documents.Count > 0 ? documents[0] : null;

    private static ProjectReading ReadDocument(
        IReadOnlyList<YamlNode?> documents, string fileName, ComponentShelf shelf, ProjectLanguage language)
    {
        var root = RootOf(documents);
        return CompiledPipeline.Is(root)
            ? CompiledPipeline.Read(documents, fileName)
            : ProjectReader.Read(root, fileName, IsWide(fileName), shelf, language);
    }

    private static bool IsWide(string fileName) => Path.GetFileName(fileName).StartsWith("gyre", StringComparison.OrdinalIgnoreCase);
}
