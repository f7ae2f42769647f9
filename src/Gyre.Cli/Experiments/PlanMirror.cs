using Gyre.Cli.Files;
using Gyre.Cli.Formats;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Client;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Tracking;

namespace Gyre.Cli.Experiments;

/// <summary>
/// Sends what runs of plans recorded to the tracking server of their environment. What could not be sent is sent the next time, without any
/// training: each run says for which environment it was, and then that it was sent.
/// </summary>
/// <param name="host">Files and variables of environments.</param>
/// <param name="home">Where the runs are.</param>
internal sealed class PlanMirror(CliHost host, IHome home)
{
    /// <summary>Tag of the tracking run of an experiment: its environment.</summary>
    public const string EnvironmentTag = "gyre.environment";

    private const int MostRuns = 100;
    private const string LockFile = "tracking-mirror.lock";

    private readonly Dictionary<string, string?> _addresses = new(StringComparer.Ordinal);

    /// <summary>Sends all that waits of experiments; failures are told.</summary>
    /// <param name="names">Experiments with their projects.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> SendAsync(IEnumerable<(string Project, string Name)> names, CancellationToken cancellationToken)
    {
        var waiting = new List<(RunView Run, PipelineRecords Records, string Environment)>();
        foreach (var (project, name) in names)
            await CollectAsync(project, name, waiting, cancellationToken);
        if (waiting.Count == 0)
            return true;
        // Two processes that send the same run would both not find it there.
        using var held = Hold();
        if (held is null)
        {
            host.Say("Another process is sending results to the tracking server.");
            return false;
        }
        var all = true;
        foreach (var (run, records, environment) in waiting)
            all &= await TrySendAsync(run, records, environment, cancellationToken);
        return all;
    }

    private async Task CollectAsync(
        string project, string name, List<(RunView, PipelineRecords, string)> waiting, CancellationToken cancellationToken)
    {
        var query = new Pipelines.RunQuery { Project = project, Pipeline = name, Limit = MostRuns, Counted = false };
        foreach (var run in (await home.Runs.QueryAsync(query, cancellationToken)).Runs.Reverse())
        {
            if (run.State is RunState.Running or RunState.Cancelling
                || await home.Runs.PipelineOfAsync(run.Id, cancellationToken) is not { Records: { } records }
                || records.Tags.FirstOrDefault(static tag => tag.Key == EnvironmentTag).Value is not { } environment)
                continue;
            var root = await home.Tracking.Runs.GetManyAsync([TrackingRuns.IdOf(run.Id)], cancellationToken);
            if (root is [var there] && there.Tags.All(static tag => tag.Key != TrackingMirror.SentTag))
                waiting.Add((run, records, environment));
        }
    }

    private async Task<bool> TrySendAsync(
        RunView run, PipelineRecords records, string environment, CancellationToken cancellationToken)
    {
        try
        {
            if (await AddressAsync(environment, cancellationToken) is not { } address)
                return true;
            using var target = TrackingMirror.Open(home.Tracking, address, Options());
            string[] ids = [TrackingRuns.IdOf(run.Id), .. records.Nodes.Select(node => TrackingRuns.IdOf(run.Id, node.Node))];
            await target.SendAsync(records.Experiment, ids, cancellationToken);
            await home.Tracking.Runs.SetTagAsync(ids[0], new Tag(TrackingMirror.SentTag, target.Location), cancellationToken);
            host.Say($"Sent the results of '{Shown.Clean(run.Title)}' to {Shown.Clean(target.Location)}.");
            return true;
        }
        catch (Exception exception) when (exception is Client.TrackingException or ArgumentException or InvalidInputException)
        {
            host.Say($"The results of '{Shown.Clean(run.Title)}' were not sent to the tracking server of {environment}: "
                + $"{Shown.Clean(exception.Message)}");
            host.Say("They are in this home. 'gyre experiment status PLAN' sends them again, without training.");
            return false;
        }
    }

    private async Task<string?> AddressAsync(string environment, CancellationToken cancellationToken)
    {
        if (!_addresses.TryGetValue(environment, out var address))
        {
            address = (await EnvironmentFiles.ReadAsync(host, environment, cancellationToken)).TrackingAddress(host.Variable);
            _addresses[environment] = address;
        }
        return address is null || address.Contains("://", StringComparison.Ordinal) ? address : host.Resolve(address);
    }

    /// <summary>Credentials come from variables, the address from <see cref="ProjectEnvironment"/>, the rest from the runs.</summary>
    private TrackerOptions Options() => new()
    {
        SystemTags = false,
        EndRunsAtExit = false,
        Retry = new RetryOptions { MaxRetries = 3 },
        Environment = name => name is "MLFLOW_TRACKING_USERNAME" or "MLFLOW_TRACKING_PASSWORD" or "MLFLOW_TRACKING_TOKEN"
            ? host.Variable(name)
            : null,
    };

    private FileStream? Hold()
    {
        try
        {
            Directory.CreateDirectory(home.Storage.Home);
            return new FileStream(
                Path.Join(home.Storage.Home, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
