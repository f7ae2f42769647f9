using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Formats.Valohai;

/// <summary>What a step finds in <c>execution.json</c>, under the names that code written for that platform reads.</summary>
internal static class ExecutionFacts
{
    /// <summary>The commit, or <c>~</c> and the digest of what the steps can see when there is none or files differed from it.</summary>
    public static string RevisionOf(RunPlan plan) => plan.CodeOrigin is { Dirty: false } origin ? origin.Commit : "~" + plan.Code.Hex;

    public static MapValue Of(RunPlan plan, Step step, NodeRun node, AttemptId attempt)
    {
        var facts = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        void Add(string name, string value) => facts.Add(new("valohai." + name, Value.Of(value)));
        Add("commit-identifier", step.Revision?.Commit ?? RevisionOf(plan));
        Add("creator-name", Environment.UserName);
        Add("environment-id", GuidIds.FromNames("environment", "local").ToString("D"));
        Add("environment-name", "This machine");
        Add("environment-slug", "local");
        Add("execution-id", attempt.ToString());
        Add("execution-image", step.Image ?? "");
        Add("execution-status", "created");
        Add("execution-step", step.Name);
        Add("execution-title", node.Path);
        facts.Add(new("valohai.execution-tags", new ListValue([])));
        facts.Add(new("valohai.pipeline-tags", Value.Of(plan.Tags.Select(Value.Of))));
        Add("pipeline-id", plan.Run.ToString());
        Add("pipeline-node-id", node.Path);
        Add("pipeline-title", plan.Pipeline.Name);
        Add("project-id", GuidIds.FromNames("project", plan.Project).ToString("D"));
        Add("project-name", plan.Project);
        if (node.Parent is { } parent)
            Add("task-id", GuidIds.FromNames("task", plan.Run.ToString(), parent).ToString("D"));
        return new MapValue(facts.ToImmutable());
    }
}
