using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary>Reads <c>gyre.ENVIRONMENT.json</c> of the working folder.</summary>
internal static class EnvironmentFiles
{
    private const long MostBytes = 1 << 20;

    /// <summary>The environment as its file has it; without one it says nothing.</summary>
    /// <exception cref="InvalidInputException">The word is no environment, or the file is not valid.</exception>
    public static async Task<ProjectEnvironment> ReadAsync(CliHost host, string word, CancellationToken cancellationToken)
    {
        var kind = ProjectEnvironment.ParseKind(word);
        var name = ProjectEnvironment.FileNameOf(kind);
        var file = new FileInfo(host.Resolve(name));
        if (!file.Exists)
            return new ProjectEnvironment(kind);
        if (file.Length > MostBytes)
            throw new InvalidInputException("environment.json", $"{name} is larger than 1 MiB.", "Write only the known keys into it.");
        return ProjectEnvironment.Parse(kind, name, await File.ReadAllBytesAsync(file.FullName, cancellationToken));
    }
}
