using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>The components of a document.</summary>
internal sealed class ComponentTable
{
    private static readonly string[] Fields = ["inputDefinitions", "outputDefinitions", "executorLabel", "dag", "singlePlatformSpecs", "taskConfigPassthroughs"];

    private static readonly string[] NotHonoured = ["singlePlatformSpecs", "taskConfigPassthroughs"];

    private readonly OrderedDictionary<string, ComponentEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly Problems _problems;
    private readonly SignatureReader _signatures;

    public ComponentTable(IReadOnlyList<NamedNode> components, Problems problems)
    {
        _problems = problems;
        _signatures = new SignatureReader(problems);
        foreach (var item in components)
        {
            _declared.Add(item.Name);
            if (Names.Refuse(item.Name) is { } reason)
                problems.Error(
                    "component.name",
                    $"The component name '{Names.Shown(item.Name)}' is not valid: {reason}.",
                    item.Path,
                    item.NamePlace,
                    "Use a short name on one line.");
            if (Read(item.Name, item.Node, item.Path) is { } entry)
                _entries[item.Name] = entry;
        }
    }

    public IEnumerable<ComponentEntry> Entries => _entries.Values;

    public IEnumerable<string> DeclaredNames => _declared;

    public ComponentEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Whether it is there, be it broken.</summary>
    public bool IsDeclared(string name) => _declared.Contains(name);

    /// <summary>What a component declares and which kind it is; null with an error.</summary>
    public ComponentEntry? Read(string name, YamlNode node, DocumentPath path)
    {
        if (Message.Of(node, path, _problems, Fields) is not { } message)
        {
            if (node is YamlScalar { Value: Core.NullValue })
                _problems.Error("structure.type", $"The component '{Names.Shown(name)}' is empty.", path, node.Place, "Add 'executorLabel: ...' or 'dag: ...'.");
            return null;
        }
        foreach (var field in NotHonoured.Where(field => message.Node(field) is not null))
            _problems.Warning(
                "component.not-honoured",
                $"Component '{Names.Shown(name)}': '{field}' applies to clusters only and is ignored.",
                message.Where(field),
                message.KeyPlace(field));
        var label = message.Text("executorLabel");
        var dag = message.Child("dag", "tasks", "outputs");
        if (label is null == dag is null && (label is not null || !IsMistyped(message)))
            _problems.Error(
                "component.implementation",
                $"Component '{Names.Shown(name)}' has {(label is null ? "neither" : "both")} 'executorLabel' "
                    + $"{(label is null ? "nor" : "and")} 'dag'.",
                path,
                message.Map.Place,
                "Set exactly one of them.");
        return new ComponentEntry(name, message) { Signature = _signatures.Read(message), ExecutorLabel = dag is null ? label : null, Dag = dag };
    }

    /// <summary>Something is there, and its own error was said.</summary>
    private static bool IsMistyped(Message message) => message.Node("executorLabel") is not null || message.Node("dag") is not null;
}
