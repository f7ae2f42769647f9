using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads over what a task is repeated.</summary>
internal sealed class LoopReader(Problems problems, TemplateReader templates)
{
    /// <summary>Null for a task that runs once, and with an error.</summary>
    public LoopRule? Read(TaskEntry task, GraphScope scope, ImmutableArray<Binding> bindings, string owner)
    {
        var message = task.Message;
        var limit = message.Child("iteratorPolicy", "parallelismLimit")?.Whole("parallelismLimit", 0, int.MaxValue) ?? 0;
        var (values, artifacts) = (message.Node("parameterIterator") is not null, message.Node("artifactIterator") is not null);
        if (values && artifacts)
            problems.Error(
                "task.iterators",
                $"{owner}: 'parameterIterator' and 'artifactIterator' are both set.",
                message.Where("artifactIterator"),
                message.KeyPlace("artifactIterator"),
                "Keep one of them. For nested loops, use a sub-DAG.");
        if (!values && !artifacts)
            return null;
        var rule = values ? OverValues(message, task, scope, bindings, owner) : OverArtifacts(message, task, bindings, owner);
        return rule is null ? null : rule with { Parallelism = limit };
    }

    private LoopRule? OverValues(Message message, TaskEntry task, GraphScope scope, ImmutableArray<Binding> bindings, string owner)
    {
        if (message.Child("parameterIterator", "items", "itemInput") is not { } iterator || ItemInput(iterator, task, artifact: false, owner) is not { } itemInput)
            return null;
        var items = iterator.Child("items", "raw", "inputParameter");
        var raw = items?.Text("raw");
        var input = items?.Text("inputParameter");
        if (items is null || raw is null == input is null)
        {
            problems.Error(
                "loop.items",
                $"{owner}: the loop items require exactly one of 'raw' and 'inputParameter'.",
                iterator.Where("items"),
                iterator.Place("items"));
            return null;
        }
        if (raw is not null)
            return ReadRaw(raw, items, scope, bindings, owner) is { } written ? new LoopRule { Items = written, ItemInput = itemInput } : null;
        return CheckInput(input!, items, "inputParameter", task, bindings, owner) ? new LoopRule { ItemsInput = input, ItemInput = itemInput } : null;
    }

    private LoopRule? OverArtifacts(Message message, TaskEntry task, ImmutableArray<Binding> bindings, string owner)
    {
        if (message.Child("artifactIterator", "items", "itemInput") is not { } iterator || ItemInput(iterator, task, artifact: true, owner) is not { } itemInput)
            return null;
        if (iterator.Child("items", "inputArtifact") is { } items && items.Text("inputArtifact") is { } input)
            return CheckInput(input, items, "inputArtifact", task, bindings, owner) ? new LoopRule { ItemsInput = input, ItemInput = itemInput, OverArtifacts = true } : null;
        problems.Error(
            "loop.items",
            $"{owner}: a loop over artifacts requires 'items: {{inputArtifact: ...}}'.",
            iterator.Where("items"),
            iterator.Place("items"));
        return null;
    }

    /// <summary>Items as JSON. What is no list before its placeholders are filled may be one after.</summary>
    private ValueTemplate? ReadRaw(string raw, Message items, GraphScope scope, ImmutableArray<Binding> bindings, string owner)
    {
        var values = TemplateScope.OfValues(owner, name => bindings.Any(binding => binding.Input == name) || scope.Owner.Signature.HasValue(name));
        if (TypedValues.FromJson(raw, ParameterType.List) is { } list)
            return templates.Value(list, items.Place("raw"), items.Where("raw"), values);
        if (Placeholders.AreIn(raw))
            return new TextTemplate(templates.Text(raw, items.Place("raw"), items.Where("raw"), values));
        problems.Error(
            "loop.items",
            $"{owner}: the items '{Names.Shown(raw)}' are not a JSON list.",
            items.Where("raw"),
            items.Place("raw"),
            "Use a list such as '[1, 2, 3]'.");
        return null;
    }

    private string? ItemInput(Message iterator, TaskEntry task, bool artifact, string owner)
    {
        var name = iterator.Text("itemInput");
        var signature = task.Component?.Signature;
        if (name is not null && (signature is null || (artifact ? signature.HasArtifact(name) : signature.HasValue(name))))
            return name;
        var message = name is null ? "a loop requires 'itemInput', the input that receives each item" : $"the component has no {(artifact ? "artifact" : "parameter")} '{Names.Shown(name)}' to receive the item";
        problems.Error("loop.item-input", $"{owner}: {message}.", iterator.Where("itemInput"), iterator.Place("itemInput"), name is null ? null : Suggestions.Remedy(name, signature!.InputNames(artifact)));
        return null;
    }

    private bool CheckInput(string name, Message items, string field, TaskEntry task, ImmutableArray<Binding> bindings, string owner)
    {
        if (bindings.Any(binding => binding.Input == name) || task.Component?.Signature.Input(name) is { Default: not null } || IsBroken(task, name))
            return true;
        problems.Error(
            "loop.items",
            $"{owner}: the loop items come from input '{Names.Shown(name)}', which has no source.",
            items.Where(field),
            items.Place(field),
            Suggestions.Remedy(name, bindings.Select(binding => binding.Input)));
        return false;
    }

    /// <summary>The input is there, but its own error was said already.</summary>
    private static bool IsBroken(TaskEntry task, string name) => task.Message.Map.Find("inputs") is Yaml.YamlMapping inputs
        && inputs.Entries.Any(kind => kind.Value is Yaml.YamlMapping table && table.Find(name) is not null);
}
