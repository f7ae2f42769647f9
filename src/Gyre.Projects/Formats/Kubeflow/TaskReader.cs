using System.Collections.Immutable;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>A node with what follows from it for the graph around.</summary>
internal sealed record ReadTask(Node Node, IReadOnlyList<string> Sources, IReadOnlyList<Edge> Edges, BuiltGraph? Body, long Size);

/// <summary>Builds a node from a task.</summary>
internal sealed class TaskReader(Problems problems, BindingReader bindings, LoopReader loops, TaskPolicies policies)
{
    /// <summary>What is known of a task; <see cref="GraphReader"/> reads the rest of them by their names.</summary>
    public static readonly string[] Fields =
        ["taskInfo", "inputs", "dependentTasks", "cachingOptions", "componentRef", "triggerPolicy", "artifactIterator", "parameterIterator", "retryPolicy", "iteratorPolicy"];

    /// <summary>Null when there is nothing to build a node from; then an error says so.</summary>
    public ReadTask? Read(TaskEntry task, GraphScope scope, string owner)
    {
        _ = task.Message.Child("taskInfo", "name", "taskName")?.Text("name");
        var inputs = bindings.Read(task, scope, owner);
        var edges = ReadDependencies(task, scope, owner);
        var loop = loops.Read(task, scope, inputs, owner);
        var (condition, rule) = policies.ReadTrigger(task.Message, owner);
        var retry = policies.ReadRetry(task.Message, owner);
        var cache = TaskPolicies.ReadCache(task.Message);
        if (task.Component is not { } component)
            return null;
        CheckMissing(task, component, inputs, loop, owner);
        if (Build(task, component, loop, cache, owner) is not { } node)
            return null;
        node = node with { Bindings = inputs, Condition = condition, StartRule = rule, Retry = retry, OnError = OnError.StopNext };
        var sources = inputs.Select(binding => binding.Source?.Node).Concat(edges.Select(edge => edge.Source.Node)).Where(name => name is { Length: > 0 }).Distinct(StringComparer.Ordinal);
        return new ReadTask(node, [.. sources!], edges, component.Graph, component.Leaf is ProgramLeaf program ? program.Size : 0);
    }

    private Node? Build(TaskEntry task, ComponentEntry component, LoopRule? loop, CachePolicy cache, string owner)
    {
        if (component.Dag is not null)
            return component.Graph is { } body ? new SubGraphNode { Name = task.Name, Body = body.Graph, Loop = loop } : null;
        if (loop is not null)
            problems.Error(
                "loop.leaf",
                $"{owner}: a loop requires a component with a 'dag', but '{Names.Shown(component.Name)}' has an executor.",
                task.Message.Where("componentRef"),
                task.Message.Place("componentRef"),
                "Move the task into a component with a 'dag' and loop over that component.");
        return component.Leaf switch
        {
            ProgramLeaf program => new ExecutionNode { Name = task.Name, Step = program.Step with { Cache = cache } },
            ImporterLeaf importer => new ImporterNode
            {
                Name = task.Name,
                Inputs = component.Signature.Inputs,
                Uri = importer.Uri,
                Output = importer.Output,
                ArtifactType = importer.Type,
                Metadata = importer.Metadata,
                Reimport = importer.Reimport,
            },
            _ => null,
        };
    }

    private List<Edge> ReadDependencies(TaskEntry task, GraphScope scope, string owner)
    {
        var edges = new List<Edge>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, item) in task.Message.Texts("dependentTasks"))
        {
            if (seen.Add(name) && scope.Producer(name, owner, new Reference(item.Path, item.Node.Place), problems) is not null)
                edges.Add(new Edge(new Socket(name, SocketKind.Dependency, ""), new Socket(task.Name, SocketKind.Dependency, "")));
        }
        return edges;
    }

    /// <summary>What is required must come from somewhere; a broken source was said already and does not count as none.</summary>
    private void CheckMissing(TaskEntry task, ComponentEntry component, ImmutableArray<Binding> inputs, LoopRule? loop, string owner)
    {
        var brought = inputs.Select(binding => binding.Input).Append(loop?.ItemInput).ToHashSet(StringComparer.Ordinal);
        foreach (var input in component.Signature.Inputs.Where(input => !input.Optional && input.Default is null && !brought.Contains(input.Name) && !IsMentioned(task, input.Name)))
            problems.Error(
                "task.missing-input",
                $"{owner}: component '{Names.Shown(component.Name)}' requires the input '{Names.Shown(input.Name)}', but the task does "
                    + "not set it.",
                task.Message.Where("inputs"),
                task.Message.Place("inputs"),
                $"Set it under 'inputs', or add a default to the component.");
    }

    private static bool IsMentioned(TaskEntry task, string name)
    {
        var iterator = (task.Message.Node("parameterIterator") ?? task.Message.Node("artifactIterator")) as YamlMapping;
        var item = iterator?.Find("itemInput") ?? iterator?.Find("item_input");
        return item is YamlScalar { Text: var text } && text == name
            || (task.Message.Node("inputs") is YamlMapping inputs && inputs.Entries.Any(kind => kind.Value is YamlMapping table && table.Find(name) is not null));
    }
}
