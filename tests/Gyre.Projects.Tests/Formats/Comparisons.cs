using System.Text.Json;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Commands;

namespace Gyre.Projects.Tests.Formats;

internal static class Expect
{
    public static void Same(List<string> problems, string where, Value? actual, JsonElement item, string key, Value? absent = null)
    {
        var expected = item.TryGetProperty(key, out var element) ? ValueJson.Parse(element.GetRawText()) : absent;
        if (!Equal(actual ?? Value.Null, expected ?? Value.Null))
            problems.Add($"{where}.{key}: {actual} not {expected}");
    }

    /// <summary>The recording has no list for a list without elements, and numbers without their kind.</summary>
    private static bool Equal(Value actual, Value expected) =>
        actual.Equals(expected) || (actual.TryGetNumber(out var a) && expected.TryGetNumber(out var b) && a == b) || (actual is ListValue { Items.Length: 0 } && expected.IsNull)
        || (actual is TimestampValue && expected is TimestampValue time && ValueText.Of(actual) == time.Text);
}

internal static class StepComparison
{
    public static void Compare(List<string> problems, string where, Step step, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(step.Image!), expected, "image");
        Expect.Same(problems, where, step.StopCondition is { } condition ? Value.Of(condition) : null, expected, "stop_condition");
        Expect.Same(problems, where, Seconds(step.TimeLimit), expected, "time_limit_seconds");
        Expect.Same(problems, where, Seconds(step.NoOutputTimeout), expected, "no_output_timeout_seconds");
        Each(problems, where, expected, "parameters", step.Parameters, CompareParameter);
        Each(problems, where, expected, "inputs", step.Inputs, CompareInput);
        Each(problems, where, expected, "environment_variables", step.EnvironmentVariables, CompareVariable);
        if (expected.TryGetProperty("resources", out var resources))
            CompareResources(problems, where + ".resources", step.Resources, resources);
    }

    private static Value? Seconds(TimeSpan? duration) => duration is { } value ? Value.Of(value.TotalSeconds) : null;

    private static void Each<T>(List<string> problems, string where, JsonElement expected, string key, IReadOnlyList<T> actual, Action<List<string>, string, T, JsonElement> compare)
    {
        var recorded = expected.TryGetProperty(key, out var list) ? list.EnumerateArray().ToList() : [];
        if (recorded.Count != actual.Count)
            problems.Add($"{where}.{key}: {actual.Count} not {recorded.Count}");
        foreach (var (item, index) in recorded.Zip(actual).Select((pair, index) => (pair, index)))
            compare(problems, $"{where}.{key}[{index}]", item.Second, item.First);
    }

    private static void CompareParameter(List<string> problems, string where, ParameterDefinition actual, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(actual.Name), expected, "name");
        Expect.Same(problems, where, Value.Of(actual.Type.ToString().ToLowerInvariant()), expected, "type");
        Expect.Same(problems, where, actual.Default, expected, "default");
        Expect.Same(problems, where, Value.Of(actual.Optional), expected, "optional");
        Expect.Same(problems, where, actual.Multiple == MultipleMode.None ? null : Value.Of(actual.Multiple.ToString().ToLowerInvariant()), expected, "multiple");
    }

    private static void CompareInput(List<string> problems, string where, InputDefinition actual, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(actual.Name), expected, "name");
        Expect.Same(problems, where, Value.Of(actual.Optional), expected, "optional");
        Expect.Same(problems, where, Value.Of(actual.KeepDirectories.ToString().ToLowerInvariant()), expected, "keep_directories");
        Expect.Same(problems, where, actual.FileName is { } name ? Value.Of(name) : null, expected, "filename");
        Expect.Same(problems, where, actual.Other.Find("download") ?? Value.Of("always"), expected, "download");
        var isList = expected.TryGetProperty("default", out var value) && value.ValueKind == JsonValueKind.Array;
        Expect.Same(problems, where, actual.Default.IsEmpty ? null : isList ? Value.Of(actual.Default.Select(Value.Of)) : Value.Of(actual.Default.Single()), expected, "default");
    }

    private static void CompareVariable(List<string> problems, string where, EnvironmentVariableDefinition actual, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(actual.Name), expected, "name");
        Expect.Same(problems, where, actual.Default is { } text ? Value.Of(text) : null, expected, "default");
        Expect.Same(problems, where, Value.Of(actual.Optional), expected, "optional");
    }

    private static void CompareResources(List<string> problems, string where, StepResources actual, JsonElement expected)
    {
        Compare(problems, where, expected, "cpu", actual.CpuMin, actual.CpuMax);
        Compare(problems, where, expected, "memory", actual.MemoryMin, actual.MemoryMax);
        var devices = expected.TryGetProperty("devices", out var list) ? list.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetDouble()) : null;
        if (devices is not null && (actual.Devices is null || !devices.OrderBy(item => item.Key, StringComparer.Ordinal).SequenceEqual(actual.Devices)))
            problems.Add($"{where}.devices");
    }

    private static void Compare(List<string> problems, string where, JsonElement expected, string key, double? min, double? max)
    {
        var item = expected.TryGetProperty(key, out var found) ? found : JsonDocument.Parse("{}").RootElement;
        Expect.Same(problems, $"{where}.{key}", min is { } low ? Value.Of(low) : null, item, "min");
        Expect.Same(problems, $"{where}.{key}", max is { } high ? Value.Of(high) : null, item, "max");
    }
}

internal static class SweepComparison
{
    public static void Compare(List<string> problems, string where, Sweep sweep, JsonElement expected)
    {
        var kind = sweep.Kind switch { SweepKind.Grid => "grid_search", SweepKind.Random => "random_search", SweepKind.Manual => "manual_search", SweepKind.Bayesian => "bayesian_tpe", _ => "distributed" };
        Expect.Same(problems, where, Value.Of(sweep.Step), expected, "step");
        Expect.Same(problems, where, Value.Of(kind), expected, "type");
        Expect.Same(problems, where, Count(sweep.ExecutionCount), expected, "execution_count");
        Expect.Same(problems, where, Count(sweep.ExecutionBatchSize), expected, "execution_batch_size");
        Expect.Same(problems, where, Count(sweep.MaximumQueuedExecutions), expected, "maximum_queued_executions");
        Expect.Same(problems, where, sweep.OptimizationTargetMetric is { } metric ? Value.Of(metric) : null, expected, "optimization_target_metric");
        Expect.Same(problems, where, sweep.OptimizationTargetValue is { } value ? Value.Of(value) : null, expected, "optimization_target_value");
        Expect.Same(problems, where, sweep.StopCondition is { } condition ? Value.Of(condition) : null, expected, "stop_condition");
        Expect.Same(problems, where, Value.Of(sweep.ReuseChildren), expected, "reuse_children", Value.False);
        Expect.Same(problems, where, Value.Of(sweep.ParameterSets), expected, "parameter_sets");
        Expect.Same(problems, where, Value.Of(Word(sweep.OnChildError)), expected, "on_child_error", Value.Of("continue-and-error"));
        Expect.Same(problems, where, Value.Of(sweep.Parameters.Select(AsValue)), expected, "parameters");
    }

    private static Value? Count(int? count) => count is { } number ? Value.Of((long)number) : null;

    private static Value AsValue(SweepParameter parameter) => new MapValue([new("name", Value.Of(parameter.Name)), new("style", Value.Of(parameter.Style.ToString().ToLowerInvariant())), new("rules", parameter.Rules)]);

    private static string Word(OnChildError value) => value switch { OnChildError.ContinueAndComplete => "continue-and-complete", OnChildError.StopAllAndError => "stop-all-and-error", _ => "continue-and-error" };
}

internal static class PipelineComparison
{
    public static void Compare(List<string> problems, string where, Pipeline pipeline, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(pipeline.ReuseExecutions), expected, "reuse_executions");
        var nodes = expected.GetProperty("nodes").EnumerateArray().ToList();
        pipeline.Graph.Nodes.Length.ShouldBe(nodes.Count, where);
        foreach (var (node, item) in pipeline.Graph.Nodes.Zip(nodes))
            CompareNode(problems, $"{where}.{node.Name}", node, item);
        var edges = expected.GetProperty("edges").EnumerateArray().ToList();
        pipeline.Graph.Edges.Length.ShouldBe(edges.Count, where);
        foreach (var (edge, item) in pipeline.Graph.Edges.Zip(edges))
            CompareEdge(problems, $"{where}.edges", edge, item);
        var parameters = expected.GetProperty("parameters").EnumerateArray().ToList();
        pipeline.Parameters.Length.ShouldBe(parameters.Count, where);
        foreach (var (parameter, item) in pipeline.Parameters.Zip(parameters))
        {
            Expect.Same(problems, where, Value.Of(parameter.Name), item, "name");
            Expect.Same(problems, where, parameter.Default, item, "default");
            Expect.Same(problems, where, parameter.Other.Find("category"), item, "category");
            Expect.Same(problems, where, Value.Of(parameter.Targets.Select(target => Value.Of($"{target.Node}.parameter.{target.Parameter}"))), item, "targets");
        }
    }

    private static void CompareNode(List<string> problems, string where, Node node, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(node.Name), expected, "name");
        Expect.Same(problems, where, Value.Of(node switch { ExecutionNode => "execution", TaskNode => "task", _ => "deployment" }), expected, "type");
        Expect.Same(problems, where, Value.Of(node.OnError switch { OnError.StopAll => "stop-all", OnError.StopNext => "stop-next", OnError.Continue => "continue", _ => "retry" }), expected, "on_error");
        if (expected.TryGetProperty("step", out var step))
            (node as ExecutionNode)?.Step.Name.ShouldBe(step.GetString(), where);
        if (expected.TryGetProperty("task", out var task))
            ((TaskNode)node).Sweep.Name.ShouldBe(task.GetString(), where);
        var append = (node as ExecutionNode)?.AppendEdges ?? (node as TaskNode)?.AppendEdges;
        if (append is { } isAppend)
            Expect.Same(problems, where, Value.Of(isAppend ? "append" : "replace"), expected, "edge_merge_mode");
        var commit = (node as ExecutionNode)?.Commit ?? (node as TaskNode)?.Commit;
        Expect.Same(problems, where, commit is null ? null : Value.Of(commit), expected, "commit");
        var actions = expected.TryGetProperty("actions", out var list) ? list.GetArrayLength() : 0;
        node.Actions.Length.ShouldBe(actions, where);
    }

    private static void CompareEdge(List<string> problems, string where, Edge edge, JsonElement expected)
    {
        Expect.Same(problems, where, Value.Of(edge.Source.Node), expected, "source_node");
        Expect.Same(problems, where, Value.Of(edge.Source.Key), expected, "source_key");
        Expect.Same(problems, where, Value.Of(Word(edge.Source.Kind)), expected, "source_type");
        Expect.Same(problems, where, Value.Of(edge.Target.Node), expected, "target_node");
        Expect.Same(problems, where, Value.Of(edge.Target.Key), expected, "target_key");
        Expect.Same(problems, where, Value.Of(Word(edge.Target.Kind)), expected, "target_type");
    }

    private static string Word(SocketKind kind) => kind == SocketKind.EnvironmentVariable ? "environment-variable" : kind.ToString().ToLowerInvariant();
}
