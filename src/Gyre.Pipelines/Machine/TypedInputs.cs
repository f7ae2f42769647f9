using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Values and artifacts of typed inputs, or why there are none.</summary>
internal sealed record TypedWork(MapValue Values, ImmutableArray<NamedArtifacts> Artifacts, string? Problem)
{
    public static TypedWork Refuse(string problem) => new(NodeWork.Nothing, [], problem);
}

/// <summary>Puts together the typed inputs of a node from its bindings. Only looks; changes nothing.</summary>
internal static class TypedInputs
{
    /// <param name="turn">The decision.</param>
    /// <param name="node">Whose inputs.</param>
    /// <param name="declared">What it declares.</param>
    /// <param name="keepsNull">Whether an optional input without a value is there as null, as in a body, or absent, as in a component.</param>
    /// <param name="item">The input that a loop fills for each iteration; it needs no value here.</param>
    public static TypedWork Resolve(MachineTurn turn, NodeRun node, ImmutableArray<ComponentInput> declared, bool keepsNull, string? item = null)
    {
        var bindings = turn.Graph.Node(node.Node).Bindings.ToDictionary(binding => binding.Input, StringComparer.Ordinal);
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        var artifacts = ImmutableArray.CreateBuilder<NamedArtifacts>();
        foreach (var input in declared.Where(input => input.Name != item))
        {
            var binding = bindings.GetValueOrDefault(input.Name);
            string? problem;
            if (input.ParameterType is { } type)
            {
                if (ValueFor(turn, node, input, type, binding, out problem) is { } value && (keepsNull || !value.IsNull))
                    values.Add(new(input.Name, value));
            }
            else if (ArtifactsFor(turn, node, input, binding, out problem) is { } list)
            {
                artifacts.Add(new NamedArtifacts(input.Name, list));
            }
            if (problem is not null)
                return TypedWork.Refuse(problem);
        }
        return new TypedWork(new MapValue(values.ToImmutable()), artifacts.ToImmutable(), null);
    }

    /// <summary>A value that the graph around was given: by its node run, by the loop whose iteration that is, or by whoever started the run.</summary>
    public static Value? ValueInScope(MachineTurn turn, string? scope, string name)
    {
        if (scope is null)
            return turn.Graph.Plan.Arguments.Find(name);
        var around = turn.Get(scope);
        return around.Parameters.Find(name) ?? (around.Parent is { } loop ? turn.Get(loop).Parameters.Find(name) : null);
    }

    /// <summary>
    /// A value that a template of the node's may name. Compilers bind what a text needs beside the input that the text is for, under names that the component does not declare: those come
    /// first, when they are no templates themselves. Else it is a value that the graph around was given.
    /// </summary>
    public static Value? ValueInSight(MachineTurn turn, NodeRun node, string name, string? input)
    {
        var own = turn.Graph.Node(node.Node).Bindings.FirstOrDefault(binding => binding.Input == name && name != input
            && binding is { Value: null or FixedTemplate, Source: null or { Kind: SocketKind.Parameter or SocketKind.Result or SocketKind.FinalStatus } });
        return own is null ? ValueInScope(turn, node.Scope, name) : Bound(turn, node, own, out _);
    }

    /// <summary>Values that are bound under names that are not declared: a condition may name them.</summary>
    public static IEnumerable<KeyValuePair<string, Value>> Undeclared(MachineTurn turn, NodeRun node, ImmutableArray<ComponentInput> declared) =>
        from binding in turn.Graph.Node(node.Node).Bindings
        where declared.All(input => input.Name != binding.Input)
        let value = ValueInSight(turn, node, binding.Input, null)
        where value is not null
        select KeyValuePair.Create(binding.Input, value);

    private static ImmutableArray<Artifact>? ArtifactsInScope(MachineTurn turn, string? scope, string name)
    {
        if (scope is null)
            return null;
        var around = turn.Get(scope);
        return Find(around.InputArtifacts, name) ?? (around.Parent is { } loop ? Find(turn.Get(loop).InputArtifacts, name) : null);
    }

    private static Value? ValueFor(MachineTurn turn, NodeRun node, ComponentInput input, ParameterType type, Binding? binding, out string? problem)
    {
        problem = null;
        var value = binding is null ? null : Bound(turn, node, binding, out problem);
        if (problem is not null)
            return null;
        if (value is null or NullValue)
            value = input.Default;
        if (value is null or NullValue)
        {
            problem = input.Optional ? null : $"input '{input.Name}' has no value: {WhyNone(turn, node, binding)}";
            return Value.Null;
        }
        if (!TypedValues.TryConvert(value, type, out var converted, out var mismatch))
            problem = $"input '{input.Name}': {mismatch}";
        else if (!input.Choices.IsEmpty && !input.Choices.Contains(converted))
            problem = $"input '{input.Name}': {TypedValues.Shown(converted.ToString())} is not one of {string.Join(", ", input.Choices)}";
        return converted;
    }

    private static Value? Bound(MachineTurn turn, NodeRun node, Binding binding, out string? problem)
    {
        problem = null;
        var value = binding.Value is { } template ? Templates.Fill(template, Templates.ScopeOf(turn, node, binding.Input)) : FromSource(turn, node, binding.Source!);
        if (binding.Selector is not { } selector || value is null or NullValue)
            return value;
        var result = CelExpression.TryParse(selector, out var expression, out var error) ? expression.Evaluate(CelScope.OfSelected(value)) : new CelResult(null, error);
        problem = result.Error is null ? null : $"input '{binding.Input}': '{selector}' cannot be evaluated: {result.Error}";
        return result.Value;
    }

    private static Value? FromSource(MachineTurn turn, NodeRun node, Socket source)
    {
        if (source.Node.Length == 0)
            return ValueInScope(turn, node.Scope, source.Key);
        var run = turn.Sibling(node, source.Node);
        return source.Kind switch
        {
            SocketKind.FinalStatus => FinalStatus.Of(turn.Graph.Plan, run),
            _ => run.Results.Find(source.Key),
        };
    }

    private static ImmutableArray<Artifact>? ArtifactsFor(MachineTurn turn, NodeRun node, ComponentInput input, Binding? binding, out string? problem)
    {
        problem = null;
        var list = binding?.Source is not { } source ? null
            : source.Node.Length == 0 ? ArtifactsInScope(turn, node.Scope, source.Key)
            : Find(turn.Sibling(node, source.Node).OutputArtifacts, source.Key);
        if (list is null or { IsEmpty: true } && !input.Optional && !(input.IsList && list is not null))
            problem = $"input '{input.Name}' has no artifact: {WhyNone(turn, node, binding)}";
        return list is { IsEmpty: true } && !input.IsList ? null : list;
    }

    private static ImmutableArray<Artifact>? Find(ImmutableArray<NamedArtifacts> artifacts, string name) =>
        artifacts.FirstOrDefault(named => named.Name == name)?.Items;

    private static string WhyNone(MachineTurn turn, NodeRun node, Binding? binding) => binding switch
    {
        null => "no edge provides one, and there is no default",
        { Source: { Node.Length: > 0 } source } => $"{turn.Sibling(node, source.Node).Path} did not produce '{source.Key}'",
        { Source: { } source } => $"'{source.Key}' is not set",
        _ => "it is null",
    };
}
