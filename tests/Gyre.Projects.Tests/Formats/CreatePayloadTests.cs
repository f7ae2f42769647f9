using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Formats;

public class CreatePayloadTests
{
    [Fact]
    public void Every_recorded_document_is_written_as_recorded()
    {
        var folder = Path.Join(ConformanceData.Folder("valohai"), "valid");
        using var expectations = JsonDocument.Parse(File.ReadAllText(Path.Join(folder, "expectations.json")));
        var problems = new List<string>();
        var compared = 0;
        foreach (var file in expectations.RootElement.EnumerateObject().Where(file => file.Value.TryGetProperty("pipelines", out _)))
        {
            var project = ProjectFile.Read(File.ReadAllBytes(Path.Join(folder, file.Name)), "valohai.yaml").Project.ShouldNotBeNull(file.Name);
            foreach (var pipeline in file.Value.GetProperty("pipelines").EnumerateObject().Where(pipeline => pipeline.Value.TryGetProperty("create_payload", out _)))
            {
                compared++;
                Compare($"{file.Name} {pipeline.Name}", JsonNode.Parse(pipeline.Value.GetProperty("create_payload").GetRawText()), JsonNode.Parse(ValueJson.Write(PostedDocuments.WritePipeline(project, pipeline.Name, "main"))), problems);
            }
        }
        problems.ShouldBeEmpty();
        compared.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_is_written_can_be_read_back_as_the_same_graph()
    {
        var folder = Path.Join(ConformanceData.Folder("valohai"), "valid");
        foreach (var file in Directory.EnumerateFiles(folder, "pipeline-*.yaml"))
        {
            var project = ProjectFile.Read(File.ReadAllBytes(file), "valohai.yaml").Project.ShouldNotBeNull(file);
            foreach (var pipeline in project.Pipelines.Where(pipeline => pipeline.Graph.Nodes.All(node => node is not (ExecutionNode { Commit: not null } or TaskNode { Commit: not null }))))
            {
                var read = PostedDocuments.ReadPipeline(PostedDocuments.WritePipeline(project, pipeline.Name, "main"), project).Pipeline;
                read.Graph.Nodes.Select(node => node.Name).ShouldBe(pipeline.Graph.Nodes.Select(node => node.Name), file);
                read.Graph.Edges.Select(edge => (edge.Source, edge.Target)).ShouldBe(pipeline.Graph.Edges.Select(edge => (edge.Source, edge.Target)), file);
                read.Graph.Nodes.OfType<ExecutionNode>().SelectMany(node => node.Step.Commands)
                    .ShouldBe(pipeline.Graph.Nodes.OfType<ExecutionNode>().SelectMany(node => node.Step.Commands), file);
            }
        }
    }

    [Fact]
    public void A_sweep_travels_with_its_rules_and_a_manual_one_as_rows()
    {
        const string Yaml =
            """
            - step:
                name: train
                image: i
                command: [a, b]
                time-limit: 5m
                no-output-timeout: 10m
                parameters: [{name: rate, type: float}, {name: kind, default: x}]
            - task:
                name: sets
                step: train
                type: manual-search
                stop-condition: loss < 1
                parameter-sets: [{rate: 1, kind: a}, {rate: 2, kind: b}]
            - pipeline:
                name: p
                nodes: [{name: t, type: task, task: sets}]
                edges: []
            """;
        var project = ProjectFile.Read(Yaml, "valohai.yaml").Project!;
        var template = JsonNode.Parse(ValueJson.Write(PostedDocuments.WritePipeline(project, "p", "v1")))!["nodes"]![0]!["template"]!;
        template.ToJsonString().ShouldBe(
            """{"commit":"v1","step":"train","name":"train","image":"i","command":["a","b"],"parameters":{"rate":{"style":"multiple","rules":{"items":[1,2]}},"kind":{"style":"multiple","rules":{"items":["a","b"]}}},"inputs":{},"time-limit":300,"runtime_config":{"no_output_timeout":600},"type":"manual_search","allow_reuse":false,"stop_expression":"loss \u003C 1"}""");
    }

    /// <summary>Order of keys does not matter, order in lists does.</summary>
    private static void Compare(string path, JsonNode? expected, JsonNode? actual, List<string> problems)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var key in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
                {
                    if (left.ContainsKey(key) != right.ContainsKey(key))
                        problems.Add($"{path}/{key} is {(left.ContainsKey(key) ? "missing" : "too much")}");
                    else
                        Compare($"{path}/{key}", left[key], right[key], problems);
                }
                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var i = 0; i < left.Count; i++)
                    Compare($"{path}/{i}", left[i], right[i], problems);
                break;
            default:
                if (expected?.ToJsonString() != actual?.ToJsonString())
                    problems.Add($"{path}: {expected?.ToJsonString()} but {actual?.ToJsonString()}");
                break;
        }
    }
}
