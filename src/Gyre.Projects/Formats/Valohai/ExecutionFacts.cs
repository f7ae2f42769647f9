using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>What there is to say about one execution of a step.</summary>
public sealed record ExecutionDescription
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Its pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Its project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The commit, or <c>~</c> and the digest of the code.</summary>
    public required string Revision { get; init; }

    /// <summary>Tags of the run.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>The step.</summary>
    public required Step Step { get; init; }

    /// <summary>Path of the node run.</summary>
    public required string NodePath { get; init; }

    /// <summary>Path of the task that it is a trial of; null when it is none.</summary>
    public string? Parent { get; init; }

    /// <summary>The attempt.</summary>
    public required AttemptId Attempt { get; init; }

    /// <summary>Who runs it.</summary>
    public required string Creator { get; init; }
}

/// <summary>What a step finds in <c>execution.json</c>, under the names that code written for that platform reads.</summary>
public static class ExecutionFacts
{
    /// <summary>The facts, under the names as written there.</summary>
    public static MapValue Of(ExecutionDescription execution)
    {
        var facts = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        void Add(string name, string value) => facts.Add(new("valohai." + name, Value.Of(value)));
        Add("commit-identifier", execution.Step.Revision?.Commit ?? execution.Revision);
        Add("creator-name", execution.Creator);
        Add("environment-id", GuidIds.FromNames("environment", "local").ToString("D"));
        Add("environment-name", "This machine");
        Add("environment-slug", "local");
        Add("execution-id", execution.Attempt.ToString());
        Add("execution-image", execution.Step.Image ?? "");
        Add("execution-status", "created");
        Add("execution-step", execution.Step.Name);
        Add("execution-title", execution.NodePath);
        facts.Add(new("valohai.execution-tags", new ListValue([])));
        facts.Add(new("valohai.pipeline-tags", Value.Of(execution.Tags.Select(Value.Of))));
        Add("pipeline-id", execution.Run.ToString());
        Add("pipeline-node-id", execution.NodePath);
        Add("pipeline-title", execution.Pipeline);
        Add("project-id", GuidIds.FromNames("project", execution.Project).ToString("D"));
        Add("project-name", execution.Project);
        if (execution.Parent is { } parent)
            Add("task-id", GuidIds.FromNames("task", execution.Run.ToString(), parent).ToString("D"));
        return new MapValue(facts.ToImmutable());
    }
}
