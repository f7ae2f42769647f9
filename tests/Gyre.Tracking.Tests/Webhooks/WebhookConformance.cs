using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Delivery;
using Gyre.Storage;
using Gyre.Testing.Delivery;
using Gyre.Tracking.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Tracking.Tests.Webhooks;

/// <summary>What webhooks promise on every engine.</summary>
public abstract class WebhookConformance : TrackingConformance
{
    private static readonly WebhookEvent Registered = new("REGISTERED_MODEL", "CREATED");
    private static readonly WebhookEvent AliasMoved = new("MODEL_VERSION_ALIAS", "CREATED");
    private readonly List<DeliveryOutcome> _outcomes = [];

    [Fact]
    public async Task A_change_arrives_signed()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        await MakeAsync(sender, receiver, "secret", Registered, AliasMoved);
        await Tracking.Registry.CreateAsync("m", "about", [new Tag("k", "v")], Cancel);
        (await Delivery(sender).RoundAsync(Report, Cancel)).ShouldBeTrue();
        var sent = await receiver.NextAsync();
        sent.Line.ShouldBe("POST /hook HTTP/1.1");
        JsonNode.DeepEquals(
            JsonNode.Parse(sent.Body),
            JsonNode.Parse("""{"entity":"registered_model","action":"created","timestamp":"2026-01-01T00:00:00.000000+00:00","data":{"name":"m","tags":{"k":"v"},"description":"about"}}""")).ShouldBeTrue(sent.Body);
        var (id, time) = (sent.Headers["X-MLflow-Delivery-Id"], sent.Headers["X-MLflow-Timestamp"]);
        time.ShouldBe("1767225600");
        sent.Headers["X-MLflow-Signature"].ShouldBe("v1," + Convert.ToBase64String(HMACSHA256.HashData("secret"u8, Encoding.UTF8.GetBytes($"{id}.{time}.{sent.Body}"))));
        _outcomes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(outcome => outcome.Error.ShouldBeNull(), outcome => outcome.IsLast.ShouldBeTrue());
        (await Delivery(sender).RoundAsync(Report, Cancel)).ShouldBeFalse();
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_what_a_webhook_hears_of_is_sent_and_only_what_came_after_it()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        await Tracking.Registry.CreateAsync("before", "", [], Cancel);
        await MakeAsync(sender, receiver, null, AliasMoved);
        await Tracking.Registry.CreateAsync("m", "", [], Cancel);
        await Tracking.ModelVersions.CreateAsync("m", new NewModelVersion { Source = "s3://b/m" }, Cancel);
        await Tracking.Registry.SetAliasAsync("m", "champion", 1, Cancel);
        await Delivery(sender).RoundAsync(Report, Cancel);
        var sent = await receiver.NextAsync();
        JsonNode.Parse(sent.Body)!["data"]!.ToJsonString().ShouldBe("""{"name":"m","alias":"champion","version":"1"}""");
        sent.Headers.ShouldNotContainKey("X-MLflow-Signature");
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_prompt_is_told_of_as_a_prompt_with_its_text()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        await MakeAsync(sender, receiver, null, Registered, new WebhookEvent("PROMPT_VERSION", "CREATED"));
        Tag prompt = new("mlflow.prompt.is_prompt", "true");
        await Tracking.Registry.CreateAsync("p", "", [prompt], Cancel);
        await Tracking.ModelVersions.CreateAsync("p", new NewModelVersion { Source = "dummy", Tags = [prompt, new Tag("mlflow.prompt.text", "Hello")] }, Cancel);
        await Delivery(sender).RoundAsync(Report, Cancel);
        var body = JsonNode.Parse((await receiver.NextAsync()).Body)!;
        body["entity"]!.GetValue<string>().ShouldBe("prompt_version");
        body["data"]!["template"]!.GetValue<string>().ShouldBe("Hello");
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failure_is_repeated_later_with_the_same_id_and_a_new_signature()
    {
        await using var receiver = new Receiver { Answer = static () => "503 Busy" };
        using var sender = Sender();
        await MakeAsync(sender, receiver, "secret", Registered);
        await Tracking.Registry.CreateAsync("m", "", [], Cancel);
        var delivery = Delivery(sender);
        await delivery.RoundAsync(Report, Cancel);
        var first = await receiver.NextAsync();
        (await delivery.RoundAsync(Report, Cancel)).ShouldBeFalse();
        receiver.HasMore.ShouldBeFalse();
        receiver.Answer = static () => "200 OK";
        Clock.Advance(DeliveryLoop.DelayAfter(1));
        await delivery.RoundAsync(Report, Cancel);
        var second = await receiver.NextAsync();
        (second.Body, second.Headers["X-MLflow-Delivery-Id"]).ShouldBe((first.Body, first.Headers["X-MLflow-Delivery-Id"]));
        second.Headers["X-MLflow-Signature"].ShouldNotBe(first.Headers["X-MLflow-Signature"]);
        _outcomes.Select(outcome => (outcome.Attempt, outcome.IsLast)).ShouldBe([(1, false), (2, true)]);
    }

    [Fact]
    public async Task What_is_refused_is_not_repeated_and_what_always_fails_is_given_up()
    {
        await using var receiver = new Receiver { Answer = static () => "400 No" };
        using var sender = Sender();
        await MakeAsync(sender, receiver, null, Registered);
        await Tracking.Registry.CreateAsync("a", "", [], Cancel);
        var delivery = Delivery(sender);
        await delivery.RoundAsync(Report, Cancel);
        _outcomes.ShouldHaveSingleItem().IsLast.ShouldBeTrue();
        receiver.Answer = static () => "500 No";
        await Tracking.Registry.CreateAsync("b", "", [], Cancel);
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            await delivery.RoundAsync(Report, Cancel);
            Clock.Advance(DeliveryLoop.DelayAfter(attempt));
        }
        (await delivery.RoundAsync(Report, Cancel)).ShouldBeFalse();
        _outcomes.Skip(1).Select(outcome => outcome.IsLast).ShouldBe([false, false, false, false, false, false, false, true]);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = new Receiver();
        await using var receiver = new Receiver();
        receiver.Answer = () => $"302 Found\r\nLocation: {other.Url}";
        using var sender = Sender();
        await MakeAsync(sender, receiver, null, Registered);
        await Tracking.Registry.CreateAsync("m", "", [], Cancel);
        await Delivery(sender).RoundAsync(Report, Cancel);
        _outcomes.ShouldHaveSingleItem().Error!.ShouldContain("302");
        other.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_noted_is_sent_after_a_restart_and_an_event_is_noted_once()
    {
        await using var receiver = new Receiver { Answer = static () => "500 No" };
        using var sender = Sender();
        await MakeAsync(sender, receiver, null, Registered);
        await Tracking.Registry.CreateAsync("m", "", [], Cancel);
        await Delivery(sender).RoundAsync(Report, Cancel);
        await receiver.NextAsync();
        receiver.Answer = static () => "200 OK";
        Clock.Advance(TimeSpan.FromMinutes(5));
        var next = Delivery(sender, "another process");
        await next.RoundAsync(Report, Cancel);
        await next.RoundAsync(Report, Cancel);
        await receiver.NextAsync();
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task One_process_sends_while_another_holds_the_lease()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        await MakeAsync(sender, receiver, null, Registered);
        var (first, second) = (Delivery(sender), Delivery(sender, "another process"));
        await first.RoundAsync(Report, Cancel);
        await Tracking.Registry.CreateAsync("m", "", [], Cancel);
        (await second.RoundAsync(Report, Cancel)).ShouldBeFalse();
        (await first.RoundAsync(Report, Cancel)).ShouldBeTrue();
        await receiver.NextAsync();
    }

    [Fact]
    public async Task A_disabled_webhook_hears_nothing_also_not_later()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var hook = await MakeAsync(sender, receiver, null, Registered);
        var service = Service(sender);
        await service.UpdateAsync(hook.Id, new WebhookChange { IsActive = false }, Cancel);
        await Tracking.Registry.CreateAsync("a", "", [], Cancel);
        await service.UpdateAsync(hook.Id, new WebhookChange { IsActive = true }, Cancel);
        await Tracking.Registry.CreateAsync("b", "", [], Cancel);
        await Delivery(sender).RoundAsync(Report, Cancel);
        JsonNode.Parse((await receiver.NextAsync()).Body)!["data"]!["name"]!.GetValue<string>().ShouldBe("b");
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_that_turns_private_later_gets_nothing()
    {
        await using var receiver = new Receiver();
        var address = IPAddress.Parse("93.184.216.34");
        using var sender = new WebhookSender((_, _) => Task.FromResult<IPAddress[]>([address]), allowPrivate: false, Clock);
        var hook = await Service(sender).CreateAsync(new NewWebhook { Name = "hook", Url = $"https://hook.example:{receiver.Port}/", Events = [Registered] }, Cancel);
        address = IPAddress.Loopback;
        var result = await Service(sender).TestAsync(hook.Id, null, Cancel);
        result.ShouldBe(new WebhookTestResult(false, null, null, "the host has an address that is not public"));
    }

    [Theory]
    [InlineData("http://hook.example/", "scheme")]
    [InlineData("ftp://hook.example/", "https://")]
    [InlineData("hook.example", "https://")]
    [InlineData("https://user:pass@hook.example/", "user")]
    [InlineData("https://127.0.0.1/", "not public")]
    [InlineData("https://2130706433/", "not public")]
    [InlineData("https://[::1]/", "not public")]
    [InlineData("https://[::ffff:10.0.0.1]/", "not public")]
    [InlineData("https://private.example/", "not public")]
    [InlineData("https://mixed.example/", "not public")]
    [InlineData("https://nowhere.example/", "resolved")]
    public async Task An_address_that_leads_inside_is_refused(string url, string reason)
    {
        using var sender = new WebhookSender(
            static (host, _) => Task.FromResult<IPAddress[]>(host switch
            {
                "private.example" => [IPAddress.Parse("192.168.1.1")],
                "mixed.example" => [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("10.0.0.1")],
                "nowhere.example" => [],
                _ => [IPAddress.Parse("93.184.216.34")],
            }),
            allowPrivate: false,
            Clock);
        var service = Service(sender);
        (await ShouldBeRefusedAsync(() => service.CreateAsync(new NewWebhook { Name = "hook", Url = url, Events = [Registered] }, Cancel), TrackingError.InvalidParameter)).ShouldContain(reason);
        (await service.ListAsync(10, null, Cancel)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Webhooks_are_kept_changed_listed_and_deleted()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var service = Service(sender);
        var made = new List<Webhook>();
        foreach (var name in (string[])["a", "b", "c"])
            made.Add(await service.CreateAsync(new NewWebhook { Name = name, Url = receiver.Url, Events = [Registered], Description = "about" }, Cancel));
        var first = await service.ListAsync(2, null, Cancel);
        var second = await service.ListAsync(2, first.NextPageToken, Cancel);
        first.Items.Concat(second.Items).Select(hook => hook.Name).ShouldBe(["a", "b", "c"]);
        var changed = await service.UpdateAsync(made[1].Id, new WebhookChange { Name = "new", Events = [AliasMoved] }, Cancel);
        (changed.Name, changed.Description, changed.Url).ShouldBe(("new", "about", receiver.Url));
        changed.Events.ShouldBe([AliasMoved]);
        await service.DeleteAsync(made[1].Id, Cancel);
        await ShouldBeRefusedAsync(() => service.GetAsync(made[1].Id, Cancel), TrackingError.DoesNotExist);
        await ShouldBeRefusedAsync(() => service.CreateAsync(new NewWebhook { Name = "-a", Url = receiver.Url, Events = [Registered] }, Cancel), TrackingError.InvalidParameter);
        await ShouldBeRefusedAsync(() => service.CreateAsync(new NewWebhook { Name = "a", Url = receiver.Url, Events = [] }, Cancel), TrackingError.InvalidParameter);
        await ShouldBeRefusedAsync(() => service.CreateAsync(new NewWebhook { Name = "a", Url = receiver.Url, Events = [new("REGISTERED_MODEL", "SET")] }, Cancel), TrackingError.InvalidParameter);
    }

    [Fact]
    public async Task A_try_sends_an_example_and_shows_the_answer()
    {
        await using var receiver = new Receiver();
        using var sender = Sender();
        var hook = await MakeAsync(sender, receiver, "secret", AliasMoved);
        (await Service(sender).TestAsync(hook.Id, null, Cancel)).ShouldBe(new WebhookTestResult(true, 200, "hi", null));
        JsonNode.Parse((await receiver.NextAsync()).Body)!["entity"]!.GetValue<string>().ShouldBe("model_version_alias");
        (await Service(sender).TestAsync(hook.Id, Registered, Cancel)).Success.ShouldBeTrue();
        JsonNode.Parse((await receiver.NextAsync()).Body)!["entity"]!.GetValue<string>().ShouldBe("registered_model");
    }

    private void Report(DeliveryOutcome outcome)
    {
        lock (_outcomes)
            _outcomes.Add(outcome);
    }

    private WebhookSender Sender() => new(Dns.GetHostAddressesAsync, allowPrivate: true, Clock);

    private WebhookService Service(WebhookSender sender) =>
        new(Store, sender, Clock, IdSource.FromClock(TimeProvider.System), new byte[32], NullLogger.Instance);

    private DeliveryLoop Delivery(WebhookSender sender, string owner = "this process") => new(Store, new WebhookMailbag(sender, Clock), Clock, owner);

    private Task<Webhook> MakeAsync(WebhookSender sender, Receiver receiver, string? secret, params WebhookEvent[] events) =>
        Service(sender).CreateAsync(new NewWebhook { Name = "hook", Url = receiver.Url, Secret = secret, Events = events }, Cancel);
}

public sealed class SqliteWebhookTests : WebhookConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlWebhookTests : WebhookConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
