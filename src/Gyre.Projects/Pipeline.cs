using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>A named graph that can be run.</summary>
public sealed record Pipeline
{
    /// <summary>Unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>What runs and in which order.</summary>
    public required Graph Graph { get; init; }

    /// <summary>Values that are set for the whole run and passed on to nodes.</summary>
    public ImmutableArray<PipelineParameter> Parameters { get; init; } = [];

    /// <summary>The file asks for reuse of earlier results.</summary>
    public bool ReuseExecutions { get; init; }

    /// <summary>
    /// Whose results its steps may take from the cache; null where the platform of the file has a rule of its own: those of pipelines of
    /// its name.
    /// </summary>
    public CacheScope? CacheScope { get; init; }

    /// <summary>Everything its steps need is in the pipeline itself: they see no files of the project's folder.</summary>
    public bool SelfContained { get; init; }

    /// <summary>How its runs are recorded by tracking, where that is not as usual; null for as usual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PipelineRecords? Records { get; init; }
}

/// <summary>A value set for the whole run.</summary>
public sealed record PipelineParameter
{
    /// <summary>Unique in the pipeline.</summary>
    public required string Name { get; init; }

    /// <summary>Node and parameter it fills.</summary>
    public ImmutableArray<ParameterTarget> Targets { get; init; } = [];

    /// <summary>Value when none is given; null leaves the nodes' own values.</summary>
    public Value? Default { get; init; }

    /// <summary>Keys that are only shown.</summary>
    public MapValue Other { get; init; } = new([]);
}

/// <summary>A parameter of a node.</summary>
public sealed record ParameterTarget(string Node, string Parameter);

/// <summary>Nodes and what flows between them; the whole of a pipeline, or the body of a <see cref="SubGraphNode"/>.</summary>
public sealed record Graph
{
    /// <summary>Nodes in declared order; names are unique within the graph.</summary>
    public required ImmutableArray<Node> Nodes { get; init; }

    /// <summary>Edges in declared order; acyclic.</summary>
    public ImmutableArray<Edge> Edges { get; init; } = [];

    /// <summary>What it takes from outside, by name: a body from the graph it is in, a whole pipeline from whoever starts the run. A body sees nothing else.</summary>
    public ImmutableArray<ComponentInput> Inputs
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>What a body gives to the outside, by name.</summary>
    public ImmutableArray<GraphOutput> Outputs { get; init; } = [];
}

/// <summary>A declared output of a body: the first of its sources whose node ran gives the value.</summary>
public sealed record GraphOutput
{
    /// <summary>Unique in the graph.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from; several for "one of".</summary>
    public required ImmutableArray<Socket> Sources { get; init; }

    /// <summary>Type of the value; null when it is an artifact.</summary>
    public ParameterType? ParameterType { get; init; }

    /// <summary>Type of the artifact; null when it is a value.</summary>
    public ArtifactType? ArtifactType { get; init; }

    /// <summary>A list of artifacts.</summary>
    public bool IsList { get; init; }
}

/// <summary>What a failure of a node does to its surroundings.</summary>
public enum OnError
{
    /// <summary>The run fails; what still runs is stopped.</summary>
    StopAll,

    /// <summary>What follows does not run; other branches do; the run fails at the end.</summary>
    StopNext,

    /// <summary>Goes on as if it had succeeded.</summary>
    Continue,

    /// <summary>Tries again, then as <see cref="StopAll"/>.</summary>
    Retry,
}

/// <summary>When a node may start.</summary>
public enum StartRule
{
    /// <summary>All sources ended well.</summary>
    AllSucceeded,

    /// <summary>All sources ended, however (exit handlers).</summary>
    AllEnded,
}

/// <summary>How often and how fast a failed node is tried again.</summary>
/// <param name="MaxAttempts">Tries in all, from 1.</param>
/// <param name="BackOff">Before the second try.</param>
/// <param name="Factor">Growth from try to try, at least 1.</param>
/// <param name="MaxBackOff">Never longer than this.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan BackOff, double Factor, TimeSpan MaxBackOff)
{
    /// <summary>One try.</summary>
    public static RetryPolicy None { get; } = new(1, TimeSpan.Zero, 1, TimeSpan.Zero);

    /// <summary>Three tries, one second and two apart.</summary>
    public static RetryPolicy Default { get; } = new(3, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));
}

/// <summary>A place in a graph.</summary>
[JsonDerivedType(typeof(ExecutionNode), "execution")]
[JsonDerivedType(typeof(TaskNode), "task")]
[JsonDerivedType(typeof(DeploymentNode), "deployment")]
[JsonDerivedType(typeof(ApprovalNode), "approval")]
[JsonDerivedType(typeof(LabelingNode), "labeling")]
[JsonDerivedType(typeof(ImporterNode), "importer")]
[JsonDerivedType(typeof(SubGraphNode), "sub-graph")]
[JsonDerivedType(typeof(ReusedNode), "reused")]
[JsonDerivedType(typeof(OutsideNode), "outside")]
public abstract record Node
{
    /// <summary>Unique in the graph; the node run's path begins with it.</summary>
    public required string Name { get; init; }

    /// <summary>What a failure does.</summary>
    public OnError OnError { get; init; }

    /// <summary>When it may start.</summary>
    public StartRule StartRule { get; init; }

    /// <summary>Tries.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>Conditions on its way, in order.</summary>
    public ImmutableArray<NodeAction> Actions { get; init; } = [];

    /// <summary>Who answers, and until when, where it waits for a person.</summary>
    public ApprovalRule Approval { get; init; } = new();

    /// <summary>
    /// Runs only when this holds: an expression of the Common Expression Language over <c>inputs.parameter_values</c>, the values that <see cref="Bindings"/> brings; null for always.
    /// </summary>
    public string? Condition { get; init; }

    /// <summary>Where its typed inputs come from, in declared order; for components, bodies and importers.</summary>
    public ImmutableArray<Binding> Bindings
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];
}

/// <summary>Where a typed input comes from: a fixed value or a source, one of the two.</summary>
public sealed record Binding
{
    /// <summary>The input's name.</summary>
    public required string Input { get; init; }

    /// <summary>
    /// The value; null when there is a source. Its texts may have placeholders of values, looked for first among the node's other bindings that are no templates
    /// themselves, which need not be inputs of the component, then among the inputs of the graph around.
    /// </summary>
    public ValueTemplate? Value { get; init; }

    /// <summary>
    /// <see cref="SocketKind.Parameter"/> or <see cref="SocketKind.Input"/> with an empty node for a value or an artifact that the graph around was given;
    /// <see cref="SocketKind.Result"/>, <see cref="SocketKind.Output"/> or <see cref="SocketKind.FinalStatus"/> of a node of the same graph.
    /// </summary>
    public Socket? Source { get; init; }

    /// <summary>An expression of the Common Expression Language that picks a part of the value; null for all of it.</summary>
    public string? Selector { get; init; }
}

/// <summary>A node that executes a step.</summary>
public abstract record StepNode : Node
{
    /// <summary>The step, with the node's override already applied.</summary>
    public required Step Step { get; init; }

    /// <summary>Edges are put after an input's default instead of in its place.</summary>
    public bool AppendEdges { get; init; }

    /// <summary>Revision the step comes from, or null for the project's own.</summary>
    public string? Commit { get; init; }

    /// <summary>The node's override as written, for showing; null for none.</summary>
    public MapValue? Override { get; init; }
}

/// <summary>Runs a step once.</summary>
public sealed record ExecutionNode : StepNode;

/// <summary>Runs a step for each trial of a sweep.</summary>
public sealed record TaskNode : StepNode
{
    /// <summary>The sweep.</summary>
    public required Sweep Sweep { get; init; }
}

/// <summary>Hands files to a deployment. Without a deployment target in the engine it is only recorded.</summary>
public sealed record DeploymentNode : Node
{
    /// <summary>The deployment's name.</summary>
    public required string Deployment { get; init; }

    /// <summary>Its endpoints.</summary>
    public ImmutableArray<string> Endpoints { get; init; } = [];

    /// <summary>Aliases it moves.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Revision, or null.</summary>
    public string? Commit { get; init; }
}

/// <summary>Runs nothing: stands in with what a node run of an earlier run came to.</summary>
public sealed record ReusedNode : Node
{
    /// <summary>What it takes over: an attempt's id, or the id of a node of a run, as the API gives them.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it stands in for a task, whose trials are all taken over.</summary>
    public bool IsTask { get; init; }

    /// <summary>What is taken over; filled when the run is accepted. One for an execution, one per trial for a task.</summary>
    public ImmutableArray<ReusedExecution> Executions { get; init; } = [];
}

/// <summary>What an earlier node run came to.</summary>
public sealed record ReusedExecution
{
    /// <summary>Its run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Its path in that run.</summary>
    public required string NodePath { get; init; }

    /// <summary>Name of its step, or null.</summary>
    public string? Step { get; init; }

    /// <summary>The attempt whose result it is; null when it never ran.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>Values that were in use.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>Files that were in use.</summary>
    public ImmutableArray<InputOrder> Inputs { get; init; } = [];

    /// <summary>The commands that ran.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>Latest metadata.</summary>
    public MapValue Metadata { get; init; } = new([]);

    /// <summary>Files left behind.</summary>
    public ImmutableArray<OutputFile> Outputs { get; init; } = [];
}

/// <summary>Waits for a person.</summary>
public sealed record ApprovalNode : Node
{
    /// <summary>What is asked.</summary>
    public string? Question { get; init; }
}

/// <summary>Waits until label tasks are finished.</summary>
public sealed record LabelingNode : Node
{
    /// <summary>What is to be labelled, as declared.</summary>
    public required MapValue Definition { get; init; }
}

/// <summary>
/// A node of a kind that a module brings. The engine knows its word and settings alone; the module says what it waits for and what ends it.
/// </summary>
public sealed record OutsideNode : Node
{
    /// <summary>The kind's word.</summary>
    public required string Kind { get; init; }

    /// <summary>Values of the kind's fields, as far as the file gives them.</summary>
    public MapValue Settings { get; init; } = new([]);
}

/// <summary>Registers an artifact that exists elsewhere; nothing is read.</summary>
public sealed record ImporterNode : Node
{
    /// <summary>Values its placeholders may name.</summary>
    public ImmutableArray<ComponentInput> Inputs { get; init; } = [];

    /// <summary>Where it is.</summary>
    public required ValueTemplate Uri { get; init; }

    /// <summary>Name of its output.</summary>
    public required string Output { get; init; }

    /// <summary>Its type.</summary>
    public required ArtifactType ArtifactType { get; init; }

    /// <summary>Its properties: a map.</summary>
    public ValueTemplate Metadata { get; init; } = new FixedTemplate(new MapValue([]));

    /// <summary>Register again although it is known.</summary>
    public bool Reimport { get; init; }
}

/// <summary>Runs a body: once, or once per item of a list that is known only at run time.</summary>
public sealed record SubGraphNode : Node
{
    /// <summary>What runs.</summary>
    public required Graph Body { get; init; }

    /// <summary>Once per item; null for once.</summary>
    public LoopRule? Loop { get; init; }
}

/// <summary>Over what a body is repeated.</summary>
public sealed record LoopRule
{
    /// <summary>Items that are written in the file; null when an input brings them. A list, or a text that is a JSON list.</summary>
    public ValueTemplate? Items { get; init; }

    /// <summary>The node's input that brings them; null when they are written in the file.</summary>
    public string? ItemsInput { get; init; }

    /// <summary>The body's input that receives an item.</summary>
    public required string ItemInput { get; init; }

    /// <summary>The items are artifacts of a list, not values.</summary>
    public bool OverArtifacts { get; init; }

    /// <summary>The most bodies at once; 0 for no limit.</summary>
    public int Parallelism { get; init; }
}

/// <summary>When an action is looked at.</summary>
public enum ActionMoment
{
    /// <summary>All sources are done, before it starts.</summary>
    NodeStarting,

    /// <summary>It ended well.</summary>
    NodeComplete,

    /// <summary>It failed.</summary>
    NodeError,
}

/// <summary>What an action does.</summary>
public enum ActionEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Ends the run as stopped; that is no failure.</summary>
    StopPipeline,

    /// <summary>Ends the run as failed.</summary>
    ErrorPipeline,

    /// <summary>Waits for a person before the node starts.</summary>
    RequireApproval,
}

/// <summary>A condition on a node's way.</summary>
public sealed record NodeAction
{
    /// <summary>Looked at in any of these moments.</summary>
    public required ImmutableArray<ActionMoment> When { get; init; }

    /// <summary>All of these must hold; none means always.</summary>
    public ImmutableArray<string> If { get; init; } = [];

    /// <summary>Done in order.</summary>
    public required ImmutableArray<ActionEffect> Then { get; init; }
}

/// <summary>What a socket carries.</summary>
public enum SocketKind
{
    /// <summary>Order only.</summary>
    Dependency,

    /// <summary>Facts of a deployment node.</summary>
    Deployment,

    /// <summary>A variable's value.</summary>
    EnvironmentVariable,

    /// <summary>A file of a deployment's endpoint.</summary>
    File,

    /// <summary>Files of an input.</summary>
    Input,

    /// <summary>A metadata value.</summary>
    Metadata,

    /// <summary>Files left behind.</summary>
    Output,

    /// <summary>A parameter's value.</summary>
    Parameter,

    /// <summary>A typed value a component returns.</summary>
    Result,

    /// <summary>How a node ended, for exit handlers.</summary>
    FinalStatus,
}

/// <summary>An end of an edge. <see cref="Node"/> is empty for the inputs of the graph itself (in a body).</summary>
public sealed record Socket(string Node, SocketKind Kind, string Key);

/// <summary>Something flows, or at least has an order.</summary>
public sealed record Edge(Socket Source, Socket Target)
{
    /// <summary>Free keys, kept and shown.</summary>
    public MapValue Configuration { get; init; } = new([]);
}
