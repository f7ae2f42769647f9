using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Server.Features.Projects;

/// <summary>A row of <c>server_projects</c>.</summary>
internal sealed record ProjectRow
{
    public string Name { get; init; } = "";

    public string Folder { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Folders of this machine that runs may be started from, by name. A folder is read anew whenever something starts from it.</summary>
internal sealed class ProjectRegistry(IStore store, TimeProvider clock, ServerServices services)
{
    private const int MaxNameLength = 100;
    private const long MaxFileInBytes = 8 << 20;

    public Task<IReadOnlyList<ProjectRow>> ListAsync(CancellationToken cancellationToken) => store.Database.ReadAsync(
        static session => session.Query<ProjectRow>("SELECT name, folder, created_at FROM server_projects ORDER BY name_key LIMIT 1000"), cancellationToken);

    public Task<ProjectRow?> FindAsync(string name, CancellationToken cancellationToken) => store.Database.ReadAsync(session => Find(session, name), cancellationToken);

    /// <summary>Registers a folder; gives the row that has the name now, which has another folder when the name was taken.</summary>
    /// <exception cref="InvalidInputException">The name or the folder is refused.</exception>
    public Task<ProjectRow> RegisterAsync(string folder, string? name, CancellationToken cancellationToken)
    {
        var place = CheckFolder(folder);
        var chosen = CheckName(name ?? new DirectoryInfo(place).Name);
        var now = clock.GetUtcNow();
        return store.Database.WriteAsync(
            session =>
            {
                session.Execute(
                    "INSERT INTO server_projects (name_key, name, folder, created_at) VALUES (@key, @chosen, @place, @now) ON CONFLICT (name_key) DO NOTHING",
                    new { key = KeyOf(chosen), chosen, place, now });
                return Find(session, chosen)!;
            },
            cancellationToken);
    }

    /// <summary>Forgets a name; nothing on disk and no run is touched.</summary>
    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) =>
        store.Database.WriteAsync(session => session.Execute("DELETE FROM server_projects WHERE name_key = @key", new { key = KeyOf(name) }) > 0, cancellationToken);

    /// <summary>What the folder's file says now.</summary>
    /// <exception cref="InvalidInputException">There is no file, or it is too large to be one.</exception>
    public async Task<ProjectReading> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var file = ProjectFile.FileNames.Select(name => Path.Join(folder, name)).FirstOrDefault(File.Exists)
            ?? throw Refusal("project.missing", $"The folder contains no project file ({string.Join(", ", ProjectFile.FileNames)}).");
        if (new FileInfo(file).Length > MaxFileInBytes)
            throw Refusal("project.too-large", $"The project file is larger than {MaxFileInBytes} bytes.");
        return await ProjectFile.ReadAsync(await File.ReadAllBytesAsync(file, cancellationToken), Path.GetFileName(file),
            new FolderComponentFiles(folder), services.Language, cancellationToken);
    }

    /// <summary>The project itself.</summary>
    /// <exception cref="InvalidInputException">As for reading, or the file has errors.</exception>
    public async Task<Project> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(folder, cancellationToken);
        return reading.Project ?? throw new InvalidInputException(reading.Diagnostics);
    }

    /// <summary>A folder that is there, written so that one folder has one text.</summary>
    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static string CheckFolder(string folder)
    {
        if (folder.Length is 0 or > SafePath.MaxBytes || folder.Any(char.IsControl) || !Path.IsPathFullyQualified(folder))
            throw Refusal("project.folder", "The folder must be an absolute path on the server.");
        if (folder.Split('/', '\\').Any(static segment => segment is "." or ".."))
            throw Refusal("project.folder", "The folder path must not contain '.' or '..'.");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full) ? full : throw Refusal("project.folder", "The folder does not exist on the server.");
    }

    /// <summary>A name that a project may have.</summary>
    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static string CheckName(string name) =>
        name.Trim().Length == name.Length && name.Length is > 0 and <= MaxNameLength && !name.Any(static c => char.IsControl(c) || c is '/' or '\\' or '%') && name is not ("." or "..")
            ? name.Normalize(NormalizationForm.FormC)
            : throw new InvalidInputException([new Diagnostic(Severity.Error, "project.name", $"A project name must have 1 to {MaxNameLength} characters, without '/', '\\', '%', control characters, or leading or trailing spaces.") { Path = "name" }]);

    private static ProjectRow? Find(IDbSession session, string name) =>
        session.QuerySingleOrDefault<ProjectRow>("SELECT name, folder, created_at FROM server_projects WHERE name_key = @key", new { key = KeyOf(name) });

    /// <summary>Names that people would take for the same are the same.</summary>
    private static string KeyOf(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Not valid Unicode, so nobody's name.
            return "";
        }
    }

    private static InvalidInputException Refusal(string code, string message) => new([new Diagnostic(Severity.Error, code, message) { Path = "folder" }]);
}
