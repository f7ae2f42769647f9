using Gyre.Core;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

public sealed class StepOfRevisionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_of_another_revision_is_refused_where_there_is_no_repository()
    {
        await using var world = await EngineWorld.CreateAsync();
        var request = world.Request("""
            - step:
                name: make
                image: any
                command: python make.py
            - pipeline:
                name: p
                nodes: [{name: make, type: execution, step: make, commit: 0a1b2c3}]
                edges: []
            """);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => world.Engine.Runs.StartAsync(request, Cancel));
        refused.Diagnostics[0].Code.ShouldBe("node.commit");
        refused.Diagnostics[0].Remedy.ShouldNotBeNull();
        (await world.Engine.Runs.ListAsync(10, null, Cancel)).ShouldBeEmpty();
    }
}
