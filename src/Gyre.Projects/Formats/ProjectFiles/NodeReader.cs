using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds a node, its step already overridden. Names in messages are those of the file.</summary>
internal sealed class NodeReader(Problems problems, DeclaredList<Step> steps, DeclaredList<Sweep> sweeps, StepReader stepReader,
    NodeKinds kinds)
{
    private readonly OverrideReader _overrides = new(problems, stepReader);

    /// <summary>Null when something that it names does not exist.</summary>
    public Node? Read(YamlMapping map, DocumentPath path, string pipeline)
    {
        var name = map.Text("name")!;
        stepReader.CheckName(name, "node", path, map.PlaceOf("name"));
        var owner = $"Pipeline '{Names.Shown(pipeline)}', node '{Names.Shown(name)}'";
        var kind = kinds.Find(map.Text("type")!)!;
        var node = NodeForms.Of(kind.NodeType).Read(this, new NodeText(kind, map, path, owner));
        var actions = new ActionReader(problems).Read(map, path, owner);
        return node is null ? null : node with { OnError = ReadOnError(map), Retry = ReadRetry(map, path), Actions = actions, Approval = ReadApproval(map, path) };
    }

    private ApprovalRule ReadApproval(YamlMapping map, DocumentPath path) => map.Map("approval") is not { } rule ? new ApprovalRule() : new ApprovalRule
    {
        Expires = stepReader.ReadDuration(rule, "expires", path.Key("approval")),
        OnExpiry = rule.Text("on-expiry") == "approve" ? ApprovalExpiry.Approve : ApprovalExpiry.Refuse,
        Approvers = rule.Texts("approvers"),
    };

    private static OnError ReadOnError(YamlMapping map) => map.Text("on-error") switch
    {
        "stop-next" => OnError.StopNext,
        "continue" => OnError.Continue,
        "retry" => OnError.Retry,
        _ => OnError.StopAll,
    };

    private RetryPolicy ReadRetry(YamlMapping map, DocumentPath path)
    {
        var standard = map.Text("on-error") == "retry" ? RetryPolicy.Default : RetryPolicy.None;
        if (map.Map("retry") is not { } retry)
            return standard;
        var where = path.Key("retry");
        return new RetryPolicy(
            retry.Integer("max-attempts") ?? RetryPolicy.Default.MaxAttempts,
            stepReader.ReadDuration(retry, "back-off", where) ?? RetryPolicy.Default.BackOff,
            retry.Number("factor") ?? RetryPolicy.Default.Factor,
            stepReader.ReadDuration(retry, "max-back-off", where) ?? RetryPolicy.Default.MaxBackOff);
    }

    public ExecutionNode? ReadExecution(NodeText text)
    {
        var map = text.Map;
        return FindStep(map, map.Text("step")!, "step", text.Path, text.Owner) is not { } step
            ? null
            : new ExecutionNode
            {
                Name = map.Text("name")!,
                Step = step,
                AppendEdges = Appends(map),
                Commit = map.Text("commit"),
                Override = OverrideOf(map)
            };
    }

    public TaskNode? ReadTask(NodeText text)
    {
        var (map, path, owner) = (text.Map, text.Path, text.Owner);
        var sweep = map.Text("task") is { } task ? FindSweep(map, task, path, owner) : new Sweep { Name = "", Step = map.Text("step")! };
        if (sweep is null || FindStep(map, sweep.Step, sweep.Name.Length > 0 ? "task" : "step", path, owner) is not { } step)
            return null;
        return new TaskNode
        {
            Name = map.Text("name")!,
            Step = step,
            Sweep = sweep,
            AppendEdges = Appends(map),
            Commit = map.Text("commit"),
            Override = OverrideOf(map)
        };
    }

    public static DeploymentNode ReadDeployment(NodeText text) => new()
    {
        Name = text.Map.Text("name")!,
        Deployment = text.Map.Text("deployment")!,
        Endpoints = text.Map.Texts("endpoints"),
        Aliases = text.Map.Texts("aliases"),
        Commit = text.Map.Text("commit"),
    };

    public static ApprovalNode ReadApprovalNode(NodeText text) =>
        new() { Name = text.Map.Text("name")!, Question = text.Map.Text("question") };

    public LabelingNode ReadLabeling(NodeText text) => new() { Name = text.Map.Text("name")!, Definition = ReadFields(text) };

    public OutsideNode ReadOutside(NodeText text) =>
        new() { Name = text.Map.Text("name")!, Kind = text.Kind.Word, Settings = ReadFields(text) };

    private MapValue ReadFields(NodeText text) => new(
        [.. text.Kind.Fields.Where(field => text.Map.Find(field.Name) is not null).Select(field =>
            KeyValuePair.Create(field.Name, ReadField(text, field)))]);

    private Value ReadField(NodeText text, NodeField field)
    {
        if (field.Type == NodeFieldType.Duration)
            return stepReader.ReadDuration(text.Map, field.Name, text.Path) is { } time ? Value.Of(time.TotalSeconds) : Value.Null;
        if (field.Type == NodeFieldType.Texts)
            return Value.Of(text.Map.Texts(field.Name).Select(Value.Of));
        return text.Map.Find(field.Name)!.ToValue();
    }

    private static bool Appends(YamlMapping map) => map.Text("edge-merge-mode") == "append";

    private static MapValue? OverrideOf(YamlMapping map) => map.Value("override") as MapValue;

    /// <summary>The step with the override; with a commit it lives in another revision and only the override is known.</summary>
    private Step? FindStep(YamlMapping map, string name, string key, DocumentPath path, string owner)
    {
        var declared = steps.Find(name);
        var elsewhere = map.Text("commit") is not null;
        if (declared is null && !elsewhere)
        {
            var through = key == "task" ? $", task '{Names.Shown(map.Text("task")!)}'" : "";
            problems.Error(
                "node.unknown-step",
                $"{owner}{through}: step '{Names.Shown(name)}' does not exist.",
                path.Key(key),
                map.PlaceOf(key),
                Suggestions.Remedy(name, steps.Names));
            return null;
        }
        if (declared is { Value.Component: null } && declared.Map.Find("uses") is not null && !elsewhere)
            return null;
        var step = declared is null || elsewhere ? new Step { Name = name } : declared.Value;
        return map.Map("override") is { } change ? _overrides.Apply(step, elsewhere ? null : declared?.Map, change, path.Key("override"), $"{owner}, step '{Names.Shown(name)}'") : step;
    }

    private Sweep? FindSweep(YamlMapping map, string name, DocumentPath path, string owner)
    {
        if (sweeps.Find(name) is { } sweep)
            return sweep.Value;
        if (map.Text("commit") is not null)
            return new Sweep { Name = name, Step = "" };
        problems.Error(
            "node.unknown-task",
            $"{owner}: task '{Names.Shown(name)}' does not exist.",
            path.Key("task"),
            map.PlaceOf("task"),
            Suggestions.Remedy(name, sweeps.Names));
        return null;
    }
}
