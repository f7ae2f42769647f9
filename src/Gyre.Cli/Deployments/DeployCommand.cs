using System.Collections.Immutable;
using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Deployments;

/// <summary>Deploys a policy, a model or a program, or promotes a version.</summary>
internal sealed class DeployCommand
{
    private readonly Argument<string?> _name = CliCommand.OptionalWord(
        "NAME", "Name of the deployment. Default: all that the project file declares.");
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
    private readonly Option<bool> _dryRun = CliCommand.Switch(
        "--dry-run", "Only say what would change in declared deployments.");

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

            Without anything to serve, the deployments that the gyre.yaml of the current folder declares, or the one of
            this name, are made as declared. What is as declared stays as it is.

            Example:
              gyre deploy shop --policy policy.json --reward-wait 3600
              gyre deploy shop --policy new.json --role canary --share 0.1
              gyre deploy shop --version 2 --reason "Higher reward in the canary."
              gyre deploy flowers --model-file model.onnx
              gyre deploy rates --command "python3 serve.py" --files service --replicas 2
              gyre deploy --dry-run
            """)
        {
            _name, _policy, _file, _version, _role, _share, _model, _modelVersion, _alias, _reason, _dryRun,
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
        var count = given.Count(static one => one);
        if (count == 0 && !HasMore(result) && IsProject(result, host))
            return await ApplyAsync(result, host, cancellationToken);
        if (count != 1)
            throw new InvalidInputException(
                "deploy.what", "Exactly one of --policy, --model-file, --command and --version is required.",
                count == 0 ? "Add one of them, or declare the deployment in gyre.yaml and use no other options." : "Keep one of them.");
        if (result.GetValue(_name) is null)
            throw new InvalidInputException("deploy.name", "The name of the deployment is missing.", "Write 'gyre deploy NAME' with it.");
        if (result.GetValue(_dryRun))
            throw new InvalidInputException(
                "deploy.dry-run", "--dry-run is for deployments that a project file declares.", "Leave it out, or declare the deployment.");
        await using var desk = await DeploymentOptions.OpenOrCreateAsync(result, host, cancellationToken);
        return result.GetValue(_version) is null
            ? await DeployAsync(result, host, desk, cancellationToken)
            : await PromoteAsync(result, host, desk, cancellationToken);
    }

    /// <summary>Options that say something about a version make no sense without one.</summary>
    private bool HasMore(ParseResult result)
    {
        Option[] about = [_role, _share, _model, _modelVersion, _alias];
        return _settings.AreGiven(result) || _program.HasMore(result)
            || about.Any(option => CliCommand.IsGiven(result.CommandResult, option));
    }

    private bool IsProject(ParseResult result, CliHost host) =>
        result.GetValue(_name) is null || ProjectFile.Find(host.WorkingFolder) is not null;

    private async Task<int> ApplyAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var project = await ProjectFiles.LoadAsync(host, ".", cancellationToken, HomeOptions.Read(result, host).Home);
        var declared = Chosen(project, result.GetValue(_name));
        var isDry = result.GetValue(_dryRun);
        await using var place = isDry
            ? await OpenOrNoneAsync(result, host, cancellationToken)
            : await DeploymentOptions.OpenOrCreateAsync(result, host, cancellationToken);
        var desk = new DeclaredDesk(place, project.Folder, result.GetValue(_reason));
        var plans = new List<DeploymentPlan>();
        var problems = new List<Diagnostic>();
        foreach (var prepared in await desk.PrepareAsync(declared, cancellationToken))
        {
            var plan = prepared.Plan;
            try
            {
                if (!isDry)
                    await desk.ApplyAsync(prepared, cancellationToken);
            }
            catch (InvalidInputException refusal)
            {
                problems.AddRange(refusal.Diagnostics);
                plan = plan with { Outcome = DeploymentOutcome.Failed, Reason = Shown.Short(refusal.Diagnostics[0].Message, 300) };
            }
            plans.Add(plan);
            if (!CliCommand.IsJson(result))
                host.Out.WriteLine(Shown.Clean(DeclaredReport.Line(plan, isDry)));
        }
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, DeclaredReport.Json(plans, isDry));
        return problems.Count == 0 ? CliExitCodes.Done : throw new InvalidInputException(problems);
    }

    /// <summary>A home that is not there yet has no deployments, and is not made to say so.</summary>
    private static async Task<IDeploymentDesk?> OpenOrNoneAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await DeploymentOptions.OpenAsync(result, host, cancellationToken);
        }
        catch (InvalidInputException exception) when (exception.Diagnostics is [{ Code: "home.missing" }])
        {
            return null;
        }
    }

    private static ImmutableArray<DeploymentDeclaration> Chosen(ProjectFiles.Loaded project, string? name)
    {
        var all = project.Project.DeclaredDeployments;
        if (name is not null)
            return all.FirstOrDefault(one => one.Name == name) is { } found
                ? [found]
                : throw new InvalidInputException(
                    "deploy.what",
                    $"Nothing to serve is given, and the project file does not declare the deployment '{Shown.Short(name, 80)}'.",
                    "Use --policy, --model-file, --command or --version, or declare it in gyre.yaml.");
        return all.IsEmpty
            ? throw new InvalidInputException(
                "deploy.none", "The project file declares no deployment.",
                "Add '- deployment: {name: NAME, policy: FILE}' to gyre.yaml, or use 'gyre deploy NAME --policy FILE'.")
            : all;
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
        var name = result.GetValue(_name)!;
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
        var promoted = await desk.PromoteAsync(result.GetValue(_name)!, request, cancellationToken);
        DeploymentReport.Write(result, host, promoted);
        return CliExitCodes.Done;
    }
}
