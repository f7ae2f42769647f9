using Gyre.Core;
using Gyre.Projects.Formats.Yaml;
using Gyre.Projects.Graphs;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>
/// Builds the graphs of components, each once. A component may be used many times, also inside others that are used many times: how large the whole is when it
/// is unfolded is counted before anybody unfolds it.
/// </summary>
internal sealed class GraphReader(Problems problems, ComponentTable components, ExecutorReader executors, TaskReader tasks, OutputReader outputs)
{
    /// <summary>Graphs inside each other.</summary>
    private const int MaxHeight = 32;

    /// <summary>Nodes of all graphs together, as often as they are used.</summary>
    private const int MaxNodes = 100_000;

    /// <summary>Characters of programs' arguments, as often as they are used: each node keeps its own.</summary>
    private const long MaxSize = 256 << 20;

    /// <summary>Reads what a component is: its graph or its executor. Does nothing the second time.</summary>
    /// <param name="entry">The component.</param>
    /// <param name="depth">Graphs around it.</param>
    /// <param name="user">For messages: the task that uses it.</param>
    /// <param name="where">Where it is named.</param>
    public void Read(ComponentEntry entry, int depth, string? user, Reference where)
    {
        if (entry.IsOpen)
        {
            problems.Error(
                "component.recursion",
                $"{user}: component '{Names.Shown(entry.Name)}' contains itself.",
                where.Path,
                where.Place,
                "Use a loop to repeat tasks.");
            return;
        }
        if (entry.Dag is not null && depth + (entry.Graph?.Height ?? 1) > MaxHeight)
        {
            problems.Error(
                "component.too-deep", $"{user}: components are nested deeper than {MaxHeight} levels.", where.Path, where.Place);
            return;
        }
        if (entry.IsRead)
            return;
        entry.IsRead = true;
        if (entry.ExecutorLabel is not null)
            entry.Leaf = executors.Read(entry, user);
        if (entry.Dag is not { } dag)
            return;
        entry.IsOpen = true;
        entry.Graph = Build(entry, dag, depth);
        entry.IsOpen = false;
    }

    private BuiltGraph Build(ComponentEntry entry, Message dag, int depth)
    {
        var scope = new GraphScope(entry, ReadEntries(dag));
        var read = new List<ReadTask>();
        foreach (var task in scope.Tasks.Values)
        {
            var owner = $"Task '{Names.Shown(task.Name)}'";
            if (task.Component is { } component)
                Read(component, depth + 1, owner, new Reference(task.Message.Where("componentRef").Key("name"), NamePlace(task.Message)));
            if (tasks.Read(task, scope, owner) is { } node)
                read.Add(node);
        }
        CheckCircle(scope, read);
        var graph = new Graph
        {
            Nodes = [.. read.Select(task => task.Node)],
            Edges = [.. read.SelectMany(task => task.Edges)],
            Inputs = entry.Signature.Inputs,
            Outputs = outputs.Read(dag, scope),
        };
        return Measure(graph, read, dag);
    }

    private OrderedDictionary<string, TaskEntry> ReadEntries(Message dag)
    {
        var entries = new OrderedDictionary<string, TaskEntry>(StringComparer.Ordinal);
        foreach (var item in dag.Table("tasks"))
        {
            CheckName(item);
            if (Message.Of(item.Node, item.Path, problems, TaskReader.Fields) is { } message)
                entries[item.Name] = new TaskEntry(item.Name, message, FindComponent(message, item.Name));
            else if (item.Node is YamlScalar { Value: NullValue })
                problems.Error("structure.type", $"The task '{Names.Shown(item.Name)}' is empty.", item.Path, item.NamePlace, "Add 'componentRef: {name: ...}'.");
        }
        if (entries.Count == 0)
            problems.Error("graph.empty", "The 'dag' has no tasks.", dag.Where("tasks"), dag.Place("tasks"), "Add a task.");
        return entries;
    }

    private ComponentEntry? FindComponent(Message task, string name)
    {
        var reference = task.Child("componentRef", "name");
        if (reference?.Text("name") is not { Length: > 0 } component)
        {
            problems.Error("structure.required", $"Task '{Names.Shown(name)}': 'componentRef.name' is missing.", task.Where("componentRef"), task.Place("componentRef"), "Add 'componentRef: {name: ...}'.");
            return null;
        }
        if (components.Find(component) is { } entry)
            return entry;
        if (!components.IsDeclared(component))
            problems.Error(
                "component.unknown",
                $"Task '{Names.Shown(name)}': component '{Names.Shown(component)}' is not defined.",
                reference.Where("name"),
                reference.Place("name"),
                Suggestions.Remedy(component, components.DeclaredNames) ?? "Define it under 'components'.");
        return null;
    }

    /// <summary>Names of tasks become parts of paths such as <c>loop[2]/train</c>.</summary>
    private void CheckName(NamedNode item)
    {
        var reason = Names.Refuse(item.Name) ?? (item.Name.AsSpan().ContainsAny('/', '[', ']') ? "it contains '/', '[' or ']'" : null);
        if (reason is not null)
            problems.Error(
                "task.name",
                $"The task name '{Names.Shown(item.Name)}' is not valid: {reason}.",
                item.Path,
                item.NamePlace,
                "Use letters, digits, '-' and '_'.");
    }

    private void CheckCircle(GraphScope scope, List<ReadTask> read)
    {
        if (Circles.Find(read.Select(task => task.Node.Name), read.SelectMany(task => task.Sources.Select(source => (source, task.Node.Name)))) is not { } circle)
            return;
        var first = scope.Tasks[circle[0]].Message;
        problems.Error(
            "graph.circle",
            $"The tasks {string.Join(" -> ", circle.Take(20).Append(circle[0]).Select(name => $"'{Names.Shown(name)}'"))} depend on "
                + "each other.",
            first.Path,
            first.Map.Place,
            "Remove one of the dependencies.");
    }

    private BuiltGraph Measure(Graph graph, List<ReadTask> read, Message dag)
    {
        var nodes = read.Sum(task => 1 + (task.Body?.Nodes ?? 0));
        var size = read.Sum(task => task.Size + (task.Body?.Size ?? 0));
        var isSaid = read.Any(task => task.Body is { Nodes: > MaxNodes } or { Size: > MaxSize });
        if (nodes > MaxNodes && !isSaid)
            problems.Error(
                "graph.too-large",
                $"This 'dag' has {nodes} tasks including those of nested components; the maximum is {MaxNodes}.",
                dag.Where("tasks"),
                dag.Place("tasks"),
                "Use a loop instead of repeated tasks.");
        else if (size > MaxSize && !isSaid)
            problems.Error(
                "graph.too-large",
                $"The programs of this 'dag' have {size} characters including those of nested components; the maximum is {MaxSize}.",
                dag.Where("tasks"),
                dag.Place("tasks"),
                "Move the code into the image or into a file.");
        // What is too large counts as the largest, so that sums of sums stay numbers.
        return new BuiltGraph(graph, 1 + read.Select(task => task.Body?.Height ?? 0).DefaultIfEmpty().Max(), Math.Min(nodes, MaxNodes + 1), Math.Min(size, MaxSize + 1));
    }

    private static YamlPlace NamePlace(Message task) => task.Node("componentRef") is YamlMapping reference ? reference.Find("name")?.Place ?? reference.Place : task.Place("componentRef");
}
