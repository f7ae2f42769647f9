using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Logging;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What the cache says to one node run.</summary>
internal abstract record CacheAnswer(CacheKeyParts Parts, Digest Key);

/// <summary>A whole earlier result.</summary>
internal sealed record CacheHit(CacheKeyParts Parts, Digest Key, ReusedResult Result) : CacheAnswer(Parts, Key);

/// <summary>Nothing to reuse. <paramref name="Rejected"/> is the attempt whose result was there and is too old; null when there was none.</summary>
internal sealed record CacheMiss(CacheKeyParts Parts, Digest Key, AttemptId? Rejected) : CacheAnswer(Parts, Key);

/// <summary>Another node run computes it at this moment.</summary>
internal sealed record CacheBusy(CacheKeyParts Parts, Digest Key) : CacheAnswer(Parts, Key);

/// <summary>Computes keys and looks them up. A hit is only a hit while every byte of its outputs is in the artifact store.</summary>
internal sealed class CacheAsker(IDatabase database, IBlobStore blobs, ILeases leases, CodeSnapshots snapshots, ExecutorSet executors,
    EngineOptions options, string owner)
{
    private readonly Dictionary<Digest, CodeTree> _trees = [];
    private readonly ILogger _logger = options.Logs.For<CacheAsker>();

    public async Task<CacheKeyParts> PartsOfAsync(
        RunGraph graph, RunMachineState state, NodeRun node, CancellationToken cancellationToken) =>
        CacheKeyParts.Of(graph.Plan, graph.StepOf(node.Node)!, node,
            FilesFrom(graph, state, node), await CodeOfAsync(graph, node, cancellationToken));

    /// <summary>What differs from the nearest earlier result, of a node run that the cache has no answer for.</summary>
    public async Task<ImmutableArray<CacheDifference>> ExplainAsync(
        RunGraph graph, RunMachineState state, NodeRun node, CacheKeyParts parts, CancellationToken cancellationToken)
    {
        var miss = await database.ReadAsync(session => MissExplanation.Of(session, graph.Plan, node, FilesFrom(graph, state, node), parts),
            cancellationToken);
        return await miss.WithCodeAsync(snapshots, cancellationToken);
    }

    /// <summary>The node run that holds inputs and environment, with what its step sees of the machine as well.</summary>
    private NodeRun FilesFrom(RunGraph graph, RunMachineState state, NodeRun node)
    {
        var files = node.Parent is { } parent ? state.Nodes[parent] : node;
        return files with { Environment = executors.ResultVariablesOf(graph.ExecutorOf(node.Node)).SetItems(files.Environment) };
    }

    /// <summary>Digest of the code that a node run depends on.</summary>
    private async Task<Digest> CodeOfAsync(RunGraph graph, NodeRun node, CancellationToken cancellationToken)
    {
        var step = graph.StepOf(node.Node)!;
        var code = step.Revision?.Code ?? graph.Plan.Code;
        if (!step.Cache.Code.IsEmpty)
        {
            if (!_trees.TryGetValue(code, out var tree))
                _trees[code] = tree = await snapshots.ReadAsync(code, cancellationToken);
            code = tree.DigestOf(step.Cache.Code);
        }
        return code;
    }

    public async Task<CacheAnswer> AskAsync(
        RunGraph graph, RunMachineState state, NodeRun node, CacheKeyParts parts, CancellationToken cancellationToken)
    {
        var key = parts.Key();
        var (entry, claim) = await database.ReadAsync(session => (CacheStore.Find(session, key), CacheStore.Claim(session, key)), cancellationToken);
        if (entry is null && claim is null && graph.Plan.Pipeline.CacheScope == CacheScope.Project)
            entry = await FindEarlierAsync(graph, state, node, cancellationToken);
        var fresh = entry is not null && IsFresh(entry, graph.StepOf(node.Node)!.Cache);
        if (fresh && await IsWholeAsync(entry!, cancellationToken))
            return new CacheHit(parts, key, entry!.ReadResult());
        if (claim is not null && (claim.Run != graph.Plan.Run || claim.NodePath != node.Path) && await IsAliveAsync(claim, graph.Plan.Run, cancellationToken))
            return new CacheBusy(parts, key);
        return new CacheMiss(parts, key, fresh ? null : entry?.Attempt);
    }

    /// <summary>A result of a program that shared by the names of pipelines alone: what is shared by default now includes it.</summary>
    private async Task<CacheRow?> FindEarlierAsync(
        RunGraph graph, RunMachineState state, NodeRun node, CancellationToken cancellationToken)
    {
        var code = await CodeOfAsync(graph, node, cancellationToken);
        var earlier = CacheKeyParts.Earlier(graph.Plan, graph.StepOf(node.Node)!, node, FilesFrom(graph, state, node), code).Key();
        return await database.ReadAsync(session => CacheStore.Find(session, earlier), cancellationToken);
    }

    private bool IsFresh(CacheRow entry, CachePolicy policy) =>
        policy.Lifetime is not { } lifetime || options.Clock.GetUtcNow() - entry.CreatedAt <= lifetime;

    private async Task<bool> IsWholeAsync(CacheRow entry, CancellationToken cancellationToken)
    {
        foreach (var output in entry.ReadResult().Outputs)
        {
            if (await blobs.VerifyAsync(output.Digest, cancellationToken))
                continue;
            await database.WriteAsync(
                session =>
                {
                    CacheStore.Forget(session, entry.Key);
                    session.Append(new NewEvent(CacheEvents.Damaged, Subjects.Of(entry.Run), options.Clock.GetUtcNow(), new MapValue(
                    [
                        new("path", Value.Of(entry.NodePath)),
                        new("output", Value.Of(output.Path)),
                        new("digest", Value.Of(output.Digest.ToString())),
                    ])));
                    return true;
                },
                cancellationToken);
            _logger.ResultDamaged(entry.Key, output.Path);
            return false;
        }
        return true;
    }

    /// <summary>A claim counts while its node run is open and somebody owns (or may take) its run; one whose owner died is broken.</summary>
    private async Task<bool> IsAliveAsync(CacheClaim claim, RunId asking, CancellationToken cancellationToken)
    {
        var open = await database.ReadAsync(
            session => RunStore.Find(session, claim.Run) is { } row && !row.RunState.IsEnd()
                && RunStore.Node(session, claim.Run, claim.NodePath) is not { Ended: true },
            cancellationToken);
        if (open && (claim.Run == asking || await IsOwnedAsync(claim.Run, cancellationToken)))
            return true;
        await database.WriteAsync(
            session =>
            {
                CacheStore.BreakClaim(session, claim);
                return true;
            },
            cancellationToken);
        _logger.ClaimBroken(claim.Run, claim.NodePath);
        return false;
    }

    private async Task<bool> IsOwnedAsync(RunId run, CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(Subjects.Of(run), owner + "/probe", TimeSpan.FromSeconds(1), ProcessMark.IsGone, cancellationToken);
        if (lease is null)
            return true;
        await leases.ReleaseAsync(lease, cancellationToken);
        return false;
    }
}
