using Gyre.Core;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Compares what flows into and out of components with the types that they declare.</summary>
internal sealed class ComponentEdges(Problems problems, string owner, IReadOnlyDictionary<string, Node?> nodes)
{
    /// <summary>Both ends exist, as far as they are known.</summary>
    public void Check(Edge edge, DocumentPath path, YamlPlace place)
    {
        var (source, target) = (StepOf(edge.Source), StepOf(edge.Target));
        if (edge.Source.Kind == SocketKind.Result)
            CheckResult(edge.Source, source, path, place);
        if (edge.Source.Kind == SocketKind.Output && source?.Component is { } component)
            CheckOutput(edge.Source, component, path, place);
        if (edge.Target.Kind == SocketKind.Result)
            problems.Error(
                "edge.result-target",
                $"{owner}: an edge cannot end at the result '{Names.Shown(edge.Target.Key)}' of node '{Names.Shown(edge.Target.Node)}'.",
                path,
                place,
                "End the edge at a parameter or an input.");
        else if (target?.Component is not null && edge.Target.Kind is SocketKind.Parameter or SocketKind.Input)
            CheckTypes(edge, source, target, path, place);
    }

    /// <summary>What a component must be given and nothing gives.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isGiven">Whether an edge or a parameter of the pipeline fills a name.</param>
    /// <param name="path">Path of the node.</param>
    /// <param name="place">Place of the node.</param>
    public void CheckMissing(Node node, Func<string, bool> isGiven, DocumentPath path, YamlPlace place)
    {
        if (StepOf(node) is not { Component: not null } step)
            return;
        var swept = node is TaskNode task ? task.Sweep.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var input in step.Inputs.Where(input => !input.Optional && input.Default.IsEmpty && !isGiven(input.Name)))
            problems.Error(
                "node.missing-input",
                $"{owner}, node '{Names.Shown(node.Name)}': the input '{Names.Shown(input.Name)}' ({input.ArtifactType}) of step "
                    + $"'{Names.Shown(step.Name)}' has no source.",
                path,
                place,
                $"Add an edge to '{Names.Shown(node.Name)}.input.{Names.Shown(input.Name)}', or add 'with: "
                    + $"{{{Names.Shown(input.Name)}: PATH}}' to the step.");
        foreach (var parameter in step.Parameters.Where(parameter => !parameter.Optional && parameter.Default is null && !swept.Contains(parameter.Name) && !isGiven(parameter.Name)))
            problems.Warning(
                "node.missing-parameter",
                $"{owner}, node '{Names.Shown(node.Name)}': the parameter '{Names.Shown(parameter.Name)}' of step "
                    + $"'{Names.Shown(step.Name)}' has no value; every run must set it.",
                path,
                place,
                $"Add 'with: {{{Names.Shown(parameter.Name)}: VALUE}}' to the step, or start runs with --parameter "
                    + $"{Names.Shown(node.Name)}.{Names.Shown(parameter.Name)}=VALUE.");
    }

    private Step? StepOf(Socket socket) => nodes.TryGetValue(socket.Node, out var node) && node is not null ? StepOf(node) : null;

    private static Step? StepOf(Node node) => node is StepNode { Commit: null } own ? own.Step : null;

    private void CheckResult(Socket socket, Step? step, DocumentPath path, YamlPlace place)
    {
        if (step is null)
            return;
        var known = step.Component?.Outputs.Where(output => output.ParameterType is not null).Select(output => output.Name).ToList() ?? [];
        if (!known.Contains(socket.Key, StringComparer.Ordinal))
            problems.Error("edge.unknown-key", $"{owner}: node '{Names.Shown(socket.Node)}' has no result '{Names.Shown(socket.Key)}'.", path, place, step.Component is null ? $"Only components return results; use '{Names.Shown(socket.Node)}.metadata.{Names.Shown(socket.Key)}'." : Suggestions.Remedy(socket.Key, known));
    }

    private void CheckOutput(Socket socket, Component component, DocumentPath path, YamlPlace place)
    {
        if (socket.Key.AsSpan().ContainsAny('*', '?'))
            return;
        var output = component.Outputs.FirstOrDefault(output => output.Name == socket.Key);
        if (output is null)
            problems.Error(
                "edge.unknown-key",
                $"{owner}: node '{Names.Shown(socket.Node)}' has no output '{Names.Shown(socket.Key)}'.",
                path,
                place,
                Suggestions.Remedy(socket.Key, component.Outputs.Select(known => known.Name)));
        else if (output.ParameterType is not null)
            problems.Error(
                "edge.type",
                $"{owner}: '{Names.Shown(socket.Key)}' of node '{Names.Shown(socket.Node)}' is a value, not a file.",
                path,
                place,
                $"Use '{Names.Shown(socket.Node)}.result.{Names.Shown(socket.Key)}'.");
    }

    private void CheckTypes(Edge edge, Step? source, Step target, DocumentPath path, YamlPlace place)
    {
        var toFile = edge.Target.Kind == SocketKind.Input;
        var fromFile = edge.Source.Kind is SocketKind.Output or SocketKind.Input;
        var fromValue = edge.Source.Kind is SocketKind.Result or SocketKind.Parameter or SocketKind.Metadata;
        if (toFile ? fromValue : fromFile)
            Report(edge, fromFile ? "files" : "a value", toFile ? "files" : "a value", path, place);
        else if (toFile && source is not null && ArtifactAt(edge.Source, source) is { } given && target.Inputs.FirstOrDefault(input => input.Name == edge.Target.Key)?.ArtifactType is { } wanted && !Fits(given, wanted))
            Report(edge, given, wanted, path, place);
        else if (!toFile && source is not null && nodes[edge.Target.Node] is ExecutionNode && ValueAt(edge.Source, source) is { } value && target.Parameters.FirstOrDefault(parameter => parameter.Name == edge.Target.Key)?.Type is { } type && !Fits(value, type))
            Report(edge, Word(value), Word(type), path, place);
    }

    private void Report(Edge edge, string given, string wanted, DocumentPath path, YamlPlace place) => problems.Error(
        "edge.type",
        $"{owner}: '{Names.Shown(edge.Target.Node)}.{Words(edge.Target)}' expects {wanted}, but "
            + $"'{Names.Shown(edge.Source.Node)}.{Words(edge.Source)}' is {given}.",
        path, place, "Connect an output of the right type, or add a step that converts it.");

    private static string Words(Socket socket) => $"{socket.Kind.ToString().ToLowerInvariant()}.{Names.Shown(socket.Key)}";

    /// <summary>Known for components alone; other steps leave plain files.</summary>
    private static string? ArtifactAt(Socket socket, Step step) => step.Component is null ? null : socket.Kind == SocketKind.Output
        ? step.Outputs.FirstOrDefault(output => output.Name == socket.Key)?.ArtifactType
        : step.Inputs.FirstOrDefault(input => input.Name == socket.Key)?.ArtifactType;

    private static ParameterType? ValueAt(Socket socket, Step step) => step.Component is null ? null : socket.Kind == SocketKind.Parameter
        ? step.Parameters.FirstOrDefault(parameter => parameter.Name == socket.Key)?.Type
        : step.Outputs.FirstOrDefault(output => output.Name == socket.Key)?.ParameterType;

    private static bool Fits(string given, string wanted) => given == wanted || given == ArtifactType.Any.Title || wanted == ArtifactType.Any.Title;

    private static bool Fits(ParameterType given, ParameterType wanted) => given == wanted || wanted == ParameterType.String || (given, wanted) is (ParameterType.Integer, ParameterType.Float);

    private static string Word(ParameterType type) => type switch
    {
        ParameterType.Integer => "an integer",
        ParameterType.Float => "a number",
        ParameterType.Flag => "true or false",
        ParameterType.List => "a list",
        ParameterType.Map => "a map",
        _ => "a string",
    };
}
