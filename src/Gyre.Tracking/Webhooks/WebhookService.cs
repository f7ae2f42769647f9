using System.Globalization;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Delivery;
using Gyre.Storage;
using Gyre.Tracking.Search;
using Microsoft.Extensions.Logging;

namespace Gyre.Tracking.Webhooks;

/// <summary>Webhooks.</summary>
internal sealed class WebhookService(
    IStore store, WebhookSender sender, TimeProvider clock, IdSource ids, byte[] pageKey, ILogger logger) : IWebhooks
{
    private const int MaxWebhooks = 1000;

    public async Task<Webhook> CreateAsync(NewWebhook webhook, CancellationToken cancellationToken)
    {
        WebhookRules.CheckName(webhook.Name);
        WebhookRules.CheckEvents(webhook.Events);
        WebhookRules.CheckText(webhook.Description, "description");
        WebhookRules.CheckText(webhook.Secret, "secret");
        await CheckUrlAsync(webhook.Url, cancellationToken);
        var row = new WebhookRow
        {
            Id = ids.Next().ToString("D", CultureInfo.InvariantCulture),
            Name = webhook.Name,
            Description = webhook.Description,
            Url = webhook.Url,
            Secret = webhook.Secret,
            IsActive = webhook.IsActive,
            AfterEvent = await store.Events.LastAsync(cancellationToken),
            CreatedAt = clock.GetUtcNow(),
            UpdatedAt = clock.GetUtcNow(),
        };
        return await store.Database.WriteAsync(
            session =>
            {
                if (session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM webhooks") >= MaxWebhooks)
                    throw WebhookRules.Refuse(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The maximum of {MaxWebhooks} webhooks is reached; delete one that is no longer needed."));
                WebhookTable.SetEvents(session, WebhookTable.Insert(session, row), webhook.Events);
                return WebhookTable.Whole(session, WebhookTable.Require(session, row.Id));
            },
            cancellationToken);
    }

    public Task<Webhook> GetAsync(string id, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => WebhookTable.Whole(session, WebhookTable.Require(session, id)), cancellationToken);

    public Task<Page<Webhook>> ListAsync(int maxResults, string? pageToken, CancellationToken cancellationToken)
    {
        var digest = PageToken.Digest("webhooks");
        var offset = PageToken.Read(pageKey, pageToken, digest);
        return store.Database.ReadAsync(
            session =>
            {
                var rows = session.Query<WebhookRow>($"SELECT {WebhookRow.Columns} FROM webhooks ORDER BY number LIMIT @most OFFSET @offset", new { most = maxResults + 1L, offset });
                var next = rows.Count > maxResults ? PageToken.Write(pageKey, offset + maxResults, digest) : null;
                return new Page<Webhook>(WebhookTable.Whole(session, [.. rows.Take(maxResults)]), next);
            },
            cancellationToken);
    }

    public async Task<Webhook> UpdateAsync(string id, WebhookChange change, CancellationToken cancellationToken)
    {
        if (change.Name is { } name)
            WebhookRules.CheckName(name);
        if (change.Events.Count > 0)
            WebhookRules.CheckEvents(change.Events);
        WebhookRules.CheckText(change.Description, "description");
        WebhookRules.CheckText(change.Secret, "secret");
        if (change.Url is { } url)
            await CheckUrlAsync(url, cancellationToken);
        var last = await store.Events.LastAsync(cancellationToken);
        return await store.Database.WriteAsync(session => Update(session, WebhookTable.Require(session, id), change, last), cancellationToken);
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => store.Database.WriteAsync(
        session =>
        {
            WebhookTable.Delete(session, WebhookTable.Require(session, id).Number);
            return true;
        },
        cancellationToken);

    public async Task<WebhookTestResult> TestAsync(string id, WebhookEvent? of, CancellationToken cancellationToken)
    {
        if (of is not null)
            WebhookRules.CheckEvent(of);
        var (row, events) = await store.Database.ReadAsync(
            session =>
            {
                var found = WebhookTable.Require(session, id);
                return (found, WebhookTable.Whole(session, found).Events);
            },
            cancellationToken);
        var message = WebhookMessage.Example(of ?? events[0], clock.GetUtcNow());
        var result = await sender.SendAsync(row.Url, row.Secret, ids.Next().ToString("D", CultureInfo.InvariantCulture), message.Body, cancellationToken);
        return new WebhookTestResult(result.Success, result.Status, result.Answer, result.Error);
    }

    public Task RunAsync(Action<WebhookOutcome> report, ILoopScope scope, CancellationToken cancellationToken) =>
        new DeliveryLoop(store, new WebhookMailbag(sender, clock), clock, ids.Next().ToString("D", CultureInfo.InvariantCulture), logger)
            .RunAsync(outcome => report(OutcomeOf(outcome)), scope, cancellationToken);

    private static WebhookOutcome OutcomeOf(DeliveryOutcome outcome) => new(outcome.Receiver, outcome.MessageId, outcome.Attempt, outcome.Error, outcome.IsLast);

    private Webhook Update(IDbSession session, WebhookRow row, WebhookChange change, long last)
    {
        var isActive = change.IsActive ?? row.IsActive;
        WebhookTable.Update(session, row with
        {
            Name = change.Name ?? row.Name,
            Description = change.Description ?? row.Description,
            Url = change.Url ?? row.Url,
            Secret = change.Secret ?? row.Secret,
            IsActive = isActive,
            // What happened while nothing was sent is not sent later.
            AfterEvent = isActive && !row.IsActive ? last : row.AfterEvent,
            UpdatedAt = clock.GetUtcNow(),
        });
        if (change.Events.Count > 0)
            WebhookTable.SetEvents(session, row.Number, change.Events);
        return WebhookTable.Whole(session, WebhookTable.Require(session, row.Id));
    }

    private Task CheckUrlAsync(string url, CancellationToken cancellationToken) => sender.CheckHostAsync(WebhookRules.UrlOf(url, sender.AllowsPlain), cancellationToken);
}
