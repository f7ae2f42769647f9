using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Turns the values given for a run into values per node and parameter, checked against what the steps declare.</summary>
internal static class GivenParameters
{
    public static ImmutableDictionary<string, MapValue> Resolve(Pipeline pipeline, MapValue given)
    {
        var problems = new List<Diagnostic>();
        var targets = new List<(ParameterTarget Target, Value Value)>();
        foreach (var parameter in pipeline.Parameters)
        {
            if ((given.Find(parameter.Name) ?? parameter.Default) is { IsNull: false } value && value is not TextValue { Text: "" })
                targets.AddRange(parameter.Targets.Select(target => (target, value)));
        }
        foreach (var (name, value) in given.Entries)
        {
            if (pipeline.Parameters.Any(parameter => parameter.Name == name))
                continue;
            if (TargetOf(pipeline, name) is { } target)
                targets.Add((target, value));
            else
                problems.Add(Unknown(pipeline, name));
        }
        var byNode = targets.GroupBy(pair => pair.Target.Node, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => ForNode(pipeline, group.Key, group, problems), StringComparer.Ordinal);
        return problems.Count == 0 ? byNode : throw new InvalidInputException(problems);
    }

    /// <summary><c>node.parameter</c> or <c>node.parameter.name</c>; a node's name may hold dots, so the longest one that fits wins.</summary>
    private static ParameterTarget? TargetOf(Pipeline pipeline, string name)
    {
        var node = pipeline.Graph.Nodes.Where(node => name.StartsWith(node.Name + ".", StringComparison.Ordinal)).MaxBy(node => node.Name.Length);
        if (node is null || DeclaredIn(node) is not { } declared)
            return null;
        var rest = name[(node.Name.Length + 1)..];
        var parameter = declared.FirstOrDefault(p => p.Name == rest) ?? declared.FirstOrDefault(p => rest == $"parameter.{p.Name}");
        return parameter is null ? null : new ParameterTarget(node.Name, parameter.Name);
    }

    private static ImmutableArray<ParameterDefinition>? DeclaredIn(Node? node) => (node as StepNode)?.Step.Parameters;

    private static MapValue ForNode(Pipeline pipeline, string name, IEnumerable<(ParameterTarget Target, Value Value)> values, List<Diagnostic> problems)
    {
        var node = pipeline.Graph.Nodes.FirstOrDefault(node => node.Name == name);
        var declared = DeclaredIn(node);
        var entries = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (target, value) in values)
        {
            if (declared?.FirstOrDefault(parameter => parameter.Name == target.Parameter) is not { } parameter)
                continue;
            var typed = Typed(parameter, value, node is TaskNode);
            if (Check(parameter, typed, node is TaskNode) is { } problem)
                problems.Add(new Diagnostic(Severity.Error, "parameter.value", $"Parameter '{name}.{parameter.Name}': {problem}"));
            else
                entries[parameter.Name] = typed;
        }
        return new MapValue([.. entries]);
    }

    /// <summary>Text from a command line says less than JSON: a list or a truth value is meant where the parameter takes one.</summary>
    private static Value Typed(ParameterDefinition parameter, Value value, bool isTask)
    {
        if (value is not TextValue { Text: var text })
            return value;
        if (parameter.Type == ParameterType.Flag && TruthWords.Read(text) is { } truth)
            return Value.Of(truth);
        var takesList = parameter.Multiple != MultipleMode.None || isTask || parameter.Type is ParameterType.List or ParameterType.Map;
        if (!takesList || text.Length == 0 || text[0] is not ('[' or '{'))
            return value;
        try
        {
            return ValueJson.Parse(text);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static string? Check(ParameterDefinition parameter, Value value, bool isTask)
    {
        var single = isTask && value is ListValue list && parameter.Multiple == MultipleMode.None ? list.Items : [value];
        foreach (var item in single)
        {
            var conversion = ParameterValues.Convert(parameter, item);
            if (conversion.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } problem)
                return problem.Message;
        }
        return null;
    }

    private static Diagnostic Unknown(Pipeline pipeline, string name) => new(
        Severity.Error, "parameter.unknown", $"Pipeline '{pipeline.Name}' has no parameter '{name}'.")
    {
        Remedy = NearestWords.Question(name, Names(pipeline)) + "Use the name of a pipeline parameter" + Known(pipeline) + ", or node.parameter.",
    };

    private static IEnumerable<string> Names(Pipeline pipeline) => pipeline.Parameters.Select(parameter => parameter.Name)
        .Concat(pipeline.Graph.Nodes.SelectMany(node => (DeclaredIn(node) ?? []).Select(parameter => $"{node.Name}.{parameter.Name}")));

    private static string Known(Pipeline pipeline) =>
        pipeline.Parameters.IsEmpty ? "" : $" ({string.Join(", ", pipeline.Parameters.Select(parameter => parameter.Name))})";
}
