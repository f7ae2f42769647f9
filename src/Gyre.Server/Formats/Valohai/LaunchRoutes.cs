using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features.Projects;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.Features;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>
/// Addresses that start a pipeline of a registered project by a single POST. The address of a pipeline is a pure function of project and pipeline; the body
/// reaches the run as the file of the input <c>webhook-payload</c>, where a step declares one.
/// </summary>
internal static class LaunchRoutes
{
    private const string PayloadInput = "webhook-payload";

    public static string IdOf(string project, string pipeline) => GuidIds.FromNames("launch", project, pipeline).ToString("D");

    public static async Task<IResult> Launch(
        string id, HttpContext context, ProjectRegistry registry, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, registry, cancellationToken) is not var (row, project, pipeline))
            return Problems.NotFound("trigger", id);
        var payload = context.Features.GetRequiredFeature<RequestBody>().Bytes;
        // Acceptance copies the file into the artifact store; it lies outside of it no longer than that, and for its owner alone.
        var folder = Directory.CreateTempSubdirectory("gyre-payload-").FullName;
        RunView run;
        try
        {
            var definition = payload.Length == 0 ? pipeline : await WithPayloadAsync(pipeline, payload, folder, cancellationToken);
            var posted = new PostedPipeline { Pipeline = definition, Parameters = new MapValue([]), Title = $"{pipeline.Name} by launch" };
            run = await PipelineRoutes.StartAsync(context, starter, runs, new WorkingProject(row.Name, row.Folder, project), posted, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return Answer(Map(Entry("run_id", run.Id.ToString()), Entry("status", "pending"), Entry("result", Value.Of([]))));
    }

    public static async Task<IResult> Run(string id, HttpContext context, CompatibleAccess access, CompatibleViews views, CancellationToken cancellationToken)
    {
        if (await access.RunAsync(context, context.Request.Query["run_id"] is [{ } given] ? given : "", cancellationToken) is not { } run || IdOf(run.Project, run.Pipeline) != id)
            return Problems.NotFound("run of the trigger", id);
        var status = run.State switch { RunState.Running or RunState.Cancelling => "pending", RunState.Succeeded => "completed", RunState.Stopped => "completed", _ => "error" };
        return Answer(Map(
            Entry("status", status),
            Entry("error", status == "error" ? run.Reason ?? "the run failed" : null),
            Entry("result", Value.Of([await views.ShortAsync(context.Request, run, cancellationToken)]))));
    }

    private static async Task<(ProjectRow Row, Project Project, Pipeline Pipeline)?> FindAsync(string id, ProjectRegistry registry, CancellationToken cancellationToken)
    {
        foreach (var row in await registry.ListAsync(cancellationToken))
        {
            if (!Directory.Exists(row.Folder) || (await registry.ReadAsync(row.Folder, cancellationToken)).Project is not { } project)
                continue;
            if (project.Pipelines.FirstOrDefault(pipeline => IdOf(row.Name, pipeline.Name) == id) is { } found)
                return (row, project, found);
        }
        return null;
    }

    private static async Task<Pipeline> WithPayloadAsync(
        Pipeline pipeline, ReadOnlyMemory<byte> payload, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Join(folder, "payload.json");
        await File.WriteAllBytesAsync(file, payload, cancellationToken);
        var address = new Uri(file).AbsoluteUri;
        return pipeline with
        {
            Graph = pipeline.Graph with
            {
                Nodes = [.. pipeline.Graph.Nodes.Select(node => node is ExecutionNode execution
                    ? execution with { Step = execution.Step with { Inputs = [.. execution.Step.Inputs.Select(input => input.Name == PayloadInput ? input with { Default = [address] } : input)] } }
                    : node)],
            },
        };
    }
}
