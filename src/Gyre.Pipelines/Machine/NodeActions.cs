using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Conditions on a node's way.</summary>
internal static class NodeActions
{
    /// <summary>Looks at the actions of a moment, in order. False when the node must not go on.</summary>
    public static bool Apply(MachineTurn turn, NodeRun node, ActionMoment moment)
    {
        foreach (var action in turn.Graph.Node(node.Node).Actions)
        {
            if (!action.When.Contains(moment) || !Holds(turn, node, action))
                continue;
            foreach (var effect in action.Then)
            {
                if (!Carry(turn, node, effect, moment))
                    return false;
            }
        }
        return true;
    }

    private static bool Carry(MachineTurn turn, NodeRun node, ActionEffect effect, ActionMoment moment)
    {
        switch (effect)
        {
            case ActionEffect.StopPipeline:
                turn.StopEverything(RunState.Stopped, $"an action of {node.Path} stopped the pipeline");
                return false;
            case ActionEffect.ErrorPipeline:
                turn.StopEverything(RunState.Failed, $"an action of {node.Path} ended the pipeline as failed");
                return false;
            case ActionEffect.RequireApproval when moment == ActionMoment.NodeStarting && !node.Approved:
                Approvals.Ask(turn, node, null);
                return false;
            default:
                return true;
        }
    }

    /// <summary>All conditions must hold; one that has no result does not, and the log says so.</summary>
    private static bool Holds(MachineTurn turn, NodeRun node, NodeAction action) => action.If.All(text =>
    {
        var problem = Conditions.Evaluate(text, name => Conditions.NameOf(node, name), out var holds);
        if (problem is not null)
            turn.Report(NodeEvents.ConditionWithoutResult, node.Path, ("expression", text), ("problem", problem));
        return holds;
    });
}

/// <summary>Expressions over a node run.</summary>
internal static class Conditions
{
    private const string MetadataPrefix = "metadata.";
    private const string ParameterPrefix = "parameter.";

    /// <summary>Evaluates; gives what was wrong, or null. No result counts as not met.</summary>
    public static string? Evaluate(string text, Func<string, Value?> names, out bool holds)
    {
        holds = false;
        if (!Expression.TryParse(text, out var expression, out var error))
            return error.Message;
        var result = expression.Evaluate(names);
        holds = result.IsMet;
        return result.Error?.Message;
    }

    public static Value? NameOf(NodeRun node, string name) => name switch
    {
        _ when name.StartsWith(MetadataPrefix, StringComparison.Ordinal) => Path(node.Metadata, name[MetadataPrefix.Length..]),
        _ when name.StartsWith(ParameterPrefix, StringComparison.Ordinal) => Path(node.Parameters, name[ParameterPrefix.Length..]),
        _ => Path(node.Metadata, name),
    };

    /// <summary>A key, or a key inside a nested map when the whole name is not a key itself.</summary>
    private static Value? Path(MapValue map, string name)
    {
        if (map.Find(name) is { } whole)
            return whole;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && map.Find(name[..dot]) is MapValue inner ? Path(inner, name[(dot + 1)..]) : null;
    }
}
