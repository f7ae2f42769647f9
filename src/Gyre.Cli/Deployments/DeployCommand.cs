using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>Deploys a policy, a model or a program, or promotes a version.</summary>
internal sealed class DeployCommand
{
    private readonly Argument<string> _name = DeploymentOptions.Name();
    private readonly Option<FileInfo?> _policy = new("--policy")
    {
        Description = "Policy file to add as a new version.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo?> _file = new("--model-file")
    {
        Description = "Model file to add as a new version: of 'gyre learn train', or ONNX.",
        HelpName = "FILE",
    };

    private readonly ProgramOptions _program = new();
    private readonly Option<int?> _version = CliCommand.Count("--version", "Existing version to make the champion.");
    private readonly Option<string?> _role = CliCommand.Text(
        "--role", "champion|canary|shadow|idle", "Role of the new version. Default: champion.");

    private readonly Option<string?> _share = CliCommand.Text("--share", "SHARE", "Share of the decisions for a canary, between 0 and 1.");
    private readonly Option<string?> _model = CliCommand.Text("--model", "NAME", "Registered model whose alias follows the champion.");
    private readonly Option<int?> _modelVersion = CliCommand.Count("--model-version", "Version of the model that the policy is.");
    private readonly Option<string?> _alias = CliCommand.Text("--alias", "NAME", "Alias that follows. Default: champion.");
    private readonly Option<string?> _reason = DeploymentOptions.Reason();
    private readonly SettingsOptions _settings = new();

    public static Command Create(CliHost host) => new DeployCommand().Build(host);

    private Command Build(CliHost host)
    {
        var command = new Command(
            "deploy",
            """
            Deploys a policy, a model or a program: adds it as a version of a deployment and makes it the champion.

            The deployment is created if it does not exist. Use --role to try a version beside the champion first, and
            --version to promote it later.

            Example:
              gyre deploy shop --policy policy.json --reward-wait 3600
              gyre deploy shop --policy new.json --role canary --share 0.1
              gyre deploy shop --version 2 --reason "Higher reward in the canary."
              gyre deploy flowers --model-file model.onnx
              gyre deploy rates --command "python3 serve.py" --files service --replicas 2
            """)
        {
            _name, _policy, _file, _version, _role, _share, _model, _modelVersion, _alias, _reason,
        };
        _program.AddTo(command);
        _settings.AddTo(command);
        DeploymentOptions.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var given = (bool[])
            [result.GetValue(_policy) is not null, result.GetValue(_file) is not null, _program.IsGiven(result),
                result.GetValue(_version) is not null];
        if (given.Count(static one => one) != 1)
            throw new InvalidInputException(
                "deploy.what", "Exactly one of --policy, --model-file, --command and --version is required.", "Add one of them.");
        await using var desk = await DeploymentOptions.OpenOrCreateAsync(result, host, cancellationToken);
        return result.GetValue(_version) is null
            ? await DeployAsync(result, host, desk, cancellationToken)
            : await PromoteAsync(result, host, desk, cancellationToken);
    }

    private static async Task<Digest?> UploadAsync(
        ParseResult result, CliHost host, IDeploymentDesk desk, Option<FileInfo?> option, CancellationToken cancellationToken)
    {
        if (result.GetValue(option) is not { } given)
            return null;
        var file = new FileInfo(host.Resolve(given.ToString()));
        if (!file.Exists)
            throw new InvalidInputException("file.missing", $"The file '{given}' does not exist.", $"Check the path of {option.Name}.");
        return await desk.UploadAsync(file, cancellationToken);
    }

    private async Task<int> DeployAsync(ParseResult result, CliHost host, IDeploymentDesk desk, CancellationToken cancellationToken)
    {
        var name = result.GetRequiredValue(_name);
        var request = new DeployRequest
        {
            Name = name,
            Policy = await UploadAsync(result, host, desk, _policy, cancellationToken),
            Artifact = await UploadAsync(result, host, desk, _file, cancellationToken),
            Command = _program.IsGiven(result) ? await _program.ReadAsync(result, host, desk, cancellationToken) : null,
            Role = result.GetValue(_role),
            Share = result.GetValue(_share) is { } share ? DeploymentOptions.Number("--share", share) : null,
            Model = result.GetValue(_model),
            ModelVersion = result.GetValue(_modelVersion),
            Alias = result.GetValue(_alias),
            Reason = result.GetValue(_reason),
            Settings = _settings.AreGiven(result)
                ? _settings.Over(result, (await desk.FindAsync(name, cancellationToken))?.Settings ?? new DeploymentSettingsInfo())
                : null,
        };
        var deployed = await desk.DeployAsync(request, cancellationToken);
        if (CliCommand.IsJson(result))
            Shape.Print(host.Out, deployed);
        else
        {
            var (added, champion) = (deployed.Version, deployed.Deployment.Champion);
            host.Out.WriteLine($"Added version {added.Version} ({added.Kind}) to '{name}'; version {champion} is the champion.");
        }
        return CliExitCodes.Done;
    }

    private async Task<int> PromoteAsync(ParseResult result, CliHost host, IDeploymentDesk desk, CancellationToken cancellationToken)
    {
        var request = new PromoteRequest { Version = result.GetValue(_version)!.Value, Reason = result.GetValue(_reason) };
        var promoted = await desk.PromoteAsync(result.GetRequiredValue(_name), request, cancellationToken);
        DeploymentReport.Write(result, host, promoted);
        return CliExitCodes.Done;
    }
}
