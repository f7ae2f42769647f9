using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>What a node works with, or why it cannot.</summary>
internal sealed record Resolution(NodeWork? Work, string? Problem)
{
    /// <summary>For a task: lists that came over an edge or were given, as the variants of a sweep's parameter.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<Value>> Variants { get; init; } = new Dictionary<string, ImmutableArray<Value>>(StringComparer.Ordinal);

    public static Resolution Refuse(string problem) => new(null, problem);
}

/// <summary>Puts together what a node works with from its step, the run's given values and its edges. Only looks; changes nothing.</summary>
internal static class NodeResolver
{
    public static Resolution Resolve(MachineTurn turn, NodeRun node, Step step, bool appendEdges)
    {
        var isTask = turn.Graph.Node(node.Node) is TaskNode;
        var values = ResolveParameters(turn, node, step, isTask, out var variants, out var problem);
        if (problem is null)
        {
            var inputs = InputResolver.Resolve(turn, node, step, appendEdges, out problem);
            var environment = problem is null ? ResolveEnvironment(turn, node, step, out problem) : null;
            if (problem is null)
                return new Resolution(new NodeWork(values, inputs, environment!), null) { Variants = variants };
        }
        return Resolution.Refuse(problem);
    }

    /// <summary>The second map's values in place of the first one's; new names at the end.</summary>
    public static MapValue Overlay(MapValue below, MapValue above)
    {
        var names = below.Entries.Select(entry => entry.Key).Concat(above.Entries.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal);
        return new MapValue([.. names.Select(name => KeyValuePair.Create(name, above.Find(name) ?? below.Find(name)!))]);
    }

    private static MapValue ResolveParameters(
        MachineTurn turn, NodeRun node, Step step, bool isTask, out IReadOnlyDictionary<string, ImmutableArray<Value>> variants, out string? problem)
    {
        var lists = new Dictionary<string, ImmutableArray<Value>>(StringComparer.Ordinal);
        variants = lists;
        problem = null;
        var given = turn.Graph.Plan.Given.GetValueOrDefault(node.Node);
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var parameter in step.Parameters)
        {
            var value = given?.Find(parameter.Name);
            if (EdgeValue(turn, node, parameter, ref problem) is { } arrived)
                value = arrived;
            if (problem is not null)
                return NodeWork.Nothing;
            if (isTask && value is ListValue list && parameter.Multiple == MultipleMode.None)
            {
                lists[parameter.Name] = list.Items;
                continue;
            }
            value ??= parameter.Default;
            if (value is null or NullValue)
                continue;
            if (!TryConvert(parameter, value, out var converted, out problem))
                return NodeWork.Nothing;
            entries.Add(new(parameter.Name, converted));
        }
        if (!isTask)
            problem = Missing(turn, node, step, entries);
        return new MapValue(entries.ToImmutable());
    }

    /// <summary>A required parameter without a value stops the node, when something was meant to bring it.</summary>
    private static string? Missing(MachineTurn turn, NodeRun node, Step step, ImmutableArray<KeyValuePair<string, Value>>.Builder entries)
    {
        foreach (var parameter in step.Parameters)
        {
            if (parameter.Optional || parameter.Type == ParameterType.Flag || entries.Any(entry => entry.Key == parameter.Name))
                continue;
            var edge = turn.Graph.Incoming(node.Node).FirstOrDefault(edge => edge.Target.Kind == SocketKind.Parameter && edge.Target.Key == parameter.Name);
            if (edge is not null)
                return $"parameter '{parameter.Name}' has no value: {edge.Source.Node}.{KebabCase.Of(edge.Source.Kind)}.{edge.Source.Key} does not exist, and there is no default";
        }
        return null;
    }

    private static bool TryConvert(ParameterDefinition parameter, Value value, out Value converted, out string? problem)
    {
        var conversion = ParameterValues.Convert(parameter, value);
        converted = conversion.Value ?? Value.Null;
        problem = conversion.Value is null ? conversion.Diagnostics.Count > 0 ? conversion.Diagnostics[0].Message : null : null;
        return conversion.Value is not null;
    }

    /// <summary>
    /// Values that edges bring to a node without a step, by the name at their end; of several for one name the last counts.
    /// </summary>
    public static MapValue ArrivingValues(MachineTurn turn, NodeRun node, out string? problem)
    {
        problem = null;
        var values = NodeWork.Nothing;
        foreach (var edge in turn.Graph.Incoming(node.Node).Where(edge => edge.Target.Kind == SocketKind.Parameter))
        {
            if (ValueOf(turn, node, edge.Source, ref problem) is { IsNull: false } value)
                values = Overlay(values, new MapValue([new(edge.Target.Key, value)]));
        }
        return values;
    }

    private static Value? EdgeValue(MachineTurn turn, NodeRun node, ParameterDefinition parameter, ref string? problem)
    {
        Value? found = null;
        foreach (var edge in turn.Graph.Incoming(node.Node))
        {
            if (edge.Target.Kind != SocketKind.Parameter || edge.Target.Key != parameter.Name)
                continue;
            if (ValueOf(turn, node, edge.Source, ref problem) is { IsNull: false } value)
                found = value;
        }
        return found;
    }

    private static Value? ValueOf(MachineTurn turn, NodeRun node, Socket source, ref string? problem)
    {
        var run = turn.Sibling(node, source.Node);
        switch (source.Kind)
        {
            case SocketKind.Metadata or SocketKind.Result:
                return OverChildren(turn, run, child => child.Metadata.Find(source.Key) ?? child.Results.Find(source.Key));
            case SocketKind.Parameter:
                return run.Parameters.Find(source.Key) ?? OverChildren(turn, run, child => child.Parameters.Find(source.Key));
            case SocketKind.EnvironmentVariable:
                return run.Environment.TryGetValue(source.Key, out var text) ? Value.Of(text) : null;
            case SocketKind.Deployment:
                return run.Metadata.Find(source.Key);
            default:
                problem = $"an edge from {source.Node}.{KebabCase.Of(source.Kind)}.{source.Key} cannot set a parameter";
                return null;
        }
    }

    /// <summary>A node's own value; for a task the list of its trials' values, in their order.</summary>
    private static Value? OverChildren(MachineTurn turn, NodeRun run, Func<NodeRun, Value?> read)
    {
        if (run.Children == 0)
            return read(run);
        var values = Enumerable.Range(0, run.Children)
            .Select(index => turn.Get(Trials.PathOf(run.Path, index)))
            .Where(child => child.State == NodeRunState.Succeeded)
            .Select(read).OfType<Value>().ToImmutableArray();
        return values.IsEmpty ? null : new ListValue(values);
    }

    /// <summary>
    /// Variables of a step that are not secret: those given for the run before the step's own, and these before the project's. What the
    /// step declares as a secret is none of
    /// them, wherever its value comes from.
    /// </summary>
    public static ImmutableSortedDictionary<string, string> VariablesOf(RunPlan plan, Step step)
    {
        var variables = NodeWork.NoVariables.ToBuilder();
        if (step.InheritVariables)
            variables.AddRange(plan.Variables);
        foreach (var variable in step.EnvironmentVariables.Where(static variable => !variable.Secret))
        {
            var value = variable.FromHost ? plan.HostVariables.GetValueOrDefault(variable.Name) ?? variable.Default : variable.Default;
            if (value is not null)
                variables[variable.Name] = value;
        }
        foreach (var (name, value) in plan.GivenVariables)
            variables[name] = value;
        variables.RemoveRange(step.EnvironmentVariables.Where(static variable => variable.Secret)
            .Select(static variable => variable.Name));
        return variables.ToImmutable();
    }

    private static bool HasSecret(RunPlan plan, Step step, string name) =>
        plan.GivenSecrets.Contains(name, StringComparer.Ordinal)
            || (step.InheritVariables && plan.ProjectSecrets.Contains(name, StringComparer.Ordinal));

    private static ImmutableSortedDictionary<string, string> ResolveEnvironment(MachineTurn turn, NodeRun node, Step step, out string? problem)
    {
        problem = null;
        var variables = VariablesOf(turn.Graph.Plan, step).ToBuilder();
        foreach (var edge in turn.Graph.Incoming(node.Node).Where(edge => edge.Target.Kind == SocketKind.EnvironmentVariable))
        {
            if (ValueOf(turn, node, edge.Source, ref problem) is { } value)
                variables[edge.Target.Key] = value.ToString();
        }
        var missing = step.EnvironmentVariables.FirstOrDefault(variable => variable is { Optional: false, Secret: false }
            && !variables.ContainsKey(variable.Name) && !HasSecret(turn.Graph.Plan, step, variable.Name));
        if (missing is not null)
            problem ??= $"required environment variable '{missing.Name}' is not set";
        return variables.ToImmutable();
    }
}
