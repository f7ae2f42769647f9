using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads where a value or an artifact comes from.</summary>
internal sealed class SourceReader(Problems problems)
{
    /// <summary>An output of a task of the same graph; null with an error when there is none of the kind.</summary>
    /// <param name="selector">The fields that name it.</param>
    /// <param name="taskField">The field with the task's name.</param>
    /// <param name="keyField">The field with the output's name.</param>
    /// <param name="artifact">An artifact, not a value.</param>
    /// <param name="scope">The graph.</param>
    /// <param name="owner">For messages.</param>
    public Socket? Output(Message selector, string taskField, string keyField, bool artifact, GraphScope scope, string owner)
    {
        if (Required(selector, taskField, owner) is not { } task || Required(selector, keyField, owner) is not { } key)
            return null;
        if (scope.Producer(task, owner, new Reference(selector.Where(taskField), selector.Place(taskField)), problems) is not { } producer)
            return null;
        if (producer.Component is { } component && (component.Signature.Output(key) is not { } output || output.ArtifactType is not null != artifact))
        {
            problems.Error(
                "output.unknown",
                $"{owner}: task '{Names.Shown(task)}' has no output {(artifact ? "artifact" : "parameter")} '{Names.Shown(key)}'.",
                selector.Where(keyField),
                selector.Place(keyField),
                Suggestions.Remedy(key, component.Signature.OutputNames(artifact)));
            return null;
        }
        return new Socket(task, artifact ? SocketKind.Output : SocketKind.Result, key);
    }

    /// <summary>An input of the graph around; null with an error when it is not declared.</summary>
    public Socket? Input(string name, bool artifact, GraphScope scope, string owner, Reference where)
    {
        var signature = scope.Owner.Signature;
        if (artifact ? signature.HasArtifact(name) : signature.HasValue(name))
            return new Socket("", artifact ? SocketKind.Input : SocketKind.Parameter, name);
        var around = scope.Owner.Name == SpecReader.Root ? "the pipeline" : $"the component '{Names.Shown(scope.Owner.Name)}'";
        problems.Error(
            "input.unknown",
            $"{owner}: {around} has no input {(artifact ? "artifact" : "parameter")} '{Names.Shown(name)}'. A task can use only the "
                + "inputs of its own 'dag'.",
            where.Path,
            where.Place,
            Suggestions.Remedy(name, signature.InputNames(artifact)));
        return null;
    }

    private string? Required(Message message, string field, string owner)
    {
        if (message.Text(field) is { Length: > 0 } text)
            return text;
        if (message.Node(field) is null or Yaml.YamlScalar { Value: TextValue })
            problems.Error("structure.required", $"{owner}: '{field}' is missing.", message.Where(field), message.Place(field), $"Add '{field}: ...'.");
        return null;
    }
}
