using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>A component of the document, and what has been made of it so far.</summary>
internal sealed class ComponentEntry(string name, Message message)
{
    /// <summary>As the document names it.</summary>
    public string Name { get; } = name;

    /// <summary>As people know it.</summary>
    public string ShortName { get; } = name.StartsWith("comp-", StringComparison.Ordinal) && name.Length > 5 ? name[5..] : name;

    public Message Message { get; } = message;

    public Signature Signature { get; init; } = Signature.Empty;

    /// <summary>The executor of a leaf, or null.</summary>
    public string? ExecutorLabel { get; init; }

    /// <summary>The graph of what is no leaf, or null.</summary>
    public Message? Dag { get; init; }

    /// <summary>What a leaf runs; null while it is not read, and when it is broken.</summary>
    public Leaf? Leaf { get; set; }

    public BuiltGraph? Graph { get; set; }

    /// <summary>Its leaf or graph was read, well or not.</summary>
    public bool IsRead { get; set; }

    /// <summary>Its graph is being read; whoever meets it now stands inside it.</summary>
    public bool IsOpen { get; set; }
}

/// <summary>What a component without graph does.</summary>
internal abstract record Leaf;

/// <summary>It runs a program.</summary>
/// <param name="Step">The step, without what the task says of it.</param>
/// <param name="Size">Characters of its arguments and variables.</param>
internal sealed record ProgramLeaf(Step Step, long Size) : Leaf;

/// <summary>It registers an artifact.</summary>
internal sealed record ImporterLeaf(ValueTemplate Uri, string Output, ArtifactType Type, ValueTemplate Metadata, bool Reimport) : Leaf;

/// <summary>A graph with what it costs to unfold it.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Height">Graphs inside each other, this one included.</param>
/// <param name="Nodes">Nodes, those of graphs inside included, each time they are used.</param>
/// <param name="Size">Characters of all programs' arguments, as often as they are used.</param>
internal sealed record BuiltGraph(Graph Graph, int Height, long Nodes, long Size);

/// <summary>Where something is named.</summary>
internal readonly record struct Reference(DocumentPath Path, YamlPlace Place);

/// <summary>A task of a graph that is being read.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Message">What it says.</param>
/// <param name="Component">What it runs; null when that is not defined.</param>
internal sealed record TaskEntry(string Name, Message Message, ComponentEntry? Component);

/// <summary>The graph around a task.</summary>
/// <param name="Owner">The component whose graph it is.</param>
/// <param name="Tasks">All tasks, by name, in document order.</param>
internal sealed record GraphScope(ComponentEntry Owner, OrderedDictionary<string, TaskEntry> Tasks)
{
    /// <summary>The task that is named as a producer, or null with an error.</summary>
    public TaskEntry? Producer(string name, string owner, Reference where, Problems problems)
    {
        if (Tasks.TryGetValue(name, out var task))
            return task;
        problems.Error(
            "task.unknown",
            $"{owner}: the task '{Names.Shown(name)}' does not exist in the same 'dag'.",
            where.Path,
            where.Place,
            Suggestions.Remedy(name, Tasks.Keys));
        return null;
    }
}
