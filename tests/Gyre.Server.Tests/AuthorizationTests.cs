using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Testing;

namespace Gyre.Server.Tests;

public sealed class AuthorizationTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(clock: _clock);

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("GET", "/no/such/route")]
    [InlineData("PUT", "/api/v1/runs")]
    [InlineData("GET", "/api/v2/anything")]
    public async Task What_is_not_there_wants_a_token_too(string method, string path)
    {
        await _home.Tokens.CreateAsync("one", TokenScope.Admin, null, Cancel);
        (await _home.SendAsync(new HttpMethod(method), path)).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task A_step_sees_the_runs_of_its_project_and_cannot_tell_what_else_there_is()
    {
        var (run, token) = await StepAsync(NodeRunState.Running);
        var other = _home.Engine.Add(project: "elsewhere");
        var child = _home.Engine.Add(parent: run);
        (await _home.GetAsync($"/api/v1/runs/{child.Id}", token)).Status.ShouldBe(HttpStatusCode.OK);
        var known = (await _home.GetAsync($"/api/v1/runs/{other.Id}", token)).ShouldBeProblem(403, "auth.step");
        var unknown = (await _home.GetAsync($"/api/v1/runs/{Guid.Empty}", token)).ShouldBeProblem(403, "auth.step");
        unknown.Detail.ShouldBe(known.Detail);
    }

    [Theory]
    [InlineData(NodeRunState.Succeeded)]
    [InlineData(NodeRunState.Failed)]
    [InlineData(NodeRunState.BackingOff)]
    [InlineData(NodeRunState.Cancelled)]
    public async Task The_token_of_a_step_ends_with_its_attempt(NodeRunState state)
    {
        var (run, token) = await StepAsync(NodeRunState.Running);
        (await _home.GetAsync($"/api/v1/runs/{run}", token)).Status.ShouldBe(HttpStatusCode.OK);
        _home.Engine.Nodes[(run, "train")] = _home.Engine.Nodes[(run, "train")] with { State = state };
        (await _home.GetAsync($"/api/v1/runs/{run}", token)).ShouldBeProblem(403, "auth.attempt-over");
    }

    [Fact]
    public async Task The_token_of_an_earlier_attempt_is_over_when_the_next_runs()
    {
        var (run, token) = await StepAsync(NodeRunState.Running);
        _home.Engine.Nodes[(run, "train")] = _home.Engine.Nodes[(run, "train")] with { Attempt = new AttemptId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)) };
        (await _home.GetAsync($"/api/v1/runs/{run}", token)).ShouldBeProblem(403, "auth.attempt-over");
    }

    [Fact]
    public async Task A_run_started_by_a_step_has_the_steps_run_as_parent()
    {
        var folder = _home.ProjectFolder();
        (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{folder}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
        var run = _home.Engine.Add(project: "demo").Id;
        var token = await StepAsync(run, NodeRunState.Queued);
        var child = (await _home.PostAsync("/api/v1/runs", """{"project": "demo", "pipeline": "main"}""", token)).As<RunInfo>();
        child.ParentRunId.ShouldBe(run);
        (await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "main"}""", token)).ShouldBeProblem(403, "auth.step");
    }

    [Theory]
    [InlineData("cycle.closed", 409)]
    [InlineData("cycle.max-iterations", 409)]
    [InlineData("run.too-many", 429)]
    public async Task A_chain_that_takes_no_further_turn_says_so(string code, int status)
    {
        await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{_home.ProjectFolder()}}"}""");
        var token = await StepAsync(_home.Engine.Add(project: "demo").Id, NodeRunState.Running);
        _home.Engine.Refusal = new TurnRefusedException(code, "All 2 turns are done.");
        (await _home.PostAsync("/api/v1/runs", """{"project": "demo", "pipeline": "main"}""", token)).ShouldBeProblem(status, code);
    }

    [Fact]
    public async Task A_server_for_steps_alone_answers_nobody_else()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, StepsOnly = true });
        var run = home.Engine.Add();
        var attempt = new AttemptId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        home.Engine.AddNode(run.Id, "train", NodeRunState.Running, attempt);
        var token = (await home.Services.Credentials!.IssueAsync(new StepIdentity(run.Id, "train", attempt), Cancel))["GYRE_TOKEN"];
        (await home.GetAsync($"/api/v1/runs/{run.Id}", token)).Status.ShouldBe(HttpStatusCode.OK);
        (await home.GetAsync($"/api/v1/runs/{run.Id}")).ShouldBeProblem(401, "auth.steps-only");
        var admin = await home.Tokens.CreateAsync("admin", TokenScope.Admin, null, Cancel);
        (await home.GetAsync($"/api/v1/runs/{run.Id}", admin.Text)).ShouldBeProblem(401, "auth.steps-only");
    }

    [Fact]
    public async Task The_token_of_a_step_cannot_be_made_up_or_changed()
    {
        var (run, token) = await StepAsync(NodeRunState.Running);
        var other = token[..^1] + (token[^1] == '0' ? '1' : '0');
        (await _home.GetAsync($"/api/v1/runs/{run}", other)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _home.GetAsync($"/api/v1/runs/{run}", token.Replace("gyre_s", "gyre_sA", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        await using var elsewhere = await ServerHome.StartAsync();
        (await elsewhere.GetAsync($"/api/v1/runs/{run}", token)).Status.ShouldBe(HttpStatusCode.Unauthorized, "another home has another key");
    }

    [Fact]
    public async Task A_step_gets_the_address_and_its_token_under_every_name()
    {
        var run = _home.Engine.Add();
        var given = await _home.Services.Credentials!.IssueAsync(new StepIdentity(run.Id, "train", new AttemptId(Guid.Empty)), Cancel);
        given.Keys.Order(StringComparer.Ordinal).ShouldBe(["GYRE_API_URL", "GYRE_TOKEN", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_URI", "VALOHAI_API_TOKEN", "VALOHAI_API_URL", "VH_API_BASE_URL", "VH_API_TOKEN"]);
        given["GYRE_API_URL"].ShouldBe(_home.Server.Address.ToString().TrimEnd('/'));
        (await new StepCredentials(_home.Store).IssueAsync(new StepIdentity(run.Id, "train", new AttemptId(Guid.Empty)), Cancel)).ShouldBeEmpty("no server listens");
    }

    private async Task<(RunId Run, string Token)> StepAsync(NodeRunState state)
    {
        var run = _home.Engine.Add().Id;
        return (run, await StepAsync(run, state));
    }

    private async Task<string> StepAsync(RunId run, NodeRunState state)
    {
        var attempt = new AttemptId(Guid.CreateVersion7(_clock.GetUtcNow()));
        _home.Engine.AddNode(run, "train", state, attempt);
        return (await _home.Services.Credentials!.IssueAsync(new StepIdentity(run, "train", attempt), Cancel))["GYRE_TOKEN"];
    }
}
