using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Projects.Tests.Formats.Kubeflow;
using Gyre.Testing;

namespace Gyre.Pipelines.Tests.Schema;

/// <summary>A plan is stored as JSON with the run; what is read back must be what was read from the file.</summary>
public class StoredPlanTests
{
    [Fact]
    public void The_sound_pipeline_comes_back() => Check(new Pipeline { Name = "p", Graph = Documents.Graph(Documents.Sound) });

    [Fact]
    public void Every_recorded_pipeline_comes_back()
    {
        var files = Directory.GetFiles(Path.Combine(ConformanceData.Folder("kfp"), "ir"));
        files.Length.ShouldBeGreaterThan(20);
        foreach (var file in files)
            Check(ProjectFile.Load(file).Project!.Pipelines[0]);
    }

    [Fact]
    public void An_input_without_default_is_not_one_with_null()
    {
        var inputs = Copy(new Pipeline { Name = "p", Graph = Documents.Graph(Documents.Sound) }).Graph.Node<ExecutionNode>("make").Step.Component!.Inputs;
        inputs.Select(input => input.Default).ShouldBe([Value.Of(3), Value.Of(1.0), null, Value.Of("fast")]);
    }

    [Fact]
    public void The_deepest_plan_that_is_read_comes_back()
    {
        ArgumentTemplate template = ArgumentTemplate.Literal("x");
        for (var i = 0; i < 16; i++)
            template = new ArgumentTemplate([new PresentPart("a", [template], [])]);
        Value value = Value.Of(1);
        for (var i = 0; i < 40; i++)
            value = Value.Of([value]);
        var step = new Step { Name = "s", Component = new Component { Name = "c", Command = [template], Inputs = [new ComponentInput { Name = "a", Default = value }] } };
        var graph = new Graph { Nodes = [new ExecutionNode { Name = "n", Step = step }] };
        for (var i = 0; i < 32; i++)
            graph = new Graph { Nodes = [new SubGraphNode { Name = "n", Body = graph }] };
        Check(new Pipeline { Name = "p", Graph = graph });
    }

    private static void Check(Pipeline pipeline)
    {
        var copy = Copy(pipeline);
        SameGraph.Check(copy, pipeline);
        JsonSerializer.Serialize(Plan(copy), PipelinesJson.Default.RunPlan).ShouldBe(JsonSerializer.Serialize(Plan(pipeline), PipelinesJson.Default.RunPlan));
    }

    private static Pipeline Copy(Pipeline pipeline) => JsonSerializer.Deserialize(JsonSerializer.Serialize(Plan(pipeline), PipelinesJson.Default.RunPlan), PipelinesJson.Default.RunPlan)!.Pipeline;

    private static RunPlan Plan(Pipeline pipeline) => new()
    {
        Run = new RunId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
        Project = "p",
        Pipeline = pipeline,
        Code = Digest.Of("code"u8),
        Arguments = new MapValue([new("a", Value.Of(1))]),
    };
}
