using System.Net;
using Gyre.Contracts;

namespace Gyre.Server.Tests;

/// <summary>Variables of projects over the API. The value of a secret goes in and never comes out.</summary>
public sealed class VariableTests : IAsyncLifetime
{
    private const string Secret = "the-secret-that-is-never-shown";
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_variable_is_set_listed_and_removed()
    {
        var made = await PutAsync("Café ?#", "EPOCHS", """{"value": "20"}""");
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        (await PutAsync("Café ?#", "EPOCHS", """{"value": "30"}""")).Status.ShouldBe(HttpStatusCode.OK);
        await PutAsync("other", "EPOCHS", """{"value": "1"}""");
        var variable = (await _home.GetAsync("/api/v1/variables?project=Caf%C3%A9%20%3F%23"))
            .As<VariableList>().Variables.ShouldHaveSingleItem();
        (variable.Name, variable.Value, variable.Secret, variable.ChangedBy).ShouldBe(("EPOCHS", "30", false, "local"));
        (await _home.GetAsync("/api/v1/variables")).As<VariableList>().Variables.Count.ShouldBe(2);
        (await _home.SendAsync(HttpMethod.Delete, "/api/v1/variables/other/EPOCHS")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.SendAsync(HttpMethod.Delete, "/api/v1/variables/other/EPOCHS")).ShouldBeProblem(404, "variable.unknown");
    }

    [Fact]
    public async Task The_value_of_a_secret_is_in_no_answer_no_log_and_no_kept_request()
    {
        var made = await PutAsync("demo", "TOKEN", $$"""{"value": "{{Secret}}", "secret": true}""", ("Idempotency-Key", "k"));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        _home.Variables.ValueOf("demo", "TOKEN").ShouldBe(Secret);
        made.Text.ShouldNotContain(Secret);
        made.As<VariableInfo>().Value.ShouldBeNull();
        (await _home.GetAsync("/api/v1/variables")).Text.ShouldNotContain(Secret);
        _home.Log.All.ShouldNotContain(Secret);
        var kept = await _home.Store.Database.ReadAsync(session =>
            session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM server_requests"), Cancel);
        kept.ShouldBe(0, "a short secret could be guessed from its digest");
    }

    [Fact]
    public async Task A_run_is_given_variables_and_secrets_and_its_digest_does_not_depend_on_secrets()
    {
        var folder = _home.ProjectFolder();
        string Body(string secret) =>
            $$"""{"folder": "{{folder}}", "pipeline": "main", "variables": {"EPOCHS": "20"}, "secrets": {"TOKEN": "{{secret}}"} }""";
        (await _home.PostAsync("/api/v1/runs", Body(Secret), null, ("Idempotency-Key", "k"))).Status.ShouldBe(HttpStatusCode.Created);
        var request = _home.Engine.Started.ShouldHaveSingleItem();
        request.Variables["EPOCHS"].ShouldBe("20");
        request.Secrets["TOKEN"].ShouldBe(Secret);
        // Two requests that differ in a secret alone look the same to who only kept a digest.
        (await _home.PostAsync("/api/v1/runs", Body("another"), null, ("Idempotency-Key", "k"))).Headers.ShouldContainKey(
            "Idempotency-Replayed");
    }

    [Fact]
    public async Task Reading_is_not_setting()
    {
        var reader = (await _home.Tokens.CreateAsync("reader", TokenScope.Read, null, Cancel)).Text;
        (await _home.GetAsync("/api/v1/variables", reader)).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.SendAsync(HttpMethod.Put, "/api/v1/variables/demo/A", """{"value": "v"}""", reader)).Status.ShouldBe(
            HttpStatusCode.Forbidden);
        (await _home.SendAsync(HttpMethod.Delete, "/api/v1/variables/demo/A", null, reader)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _home.GetAsync("/api/v1/variables")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<Answer> PutAsync(string project, string name, string body, params (string Name, string Value)[] headers) =>
        _home.SendAsync(HttpMethod.Put, $"/api/v1/variables/{Uri.EscapeDataString(project)}/{name}", body, null, headers);
}
