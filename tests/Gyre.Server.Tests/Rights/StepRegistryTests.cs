using System.Net;
using Gyre.Projects;
using Gyre.Tracking;

namespace Gyre.Server.Tests.Rights;

/// <summary>What steps may do to registered models, and what they may not say about themselves.</summary>
public sealed class StepRegistryTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/mlflow";
    private RightsWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrackingStore Tracking => _world.Home.Services.Tracking;

    public async ValueTask InitializeAsync() => _world = await RightsWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(ModelRight.MoveAliases, "POST", "/registered-models/alias", "\"alias\": \"x\", \"version\": \"1\"")]
    [InlineData(ModelRight.MoveAliases, "DELETE", "/registered-models/alias", "\"alias\": \"champion\"")]
    [InlineData(ModelRight.MoveAliases, "POST", "/model-versions/transition-stage", "\"version\": \"1\", \"stage\": \"Production\"")]
    [InlineData(ModelRight.Delete, "POST", "/registered-models/rename", "\"new_name\": \"other\"")]
    [InlineData(ModelRight.Delete, "DELETE", "/model-versions/delete", "\"version\": \"1\"")]
    [InlineData(ModelRight.Delete, "DELETE", "/registered-models/delete", "\"x\": \"y\"")]
    public async Task What_the_project_declares_is_allowed_for_its_own_models_alone(
        ModelRight right, string method, string path, string fields)
    {
        async Task<Answer> AskAsync(Things things) =>
            await _world.Home.SendAsync(new HttpMethod(method), Root + path, $$"""{"name": "{{things.Model}}", {{fields}}}""", _world.Step.Token);
        var refused = await AskAsync(_world.Siblings);
        refused.Status.ShouldBe(HttpStatusCode.Forbidden);
        refused.Text.ShouldContain($"steps-may: [{ModelRights.WordOf(right)}]");
        var other = right == ModelRight.Delete ? ModelRight.MoveAliases : ModelRight.Delete;
        _world.Home.Engine.Accepted = new Project
        {
            Models = [new ModelGrant(_world.Siblings.Model, [other]),
            new ModelGrant("another", [right])]
        };
        (await AskAsync(_world.Siblings)).Status.ShouldBe(HttpStatusCode.Forbidden, "another right, and another model");
        _world.Home.Engine.Accepted = new Project
        {
            Models = [new ModelGrant(_world.Siblings.Model, [right]),
            new ModelGrant(_world.Foreign.Model, [right])]
        };
        (await AskAsync(_world.Foreign)).Status.ShouldBe(HttpStatusCode.Forbidden,
            "a project cannot give itself a right to what is another's");
        (await AskAsync(_world.Siblings)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_model_of_nobody_may_be_read_and_gets_versions_and_is_not_changed()
    {
        await Tracking.Registry.CreateAsync("shared", "", [], Cancel);
        var version = await StepAsync("POST", "/model-versions/create", $$"""{"name": "shared", "source": "mlflow-artifacts:/{{_world.Own.Artifacts}}"}""");
        version.Status.ShouldBe(HttpStatusCode.OK, version.Text);
        (await _world.Home.GetAsync($"{Root}/registered-models/get?name=shared", _world.Step.Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await _world.Home.GetAsync($"{Root}/registered-models/search", _world.Stranger.Token)).Text.ShouldContain("\"shared\"");
        (await StepAsync("PATCH", "/model-versions/update", """{"name": "shared", "version": "1", "description": "d"}""")).Status.ShouldBe(HttpStatusCode.OK, "its own version");
        (await StepAsync("PATCH", "/registered-models/update", """{"name": "shared", "description": "d"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await StepAsync("POST", "/registered-models/alias", """{"name": "shared", "alias": "a", "version": "1"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        // Who may read a version may read its files.
        (await _world.Home.GetAsync("/model-versions/get-artifact?name=shared&version=1&path=a.txt",
            _world.Stranger.Token)).Text.ShouldBe(_world.Own.Mark);
    }

    [Fact]
    public async Task What_a_step_makes_belongs_to_its_project_whatever_it_says()
    {
        const string Lies = "\"tags\": [{\"key\": \"gyre.project\", \"value\": \"theirs\"}, {\"key\": \"gyre.run\", \"value\": \"x\"}, {\"key\": \"gyre.origin\", \"value\": \"theirs/p\"}]";
        (await StepAsync("POST", "/registered-models/create", $$"""{"name": "new", {{Lies}}}""")).Status.ShouldBe(HttpStatusCode.OK);
        var id = (await StepAsync("POST", "/experiments/create", $$"""{"name": "new", {{Lies}}}""")).Json["experiment_id"]!.GetValue<string>();
        var run = (await StepAsync("POST", "/runs/create", $$"""{"experiment_id": "{{id}}", {{Lies}}}""")).Json["run"]!["info"]!["run_id"]!.GetValue<string>();
        var owner = new Owner(RightsWorld.Mine, _world.Step.Run.ToString());
        (await Tracking.Owners.FindAsync(OwnedKind.Model, ["new"], Cancel)).ShouldBe([owner]);
        (await Tracking.Owners.FindAsync(OwnedKind.Experiment, [id], Cancel)).ShouldBe([owner]);
        (await Tracking.Owners.FindAsync(OwnedKind.Run, [run], Cancel)).ShouldBe([owner]);
        (await StepAsync("POST", "/runs/log-metric", $$"""{"run_id": "{{run}}", "key": "k", "value": 1, "timestamp": 1}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await StepAsync("POST", "/experiments/delete", $$"""{"experiment_id": "{{id}}"}""")).Status.ShouldBe(HttpStatusCode.OK, "its own run made it");
    }

    [Theory]
    [InlineData("gyre.project")]
    [InlineData("gyre.run")]
    [InlineData("gyre.origin")]
    public async Task A_step_cannot_say_whose_something_is(string key)
    {
        var (own, tag) = (_world.Own, $"\"key\": \"{key}\", \"value\": \"{_world.Step.Run}\"");
        var answers = new[]
        {
            await StepAsync("POST", "/runs/set-tag", $$"""{"run_id": "{{own.Run}}", {{tag}}}"""),
            await StepAsync("POST", "/runs/delete-tag", $$"""{"run_id": "{{own.Run}}", {{tag}}}"""),
            await StepAsync("POST", "/runs/log-batch", $$"""{"run_id": "{{own.Run}}", "tags": [{{{tag}}}]}"""),
            await StepAsync("POST", "/experiments/set-experiment-tag", $$"""{"experiment_id": "{{own.Experiment}}", {{tag}}}"""),
            await StepAsync("POST", "/experiments/delete-experiment-tag", $$"""{"experiment_id": "{{own.Experiment}}", {{tag}}}"""),
            await StepAsync("POST", "/registered-models/set-tag", $$"""{"name": "{{own.Model}}", {{tag}}}"""),
            await StepAsync("DELETE", "/registered-models/delete-tag", $$"""{"name": "{{own.Model}}", {{tag}}}"""),
            await StepAsync("POST", "/model-versions/set-tag", $$"""{"name": "{{own.Model}}", "version": "1", {{tag}}}"""),
            await StepAsync("DELETE", "/model-versions/delete-tag", $$"""{"name": "{{own.Model}}", "version": "1", {{tag}}}"""),
            await StepAsync("PATCH", $"/logged-models/{own.LoggedModel}/tags", $$"""{"tags": [{{{tag}}}]}"""),
            await StepAsync("DELETE", $"/logged-models/{own.LoggedModel}/tags/{key}", "{}"),
            await StepAsync("PATCH", $"/traces/{own.Trace}/tags", $$"""{{{tag}}}"""),
            await StepAsync("DELETE", $"/traces/{own.Trace}/tags", $$"""{{{tag}}}"""),
        };
        answers.Select(static answer => answer.Status).ShouldAllBe(static status => status == HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("mlflow-artifacts:/1")]
    [InlineData("MLFLOW-ARTIFACTS:/1")]
    [InlineData("mlflow-artifacts:///1")]
    public async Task A_step_does_not_choose_where_on_this_server_files_go(string place) =>
        (await StepAsync("POST", "/experiments/create", $$"""{"name": "n", "artifact_location": "{{place}}"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("{0}/../../{1}/a.txt")]
    [InlineData("{0}/%2e%2e/%2e%2e/{1}/a.txt")]
    [InlineData("{0}/..%2f..%2f{1}/a.txt")]
    [InlineData("{0}/%252e%252e/{1}/a.txt")]
    [InlineData("./{1}/a.txt")]
    [InlineData("/{1}/a.txt")]
    [InlineData("{1}/a.txt")]
    public async Task No_spelling_of_a_path_leads_out_of_what_is_the_steps(string path)
    {
        var place = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, _world.Own.Artifacts, _world.Foreign.Artifacts);
        foreach (var method in new[] { "GET", "PUT", "DELETE" })
        {
            var raw = await _world.Home.SendRawAsync(
                $"{method} /api/2.0/mlflow-artifacts/artifacts/{place} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_world.Step.Token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            (raw.Split(' ')[1] is "400" or "403" or "404").ShouldBeTrue(raw);
            raw.ShouldNotContain(_world.Foreign.Mark);
        }
        (await _world.Home.GetAsync($"/api/2.0/mlflow-artifacts/artifacts/{_world.Foreign.Artifacts}/a.txt",
            _world.Admin)).Text.ShouldBe(_world.Foreign.Mark);
    }

    [Fact]
    public async Task Lineage_shows_nothing_of_others()
    {
        // A person linked a foreign run to a model of the step's project.
        await Tracking.Runs.LogInputsAsync(_world.Foreign.Run, [], [_world.Own.LoggedModel], Cancel);
        var seen = await _world.Home.GetAsync($"/api/v1/tracking/lineage/logged-model/{_world.Own.LoggedModel}", _world.Step.Token);
        seen.Text.ShouldContain(_world.Own.Run);
        seen.Text.ShouldNotContain(_world.Foreign.Run);
        (await _world.Home.GetAsync($"/api/v1/tracking/lineage/logged-model/{_world.Own.LoggedModel}",
            _world.Admin)).Text.ShouldContain(_world.Foreign.Run);
    }

    [Fact]
    public async Task A_person_gives_an_experiment_to_another_project_with_all_that_is_in_it()
    {
        await Tracking.Experiments.SetTagAsync(_world.Foreign.Experiment, new Tag(IOwners.ProjectTag, RightsWorld.Mine), Cancel);
        (await _world.Home.GetAsync($"{Root}/runs/get?run_id={_world.Foreign.Run}", _world.Step.Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await _world.Home.GetAsync($"{Root}/runs/get?run_id={_world.Foreign.Run}",
            _world.Stranger.Token)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _world.Home.GetAsync($"/api/2.0/mlflow-artifacts/artifacts/{_world.Foreign.Artifacts}/a.txt",
            _world.Step.Token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_belongs_to_no_project_is_for_people()
    {
        var run = (await Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0 }, Cancel)).Info;
        (await _world.Home.GetAsync($"{Root}/runs/get?run_id={run.RunId}", _world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await StepAsync("POST", "/runs/create", "{}")).Text.ShouldContain("gyre.project");
        (await _world.Home.GetAsync("/api/2.0/mlflow-artifacts/artifacts?path=",
            _world.Step.Token)).Status.ShouldBe(HttpStatusCode.Forbidden, "the root of all");
    }

    private Task<Answer> StepAsync(string method, string path, string json) =>
        _world.Home.SendAsync(new HttpMethod(method), Root + path, json, _world.Step.Token);
}
