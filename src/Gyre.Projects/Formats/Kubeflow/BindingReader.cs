using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads the inputs of a task.</summary>
internal sealed class BindingReader(Problems problems, TemplateReader templates, SourceReader sources)
{
    private static readonly string[] Sources = ["taskOutputParameter", "runtimeValue", "constantValue", "componentInputParameter", "taskFinalStatus"];

    private static readonly string[] OldValues = ["intValue", "doubleValue", "stringValue"];

    /// <summary>The bindings in document order, parameters first.</summary>
    public ImmutableArray<Binding> Read(TaskEntry task, GraphScope scope, string owner)
    {
        if (task.Message.Child("inputs", "parameters", "artifacts") is not { } inputs)
            return [];
        var parameters = inputs.Table("parameters");
        // What a constant names is first looked for among the task's own inputs: compilers put there what a text needs.
        var own = parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var bindings = parameters.Select(parameter => ReadParameter(parameter, task, scope, own, owner))
            .Concat(inputs.Table("artifacts").Select(artifact => ReadArtifact(artifact, task, scope, owner)));
        return [.. bindings.OfType<Binding>()];
    }

    private Binding? ReadParameter(NamedNode item, TaskEntry task, GraphScope scope, HashSet<string> own, string owner)
    {
        owner = $"{owner}, input '{Names.Shown(item.Name)}'";
        if (Message.Of(item.Node, item.Path, problems, [.. Sources, "parameterExpressionSelector"]) is not { } source)
            return item.Node is YamlScalar { Value: NullValue } ? NoSource(item, owner) : null;
        CheckDeclared(item, task, artifact: false, owner);
        var given = Sources.Where(field => source.Node(field) is not null).ToList();
        if (given.Count != 1)
            return given.Count == 0 ? NoSource(item, owner) : SeveralSources(item, owner, given);
        var selector = ReadSelector(source, owner);
        var values = TemplateScope.OfValues(owner, name => (own.Contains(name) && name != item.Name) || scope.Owner.Signature.HasValue(name));
        var binding = new Binding { Input = item.Name, Selector = selector };
        return given[0] switch
        {
            "taskOutputParameter" => From(binding, source.Child("taskOutputParameter", "producerTask", "outputParameterKey") is { } output ? sources.Output(output, "producerTask", "outputParameterKey", artifact: false, scope, owner) : null),
            "componentInputParameter" => From(binding, FromParent(source, "componentInputParameter", scope, owner)),
            "taskFinalStatus" => From(binding, FinalStatus(source, scope, owner)),
            _ => Constant(binding, source, task.Component?.Signature.Input(item.Name), scope, values, owner),
        };
    }

    private Binding? ReadArtifact(NamedNode item, TaskEntry task, GraphScope scope, string owner)
    {
        owner = $"{owner}, input '{Names.Shown(item.Name)}'";
        if (Message.Of(item.Node, item.Path, problems, "taskOutputArtifact", "componentInputArtifact") is not { } source)
            return item.Node is YamlScalar { Value: NullValue } ? NoSource(item, owner) : null;
        CheckDeclared(item, task, artifact: true, owner);
        var (output, input) = (source.Node("taskOutputArtifact") is not null, source.Node("componentInputArtifact") is not null);
        if (output == input)
            return output ? SeveralSources(item, owner, ["taskOutputArtifact", "componentInputArtifact"]) : NoSource(item, owner);
        var socket = output
            ? source.Child("taskOutputArtifact", "producerTask", "outputArtifactKey") is { } selector ? sources.Output(selector, "producerTask", "outputArtifactKey", artifact: true, scope, owner) : null
            : source.Text("componentInputArtifact") is { } name ? sources.Input(name, artifact: true, scope, owner, new Reference(source.Where("componentInputArtifact"), source.Place("componentInputArtifact"))) : null;
        return From(new Binding { Input = item.Name }, socket);
    }

    private static Binding? From(Binding binding, Socket? socket) => socket is null ? null : binding with { Source = socket };

    private Socket? FromParent(Message source, string field, GraphScope scope, string owner) =>
        source.Text(field) is { } name ? sources.Input(name, artifact: false, scope, owner, new Reference(source.Where(field), source.Place(field))) : null;

    private Socket? FinalStatus(Message source, GraphScope scope, string owner)
    {
        if (source.Child("taskFinalStatus", "producerTask") is not { } status || status.Text("producerTask") is not { } producer)
        {
            problems.Error(
                "structure.required",
                $"{owner}: 'taskFinalStatus' does not name a task.",
                source.Where("taskFinalStatus"),
                source.Place("taskFinalStatus"),
                "Add 'producerTask: ...'.");
            return null;
        }
        return scope.Producer(producer, owner, new Reference(status.Where("producerTask"), status.Place("producerTask")), problems) is null ? null : new Socket(producer, SocketKind.FinalStatus, "");
    }

    private Binding? Constant(Binding binding, Message source, ComponentInput? input, GraphScope scope, TemplateScope values, string owner)
    {
        var outer = source.Child("runtimeValue", "constant", "constantValue", "runtimeParameter") ?? source;
        if (outer.Node("runtimeParameter") is not null)
            return From(binding, FromParent(outer, "runtimeParameter", scope, owner));
        var (node, path) = outer.Has("constant") ? (outer.Map.FindEntry("constant")!.Value.Value, outer.Where("constant")) : OldConstant(outer);
        if (node is null)
        {
            problems.Error("binding.source", $"{owner}: the value is missing.", path, outer.Map.Place, "Add 'constant: ...'.");
            return null;
        }
        var value = TypedValues.Read(node);
        // A selector changes the type, and a text with placeholders has none before they are filled.
        var template = templates.Value(value, node.Place, path, values);
        if (template is not FixedTemplate || binding.Selector is not null || input?.ParameterType is not { } type)
            return binding with { Value = template };
        if (TypedValues.IsFinite(value) && TypedValues.Convert(value, type) is { } converted && Allowed(converted, input, node, path, owner))
            return binding with { Value = new FixedTemplate(converted) };
        if (!TypedValues.IsFinite(value) || TypedValues.Convert(value, type) is null)
            problems.Error(
                "parameter.value", $"{owner}: {Message.Described(node)} is not a valid {TypedValues.WordOf(type)}.", path, node.Place);
        return null;
    }

    private bool Allowed(Value value, ComponentInput input, YamlNode node, DocumentPath path, string owner)
    {
        if (value.IsNull || input.Choices.IsEmpty || input.Choices.Contains(value))
            return true;
        problems.Error(
            "parameter.literals",
            $"{owner}: {Message.Described(node)} is not one of the values that the component allows.",
            path,
            node.Place,
            $"Allowed values: {Names.Shown(string.Join(", ", input.Choices))}.");
        return false;
    }

    /// <summary>Files of the first versions wrap a constant in a field that names its type.</summary>
    private static (YamlNode? Node, DocumentPath Path) OldConstant(Message outer)
    {
        if (outer.Child("constantValue", OldValues) is not { } wrapped)
            return (null, outer.Path);
        var field = OldValues.FirstOrDefault(name => wrapped.Node(name) is not null);
        if (field is null)
            return (null, wrapped.Path);
        // Large numbers stand in quotes there.
        var node = field == "stringValue" || wrapped.Node(field) is not YamlScalar { Value: TextValue quoted } ? wrapped.Node(field) : new YamlScalar(YamlScalars.Resolve(quoted.Text), quoted.Text, wrapped.Place(field));
        return (node, wrapped.Where(field));
    }

    private string? ReadSelector(Message source, string owner)
    {
        if (source.Text("parameterExpressionSelector") is not { } selector)
            return null;
        if (ConditionCheck.RefuseSelector(selector) is { } reason)
            problems.Error(
                "expression.invalid",
                $"{owner}: the selector '{Names.Shown(selector)}' is not valid: {reason}.",
                source.Where("parameterExpressionSelector"),
                source.Place("parameterExpressionSelector"));
        return selector;
    }

    /// <summary>Compilers give a task more than its component declares: what its constants and its condition name.</summary>
    private void CheckDeclared(NamedNode item, TaskEntry task, bool artifact, string owner)
    {
        if (task.Component?.Signature is not { } signature)
            return;
        if (signature.Input(item.Name) is { } input && input.ArtifactType is not null != artifact)
            problems.Error(
                "binding.kind",
                $"{owner}: the component declares {(artifact ? "a parameter, not an artifact" : "an artifact, not a parameter")}.",
                item.Path,
                item.NamePlace,
                $"Move it to '{(artifact ? "parameters" : "artifacts")}'.");
        else if (signature.Input(item.Name) is null && !item.Name.StartsWith("pipelinechannel--", StringComparison.Ordinal))
            problems.Warning(
                "binding.undeclared",
                $"{owner}: the component has no input with this name.",
                item.Path,
                item.NamePlace,
                Suggestions.Remedy(item.Name, signature.InputNames(artifact)));
    }

    private Binding? NoSource(NamedNode item, string owner)
    {
        problems.Error(
            "binding.source",
            $"{owner}: the source is missing.",
            item.Path,
            item.Node.Place,
            "Add a source, such as 'runtimeValue: {constant: ...}'.");
        return null;
    }

    private Binding? SeveralSources(NamedNode item, string owner, IReadOnlyList<string> given)
    {
        problems.Error(
            "binding.source",
            $"{owner}: {string.Join(" and ", given.Select(field => $"'{field}'"))} are both set; only one is allowed.",
            item.Path,
            item.Node.Place,
            "Keep one of them.");
        return null;
    }
}
