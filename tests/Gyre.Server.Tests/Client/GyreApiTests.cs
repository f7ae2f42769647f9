using System.Net;
using System.Text;
using Gyre.Client;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Server.Tests.Client;

/// <summary>The client against a real server on loopback: every operation, pages and refusals.</summary>
public sealed class GyreApiTests : IAsyncLifetime
{
    private ServerHome _home = null!;
    private GyreApi _api = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        _api = new GyreApi(_home.Server.Address.ToString(), new GyreApiOptions { Environment = static _ => null });
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return _home.DisposeAsync();
    }

    [Fact]
    public async Task Projects_and_runs()
    {
        var folder = _home.ProjectFolder();
        (await _api.Projects.RegisterAsync(new RegisterProjectRequest { Folder = folder }, Cancel)).Name.ShouldBe("demo");
        (await _api.Projects.ListAsync(Cancel)).Projects.ShouldHaveSingleItem().Folder.ShouldBe(folder);
        (await _api.Projects.GetAsync("demo", Cancel)).Pipelines.ShouldHaveSingleItem().Name.ShouldBe("main");

        var request = new StartRunRequest { Project = "demo", Pipeline = "main", Title = "first", Parameters = new MapValue([new("train.x", Value.Of(1.0))]) };
        var run = await _api.Runs.StartAsync(request, "a-key", Cancel);
        (await _api.Runs.StartAsync(request, "a-key", Cancel)).RunId.ShouldBe(run.RunId);
        _home.Engine.Started.Count.ShouldBe(1);
        run.Title.ShouldBe("first");
        (await _api.Runs.GetAsync(run.RunId, cancellationToken: Cancel)).Nodes.ShouldBeNull();
        _home.Engine.AddNode(run.RunId, "loop[1]/train", NodeRunState.AwaitingApproval);
        (await _api.Runs.GetAsync(run.RunId, withNodes: true, Cancel)).Nodes.ShouldNotBeNull().ShouldHaveSingleItem().Name.ShouldBe("loop[1]/train");
        (await _api.Nodes.ListAsync(run.RunId, Cancel)).Nodes.ShouldHaveSingleItem();
        (await _api.Nodes.GetAsync(run.RunId, "loop[1]/train", Cancel)).State.ShouldBe("awaiting-approval");
        (await _api.Nodes.ExplainCacheAsync(run.RunId, "loop[1]/train", Cancel)).Cache.ShouldBe("miss");
        (await _api.Nodes.ApproveAsync(run.RunId, "loop[1]/train", "fine", Cancel)).State.ShouldBe("succeeded");
        var refused = await Should.ThrowAsync<GyreApiException>(() => _api.Nodes.RefuseAsync(run.RunId, "loop[1]/train", null, Cancel));
        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Conflict, "node.not-waiting"));
        _home.Engine.AddNode(run.RunId, "review", NodeRunState.AwaitingAnswer);
        var answer = new AnswerRequest { Key = "review", Document = new MapValue([new("stars", Value.Of(5))]) };
        (await _api.Nodes.AnswerAsync(run.RunId, answer, Cancel)).Key.ShouldBe("review");
        (await Should.ThrowAsync<GyreApiException>(() =>
            _api.Nodes.AnswerAsync(run.RunId, answer, Cancel))).Code.ShouldBe("node.not-waiting");
        (await _api.Runs.GetResultsAsync(run.RunId, Cancel)).Artifacts.ShouldBeEmpty();
        (await _api.Runs.CancelAsync(run.RunId, "enough", Cancel)).State.ShouldBe("cancelled");
        (await _api.Runs.ResumeAsync(run.RunId, Cancel)).State.ShouldBe("running");
        await _api.Projects.RemoveAsync("demo", Cancel);
        (await _api.Projects.ListAsync(Cancel)).Projects.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var ids = Enumerable.Range(0, 25).Select(_ => _home.Engine.Add().Id).OrderByDescending(
            id => id.ToString(), StringComparer.Ordinal).ToList();
        (await _api.Runs.AllAsync(10, Cancel).Select(run => run.RunId).ToListAsync(Cancel)).ShouldBe(ids);
        (await _api.Runs.ListAsync(25, cancellationToken: Cancel)).NextCursor.ShouldNotBeNull();
        (await Should.ThrowAsync<GyreApiException>(() => _api.Runs.ListAsync(10, "nonsense", Cancel))).Code.ShouldBe("query.cursor");
    }

    [Fact]
    public async Task Cycles_triggers_and_the_cache()
    {
        var folder = _home.ProjectFolder("loops", ServerHome.Yaml + "\n" + """
            - cycle: {name: tune, pipeline: main, max-iterations: 3}
            - triggers: [{name: nightly, pipeline: main, cron: 0 3 * * *}]

            """);
        var cycle = await _api.Cycles.StartAsync(new StartCycleRequest { Folder = folder, Cycle = "tune" }, "key", Cancel);
        (await _api.Cycles.GetAsync(cycle.CycleId, Cancel)).Name.ShouldBe("tune");
        (await _api.Cycles.ListAsync(cancellationToken: Cancel)).Cycles.ShouldHaveSingleItem();
        (await _api.Cycles.StopAsync(cycle.CycleId, "enough", Cancel)).State.ShouldBe("stopped");
        (await _api.Cycles.ResumeAsync(cycle.CycleId, 7, Cancel)).State.ShouldBe("running");

        (await _api.Triggers.RegisterAsync(
            new RegisterTriggersRequest { Folder = folder }, Cancel)).Triggers.ShouldHaveSingleItem().Folder.ShouldBe(folder);
        (await _api.Triggers.ListAsync("loops", Cancel)).Triggers.ShouldHaveSingleItem();
        (await _api.Triggers.DisableAsync("nightly", null, Cancel)).Enabled.ShouldBeFalse();
        (await _api.Triggers.EnableAsync("nightly", "loops", Cancel)).Enabled.ShouldBeTrue();
        var fired = await _api.Triggers.FireAsync("nightly", null, "once", Cancel);
        (await _api.Triggers.FireAsync("nightly", null, "once", Cancel)).Occurrence.ShouldBe(fired.Occurrence);
        (await _api.Triggers.GetAsync("nightly", cancellationToken: Cancel)).Occurrences.ShouldHaveSingleItem().Occurrence.ShouldBe(fired.Occurrence);
        var from = new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.FromHours(2));
        (await _api.Triggers.TestAsync(
            "nightly", from, from.AddDays(1), null, Cancel)).Firings.ShouldHaveSingleItem().At.ShouldBe(from.AddDays(1));
        await _api.Triggers.RemoveAsync("nightly", null, Cancel);
        (await Should.ThrowAsync<GyreApiException>(
            () => _api.Triggers.GetAsync("nightly", cancellationToken: Cancel))).Code.ShouldBe("trigger.unknown");

        var run = _home.Engine.Add();
        _home.Engine.AddNode(run.Id, "train", NodeRunState.Succeeded);
        (await _api.Cache.ListAsync(5, "main", Cancel)).Entries.ShouldBeEmpty();
        (await _api.Cache.ClearAsync("main", Cancel)).Removed.ShouldBe(7);
        (await _api.Cache.InvalidateAsync(
            new InvalidateCacheRequest { RunId = run.Id, Node = "train", DryRun = true }, Cancel)).Nodes.ShouldBe(["train"]);
    }

    [Fact]
    public async Task Tokens_notifications_tracking_and_health()
    {
        (await _api.GetHealthAsync(Cancel)).Status.ShouldBe("ok");
        await _api.Notifications.PutAsync(
            "all",
            new PutNotificationRequest { On = ["run-failed"], Webhook = new WebhookTargetInfo { Url = "https://example.org" } },
            Cancel);
        (await _api.Notifications.ListAsync(Cancel)).Notifications.ShouldHaveSingleItem().On.ShouldBe(["run-failed"]);
        (await _api.Notifications.TestAsync("all", Cancel)).Status.ShouldBe(503);
        var delivery = _home.Notifications.Keep();
        (await _api.Notifications.ListDeliveriesAsync(cancellationToken: Cancel)).Deliveries.ShouldHaveSingleItem().Id.ShouldBe(delivery);
        await _api.Notifications.RetryDeliveryAsync(delivery, Cancel);
        await _api.Notifications.DeleteAsync("all", Cancel);
        (await _api.Notifications.ListAsync(Cancel)).Notifications.ShouldBeEmpty();

        (await _api.Tracking.SearchAllAsync(new TrackingSearchRequest { MaxResults = 1 }, Cancel).CountAsync(Cancel)).ShouldBe(0);
        (await Should.ThrowAsync<GyreApiException>(
            () => _api.Tracking.GetAsync(new string('0', 32), Cancel))).Code.ShouldBe("tracking.unknown");

        var token = await _api.Tokens.CreateAsync(new CreateTokenRequest { Name = "laptop", Scope = "read", Days = 3 }, Cancel);
        (await Should.ThrowAsync<GyreApiException>(() => _api.Runs.ListAsync(cancellationToken: Cancel))).Code.ShouldBe("auth.required");
        using var reader = new GyreApi(
            null,
            new GyreApiOptions { Environment = name => name == "GYRE_API_URL" ? _home.Server.Address.ToString() : name == "GYRE_TOKEN" ? token.Token : null });
        (await reader.Runs.ListAsync(cancellationToken: Cancel)).Runs.ShouldBeEmpty();
        (await Should.ThrowAsync<GyreApiException>(() => reader.Tokens.ListAsync(Cancel))).Code.ShouldBe("auth.scope");
        var admin = (await _home.Tokens.CreateAsync("admin", TokenScope.Admin, null, Cancel)).Text;
        using var all = new GyreApi(
            _home.Server.Address.ToString(), new GyreApiOptions { Token = admin, Environment = _ => "not this one" });
        (await all.Tokens.ListAsync(Cancel)).Tokens.Count.ShouldBe(2);
        await all.Tokens.RevokeAsync(token.Id, Cancel);
        (await Should.ThrowAsync<GyreApiException>(
            () => reader.Runs.ListAsync(cancellationToken: Cancel))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Content_is_copied_checked_and_found()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', 300_000));
        Digest digest;
        await using (var source = new MemoryStream(bytes))
            digest = (await _home.Blobs.PutAsync(source, Cancel)).Digest;
        var file = Path.Join(_home.Root, "copy.bin");
        (await _api.Artifacts.DownloadAsync(digest, file, Cancel)).ShouldBe(bytes.Length);
        (await File.ReadAllBytesAsync(file, Cancel)).ShouldBe(bytes);
        (await _api.Artifacts.FindAsync(digest, Cancel)).ShouldBe(new ContentInfo(digest, bytes.Length));
        (await _api.Artifacts.FindAsync(Digest.Of("none"), Cancel)).ShouldBeNull();
        await using (var rest = await _api.Artifacts.OpenAsync(digest, bytes.Length - 3, Cancel))
        {
            using var read = new MemoryStream();
            await rest.CopyToAsync(read, Cancel);
            read.Length.ShouldBe(3);
        }

        var run = _home.Engine.Add();
        _home.Engine.Nodes[(run.Id, "train")] = Wire.SampleViews.Node with { Path = "train", Outputs = [new OutputFile { Path = "a/b.txt", Digest = digest, SizeInBytes = bytes.Length }] };
        (await _api.Artifacts.FindOutputAsync(run.Id, "train", "a/b.txt", Cancel))!.SizeInBytes.ShouldBe(bytes.Length);
        await using var output = await _api.Artifacts.OpenOutputAsync(run.Id, "train", "a/b.txt", Cancel);
        using var whole = new MemoryStream();
        await output.CopyToAsync(whole, Cancel);
        whole.ToArray().ShouldBe(bytes);
        var none = Path.Join(_home.Root, "none.bin");
        (await Should.ThrowAsync<GyreApiException>(
            () => _api.Artifacts.DownloadAsync(Digest.Of("none"), none, Cancel))).Code.ShouldBe("artifact.unknown");
        Directory.GetFiles(_home.Root, "none*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_says_what_the_server_said()
    {
        var error = await Should.ThrowAsync<GyreApiException>(
            () => _api.Runs.StartAsync(new StartRunRequest { Folder = _home.ProjectFolder(), Pipeline = "nope" }, null, Cancel));
        (error.Status, error.Code, error.IsUnreachable).ShouldBe((HttpStatusCode.BadRequest, "pipeline.unknown", false));
        error.Errors.ShouldHaveSingleItem().Message.ShouldContain("nope");
        error.Message.ShouldContain("nope");
        error.TraceId.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://user:secret@x")]
    [InlineData("x")]
    [InlineData("http://x?y")]
    public void An_address_that_is_none_is_refused_without_showing_secrets(string address) =>
        Should.Throw<ArgumentException>(() => new GyreApi(address)).Message.ShouldNotContain("secret");

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/../b")]
    public async Task A_name_cannot_lead_to_another_address(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => _api.Nodes.GetAsync(_home.Engine.Add().Id, name, Cancel));
}
