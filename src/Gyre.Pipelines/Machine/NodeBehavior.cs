using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>How nodes of one kind go through a run: a row of <see cref="NodeBehaviors"/>.</summary>
/// <param name="Start">What happens when all sources are done and the node may start.</param>
internal sealed record NodeBehavior(Action<MachineTurn, NodeRun, Node> Start)
{
    /// <summary>What ends its wait for an answer; null when its nodes never wait for one of their own.</summary>
    public IWaitEnd? WaitEnd { get; init; }

    /// <summary>Runs with such nodes are not accepted: nobody would end them.</summary>
    public bool IsRefused { get; init; }

    /// <summary>A node that was skipped lets what follows go on.</summary>
    public bool SkipIsDone { get; init; }

    /// <summary>Inputs and outputs are shown as typed, whatever the step.</summary>
    public bool IsTyped { get; init; }

    /// <summary>
    /// What a node says in the project file, for kinds that something outside the engine may answer; null for the others.
    /// </summary>
    public Func<Node, MapValue>? Settings { get; init; }
}

/// <summary>The table of all kinds: how their nodes start, what they wait for and what ends them.</summary>
internal sealed class NodeBehaviors
{
    private static readonly Dictionary<string, NodeBehavior> StandardRows = new(StringComparer.Ordinal)
    {
        ["execution"] = new((turn, node, definition) => NodeStart.StartExecution(turn, node, (ExecutionNode)definition)),
        ["task"] = new((turn, node, definition) => NodeStart.StartStep(turn, node, (TaskNode)definition)),
        ["deployment"] = new((turn, node, _) =>
            ExternalEnds.Apply(turn, node, ExternalEnd.Skipped("recorded; no deployment target is connected")))
        {
            SkipIsDone = true,
            Settings = node => SettingsOf((DeploymentNode)node),
        },
        ["approval"] = new((turn, node, definition) =>
            Approvals.Ask(turn, node, ((ApprovalNode)definition).Question))
        { WaitEnd = Approvals.End },
        ["labeling"] = new(UnknownKind.Start) { IsRefused = true, Settings = node => ((LabelingNode)node).Definition },
        ["importer"] = new((turn, node, definition) => NodeStart.StartImporter(turn, node, (ImporterNode)definition)) { IsTyped = true },
        ["sub-graph"] = new((turn, node, definition) => NodeStart.StartBody(turn, node, (SubGraphNode)definition)) { IsTyped = true },
        ["reused"] = new((turn, node, definition) => Reuse.Apply(turn, node, (ReusedNode)definition)),
    };

    private static readonly NodeBehavior Unknown = new(UnknownKind.Start) { IsRefused = true, WaitEnd = UnknownKind.End };

    private readonly Dictionary<string, NodeBehavior> _rows;

    /// <param name="kinds">Kinds that something outside the engine answers.</param>
    /// <exception cref="ArgumentException">Two of one word, or one of a standard kind that the engine ends itself.</exception>
    public NodeBehaviors(IReadOnlyList<ExternalKind> kinds)
    {
        _rows = new(StandardRows, StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            var word = kind.Kind.Word;
            var row = StandardRows.GetValueOrDefault(word)
                ?? new NodeBehavior(UnknownKind.Start) { Settings = node => ((OutsideNode)node).Settings };
            if (row.Settings is not { } settings || _rows.GetValueOrDefault(word)?.WaitEnd is not null)
                throw new ArgumentException($"Two node kinds have the name '{word}'.", nameof(kinds));
            var wait = new ExternalWait(kind, settings);
            // What waits for a deployment has no typed outputs, and its run is shown as one without it.
            _rows[word] = row with { Start = wait.Start, WaitEnd = wait, IsRefused = false, IsTyped = word != "deployment" };
        }
    }

    /// <summary>The kinds that the engine knows by itself.</summary>
    public static NodeBehaviors Standard { get; } = new([]);

    /// <summary>
    /// The row of a node. A module's kind that this program does not have is refused; a standard kind without a row is a mistake in the
    /// table.
    /// </summary>
    public NodeBehavior Of(Node node)
    {
        var word = NodeKinds.WordInPlans(node);
        return node is OutsideNode ? _rows.GetValueOrDefault(word, Unknown) : _rows[word];
    }

    private static MapValue SettingsOf(DeploymentNode node) => new(
    [
        new("deployment", Value.Of(node.Deployment)),
        new("endpoints", Value.Of(node.Endpoints.Select(Value.Of))),
        new("aliases", Value.Of(node.Aliases.Select(Value.Of))),
        new("commit", node.Commit is { } commit ? Value.Of(commit) : Value.Null),
    ]);
}
