using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Learning;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Serving;
using Gyre.Storage;

namespace Gyre.Home.Nodes;

/// <summary>
/// Deploys what deployment nodes name, and answers them. A node that is looked at twice gets the version that the first look made: content
/// that serves already is not added again.
/// </summary>
internal sealed class NodeDeployer(IStore store, IBlobStore blobs, IRuns runs, ICycles cycles, IDeployments deployments)
{
    private const int PageSize = 1000;
    private const string By = "deployment nodes";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);

    private readonly string _owner = ProcessMark.Create("deployment-nodes");
    private volatile bool _isAtWork;

    /// <summary>Whether this process answers nodes.</summary>
    public bool IsAtWork => _isAtWork;

    /// <summary>
    /// Begins to be at work, and gives the loop that does it: a node that starts before the loop has come to it waits, and is not skipped.
    /// </summary>
    public IBackgroundLoop Begin()
    {
        _isAtWork = true;
        return new BackgroundLoop("deployment-nodes", RunAsync);
    }

    private async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        var seen = await store.Events.LastAsync(cancellationToken);
        await AnswerAllAsync(cancellationToken);
        while (true)
        {
            scope.Beat();
            await store.Events.WaitAsync(seen, Silence, cancellationToken);
            foreach (var news in await store.Events.ReadAsync(seen, PageSize, subject: null, cancellationToken))
            {
                if (news.Type == NodeEvents.AwaitingAnswer.Name && Find(news) is { } found)
                    await AnswerAsync(found.Run, found.Path, cancellationToken);
                seen = news.Sequence;
            }
        }
    }

    private static (RunId Run, string Path)? Find(StoredEvent news)
    {
        try
        {
            return ValueJson.Parse(news.Data) is MapValue data && data.Find("kind") is TextValue { Text: "deployment" }
                && data.Find("path") is TextValue path && GuidIds.TryParse<RunId>(news.Subject.Split('/')[^1], out var run)
                ? (run, path.Text)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidInputException)
        {
            return null;
        }
    }

    /// <summary>Nodes that began to wait while nobody was at work.</summary>
    private async Task AnswerAllAsync(CancellationToken cancellationToken)
    {
        var waiting = await runs.QueryAsync(new RunQuery { Waiting = true, Limit = PageSize, Counted = false }, cancellationToken);
        foreach (var run in waiting.Runs)
        {
            foreach (var node in await runs.NodesAsync(run.Id, cancellationToken))
                await AnswerAsync(run.Id, node, cancellationToken);
        }
    }

    private async Task AnswerAsync(RunId run, string path, CancellationToken cancellationToken)
    {
        if (await runs.NodeAsync(run, path, cancellationToken) is { } node)
            await AnswerAsync(run, node, cancellationToken);
    }

    private async Task AnswerAsync(RunId run, NodeRunView node, CancellationToken cancellationToken)
    {
        if (node is not { Kind: "deployment", State: NodeRunState.AwaitingAnswer })
            return;
        // Another server of the store may be at it.
        var name = $"deployment-node/{run}/{node.Path}";
        if (await store.Leases.TryAcquireAsync(name, _owner, LeaseTime, ProcessMark.IsGone, cancellationToken) is not { } lease)
            return;
        try
        {
            var answer = await DeployAsync(run, node, cancellationToken);
            await runs.AnswerAsync(run, node.Wait?.Key ?? node.Path, answer, By, cancellationToken);
        }
        finally
        {
            await store.Leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private async Task<MapValue> DeployAsync(RunId run, NodeRunView node, CancellationToken cancellationToken)
    {
        var pipeline = await runs.PipelineOfAsync(run, cancellationToken);
        if (pipeline?.Graph.Nodes.OfType<DeploymentNode>().FirstOrDefault(one => one.Name == node.Path) is not { } definition)
            return Answer(DeploymentKind.Skipped, "it is part of another node");
        if (await IsStartedByStepAsync(run, cancellationToken))
            return Answer(DeploymentKind.Skipped, "a step started this run, and steps do not deploy with the rights of the server");
        var project = await runs.ProjectOfAsync(run, cancellationToken);
        var plan = EndpointPlan.Make(definition, node.Inputs, project?.Endpoints ?? [], await CodeAsync(run, cancellationToken));
        if (plan.Reason is { } reason)
            return Answer(DeploymentKind.Skipped, reason);
        try
        {
            var wanted = new List<NewVersion>();
            foreach (var target in plan.Targets)
            {
                if (await VersionOfAsync(target, definition, run, cancellationToken) is not { } version)
                    return Answer(DeploymentKind.Skipped, $"the file for '{target.Deployment}' is neither a model nor a policy file");
                wanted.Add(version);
            }
            var versions = new List<(string Deployment, long Version)>();
            foreach (var version in wanted)
                versions.Add((version.Deployment, await DeployAsync(version, cancellationToken)));
            var text = string.Join(", ", versions.Select(static one => string.Create(
                CultureInfo.InvariantCulture, $"version {one.Version} of '{one.Deployment}'")));
            return Answer(
                DeploymentKind.Deployed, $"serves as {text}", new KeyValuePair<string, Value>(DeploymentKind.Facts, FactsOf(versions)));
        }
        catch (Exception exception) when (exception is InvalidInputException or ServingConflictException or ModelFailedException
            or BlobMissingException or BlobCorruptException)
        {
            return Answer(DeploymentKind.Failed, $"could not be deployed: {MessageOf(exception)}");
        }
    }

    /// <summary>What edges such as <c>NODE.deployment.version_id</c> bring to other nodes: of several, those of the first.</summary>
    private static MapValue FactsOf(List<(string Deployment, long Version)> versions) => new(
    [
        new("id", Value.Of(versions[0].Deployment)),
        new("version_id", Value.Of(versions[0].Version.ToString(CultureInfo.InvariantCulture))),
        new("versions", new MapValue([.. versions.Select(static one => KeyValuePair.Create(one.Deployment, Value.Of(one.Version)))])),
    ]);

    /// <returns>Null when the file is nothing that can be served.</returns>
    private async Task<NewVersion?> VersionOfAsync(
        EndpointTarget target, DeploymentNode node, RunId run, CancellationToken cancellationToken)
    {
        var form = target.Program is not null ? ServedForm.Command
            : target.IsOnnx ? ServedForm.Model
            : await FormOfAsync(target.Model, cancellationToken);
        if (form is null)
            return null;
        var reason = $"Deployed by the node '{node.Name}' of run {run}.";
        return new NewVersion
        {
            Deployment = target.Deployment,
            Command = target.Program,
            Artifact = form == ServedForm.Model ? target.Model : default,
            Policy = form == ServedForm.Policy ? target.Model : default,
            Alias = node.Aliases.FirstOrDefault(),
            Description = reason,
            Cause = new RouteCause { Reason = reason, By = $"{node.Name} of run {run}" },
        };
    }

    /// <summary>What a file of Gyre is, by reading it.</summary>
    private async Task<ServedForm?> FormOfAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (await ReadsAsync(stream => ModelFile.ReadAsync(stream, "the file", ModelKinds.BuiltIn, cancellationToken)))
            return ServedForm.Model;
        return await ReadsAsync(stream => PolicyFile.ReadAsync(stream, "the file", cancellationToken)) ? ServedForm.Policy : null;

        async Task<bool> ReadsAsync(Func<Stream, Task> read)
        {
            try
            {
                await using var stream = await blobs.OpenReadAsync(digest, 0, cancellationToken);
                await read(stream);
                return true;
            }
            catch (InvalidInputException)
            {
                return false;
            }
        }
    }

    /// <returns>The version that serves; the one that does already when it has the content.</returns>
    private async Task<long> DeployAsync(NewVersion version, CancellationToken cancellationToken)
    {
        var digest = version.Command is { } program ? ProgramDescription.DigestOf(program)
            : version.Policy.IsEmpty ? version.Artifact : version.Policy;
        return await deployments.FindAsync(version.Deployment, cancellationToken) is { } current
            && await deployments.VersionsAsync(version.Deployment, cancellationToken) is { } versions
            && versions.Any(one => one.Version == current.Route.Champion && one.Policy == digest)
            ? current.Route.Champion
            : (await deployments.AddAsync(version, cancellationToken)).Version.Version;
    }

    /// <summary>A step acts with the rights of its token; those of the server are for runs of people and what people declared.</summary>
    private async Task<bool> IsStartedByStepAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(run, cancellationToken) is not { Parent: not null } view)
            return false;
        return view.Cycle is not { } cycle || await cycles.FindAsync(cycle, cancellationToken) is not { ByHand: false };
    }

    private async Task<CodeTree?> CodeAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            if (await runs.CodeOfAsync(run, cancellationToken) is not { } code)
                return null;
            await using var stream = await blobs.OpenReadAsync(code, 0, cancellationToken);
            using var reader = new StreamReader(stream);
            return CodeTree.Parse(await reader.ReadToEndAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException or FormatException)
        {
            return null;
        }
    }

    private static string MessageOf(Exception exception) => exception is InvalidInputException invalid
        ? string.Join(" ", invalid.Diagnostics.Select(static one => one.Remedy is null ? one.Message : $"{one.Message} {one.Remedy}"))
        : exception.Message;

    private static MapValue Answer(string outcome, string reason, params ReadOnlySpan<KeyValuePair<string, Value>> more) =>
        new([new("outcome", Value.Of(outcome)), new("reason", Value.Of(reason)), .. more]);
}
