using System.CommandLine;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>Options about a program that a deployment serves.</summary>
internal sealed class ProgramOptions
{
    private readonly Option<string?> _command = CliCommand.Text(
        "--command", "COMMAND", "Program to serve: a command that listens on $PORT or {port}, and answers POST requests.");

    private readonly Option<DirectoryInfo?> _files = new("--files")
    {
        Description = "Folder with the files of the program.",
        HelpName = "DIR",
    };

    private readonly Option<int?> _replicas = CliCommand.Count("--replicas", "How many of the program run. Default: 1.");
    private readonly Option<int?> _port = CliCommand.Count("--port", "Port that the command names; each replica gets another one instead.");
    private readonly Option<string?> _predict = CliCommand.Text("--predict-path", "PATH",
        "Where the program takes predictions. Default: /predict.");
    private readonly Option<string?> _health = CliCommand.Text("--health-path", "PATH",
        "Where the program says that it is ready. Default: /.");
    private readonly Option<string?> _warmUp = CliCommand.Text("--warm-up", "JSON",
        "Request that the program must answer before it gets others.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_command, _files, _replicas, _port, _predict, _health, _warmUp])
            command.Add(option);
    }

    public bool IsGiven(ParseResult result) => result.GetValue(_command) is not null;

    /// <summary>The program, with its files in the artifact store.</summary>
    public async Task<CommandInfo> ReadAsync(ParseResult result, CliHost host, IDeploymentDesk desk, CancellationToken cancellationToken)
    {
        var files = result.GetValue(_files) is { } folder ? await UploadAsync(host, folder, desk, cancellationToken) : null;
        return new CommandInfo
        {
            Commands = [result.GetValue(_command)!],
            Files = files,
            Replicas = result.GetValue(_replicas),
            Port = result.GetValue(_port),
            PredictPath = result.GetValue(_predict),
            HealthPath = result.GetValue(_health),
            WarmUp = result.GetValue(_warmUp) is { } document ? WarmUpOf(document) : null,
        };
    }

    private static Value WarmUpOf(string document)
    {
        try
        {
            return ValueJson.Parse(document);
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new InvalidInputException(
                "deploy.warm-up", $"The request of --warm-up is no JSON: {exception.Message}", "Write it as {\"instances\": [...]}.");
        }
    }

    private static async Task<IReadOnlyList<CommandFileInfo>> UploadAsync(
        CliHost host, DirectoryInfo given, IDeploymentDesk desk, CancellationToken cancellationToken)
    {
        var folder = host.Resolve(given.ToString());
        if (!Directory.Exists(folder))
            throw new InvalidInputException("file.missing", $"The folder '{given}' does not exist.", "Check the path of --files.");
        var files = new List<CommandFileInfo>();
        // A link may lead out of the folder, or back into it without end.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var path in Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal))
        {
            files.Add(new CommandFileInfo
            {
                Path = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'),
                Digest = await desk.UploadAsync(new FileInfo(path), cancellationToken),
                Executable = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0,
            });
        }
        return files;
    }
}
