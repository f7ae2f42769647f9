using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Server.Tests;

public sealed class TriggerTests : IAsyncLifetime
{
    private const string Yaml = """
        - step: {name: train, image: any, command: echo}
        - pipeline:
            name: main
            nodes: [{name: train, type: execution, step: train}]
            edges: []
        - triggers:
            - {name: nightly, pipeline: main, cron: "0 3 * * *"}
            - {name: pushed, pipeline: main, webhook: {secret: HOOK_SECRET}}
            - {name: silent, pipeline: main, webhook: {secret: NO_SUCH_SECRET}}
        """;

    private const string Declared = """
        - step: {name: train, image: any, command: echo, parameters: [{name: n, type: integer, default: 1}]}
        - pipeline:
            name: main
            parameters: [{name: rows, targets: [train.parameters.n]}]
            nodes: [{name: train, type: execution, step: train}]
            edges: []
        - triggers:
            - name: daily
              pipeline: main
              cron: "0 3 * * *"
              timezone: Europe/Berlin
              parameters: {rows: 7, train.n: {from: "1 + 1"}}
              missed: {mode: all, bound: 3, tolerance: 2m}
              concurrency: {mode: queue, max-running: 2, queue-bound: 4}
              cool-down: 90m
              limits: {depth: 2, starts-per-hour: 3, failures: 4}
              enabled: false
            - {name: hourly, pipeline: main, every: 1h}
            - {name: moved, pipeline: main, event: {type: alias.moved, filter: event.data.alias == 'best', count: 3, window: 1h, group: event.subject}}
            - {name: after, pipeline: main, run-ended: {pipeline: main, states: [failed, stopped]}}
            - {name: pushed, pipeline: main, webhook: {secret: HOOK_SECRET}}
        """;

    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync(clock: _clock);
        await RegisterAsync("demo");
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Registered_triggers_are_listed_shown_switched_and_removed()
    {
        (await _home.GetAsync("/api/v1/triggers")).As<TriggerList>().Triggers.Select(trigger => trigger.Name).ShouldBe(["nightly", "pushed", "silent"]);
        (await _home.GetAsync("/api/v1/triggers?project=other")).As<TriggerList>().Triggers.ShouldBeEmpty();
        var shown = (await _home.GetAsync("/api/v1/triggers/nightly")).As<TriggerInfo>();
        shown.Project.ShouldBe("demo");
        (await _home.GetAsync($"/api/v1/triggers/{shown.TriggerId}")).As<TriggerInfo>().Name.ShouldBe("nightly");
        (await _home.SendAsync(HttpMethod.Post, "/api/v1/triggers/nightly/disable")).As<TriggerInfo>().Enabled.ShouldBeFalse();
        (await _home.SendAsync(HttpMethod.Post, "/api/v1/triggers/nightly/enable")).As<TriggerInfo>().Enabled.ShouldBeTrue();
        (await _home.SendAsync(HttpMethod.Delete, "/api/v1/triggers/nightly")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.GetAsync("/api/v1/triggers/nightly")).ShouldBeProblem(404, "trigger.unknown");
    }

    [Fact]
    public async Task A_trigger_tells_what_its_project_declares()
    {
        await RegisterAsync("declared", Declared, 5);
        var triggers = (await _home.GetAsync("/api/v1/triggers?project=declared")).As<TriggerList>().Triggers.ToDictionary(
            static trigger => trigger.Name, static trigger => trigger.Definition);
        (triggers["daily"].Source.Kind, triggers["daily"].Source.Cron, triggers["daily"].Source.Zone).ShouldBe(("cron", "0 3 * * *", "Europe/Berlin"));
        (triggers["daily"].Enabled, triggers["daily"].CoolDownSeconds, triggers["daily"].Missed.Mode).ShouldBe((false, 5400, "all"));
        (triggers["daily"].Missed.Bound, triggers["daily"].Missed.ToleranceSeconds).ShouldBe((3, 120));
        triggers["daily"].Concurrency.ShouldBe(new TriggerConcurrencyInfo { Mode = "queue", MaxRunning = 2, QueueBound = 4 });
        (triggers["daily"].MaxDepth, triggers["daily"].MaxStartsPerHour, triggers["daily"].MaxFailures).ShouldBe((2, 3, 4));
        triggers["daily"].Parameters.ShouldBe([
            new TriggerParameterInfo { Name = "rows", Value = Value.Of(7) }, new TriggerParameterInfo { Name = "train.n", Expression = "1 + 1" }]);
        triggers["hourly"].Source.ShouldBe(new TriggerSourceInfo { Kind = "every", EverySeconds = 3600 });
        triggers["moved"].Source.ShouldBe(new TriggerSourceInfo
        {
            Kind = "event",
            EventType = "alias.moved",
            Filter = "event.data.alias == 'best'",
            Count = 3,
            WindowSeconds = 3600,
            Group = "event.subject",
        });
        (triggers["after"].Source.Kind, triggers["after"].Source.Pipeline).ShouldBe(("run-ended", "main"));
        triggers["after"].Source.States.ShouldBe(["failed", "stopped"]);
        triggers["pushed"].Source.ShouldBe(new TriggerSourceInfo { Kind = "webhook", SecretVariable = FakeTriggers.SecretName });
    }

    [Fact]
    public async Task A_name_that_two_projects_have_needs_the_project()
    {
        await RegisterAsync("second");
        (await _home.GetAsync("/api/v1/triggers/nightly")).ShouldBeProblem(409, "trigger.ambiguous");
        (await _home.GetAsync("/api/v1/triggers/nightly?project=second")).As<TriggerInfo>().Project.ShouldBe("second");
    }

    [Fact]
    public async Task Firing_with_the_same_key_is_firing_once()
    {
        var first = await _home.SendAsync(HttpMethod.Post, "/api/v1/triggers/nightly/fire", headers: ("Idempotency-Key", "k"));
        first.Status.ShouldBe(HttpStatusCode.Accepted);
        first.As<OccurrenceInfo>().Outcome.ShouldBe("started");
        var again = await _home.SendAsync(HttpMethod.Post, "/api/v1/triggers/nightly/fire", headers: ("Idempotency-Key", "k"));
        again.As<OccurrenceInfo>().Occurrence.ShouldBe(first.As<OccurrenceInfo>().Occurrence);
        (await _home.SendAsync(HttpMethod.Post, "/api/v1/triggers/nightly/fire")).As<OccurrenceInfo>().Occurrence.ShouldNotBe(first.As<OccurrenceInfo>().Occurrence);
        (await _home.GetAsync("/api/v1/triggers/nightly")).As<TriggerInfo>().Occurrences.Count.ShouldBe(2);
        _home.Triggers.Answer = TriggerRequestOutcome.Full;
        (await _home.SendAsync(HttpMethod.Post, "/api/v1/triggers/nightly/fire")).ShouldBeProblem(429, "trigger.full");
    }

    [Fact]
    public async Task A_test_takes_a_span_of_time()
    {
        var answer = await _home.GetAsync("/api/v1/triggers/nightly/test?from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z");
        answer.As<TriggerTestInfo>().Firings.ShouldHaveSingleItem().Occurrence.ShouldBe("cron:2025");
        (await _home.GetAsync("/api/v1/triggers/nightly/test?from=yesterday")).ShouldBeProblem(400, "query.from");
    }

    [Fact]
    public async Task A_signed_request_is_taken_once_and_needs_no_token()
    {
        await _home.Tokens.CreateAsync("one", TokenScope.Admin, null, Cancel);
        var first = await HookAsync("""{"version": 3}""");
        first.Status.ShouldBe(HttpStatusCode.Accepted, first.Text);
        first.As<OccurrenceInfo>().Occurrence.ShouldBe("hook:d-1");
        var again = await HookAsync("""{"version": 3}""");
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.As<OccurrenceInfo>().Occurrence.ShouldBe("hook:d-1");
        _home.Triggers.Bodies.ShouldHaveSingleItem().ShouldBe(new MapValue([new("version", Value.Of(3))]));
    }

    [Theory]
    [InlineData("pushed", "another secret, also long", "hook.signature")]
    [InlineData("silent", FakeTriggers.Secret, "hook.signature")]
    [InlineData("nightly", FakeTriggers.Secret, "hook.signature")]
    [InlineData("nobody", FakeTriggers.Secret, "hook.signature")]
    public async Task A_signature_that_does_not_fit_says_nothing_about_what_there_is(string trigger, string secret, string code)
    {
        var problem = (await HookAsync("{}", trigger, secret)).ShouldBeProblem(401, code);
        problem.Detail.ShouldBe((await HookAsync("{}", "pushed", "yet another secret")).ShouldBeProblem(401, code).Detail);
        _home.Triggers.Bodies.ShouldBeEmpty();
        _home.Log.All.ShouldNotContain(FakeTriggers.Secret);
    }

    [Fact]
    public async Task Nothing_that_was_signed_may_be_changed()
    {
        var headers = Sign("{}", FakeTriggers.Secret, "d-1", _clock.GetUtcNow());
        (await SendAsync("""{"x": 1}""", headers)).ShouldBeProblem(401, "hook.signature");
        (await SendAsync("{}", With(headers, "X-Gyre-Delivery", "d-2"))).ShouldBeProblem(401, "hook.signature");
        (await SendAsync("{}", With(headers, "X-Gyre-Timestamp", "1"))).ShouldBeProblem(401, "hook.signature");
        (await SendAsync("{}", With(headers, "X-Gyre-Signature", "sha256=00"))).ShouldBeProblem(401, "hook.signature");
        (await SendAsync("{}", headers[..2])).ShouldBeProblem(401, "hook.signature");
        (await SendAsync("{}", headers)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task A_signature_is_good_for_five_minutes(int seconds, bool isGood)
    {
        var answer = await SendAsync("{}", Sign("{}", FakeTriggers.Secret, "d-1", _clock.GetUtcNow().AddSeconds(seconds)));
        if (isGood)
            answer.Status.ShouldBe(HttpStatusCode.Accepted);
        else
            answer.ShouldBeProblem(401, "hook.timestamp");
    }

    [Fact]
    public async Task Bodies_are_json_of_bounded_size()
    {
        (await HookAsync($"\"{new string('x', 256 * 1024)}\"")).ShouldBeProblem(413, "http.too-large");
        (await HookAsync("{\"a\": 1, \"a\": 2}")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await HookAsync("{")).Status.ShouldBe(HttpStatusCode.BadRequest);
        _home.Triggers.Bodies.ShouldBeEmpty();
        _home.Triggers.Answer = TriggerRequestOutcome.Full;
        (await HookAsync("{}")).ShouldBeProblem(429, "trigger.full");
    }

    private async Task RegisterAsync(string project, string yaml = Yaml, int triggers = 3)
    {
        var folder = _home.ProjectFolder(project, yaml).Replace("\\", "\\\\", StringComparison.Ordinal);
        var answer = await _home.SendAsync(HttpMethod.Put, "/api/v1/triggers", $$"""{"folder": "{{folder}}"}""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.As<TriggerList>().Triggers.Count.ShouldBe(triggers);
    }

    private Task<Answer> HookAsync(string body, string trigger = "pushed", string secret = FakeTriggers.Secret) =>
        SendAsync(body, Sign(body, secret, "d-1", _clock.GetUtcNow()), trigger);

    private Task<Answer> SendAsync(string body, (string Name, string Value)[] headers, string trigger = "pushed") =>
        _home.SendAsync(HttpMethod.Post, $"/api/v1/triggers/{trigger}/hook", body, null, headers);

    private static (string Name, string Value)[] With((string Name, string Value)[] headers, string name, string value) =>
        [.. headers.Select(header => header.Name == name ? (name, value) : header)];

    /// <summary>As the guide says it, without the server's own code.</summary>
    private static (string Name, string Value)[] Sign(string body, string secret, string delivery, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{delivery}.{body}"));
        return [("X-Gyre-Timestamp", timestamp), ("X-Gyre-Delivery", delivery), ("X-Gyre-Signature", "sha256=" + Convert.ToHexStringLower(mac))];
    }
}
