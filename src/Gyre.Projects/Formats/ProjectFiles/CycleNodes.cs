namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>The pipeline of a cycle, as far as the cycle refers to it.</summary>
internal sealed class CycleNodes(Problems problems, Pipeline pipeline, string owner)
{
    private readonly Dictionary<string, Node> _nodes = pipeline.Graph.Nodes.GroupBy(node => node.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary><c>NODE.metadata.KEY</c> or <c>NODE.parameter.NAME</c>.</summary>
    public void CheckReference(string text, DocumentPath path, YamlPlace place)
    {
        var parts = text.Split('.', 3);
        if (parts.Length < 3 || parts[1] is not ("metadata" or "parameter"))
            problems.Error("cycle.reference", $"{owner}: '{Names.Shown(text)}' must be NODE.metadata.KEY or NODE.parameter.NAME.", path, place);
        else if (!_nodes.TryGetValue(parts[0], out var node))
            UnknownNode(parts[0], path, place);
        else if (parts[1] == "parameter")
            CheckParameter(node, parts[2], path, place);
    }

    /// <summary><c>NODE.NAME</c>, also <c>NODE.parameter.NAME</c>, of a parameter that can be set.</summary>
    public ParameterTarget? Target(string text, DocumentPath path, YamlPlace place)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == text.Length - 1)
        {
            problems.Error("cycle.target", $"{owner}: '{Names.Shown(text)}' must be NODE.PARAMETER.", path, place);
            return null;
        }
        var (name, parameter) = (text[..dot], text[(dot + 1)..]);
        if (!_nodes.TryGetValue(name, out var node))
        {
            UnknownNode(name, path, place);
            return null;
        }
        const string Socket = "parameter.";
        if (parameter.StartsWith(Socket, StringComparison.Ordinal) && ParametersOf(node)?.Contains(parameter, StringComparer.Ordinal) != true)
            parameter = parameter[Socket.Length..];
        CheckParameter(node, parameter, path, place);
        return new ParameterTarget(name, parameter);
    }

    public void CheckCarry(Edge edge, DocumentPath path, YamlPlace place)
    {
        foreach (var socket in new[] { edge.Source, edge.Target }.Where(socket => !_nodes.ContainsKey(socket.Node)))
            UnknownNode(socket.Node, path, place);
        if (edge.Source.Kind is not (SocketKind.Output or SocketKind.Input) || edge.Target.Kind != SocketKind.Input)
            problems.Error(
                "cycle.carry",
                $"{owner}: 'carry' must connect an output or input to an input.",
                path,
                place,
                "Use [node.output.*, node.input.name].");
        else if (_nodes.GetValueOrDefault(edge.Target.Node) is { } node && StepOf(node) is { } step && step.Inputs.All(input => input.Name != edge.Target.Key))
            problems.Error(
                "cycle.carry",
                $"{owner}: step '{Names.Shown(step.Name)}' has no input '{Names.Shown(edge.Target.Key)}'.",
                path,
                place,
                Suggestions.Remedy(edge.Target.Key, step.Inputs.Select(input => input.Name)));
    }

    private void UnknownNode(string name, DocumentPath path, YamlPlace place) =>
        problems.Error(
            "cycle.unknown-node",
            $"{owner}: pipeline '{Names.Shown(pipeline.Name)}' has no node '{Names.Shown(name)}'.",
            path,
            place,
            Suggestions.Remedy(name, _nodes.Keys));

    private void CheckParameter(Node node, string parameter, DocumentPath path, YamlPlace place)
    {
        if (ParametersOf(node) is { } names && !names.Contains(parameter, StringComparer.Ordinal))
            problems.Error(
                "cycle.unknown-parameter",
                $"{owner}: node '{Names.Shown(node.Name)}' has no parameter '{Names.Shown(parameter)}'.",
                path,
                place,
                Suggestions.Remedy(parameter, names));
    }

    private static IEnumerable<string>? ParametersOf(Node node) =>
        node is StepNode ? StepOf(node)?.Parameters.Select(parameter => parameter.Name) : [];

    private static Step? StepOf(Node node) => node is StepNode { Commit: null } own ? own.Step : null;
}
