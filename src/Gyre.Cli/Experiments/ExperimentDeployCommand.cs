using System.CommandLine;
using Gyre.Cli.Deployments;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Models;
using Gyre.Cli.Options;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Registers the model of a trial and lets a deployment serve it.</summary>
internal sealed class ExperimentDeployCommand
{
    private readonly TrialOptions _choice = new();
    private readonly Option<string> _deployment = new("--deployment")
    {
        Description = "Name of the deployment; created if it does not exist.",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string?> _model = CliCommand.Text(
        "--model", "NAME", "Name of the registered model; created if it does not exist. Default: that of the deployment.");

    private readonly Option<string?> _alias = CliCommand.Text("--alias", "NAME", "Alias that follows the champion. Default: champion.");
    private readonly Option<string?> _role = CliCommand.Text(
        "--role", "champion|canary|shadow|idle", "Role of the new version. Default: champion.");

    private readonly Option<string?> _share = CliCommand.Text("--share", "SHARE", "Share of the requests for a canary, between 0 and 1.");
    private readonly Option<string?> _reason = DeploymentOptions.Reason();

    public static Command Create(CliHost host) => new ExperimentDeployCommand().Build(host);

    private Command Build(CliHost host)
    {
        var command = new Command(
            "deploy",
            """
            Registers the model of a trial, and makes it the champion of a deployment that answers about rows with the dataset's inputs.

            The transforms of the trial are applied as they were fitted. Components of your own cannot be served this way.

            Example:
              gyre experiment deploy plans/digits --trial network --deployment digits
              gyre predict digits --rows '[{"x": 1.5, "color": "red"}]'
            """)
        {
            _choice.Plan, _choice.Trial, _deployment, _choice.Dataset, _choice.Partition, _model, _alias, _role, _share, _reason,
        };
        HomeOptions.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var chosen = await _choice.ReadAsync(result, host, cancellationToken);
        var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
        await using var desk = new HomeDesk(home, System.Environment.UserName);
        var trial = await chosen.FindAsync(home, cancellationToken);
        var packed = await PackAsync(home, trial, cancellationToken);
        using var content = new MemoryStream(packed, writable: false);
        var digest = (await home.Blobs.PutAsync(content, cancellationToken)).Digest;
        var name = result.GetRequiredValue(_deployment);
        if (await ServesAsync(desk, name, digest, cancellationToken) is { } champion)
        {
            host.Say($"Version {champion} of '{Shown.Short(name, 100)}' serves this model already.");
            return CliExitCodes.Done;
        }
        var deployed = await DeployAsync(result, home, desk, trial, digest, cancellationToken);
        if (CliCommand.IsJson(result))
            Shape.Print(host.Out, deployed);
        else
            host.Out.WriteLine(
                $"Added version {deployed.Version.Version} ({deployed.Version.Kind}) to '{name}'; "
                + $"version {deployed.Deployment.Champion} is the champion.");
        return CliExitCodes.Done;
    }

    private async Task<DeployedInfo> DeployAsync(
        ParseResult result, IHome home, HomeDesk desk, TrainedTrial trial, Digest digest, CancellationToken cancellationToken)
    {
        var name = result.GetRequiredValue(_deployment);
        var model = result.GetValue(_model) ?? name;
        var version = await trial.RegisterAsync(home.Tracking, model, cancellationToken);
        return await desk.DeployAsync(
            new DeployRequest
            {
                Name = name,
                Artifact = digest,
                Role = result.GetValue(_role),
                Share = result.GetValue(_share) is { } share ? DeploymentOptions.Number("--share", share) : null,
                Model = model,
                ModelVersion = version.Version,
                Alias = result.GetValue(_alias),
                Description = trial.Title,
                Reason = result.GetValue(_reason) ?? trial.Title,
                Evidence = [.. trial.Figures.Select(static figure => new AliasEvidenceInfo { Metric = figure.Name, Value = figure.Value })],
            },
            cancellationToken);
    }

    /// <summary>The model as one file, tried before anything is registered.</summary>
    private static async Task<byte[]> PackAsync(IHome home, TrainedTrial trial, CancellationToken cancellationToken)
    {
        var source = await ModelFiles.OpenAsync(home.Tracking, trial.Source, cancellationToken);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in await source.ListAsync(cancellationToken))
        {
            using var content = new MemoryStream();
            await using var stream = await source.ReadAsync(file, cancellationToken);
            await stream.CopyToAsync(content, cancellationToken);
            files[file] = content.ToArray();
        }
        var packed = TrialModelFile.Pack(files);
        await (await TrialModelFile.LoadAsync(packed, cancellationToken)).DisposeAsync();
        return packed;
    }

    /// <summary>The champion, when it has this content; null otherwise.</summary>
    private static async Task<long?> ServesAsync(HomeDesk desk, string name, Digest digest, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(name, cancellationToken) is not { } known)
            return null;
        var versions = (await desk.VersionsAsync(name, cancellationToken)).Versions;
        return versions.Any(one => one.Version == known.Champion && one.Policy == digest) ? known.Champion : null;
    }
}
