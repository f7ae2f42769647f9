using System.Net;
using Gyre.Pipelines;

namespace Gyre.Server.Tests;

/// <summary>Notifications over HTTP.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private const string Root = "/api/v1/notifications";
    private const string Hook = """{"on": ["run-failed"], "webhook": {"url": "https://a.example/", "secret": "GYRE_NOTIFY_KEY"}}""";
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public async ValueTask DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task One_is_put_replaced_listed_tested_and_deleted()
    {
        (await _home.SendAsync(HttpMethod.Put, $"{Root}/all", Hook)).Status.ShouldBe(HttpStatusCode.Created);
        (await _home.SendAsync(HttpMethod.Put, $"{Root}/all", """{"on": ["cycle-stopped"], "email": {"to": ["a@example.com"], "from": "g@example.com", "server": "smtp://m.example"}}""")).Status.ShouldBe(HttpStatusCode.OK);
        var listed = (await _home.GetAsync(Root)).Json["notifications"]!.AsArray().ShouldHaveSingleItem()!;
        (listed["name"]!.GetValue<string>(), listed["on"]![0]!.GetValue<string>(), listed["email"]!["server"]!.GetValue<string>()).ShouldBe(("all", "cycle-stopped", "smtp://m.example"));
        (await _home.PostAsync($"{Root}/all/test", "")).Json["error"]!.GetValue<string>().ShouldBe("the receiver responded with 503");
        (await _home.SendAsync(HttpMethod.Delete, $"{Root}/all")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.SendAsync(HttpMethod.Delete, $"{Root}/all")).ShouldBeProblem(404, "notification.unknown");
        (await _home.PostAsync($"{Root}/all/test", "")).ShouldBeProblem(404, "notification.unknown");
    }

    [Fact]
    public async Task What_is_refused_names_its_place()
    {
        (await _home.SendAsync(HttpMethod.Put, $"{Root}/all", """{"on": []}""")).ShouldBeProblem(400, "notification.no-event");
        (await _home.SendAsync(HttpMethod.Put, $"{Root}/all", """{"on": ["run-failed"], "secret": "x"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_was_set_aside_is_listed_and_tried_again()
    {
        var id = _home.Notifications.Keep();
        var kept = (await _home.GetAsync($"{Root}/deliveries")).Json["deliveries"]!.AsArray().ShouldHaveSingleItem()!;
        (kept["state"]!.GetValue<string>(), kept["reason"]!.GetValue<string>()).ShouldBe(("set-aside", "the receiver responded with 500"));
        (await _home.PostAsync($"{Root}/deliveries/{id}/retry", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await _home.PostAsync($"{Root}/deliveries/00000000-0000-8000-8000-000000000002/retry", "")).ShouldBeProblem(404, "delivery.unknown");
    }

    [Fact]
    public async Task The_server_tells_from_its_start_on_with_links_to_itself()
    {
        (await _home.Notifications.Told.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe(_home.Server.Address);
    }

    [Fact]
    public async Task Entries_of_the_cache_are_forgotten_from_a_node_down()
    {
        var run = _home.Engine.Add();
        _home.Engine.AddNode(run.Id, "loop[1]/say", NodeRunState.Succeeded);
        var answer = await _home.PostAsync("/api/v1/cache/invalidate", $$"""{"run_id": "{{run.Id}}", "node": "loop[1]/say", "dry_run": true}""");
        (answer.Json["pipeline"]!.GetValue<string>(), answer.Json["dry_run"]!.GetValue<bool>()).ShouldBe(("pipeline", true));
        _home.Engine.Effects.ShouldContain("invalidate loop[1]/say True");
        (await _home.PostAsync("/api/v1/cache/invalidate", $$"""{"run_id": "{{run.Id}}", "node": "none"}""")).ShouldBeProblem(404, "node.unknown");
    }
}
