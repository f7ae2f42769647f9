using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Folders of many files as one entry of an input.</summary>
public sealed class TreeInputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_of_many_files_is_one_entry_whose_files_are_kept()
    {
        await using var world = await EngineWorld.CreateAsync();
        var folder = Path.Join(world.Folder, "set");
        Directory.CreateDirectory(Path.Join(folder, "files", "deep"));
        Directory.CreateDirectory(Path.Join(folder, "few"));
        await File.WriteAllTextAsync(Path.Join(folder, "schema.json"), "{}", Cancel);
        await File.WriteAllTextAsync(Path.Join(folder, "few", "x.txt"), "x", Cancel);
        for (var i = 0; i < 101; i++)
            await File.WriteAllTextAsync(Path.Join(folder, "files", i == 0 ? "deep/0.txt" : $"{i}.txt"), $"content {i}", Cancel);
        var request = world.Request(
            """
            - step: {name: read, command: "true", inputs: [{name: set, default: "set/**", keep-directories: full}]}
            - pipeline: {name: p, nodes: [{name: a, type: execution, step: read}, {name: b, type: execution, step: read}], edges: []}
            """);
        request = request with { Project = WithTrees(request.Project, $"file://{folder}/") };

        var run = await world.RunAsync(request);

        run.State.ShouldBe(RunState.Succeeded);
        foreach (var node in await world.Engine.Runs.NodesAsync(run.Id, Cancel))
        {
            var files = node.Inputs.ShouldHaveSingleItem().Files;
            files.Select(static file => (file.Name, file.IsTree)).ShouldBe(
                [("schema.json", false), ("few/x.txt", false), ("files", true)], ignoreOrder: true);
        }
        var needed = new HashSet<Digest>();
        await foreach (var digest in world.Engine.Content.InUseAsync(Cancel))
            needed.Add(digest);
        needed.ShouldContain(Digest.Of("content 0"));
        needed.ShouldContain(Digest.Of("content 100"));
    }

    private static Project WithTrees(Project project, string uri) => project with
    {
        Pipelines =
        [
            .. project.Pipelines.Select(pipeline => pipeline with
            {
                Graph = pipeline.Graph with
                {
                    Nodes =
                    [
                        .. pipeline.Graph.Nodes.Cast<ExecutionNode>().Select(node => node with
                        {
                            Step = node.Step with
                            {
                                Inputs = [.. node.Step.Inputs.Select(input => input with { Default = [uri], AsTree = true })],
                            },
                        }),
                    ],
                },
            }),
        ],
    };
}
