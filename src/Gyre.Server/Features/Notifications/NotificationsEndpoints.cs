using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Projects;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Notifications;

/// <summary>Who is told what happens. Secrets are named, never taken and never given out.</summary>
internal static class NotificationsEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/notifications", "Notifications");
        group.MapGet("", ListNotifications).WithName(nameof(ListNotifications)).WithSummary(
            "List notifications: those created over the API and those declared in project files");
        group.MapPut("/{name}", PutNotification).WithName(nameof(PutNotification)).TakesJson<PutNotificationRequest>()
            .WithSummary("Create or replace a notification");
        group.MapDelete("/{name}", DeleteNotification).WithName(nameof(DeleteNotification)).WithSummary(
            "Delete a notification created over the API, including undelivered messages");
        group.MapPost("/{name}/test", TestNotification).WithName(nameof(TestNotification)).WithSummary("Send a test message now");
        group.MapGet("/deliveries", ListDeliveries).WithName(nameof(ListDeliveries))
            .WithSummary("List undelivered messages (pending or failed), newest first").TakesQuery("limit", "1 to 1000; default 100");
        group.MapPost("/deliveries/{id}/retry", RetryDelivery).WithName(nameof(RetryDelivery))
            .WithSummary("Retry an undelivered message now");
    }

    private static async Task<Ok<NotificationList>> ListNotifications(HttpContext context, INotifications notifications, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var found = await notifications.ListAsync(cancellationToken);
        return TypedResults.Ok(new NotificationList { Notifications = [.. found.Select(static view => Of(view.Notification) with { Project = view.Project, CreatedAt = view.CreatedAt })] });
    }

    private static async Task<Results<Created<NotificationInfo>, Ok<NotificationInfo>>> PutNotification(string name, HttpContext context, INotifications notifications, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.PutNotificationRequest);
        var notification = new Notification { Name = name, On = [.. body.On], Pipeline = body.Pipeline, Webhook = Of(body.Webhook), Email = Of(body.Email) };
        var isNew = await notifications.PutAsync(notification, cancellationToken);
        return isNew ? TypedResults.Created($"/api/v1/notifications/{Uri.EscapeDataString(name)}", Of(notification)) : TypedResults.Ok(Of(notification));
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteNotification(string name, INotifications notifications, CancellationToken cancellationToken) =>
        await notifications.DeleteAsync(name, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("notification", name);

    private static async Task<Results<Ok<NotificationTestInfo>, ProblemResult>> TestNotification(string name, INotifications notifications, CancellationToken cancellationToken) =>
        await notifications.TestAsync(name, cancellationToken) is { } result
            ? TypedResults.Ok(new NotificationTestInfo { Success = result.Success, Status = result.Status, Error = result.Error })
            : Problems.NotFound("notification", name);

    private static async Task<Ok<NotificationDeliveryList>> ListDeliveries(HttpContext context, INotifications notifications, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "limit");
        var kept = await notifications.DeliveriesAsync(QueryParameters.Number(context.Request, "limit", 100, 1000), cancellationToken);
        return TypedResults.Ok(new NotificationDeliveryList { Deliveries = [.. kept.Select(Of)] });
    }

    private static async Task<Results<Accepted, ProblemResult>> RetryDelivery(string id, INotifications notifications, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var delivery) && await notifications.RetryAsync(delivery, cancellationToken) ? TypedResults.Accepted((string?)null) : Problems.NotFound("delivery", id);

    private static WebhookTarget? Of(WebhookTargetInfo? target) => target is null ? null : new WebhookTarget { Url = target.Url, Secret = target.Secret };

    private static MailTarget? Of(MailTargetInfo? target) =>
        target is null ? null : new MailTarget { To = [.. target.To], From = target.From, Server = target.Server, User = target.User, Password = target.Password };

    private static NotificationInfo Of(Notification notification) => new()
    {
        Name = notification.Name,
        On = notification.On,
        Pipeline = notification.Pipeline,
        Webhook = notification.Webhook is { } webhook ? new WebhookTargetInfo { Url = webhook.Url, Secret = webhook.Secret } : null,
        Email = notification.Email is { } email ? new MailTargetInfo { To = email.To, From = email.From, Server = email.Server, User = email.User, Password = email.Password } : null,
    };

    private static NotificationDeliveryInfo Of(NotificationDelivery delivery) => new()
    {
        Id = delivery.Id,
        Notification = delivery.Notification,
        Event = delivery.Event,
        State = delivery.DueAt is null ? "set-aside" : "waiting",
        Attempts = delivery.Attempts,
        Reason = delivery.Reason,
        DueAt = delivery.DueAt,
        CreatedAt = delivery.CreatedAt,
    };
}
