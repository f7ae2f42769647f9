using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>Compiled pipelines of the upstream project against what was recorded of them.</summary>
public class RecordedPipelinesTests
{
    public static TheoryData<string> Recorded()
    {
        // An empty table would fail; without the data one row remains, which is skipped by name.
        if (!ConformanceData.IsThere("kfp"))
            return ["(absent)"];
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(ConformanceData.Folder("kfp"), "expectations.json")));
        return [.. document.RootElement.GetProperty("pipelines").EnumerateObject().Select(item => item.Name)];
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_compiled_pipeline_reads_as_recorded(string name)
    {
        var folder = ConformanceData.Folder("kfp");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expectations.json")));
        var expected = document.RootElement.GetProperty("pipelines").GetProperty(name);
        var reading = ProjectFile.Read(File.ReadAllBytes(Path.Combine(folder, expected.GetProperty("file").GetString()!)), "p.yaml");
        var pipeline = reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Pipelines.ShouldHaveSingleItem();
        pipeline.Name.ShouldBe(expected.GetProperty("pipelineName").GetString());
        var problems = new List<string>();
        CompareInputs(problems, pipeline.Graph.Inputs, expected.GetProperty("rootInputs"));
        CompareTasks(problems, name, pipeline.Graph, expected.GetProperty("dag"));
        problems.ShouldBeEmpty();
        var platform = expected.GetProperty("tags").EnumerateArray().Any(tag => tag.GetString() == "platform-spec");
        reading.Diagnostics.Where(diagnostic => diagnostic.Severity > Severity.Hint && !(platform && diagnostic.Code == "platform.not-honoured")).ShouldBeEmpty();
    }

    [Fact]
    public void All_files_are_recorded()
    {
        var folder = ConformanceData.Folder("kfp");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expectations.json")));
        var recorded = document.RootElement.GetProperty("pipelines").EnumerateObject().Select(item => Path.GetFileName(item.Value.GetProperty("file").GetString()));
        Directory.GetFiles(Path.Combine(folder, "ir")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(recorded.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("no_name.yaml", "pipeline.name", 17, "pipelineInfo/name", "name")]
    [InlineData("invalid_yaml.yaml", "component.unknown", 25, "root/dag/tasks/echo/componentRef/name", "comp-echo")]
    public void An_invalid_pipeline_is_refused_for_the_reason(string file, string code, int line, string path, string named)
    {
        var reading = ProjectFile.Read(File.ReadAllBytes(Path.Combine(ConformanceData.Folder("kfp"), "invalid", file)), "p.yaml");
        reading.Project.ShouldBeNull();
        var error = reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ShouldHaveSingleItem();
        (error.File, error.Code, error.Line, error.Path).ShouldBe(("p.yaml", code, line, path));
        error.Message.ShouldContain(named);
        error.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void The_platform_document_is_warned_of_by_executor_and_field()
    {
        var reading = ProjectFile.Load(Path.Combine(ConformanceData.Folder("kfp"), "ir", "pipeline_with_secret_as_volume.yaml"));
        var warning = reading.Diagnostics.ShouldHaveSingleItem();
        warning.Severity.ShouldBe(Severity.Warning);
        warning.Message.ShouldContain("exec-comp");
        warning.Message.ShouldContain("secretAsVolume");
        warning.Path.ShouldBe("platforms/kubernetes/deploymentSpec/executors/exec-comp/secretAsVolume");
    }

    [Fact]
    public void Whole_floats_stay_floats_inside_maps_and_become_integers_where_an_integer_is_declared()
    {
        Read("lightweight_python_functions_pipeline").Inputs.Single(input => input.Name == "input_dict").Default.ShouldBe(ValueJson.Parse("""{"A": 1.0, "B": 2.0}"""));
        Read("artifacts_complex").Inputs.Single(input => input.Name == "threshold").Default.ShouldBe(Value.Of(2));
    }

    private static Graph Read(string name) => ProjectFile.Load(Path.Combine(ConformanceData.Folder("kfp"), "ir", name + ".yaml")).Project!.Pipelines[0].Graph;

    private static void CompareInputs(List<string> problems, IReadOnlyList<ComponentInput> inputs, JsonElement expected)
    {
        SameNames(problems, "inputs", inputs.Select(input => input.Name).Order(StringComparer.Ordinal), expected.EnumerateObject().Select(item => item.Name).Order(StringComparer.Ordinal));
        foreach (var (input, item) in inputs.Where(input => expected.TryGetProperty(input.Name, out _)).Select(input => (input, expected.GetProperty(input.Name))))
        {
            Same(problems, input.Name + ".type", Word(input.ParameterType!.Value), item.GetProperty("parameterType").GetString());
            Same(problems, input.Name + ".optional", input.Optional, item.TryGetProperty("isOptional", out var optional) && optional.GetBoolean());
            var standard = item.TryGetProperty("defaultValue", out var value) ? ValueJson.Parse(value.GetRawText()) : null;
            if (!SameValue(input.Default, standard))
                problems.Add($"{input.Name}.default: {input.Default} not {standard}");
        }
    }

    private static void CompareTasks(List<string> problems, string where, Graph graph, JsonElement expected)
    {
        SameNames(problems, where, graph.Nodes.Select(node => node.Name).Order(StringComparer.Ordinal), expected.EnumerateObject().Select(item => item.Name).Order(StringComparer.Ordinal));
        foreach (var node in graph.Nodes.Where(node => expected.TryGetProperty(node.Name, out _)))
            CompareTask(problems, $"{where}/{node.Name}", graph, node, expected.GetProperty(node.Name));
    }

    private static void CompareTask(List<string> problems, string where, Graph graph, Node node, JsonElement expected)
    {
        var dependencies = graph.Edges.Where(edge => edge.Target.Node == node.Name).Select(edge => edge.Source.Node);
        SameNames(problems, where + ".dependsOn", dependencies, expected.TryGetProperty("dependsOn", out var list) ? list.EnumerateArray().Select(item => item.GetString()!) : []);
        Same(problems, where + ".condition", node.Condition, TextOf(expected, "condition"));
        Same(problems, where + ".strategy", node.StartRule == StartRule.AllEnded ? "ALL_UPSTREAM_TASKS_COMPLETED" : null, TextOf(expected, "strategy"));
        Same(problems, where + ".onError", node.OnError, OnError.StopNext);
        CompareRetry(problems, where, node.Retry, expected);
        var hasTasks = expected.TryGetProperty("tasks", out var tasks);
        switch (node)
        {
            case ExecutionNode execution when !hasTasks:
                CompareStep(problems, where, execution.Step, expected);
                break;
            case ImporterNode when !hasTasks:
                Same(problems, where + ".executor", "importer", TextOf(expected, "executor"));
                break;
            case SubGraphNode body when hasTasks:
                CompareLoop(problems, where, body.Loop, expected);
                CompareTasks(problems, where, body.Body, tasks);
                break;
            default:
                problems.Add($"{where}: it is a {node.GetType().Name}");
                break;
        }
    }

    private static void CompareStep(List<string> problems, string where, Step step, JsonElement expected)
    {
        Same(problems, where + ".executor", "container", TextOf(expected, "executor"));
        Same(problems, where + ".component", "comp-" + step.Name, TextOf(expected, "component"));
        Same(problems, where + ".cache", step.Cache.Enabled, expected.GetProperty("cache").GetBoolean());
        var isPython = step.Component!.Command.Any(argument => argument.Parts.OfType<TextPart>().Any(part => part.Text.Contains("kfp.dsl.executor_main", StringComparison.Ordinal)));
        Same(problems, where + ".kind", isPython ? "python" : "container", TextOf(expected, "kind"));
        Same(problems, where + ".image", string.IsNullOrEmpty(step.Image), false);
    }

    private static void CompareRetry(List<string> problems, string where, RetryPolicy retry, JsonElement expected)
    {
        var policy = expected.TryGetProperty("retryPolicy", out var given) ? given : default;
        Same(problems, where + ".attempts", retry.MaxAttempts, policy.ValueKind == JsonValueKind.Object ? policy.GetProperty("maxRetryCount").GetInt32() + 1 : 1);
        if (policy.ValueKind != JsonValueKind.Object)
            return;
        Same(problems, where + ".factor", retry.Factor, policy.GetProperty("backoffFactor").GetDouble());
        Same(problems, where + ".backOff", $"{retry.BackOff.TotalSeconds}s", policy.GetProperty("backoffDuration").GetString());
        Same(problems, where + ".maxBackOff", $"{retry.MaxBackOff.TotalSeconds}s", policy.GetProperty("backoffMaxDuration").GetString());
    }

    private static void CompareLoop(List<string> problems, string where, LoopRule? loop, JsonElement expected)
    {
        var limit = expected.TryGetProperty("iteratorPolicy", out var policy) ? policy.GetProperty("parallelismLimit").GetInt32() : 0;
        Same(problems, where + ".parallelism", loop?.Parallelism ?? 0, limit);
        if (!expected.TryGetProperty("iterator", out var iterator))
        {
            Same(problems, where + ".loop", loop, null);
            return;
        }
        var overArtifacts = iterator.TryGetProperty("artifactIterator", out var given);
        given = overArtifacts ? given : iterator.GetProperty("parameterIterator");
        var items = given.GetProperty("items");
        Same(problems, where + ".over-artifacts", loop?.OverArtifacts, overArtifacts);
        Same(problems, where + ".item", loop?.ItemInput, given.GetProperty("itemInput").GetString());
        Same(problems, where + ".items-input", loop?.ItemsInput, TextOf(items, overArtifacts ? "inputArtifact" : "inputParameter"));
        var raw = TextOf(items, "raw");
        Same(problems, where + ".items", (loop?.Items as FixedTemplate)?.Value, raw is null ? null : ValueJson.Parse(raw));
    }

    private static string? TextOf(JsonElement item, string key) => item.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static bool SameValue(Value? actual, Value? expected) => Equals(actual, expected) || (actual is not null && expected is not null && actual.TryGetNumber(out var a) && expected.TryGetNumber(out var b) && a == b);

    private static string Word(ParameterType type) => type switch
    {
        ParameterType.Integer => "NUMBER_INTEGER",
        ParameterType.Float => "NUMBER_DOUBLE",
        ParameterType.Flag => "BOOLEAN",
        ParameterType.List => "LIST",
        ParameterType.Map => "STRUCT",
        _ => "STRING",
    };

    private static void Same<T>(List<string> problems, string where, T actual, T expected)
    {
        if (!Equals(actual, expected))
            problems.Add($"{where}: {actual} not {expected}");
    }

    private static void SameNames(List<string> problems, string where, IEnumerable<string> actual, IEnumerable<string> expected) => Same(problems, where, string.Join(", ", actual), string.Join(", ", expected));
}
