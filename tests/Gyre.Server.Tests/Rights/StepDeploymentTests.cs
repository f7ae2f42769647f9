using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Server.Tests.Rights;

/// <summary>What steps may do to deployments: what their project's file declares, and nothing else.</summary>
public sealed class StepDeploymentTests : IAsyncLifetime
{
    private const string Shop = "/api/v1/deployments/shop";
    private RightsWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await RightsWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_step_reads_what_is_declared()
    {
        await DeployAsync(_world.Admin);
        Declare("shop", "read");
        foreach (var part in (string[])["", "/versions", "/policy", "/books", "/log"])
            (await _world.Home.GetAsync(Shop + part, _world.Step.Token)).Status.ShouldBe(HttpStatusCode.OK, part);
        (await DeployAsync(_world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden, "reading is not deploying");
        (await PromoteAsync()).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _world.Home.GetAsync($"{Shop}/decisions", _world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _world.Home.GetAsync("/api/v1/deployments/bar", _world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_step_deploys_what_is_declared_under_its_own_name()
    {
        await DeployAsync(_world.Admin);
        Declare("shop", "deploy");
        var deployed = await DeployAsync(_world.Step.Token);
        deployed.As<DeployedInfo>().Version.By!.ShouldContain(RightsWorld.Node);
        (await PromoteAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await _world.Home.GetAsync(Shop, _world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden, "deploying is not reading");
        Declare("bar", "deploy");
        (await DeployAsync(_world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden, "another deployment");
    }

    [Fact]
    public async Task A_step_deploys_no_program()
    {
        Declare("shop", "deploy");
        var refused = await _world.Home.PostAsync(
            "/api/v1/deployments", """{"name": "shop", "command": {"commands": ["exec sleep 600"]}}""", _world.Step.Token);
        refused.ShouldBeProblem(403, "auth.step");
        (await _world.Home.GetAsync(Shop, _world.Admin)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        var refused = await _world.Home.GetAsync($"{Shop}/log", _world.Step.Token);
        refused.ShouldBeProblem(403, "auth.step");
        refused.Text.ShouldContain("- deployment: {name: shop, steps-may: [read]}");
        Declare("shop", "read");
        (await _world.Home.GetAsync($"{Shop}/log", _world.Step.Token)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private void Declare(string name, string right) => _world.Home.Engine.Accepted = new Project
    {
        Deployments =
        [
            new NamedDefinition(name, new MapValue([new("name", Value.Of(name)), new("steps-may", Value.Of([Value.Of(right)]))])),
        ],
    };

    private async Task<Answer> DeployAsync(string token)
    {
        var policy = await KeptPolicies.PutAsync(_world.Home.Services.Blobs, "red");
        return await _world.Home.PostAsync("/api/v1/deployments", $$"""{"name": "shop", "policy": "{{policy}}"}""", token);
    }

    private Task<Answer> PromoteAsync() =>
        _world.Home.SendAsync(HttpMethod.Post, $"{Shop}/promote", """{"version": 1}""", _world.Step.Token);
}
