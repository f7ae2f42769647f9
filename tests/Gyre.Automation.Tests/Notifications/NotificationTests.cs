using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Automation;
using Gyre.Automation.Notifications;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Delivery;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Testing;
using Gyre.Testing.Delivery;
using Gyre.Testing.Storage;

namespace Gyre.Automation.Tests.Notifications;

/// <summary>What notifications promise on every engine; receivers are the test's own, on loopback.</summary>
public abstract class NotificationConformance : IAsyncLifetime
{
    private const string Secret = "a very secret text";
    private readonly ManualClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly Dictionary<string, string> _environment = new() { ["GYRE_NOTIFY_KEY"] = Secret, ["GYRE_NOTIFY_USER"] = "anna" };
    private readonly List<DeliveryOutcome> _outcomes = [];
    private EngineWorld _world = null!;
    private AutomationService? _automation;

    protected abstract bool IsPostgreSql { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string? store = null;
        if (IsPostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            if (server is null)
                Assert.Skip(PostgresServer.MissingReason);
            store = await server.CreateDatabaseAsync(Cancel);
        }
        _world = await EngineWorld.CreateAsync(store, moreTables: AutomationService.Migrations, listeners: [AutomationService.Listener]);
        _automation = new AutomationService(_world.Store, _world.Engine.Starter, new AutomationOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _automation?.Dispose();
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_failed_run_is_told_signed_and_once()
    {
        await using var receiver = new Receiver();
        Fail();
        var run = await _world.RunAsync(Project($"{{name: bad, on: [run-failed, run-cancelled], webhook: {{url: '{receiver.Url}', secret: GYRE_NOTIFY_KEY}}}}"));
        using var sender = Sender();
        var loop = Loop(sender);
        await RoundsAsync(loop);
        var sent = await receiver.NextAsync();
        var time = sent.Headers["Gyre-Timestamp"];
        sent.Headers["Gyre-Signature"].ShouldBe("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{sent.Body}"))));
        var body = JsonNode.Parse(sent.Body)!;
        body["delivery_id"]!.GetValue<string>().ShouldBe(sent.Headers["Gyre-Delivery"]);
        (Text(body, "event"), Text(body, "type"), Text(body, "run_id"), Text(body, "state"), Text(body, "pipeline")).ShouldBe(("run-failed", "run.ended", run.Id.ToString(), "failed", "p"));
        Text(body, "reason").ShouldNotBeNullOrEmpty();
        Text(body, "link").ShouldBe($"http://gyre.example/api/v1/runs/{run.Id}");
        await RoundsAsync(loop);
        receiver.HasMore.ShouldBeFalse();
        _outcomes.ShouldHaveSingleItem().Error.ShouldBeNull();
        (await _automation!.Notifications.DeliveriesAsync(10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_told_and_only_of_runs_that_were_accepted_with_it()
    {
        await using var receiver = new Receiver();
        await _world.RunAsync(Project(null));
        await _world.RunAsync(Project($"{{name: bad, on: run-failed, webhook: {{url: '{receiver.Url}'}}}}"));
        using var sender = Sender();
        await RoundsAsync(Loop(sender));
        receiver.HasMore.ShouldBeFalse();
        _outcomes.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_was_put_hears_of_every_run_from_then_on_and_of_its_pipeline_alone()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var service = Service(sender);
        await _world.RunAsync(Project(null));
        (await service.PutAsync(Hook("all", receiver, "run-succeeded"), Cancel)).ShouldBeTrue();
        (await service.PutAsync(Hook("other", receiver, "run-succeeded") with { Pipeline = "q" }, Cancel)).ShouldBeTrue();
        var run = await _world.RunAsync(Project(null));
        await RoundsAsync(Loop(sender));
        var body = JsonNode.Parse((await receiver.NextAsync()).Body)!;
        (Text(body, "notification"), Text(body, "run_id")).ShouldBe(("all", run.Id.ToString()));
        receiver.HasMore.ShouldBeFalse();
        (await service.PutAsync(Hook("all", receiver, "run-failed"), Cancel)).ShouldBeFalse();
        (await service.ListAsync(Cancel)).Select(view => (view.Notification.Name, view.Notification.On[0], view.Project)).ShouldBe([("all", "run-failed", null), ("other", "run-succeeded", null)]);
        (await service.DeleteAsync("all", Cancel)).ShouldBeTrue();
        (await service.DeleteAsync("all", Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cycle_is_told_of_from_its_start_to_its_stop()
    {
        await using var receiver = new Receiver();
        await _world.CycleAsync(Project($"{{name: turns, on: [cycle-started, cycle-turn, cycle-stopped, run-succeeded], webhook: {{url: '{receiver.Url}'}}}}") + """

            - cycle: {name: c, pipeline: p, repeat-while: true, max-iterations: 2}
            """);
        using var sender = Sender();
        await RoundsAsync(Loop(sender), 4);
        var told = new List<string>();
        while (receiver.HasMore)
            told.Add(Text(JsonNode.Parse((await receiver.NextAsync()).Body)!, "event")!);
        told.ShouldBe(["cycle-started", "cycle-turn", "run-succeeded", "cycle-turn", "run-succeeded", "cycle-stopped"]);
    }

    [Fact]
    public async Task A_failure_is_repeated_later_with_the_same_id_and_a_new_signature()
    {
        await using var receiver = new Receiver { Answer = static () => "503 Busy" };
        await _world.RunAsync(Project($"{{name: good, on: run-succeeded, webhook: {{url: '{receiver.Url}', secret: GYRE_NOTIFY_KEY}}}}"));
        using var sender = Sender();
        var loop = Loop(sender);
        await RoundsAsync(loop);
        var first = await receiver.NextAsync();
        receiver.HasMore.ShouldBeFalse();
        (await _automation!.Notifications.DeliveriesAsync(10, Cancel)).ShouldHaveSingleItem().Reason.ShouldBe("the receiver responded with 503");
        receiver.Answer = static () => "200 OK";
        _clock.Advance(DeliveryLoop.DelayAfter(1));
        await RoundsAsync(loop);
        var second = await receiver.NextAsync();
        (second.Body, second.Headers["Gyre-Delivery"]).ShouldBe((first.Body, first.Headers["Gyre-Delivery"]));
        second.Headers["Gyre-Signature"].ShouldNotBe(first.Headers["Gyre-Signature"]);
        _outcomes.Select(outcome => (outcome.Attempt, outcome.IsLast)).ShouldBe([(1, false), (2, true)]);
    }

    [Fact]
    public async Task What_always_fails_is_set_aside_with_its_reason_blocks_nobody_and_can_be_tried_again()
    {
        await using var poison = new Receiver { Answer = static () => "500 No" };
        await using var receiver = new Receiver();
        await _world.RunAsync(Project($"{{name: poison, on: run-succeeded, webhook: {{url: '{poison.Url}'}}}}, {{name: good, on: run-succeeded, webhook: {{url: '{receiver.Url}'}}}}"));
        using var sender = Sender();
        var loop = Loop(sender);
        await RoundsAsync(loop);
        await receiver.NextAsync();
        for (var attempt = 1; attempt <= DeliveryLoop.MaxAttempts; attempt++)
        {
            _clock.Advance(DeliveryLoop.DelayAfter(attempt));
            await RoundsAsync(loop);
        }
        var service = Service(sender);
        var aside = (await service.DeliveriesAsync(10, Cancel)).ShouldHaveSingleItem();
        (aside.Notification, aside.Event, aside.Attempts, aside.Reason, aside.DueAt).ShouldBe(
            ("poison", "run-succeeded", 8, "the receiver responded with 500", null));
        poison.Answer = static () => "200 OK";
        (await service.RetryAsync(aside.Id, Cancel)).ShouldBeTrue();
        await RoundsAsync(loop);
        (await service.DeliveriesAsync(10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_process_sends_while_another_holds_the_lease()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var (first, second) = (Loop(sender), Loop(sender, "another process"));
        await Service(sender).PutAsync(Hook("all", receiver, "run-succeeded"), Cancel);
        await first.RoundAsync(Report, Cancel);
        await _world.RunAsync(Project(null));
        (await second.RoundAsync(Report, Cancel)).ShouldBeFalse();
        await RoundsAsync(first);
        await receiver.NextAsync();
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_private_address_is_refused_when_put_and_gets_nothing_when_declared()
    {
        await using var receiver = new Receiver();
        using var sender = Sender(allowPrivate: false);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => Service(sender).PutAsync(Hook("all", receiver, "run-succeeded"), Cancel));
        refused.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("notification.host");
        (await Should.ThrowAsync<InvalidInputException>(() => Service(sender).PutAsync(Hook("all", receiver, "run-succeeded") with { Webhook = new WebhookTarget { Url = "https://127.0.0.1/" } }, Cancel)))
            .Message.ShouldContain("not public");
        await _world.RunAsync(Project($"{{name: good, on: run-succeeded, webhook: {{url: 'https://127.0.0.1:{receiver.Port}/'}}}}"));
        await RoundsAsync(Loop(sender));
        _outcomes.ShouldHaveSingleItem().Error.ShouldBe(ForbiddenAddressException.Reason);
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_secret_is_named_and_a_present_one_is_kept_nowhere()
    {
        await using var receiver = new Receiver();
        _environment.Clear();
        await _world.RunAsync(Project($"{{name: good, on: run-succeeded, webhook: {{url: '{receiver.Url}', secret: GYRE_NOTIFY_KEY}}}}"));
        using var sender = Sender();
        var loop = Loop(sender);
        await RoundsAsync(loop);
        _outcomes.ShouldHaveSingleItem().Error.ShouldBe("the environment variable GYRE_NOTIFY_KEY is not set for the server");
        _environment["GYRE_NOTIFY_KEY"] = Secret;
        receiver.Answer = static () => "500 No";
        _clock.Advance(DeliveryLoop.DelayAfter(1));
        await RoundsAsync(loop);
        await receiver.NextAsync();
        (await DumpAsync()).ShouldContain("GYRE_NOTIFY_KEY");
        (await DumpAsync()).ShouldNotContain(Secret);
        string.Join('\n', _outcomes).ShouldNotContain(Secret);
        string.Join('\n', await Service(sender).ListAsync(Cancel)).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task People_are_told_by_mail_with_run_state_reason_and_link()
    {
        await using var receiver = new MailReceiver();
        Fail();
        var run = await _world.RunAsync(Project($"{{name: mail, on: run-failed, email: {{to: [anna@example.com], from: gyre@example.com, server: '{receiver.Address}', user: GYRE_NOTIFY_USER, password: GYRE_NOTIFY_KEY}}}}"));
        using var sender = Sender();
        await RoundsAsync(Loop(sender));
        _outcomes.ShouldHaveSingleItem().Error.ShouldBeNull();
        var mail = await receiver.NextAsync(Cancel);
        mail.To.ShouldBe(["anna@example.com"]);
        mail.Login.ShouldBe($"anna:{Secret}");
        mail.Headers.ShouldContain(header => header.StartsWith("Subject: [gyre] run-failed: p (", StringComparison.Ordinal));
        foreach (var part in (string[])[$"Run:      {run.Id}", "State:    failed", "Reason:   ", $"Link:     http://gyre.example/api/v1/runs/{run.Id}"])
            mail.Text.ShouldContain(part);
        mail.Text.ShouldNotContain(Secret);
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_person_who_is_waited_for_is_told_the_question()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var loop = Loop(sender);
        var request = _world.Request(Project($"{{name: ask, on: [approval-wanted, approval-given], webhook: {{url: '{receiver.Url}'}}}}")
            .Replace("{name: a, type: execution, step: make}", "{name: a, type: approval, question: 'Shall it go on?'}", StringComparison.Ordinal));
        var run = await _world.Engine.Runs.StartAsync(request, Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        while ((await _world.Engine.Runs.NodeAsync(run, "a", Cancel))?.State != NodeRunState.AwaitingApproval)
            await _world.Store.Events.WaitAsync(await _world.Store.Events.LastAsync(Cancel), TimeSpan.FromMilliseconds(50), Cancel);
        await RoundsAsync(loop);
        var wanted = JsonNode.Parse((await receiver.NextAsync()).Body)!;
        (Text(wanted, "event"), Text(wanted, "node"), Text(wanted, "question")).ShouldBe(("approval-wanted", "a", "Shall it go on?"));
        await _world.Engine.Runs.DecideApprovalAsync(run, "a", new ApprovalDecision(true, "ann", "yes"), Cancel);
        await driving;
        await RoundsAsync(loop);
        Text(JsonNode.Parse((await receiver.NextAsync()).Body)!, "by").ShouldBe("ann");
    }

    [Fact]
    public async Task What_happened_long_ago_is_no_news()
    {
        await using var receiver = new Receiver();
        await _world.RunAsync(Project($"{{name: good, on: run-succeeded, webhook: {{url: '{receiver.Url}'}}}}"));
        _clock.Advance(TimeSpan.FromDays(4));
        using var sender = Sender();
        await RoundsAsync(Loop(sender));
        _outcomes.ShouldBeEmpty();
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_test_sends_an_example()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var service = Service(sender);
        await service.PutAsync(Hook("all", receiver, "run-succeeded"), Cancel);
        (await service.TestAsync("all", Cancel)).ShouldBe(new NotificationTest(true, 200, null));
        Text(JsonNode.Parse((await receiver.NextAsync()).Body)!, "event").ShouldBe("test");
        (await service.TestAsync("none", Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData("{name: a, on: [], webhook: {url: 'https://a.example/'}}", "notification.no-event")]
    [InlineData("{name: a, on: run-fails, webhook: {url: 'https://a.example/'}}", "notification.unknown-event")]
    [InlineData("{name: -a, on: run-failed, webhook: {url: 'https://a.example/'}}", "notification.name")]
    [InlineData("{name: a, on: run-failed}", "notification.target")]
    [InlineData("{name: a, on: run-failed, webhook: {url: 'https://u:p@a.example/'}}", "notification.url")]
    [InlineData("{name: a, on: run-failed, webhook: {url: 'https://a.example/', secret: hunter2}}", "notification.variable")]
    [InlineData("{name: a, on: run-failed, webhook: {url: 'https://a.example/', secret: AWS_SECRET_ACCESS_KEY}}", "notification.variable")]
    [InlineData("{name: a, on: run-failed, pipeline: q, webhook: {url: 'https://a.example/'}}", "notification.unknown-pipeline")]
    [InlineData("{name: a, on: run-failed, email: {to: anna, from: g@example.com, server: 'smtp://m.example'}}", "notification.address")]
    [InlineData("{name: a, on: run-failed, email: {to: a@example.com, from: g@example.com, server: m.example}}", "notification.server")]
    [InlineData("{name: a, on: run-failed, email: {to: a@example.com, from: g@example.com, server: 'smtp://m.example', user: GYRE_NOTIFY_USER}}", "notification.login")]
    [InlineData("{name: a, on: run-failed, webhook: {url: 'https://a.example/'}}, {name: a, on: run-failed, webhook: {url: 'https://a.example/'}}", "notification.duplicate-name")]
    public void A_declaration_that_cannot_be_meant_is_refused_with_its_place(string declared, string code)
    {
        var reading = ProjectFile.Read(Encoding.UTF8.GetBytes(Project(declared)), "gyre.yaml");
        reading.Project.ShouldBeNull();
        var problem = reading.Diagnostics.Where(found => found.Severity == Severity.Error).ShouldHaveSingleItem();
        (problem.Code, problem.Line > 0).ShouldBe((code, true));
        problem.ToString().ShouldNotContain("hunter2");
    }

    private static string Project(string? notifications) => $$"""
        - step: {name: make, image: none, command: make}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
            edges: []
        {{(notifications is null ? "" : $"- notifications: [{notifications}]")}}
        """;

    private static Notification Hook(string name, Receiver receiver, params string[] on) => new() { Name = name, On = [.. on], Webhook = new WebhookTarget { Url = receiver.Url } };

    private static string? Text(JsonNode body, string key) => body[key]?.GetValue<string>();

    private void Fail() => _world.Machine.Behaviour = static _ => Task.FromResult((AttemptOutcome.Failed, new MapValue([])));

    private NotificationSender Sender(bool allowPrivate = true)
    {
        var hosts = new OutsideHosts(Dns.GetHostAddressesAsync, allowPrivate);
        return new NotificationSender(hosts, new MailSender(hosts, _clock), name => _environment.GetValueOrDefault(name), _clock);
    }

    private NotificationService Service(NotificationSender sender) =>
        new(_world.Store, new Lazy<NotificationSender>(sender), new AutomationOptions { Clock = _clock }, IdSource.FromClock(TimeProvider.System));

    private DeliveryLoop Loop(NotificationSender sender, string owner = "this process") =>
        new(_world.Store, Mailbag(sender), _clock, owner);

    private NotificationMailbag Mailbag(NotificationSender sender) =>
        new(sender, new Lazy<EventWords>(new EventWords(EventTypes.Standard)), _clock, new Uri("http://gyre.example/"));

    private async Task RoundsAsync(DeliveryLoop loop, int rounds = 2)
    {
        for (var round = 0; round < rounds; round++)
            await loop.RoundAsync(Report, Cancel);
    }

    private void Report(DeliveryOutcome outcome)
    {
        lock (_outcomes)
            _outcomes.Add(outcome);
    }

    /// <summary>Every text that could hold it.</summary>
    private Task<string> DumpAsync() => _world.Store.Database.ReadAsync(
        static session => string.Join('\n', ((string[])["SELECT definition FROM notification_rules", "SELECT body FROM notification_deliveries", "SELECT reason FROM notification_deliveries WHERE reason IS NOT NULL", "SELECT plan FROM run_plans", "SELECT data FROM events"])
            .SelectMany(query => session.Query<string>(query))),
        Cancel);
}

public sealed class SqliteNotificationTests : NotificationConformance
{
    protected override bool IsPostgreSql => false;
}

public sealed class PostgreSqlNotificationTests : NotificationConformance
{
    protected override bool IsPostgreSql => true;
}
