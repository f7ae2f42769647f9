using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Projects.Formats.Valohai;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>Writes the order for an attempt from what the run holds; the same every time, but for the short-lived credentials.</summary>
internal sealed class OrderBuilder(IDatabase database, NodeRecorder? recorder, StepSecrets stepSecrets, EngineOptions options)
{
    public async Task<AttemptOrder> BuildAsync(RunGraph graph, NodeRun node, NodeRun filesFrom, AttemptId attempt, CancellationToken cancellationToken)
    {
        var step = graph.StepOf(node.Node)!;
        var own = await stepSecrets.FindAsync(graph.Plan, step, filesFrom.Environment, cancellationToken);
        options.Secrets?.AddPassing(own.Values.Values);
        var secrets = own.Values.SetItems(await CallbackAsync(graph, node, attempt, filesFrom.Environment.SetItems(own.Values),
            cancellationToken));
        var span = new RunTrace(graph.Plan).AttemptOf(attempt);
        return new AttemptOrder
        {
            Attempt = attempt,
            Run = graph.Plan.Run,
            NodePath = node.Path,
            Number = node.Attempts,
            Commands = node.Commands,
            Arguments = step.Arguments,
            StrictCommands = step.StrictCommands,
            Environment = filesFrom.Environment.AddRange(secrets.Where(pair => CallbackNames.IsId(pair.Key))),
            Secrets = secrets.RemoveRange(secrets.Keys.Where(CallbackNames.IsId)),
            Warnings = own.Warnings,
            ApiAddress = secrets.GetValueOrDefault(CallbackNames.Address),
            TraceParent = RunTrace.TextOf(span),
            TraceState = span.TraceState,
            Code = step.Revision?.Code ?? graph.Plan.Code,
            ApiAlias = graph.Plan.ApiAlias,
            FixedFolders = step.FixedFolders,
            Component = ComponentOf(graph, step, node, filesFrom),
            Inputs = step.Component is null ? filesFrom.Inputs : [],
            Interrupted = [.. Enumerable.Range(1, node.LostAttempts).Select(back => AttemptIds.Of(graph.Plan.Run, node.Path, node.Attempts, node.LostAttempts - back))],
            Parameters = node.Parameters,
            Distributed = GroupOf(graph, node, filesFrom),
            ExecutionFacts = ExecutionFacts.Of(Describe(graph.Plan, step, node, attempt)),
            NoOutputTimeout = step.NoOutputTimeout,
            StopCondition = step.StopCondition,
            RunLimits = graph.Plan.Concurrency,
            Requirements = RequirementsOf(graph.Plan, step, node, attempt),
            // A supervisor has no business with the relational store, whose address may hold a password, nor with the key of secrets.
            Storage = options.Storage with { Store = null, SecretsKey = null },
        };
    }

    private static ExecutionDescription Describe(RunPlan plan, Step step, NodeRun node, AttemptId attempt) => new()
    {
        Run = plan.Run,
        Pipeline = plan.Pipeline.Name,
        Project = plan.Project,
        Revision = plan.Revision,
        Tags = plan.Tags,
        Step = step,
        NodePath = node.Path,
        Parent = node.Parent,
        Attempt = attempt,
        Creator = Environment.UserName,
    };

    private async Task<IEnumerable<KeyValuePair<string, string>>> CallbackAsync(
        RunGraph graph, NodeRun node, AttemptId attempt, ImmutableSortedDictionary<string, string> own,
            CancellationToken cancellationToken) =>
        options.Credentials is { } credentials
            ? CallbackNames.Fitting(await credentials.IssueAsync(await IdentityAsync(graph, node, attempt, cancellationToken),
                cancellationToken), own)
            : [];

    private async Task<StepIdentity> IdentityAsync(RunGraph graph, NodeRun node, AttemptId attempt, CancellationToken cancellationToken)
    {
        var identity = new StepIdentity(graph.Plan.Run, node.Path, attempt);
        if (recorder is null)
            return identity;
        var id = NodeRecorder.IdOf(graph.Plan.Run, node.Path);
        return identity with { TrackingRun = id, Experiment = await database.ReadAsync(session => RunRecorder.FindExperiment(session, id), cancellationToken) };
    }

    private static DistributedGroup? GroupOf(RunGraph graph, NodeRun node, NodeRun parent) => graph.Node(node.Node) is TaskNode { Sweep.Kind: SweepKind.Distributed }
        ? new DistributedGroup(
            $"{graph.Plan.Run}/{parent.Path}",
            node.Index,
            [.. Enumerable.Range(0, parent.Children).Select(index => AttemptIds.Of(graph.Plan.Run, Trials.PathOf(parent.Path, index), number: 1, lost: 0))])
        : null;

    private static ComponentOrder? ComponentOf(RunGraph graph, Step step, NodeRun node, NodeRun filesFrom) => step.Component is null ? null : new ComponentOrder
    {
        Component = step.Component,
        Values = node.Parameters,
        Artifacts = filesFrom.InputArtifacts,
        RunName = Templates.RunNameOf(graph.Plan),
        RunCreated = graph.Plan.AcceptedAt,
        RunScheduled = graph.Plan.AcceptedAt,
        TaskName = NodePaths.NameOf(node.Node, node.Scope),
    };

    private static AttemptRequirements RequirementsOf(RunPlan plan, Step step, NodeRun node, AttemptId attempt) => new()
    {
        Image = step.Image,
        Cpu = step.Resources.CpuMin ?? 1,
        MemoryInBytes = (long)((step.Resources.MemoryMin ?? 0) * (1 << 20)),
        Gpus = step.Resources.Devices?.Values.Sum() ?? 0,
        Queue = step.Environment,
        Pools = step.Pools,
        TimeLimit = step.TimeLimit,
        Labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).AddRange(
        [
            new("gyre.run", plan.Run.ToString()),
            new("gyre.node", node.Path),
            new("gyre.attempt", attempt.ToString()),
        ]),
    };
}
