using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.ProjectFiles;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>
/// Writes the document with which a command line client creates a pipeline. It is spelled as that client spells it: keys of nodes and templates as in the file,
/// with <c>-</c>; those that the server knows alone with <c>_</c>; what is at its default is left out.
/// </summary>
internal sealed class CreatePayload(string commit)
{
    private static readonly string[] StepExtras =
        ["environment", "runtime-config-preset", "environment-variable-groups", "cache-volumes", "upload-store", "description", "category", "icon"];

    private delegate void NodeWriter(CreatePayload payload, ImmutableArray<KeyValuePair<string, Value>>.Builder entries, Node node);

    /// <summary>What nodes have of their own, by type; nodes that the document has no words for are named by their kind.</summary>
    private static readonly Dictionary<Type, NodeWriter> Writers = new()
    {
        [typeof(ExecutionNode)] = (payload, entries, node) => payload.AddStepNode(entries, (ExecutionNode)node, sweep: null),
        [typeof(TaskNode)] = (payload, entries, node) => payload.AddStepNode(entries, (TaskNode)node, ((TaskNode)node).Sweep),
        [typeof(DeploymentNode)] = (payload, entries, node) => payload.AddDeployment(entries, (DeploymentNode)node),
        [typeof(ApprovalNode)] = AddKind,
        [typeof(LabelingNode)] = AddKind,
        [typeof(ImporterNode)] = AddKind,
        [typeof(SubGraphNode)] = AddKind,
        [typeof(ReusedNode)] = AddKind,
        [typeof(OutsideNode)] = AddKind,
    };

    public MapValue Write(Pipeline pipeline) => Map(
        Entry("edges", Value.Of(pipeline.Graph.Edges.Select(WriteEdge))),
        Entry("nodes", Value.Of(pipeline.Graph.Nodes.Select(WriteNode))),
        Entry("parameters", Map(pipeline.Parameters.Select(parameter => Entry(parameter.Name, WriteParameter(parameter))))));

    private static MapValue WriteEdge(Edge edge)
    {
        var ends = Map(
            Entry("source_node", edge.Source.Node),
            Entry("source_type", Word(edge.Source.Kind)),
            Entry("source_key", edge.Source.Key),
            Entry("target_node", edge.Target.Node),
            Entry("target_type", Word(edge.Target.Kind)),
            Entry("target_key", edge.Target.Key));
        return edge.Configuration.Entries.IsEmpty ? ends : new MapValue(ends.Entries.Add(Entry("configuration", edge.Configuration)));
    }

    private MapValue WriteNode(Node node)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        entries.Add(Entry("name", node.Name));
        if (!node.Actions.IsEmpty)
            entries.Add(Entry("actions", Value.Of(node.Actions.Select(WriteAction))));
        if (node.OnError != OnError.StopAll)
            entries.Add(Entry("on-error", Word(node.OnError)));
        Writers[node.GetType()](this, entries, node);
        return new MapValue(entries.ToImmutable());
    }

    private void AddStepNode(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, StepNode node, Sweep? sweep)
    {
        if (node.AppendEdges)
            entries.Add(Entry("edge-merge-mode", "append"));
        AddKind(this, entries, node);
        entries.Add(Entry("template", WriteTemplate(node.Step, node.Commit, node.Override, sweep is { Name.Length: > 0 } ? sweep : null)));
    }

    private static void AddKind(CreatePayload payload, ImmutableArray<KeyValuePair<string, Value>>.Builder entries, Node node) =>
        entries.Add(Entry("type", NodeKinds.WordOf(node)));

    private void AddDeployment(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, DeploymentNode node)
    {
        entries.Add(Entry("aliases", Texts(node.Aliases)));
        entries.Add(Entry("deployment", node.Deployment));
        entries.Add(Entry("endpoints", Texts(node.Endpoints)));
        entries.Add(Entry("type", "deployment"));
        entries.Add(Entry("commit", node.Commit ?? commit));
        entries.Add(Entry("endpoint_configurations", Map(node.Endpoints.Select(endpoint => Entry(endpoint, Map(Entry("files", Map()), Entry("enabled", Value.True)))))));
    }

    private static MapValue WriteAction(NodeAction action) => Map(
        Entry("if", Texts(action.If)),
        Entry("then", Value.Of(action.Then.Select(effect => Value.Of(effect == ActionEffect.None ? "noop" : Word(effect))))),
        Entry("when", Value.Of(action.When.Select(moment => Word(moment)).Order(StringComparer.Ordinal).Select(Value.Of))));

    /// <summary>The template of a step that lives in another revision: its name, and what the node overrides.</summary>
    public MapValue TemplateOf(Step step, MapValue? overridden) => WriteTemplate(step, commit, overridden, sweep: null);

    /// <summary>A step that lives in another revision is named alone, with what the node overrides.</summary>
    private MapValue WriteTemplate(Step step, string? otherCommit, MapValue? overridden, Sweep? sweep)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        entries.Add(Entry("commit", otherCommit ?? commit));
        entries.Add(Entry("step", step.Name));
        if (otherCommit is null)
            AddStep(entries, step, sweep);
        else if (overridden is not null)
            AddOverride(entries, step, overridden);
        if (sweep is not null && otherCommit is null)
            AddSweep(entries, sweep);
        return new MapValue(entries.ToImmutable());
    }

    private static void AddStep(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, Step step, Sweep? sweep)
    {
        if (step.Component is not null)
            throw new InvalidInputException(
                "payload.component",
                $"Step '{Names.Shown(step.Name)}' uses a component, which this document format cannot describe.",
                "Start the pipeline with 'gyre run'.");
        entries.Add(Entry("name", step.Name));
        entries.Add(Entry("image", step.Image is null ? Value.Null : Value.Of(step.Image)));
        entries.Add(Entry("command", Command(step)));
        entries.Add(Entry("parameters", sweep is null ? Defaults(step) : Swept(step, sweep)));
        entries.Add(Entry("inputs", Map(step.Inputs.Select(input => Entry(input.Name, Texts(input.Default))))));
        if (!step.Outputs.IsEmpty)
            entries.Add(Entry("outputs", Value.Of(step.Outputs.Select(WriteOutput))));
        AddVariables(entries, step.EnvironmentVariables);
        foreach (var key in StepExtras)
        {
            if (step.Other.Find(key) is { IsNull: false } value)
                entries.Add(Entry(key, value));
        }
        if (step.Other.Find("mounts") is ListValue mounts)
            entries.Add(Entry("mounts", Value.Of(mounts.Items.Select(WriteMount))));
        AddRunRules(entries, step);
    }

    private static void AddRunRules(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, Step step)
    {
        if (step.TimeLimit is { } limit)
            entries.Add(Entry("time-limit", Seconds(limit)));
        if (step.StopCondition is { Length: > 0 } condition)
            entries.Add(Entry("stop-condition", condition));
        if (step.SourcePath is { Length: > 0 } source)
            entries.Add(Entry("source-path", source));
        if (WriteResources(step.Resources) is { Entries.IsEmpty: false } resources)
            entries.Add(Entry("resources", resources));
        entries.Add(Entry("runtime_config", step.NoOutputTimeout is { } silence ? Map(Entry("no_output_timeout", Seconds(silence))) : Map()));
    }

    private static void AddVariables(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, ImmutableArray<EnvironmentVariableDefinition> variables)
    {
        if (!variables.IsEmpty)
            entries.Add(Entry("environment-variables", Map(variables.Select(variable => Entry(variable.Name, variable.Default is { } text ? Value.Of(text) : Value.Null)))));
    }

    /// <summary>Only what the node says itself: nothing else is known of the step.</summary>
    private static void AddOverride(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, Step step, MapValue overridden)
    {
        foreach (var (key, value) in overridden.Entries.Where(entry => entry.Key is "image" or "command" or "environment" or "runtime-config-preset"))
            entries.Add(Entry(key, value));
        if (overridden.Find("inputs") is not null)
            entries.Add(Entry("inputs", Map(step.Inputs.Select(input => Entry(input.Name, Texts(input.Default))))));
        if (overridden.Find("parameters") is not null)
            entries.Add(Entry("parameters", Defaults(step)));
        AddVariables(entries, step.EnvironmentVariables);
    }

    private static Value Command(Step step) => step.CommandIsText && step.Commands is [var only] ? Value.Of(only) : Texts(step.Commands);

    private static MapValue Defaults(Step step) => Map(step.Parameters.Select(parameter => Entry(parameter.Name, parameter.Default ?? Value.Null)));

    /// <summary>The sweep's rules in the place of the step's own values, in the step's order; sets of a manual search as lists, row by row.</summary>
    private static MapValue Swept(Step step, Sweep sweep)
    {
        var values = Defaults(step).Entries.ToList();
        foreach (var parameter in sweep.Parameters)
            Put(values, parameter.Name, Map(Entry("style", Word(parameter.Style)), Entry("rules", parameter.Rules)));
        var names = sweep.ParameterSets.SelectMany(set => set.Entries.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal);
        foreach (var name in sweep.Kind == SweepKind.Manual ? names : [])
        {
            var items = sweep.ParameterSets.Select(set => set.Find(name)).OfType<Value>();
            Put(values, name, Map(Entry("style", "multiple"), Entry("rules", Map(Entry("items", Value.Of(items))))));
        }
        return new MapValue([.. values]);
    }

    private static void Put(List<KeyValuePair<string, Value>> values, string name, Value value)
    {
        var index = values.FindIndex(entry => entry.Key == name);
        if (index < 0)
            values.Add(new(name, value));
        else
            values[index] = new(name, value);
    }

    private static void AddSweep(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, Sweep sweep)
    {
        entries.Add(Entry("type", KeyOf(SweepWords.Kinds, sweep.Kind)));
        if (sweep.OnChildErrorIsDeclared)
            entries.Add(Entry("on_child_error", KeyOf(SweepWords.ChildErrors, sweep.OnChildError)));
        entries.Add(Entry("allow_reuse", Value.Of(sweep.ReuseChildren)));
        if (sweep.MaximumQueuedExecutions is { } most)
            entries.Add(Entry("maximum_queued_executions", Value.Of((long)most)));
        if (sweep.StopCondition is { Length: > 0 } condition)
            entries.Add(Entry("stop_expression", condition));
        var configuration = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        if (sweep.OptimizationEngine is { } engine)
            configuration.Add(Entry("engine", engine));
        if (sweep.ExecutionCount is { } count)
            configuration.Add(Entry("execution_count", Value.Of((long)count)));
        if (sweep.ExecutionBatchSize is { } size)
            configuration.Add(Entry("execution_batch_size", Value.Of((long)size)));
        if (sweep.OptimizationTargetMetric is { } metric)
            configuration.Add(Entry("optimization_target_metric", metric));
        if (sweep.OptimizationTargetValue is { } target)
            configuration.Add(Entry("optimization_target_value", Value.Of(target)));
        if (configuration.Count > 0)
            entries.Add(Entry("configuration", new MapValue(configuration.ToImmutable())));
    }

    private static MapValue WriteOutput(OutputDefinition output) =>
        output.Description is { } description ? Map(Entry("name", output.Name), Entry("description", description)) : Map(Entry("name", output.Name));

    /// <summary><c>/here:/there</c> or a mapping.</summary>
    private static MapValue WriteMount(Value mount)
    {
        if (mount is not MapValue map)
        {
            var text = mount.ToString();
            var colon = text.LastIndexOf(":/", StringComparison.Ordinal);
            return Map(Entry("source", colon < 0 ? text : text[..colon]), Entry("destination", colon < 0 ? text : text[(colon + 1)..]), Entry("readonly", Value.False));
        }
        return map.Find("readonly") is null ? new MapValue(map.Entries.Add(Entry("readonly", Value.False))) : map;
    }

    private static MapValue WriteResources(StepResources resources)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        AddRange(entries, "cpu", resources.CpuMin, resources.CpuMax);
        AddRange(entries, "memory", resources.MemoryMin, resources.MemoryMax);
        if (resources.Devices is { } devices)
            entries.Add(Entry("devices", Map(devices.Select(device => Entry(device.Key, Number(device.Value))))));
        return new MapValue(entries.ToImmutable());
    }

    private static void AddRange(ImmutableArray<KeyValuePair<string, Value>>.Builder entries, string name, double? min, double? max)
    {
        if (min is null && max is null)
            return;
        KeyValuePair<string, Value>[] ends = [.. new[] { ("max", max), ("min", min) }.Where(end => end.Item2 is not null).Select(end => Entry(end.Item1, Number(end.Item2!.Value)))];
        entries.Add(Entry(name, Map(ends)));
    }

    private static MapValue WriteParameter(PipelineParameter parameter)
    {
        var config = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        config.Add(Entry("name", parameter.Name));
        config.AddRange(parameter.Other.Entries.Where(entry => !entry.Value.IsNull));
        if (parameter.Default is { } value)
            config.Add(Entry("default", value));
        config.Add(Entry("targets", Texts(parameter.Targets.Select(target => $"{target.Node}.parameter.{target.Parameter}"))));
        return Map(Entry("config", new MapValue(config.ToImmutable())), Entry("expression", parameter.Default switch
        {
            null => Value.Of(""),
            ListValue list => Map(Entry("style", "single"), Entry("rules", Map(Entry("value", list)))),
            var plain => plain,
        }));
    }

    private static Value Number(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15 ? Value.Of((long)number) : Value.Of(number);

    private static Value Seconds(TimeSpan time) => Number(time.TotalSeconds);

    private static string KeyOf<T>(Dictionary<string, T> words, T value)
        where T : struct, Enum => words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key;

    private static string Word<T>(T value)
        where T : struct, Enum => value is SweepStyle ? value.ToString().ToLowerInvariant() : KebabCase.Of(value);

    private static Value Texts(IEnumerable<string> texts) => Value.Of(texts.Select(Value.Of));

    private static MapValue Map(params IEnumerable<KeyValuePair<string, Value>> entries) => new([.. entries]);

    private static KeyValuePair<string, Value> Entry(string name, Value value) => new(name, value);

    private static KeyValuePair<string, Value> Entry(string name, string value) => new(name, Value.Of(value));
}
