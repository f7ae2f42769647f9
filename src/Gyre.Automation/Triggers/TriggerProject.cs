using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Automation.Triggers;

/// <summary>The project of a trigger, as its folder says now.</summary>
internal static class TriggerProject
{
    private const long MaxFileInBytes = 8 << 20;

    /// <exception cref="InvalidInputException">The folder or its file is not there, or the file has errors.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<Project> LoadAsync(string folder, ProjectLanguage language, CancellationToken cancellationToken)
    {
        var file = Find(folder) ?? throw new InvalidInputException(
            "project.missing", $"The project folder '{folder}' contains no project file ({string.Join(", ", ProjectFile.FileNames)}).", "Run 'gyre trigger add' in the project folder to register its triggers again.");
        if (new FileInfo(file).Length > MaxFileInBytes)
            throw new InvalidInputException("project.too-large", $"The project file is larger than {MaxFileInBytes} bytes.");
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        var reading = await ProjectFile.ReadAsync(bytes, Path.GetFileName(file), new FolderComponentFiles(folder), language,
            cancellationToken);
        return reading.Project ?? throw new InvalidInputException([.. reading.Diagnostics.Where(found => found.Severity == Severity.Error)]);
    }

    public static string? Find(string folder) => ProjectFile.FileNames.Select(name => Path.Join(folder, name)).FirstOrDefault(File.Exists);
}
