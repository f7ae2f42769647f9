using System.CommandLine;
using Gyre.Cli.Files;
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

    private Option[] More => [_files, _replicas, _port, _predict, _health, _warmUp];

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_command, .. More])
            command.Add(option);
    }

    public bool IsGiven(ParseResult result) => result.GetValue(_command) is not null;

    /// <summary>Whether options about a program are given beside its command.</summary>
    public bool HasMore(ParseResult result) => More.Any(option => CliCommand.IsGiven(result.CommandResult, option));

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
        return await UploadAsync(DeclaredFiles.In(folder), desk, cancellationToken);
    }

    /// <summary>Puts the files of a program into the artifact store.</summary>
    public static async Task<IReadOnlyList<CommandFileInfo>> UploadAsync(
        IEnumerable<DeclaredFiles.Found> found, IDeploymentDesk desk, CancellationToken cancellationToken)
    {
        var files = new List<CommandFileInfo>();
        foreach (var file in found)
        {
            var digest = await desk.UploadAsync(file.File, cancellationToken);
            files.Add(new CommandFileInfo { Path = file.Path, Digest = digest, Executable = file.Executable });
        }
        return files;
    }
}
