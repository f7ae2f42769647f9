using System.Text.Json;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Addresses that hear of changes in the registry. A secret is taken, and never given out.</summary>
internal static class WebhookRoutes
{
    private const string Root = "/webhooks";
    private const string One = Root + "/{id}";
    private const int DefaultResults = 100;
    private const int MaxResults = 1000;
    private const string Active = "ACTIVE";
    private const string Disabled = "DISABLED";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", Root, Create);
        app.MapBoth("GET", Root, List);
        app.MapBoth("GET", One, Get);
        app.MapBoth("PATCH", One, Update);
        app.MapBoth("DELETE", One, Delete);
        app.MapBoth("POST", $"{One}/test", Test);
    }

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var asked = new NewWebhook
        {
            Name = fields.Required("name"),
            Url = fields.Required("url"),
            Events = fields.Has("events") ? EventsOf(fields) : throw fields.Missing("events"),
            Description = fields.Text("description"),
            Secret = fields.Text("secret"),
            IsActive = IsActive(fields) ?? true,
        };
        await AnswerAsync(context, await tracking.Webhooks.CreateAsync(asked, context.RequestAborted));
    }

    private static async Task List(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var query = RegistryRoutes.QueryOf(fields, DefaultResults, MaxResults, ordered: false);
        var page = await tracking.Webhooks.ListAsync(query.MaxResults, query.PageToken, context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("webhooks", page.Items, Write);
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.Webhooks.GetAsync(IdOf(context), context.RequestAborted));

    private static async Task Update(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var change = new WebhookChange
        {
            Name = fields.Text("name"),
            Description = fields.Text("description"),
            Url = fields.Text("url"),
            Events = EventsOf(fields),
            Secret = fields.Text("secret"),
            IsActive = IsActive(fields),
        };
        await AnswerAsync(context, await tracking.Webhooks.UpdateAsync(IdOf(context), change, context.RequestAborted));
    }

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Webhooks.DeleteAsync(IdOf(context), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Test(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var of = fields.Object("event") is { } kind ? EventOf(kind) : null;
        var result = await tracking.Webhooks.TestAsync(IdOf(context), of, context.RequestAborted);
        await MlflowJson.WriteAsync(context, "result", json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("success", result.Success);
            if (result.Status is { } status)
                json.WriteNumber("response_status", status);
            json.WriteText("response_body", result.Body);
            json.WriteText("error_message", result.Error);
            json.WriteEndObject();
        });
    }

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static WebhookEvent[] EventsOf(MlflowFields fields) => [.. fields.Objects("events").Select(EventOf)];

    private static WebhookEvent EventOf(MlflowFields kind) => new(kind.Required("entity"), kind.Required("action"));

    private static bool? IsActive(MlflowFields fields) => fields.Text("status") switch
    {
        null or "" => null,
        Active => true,
        Disabled => false,
        _ => throw fields.Wrong("status", fields.Raw("status")!.Value),
    };

    private static Task AnswerAsync(HttpContext context, Webhook webhook) => MlflowJson.WriteAsync(context, "webhook", json => Write(json, webhook));

    private static void Write(Utf8JsonWriter json, Webhook webhook)
    {
        json.WriteStartObject();
        json.WriteString("webhook_id", webhook.Id);
        json.WriteString("name", webhook.Name);
        json.WriteText("description", webhook.Description);
        json.WriteString("url", webhook.Url);
        json.WriteList("events", webhook.Events, static (writer, kind) =>
        {
            writer.WriteStartObject();
            writer.WriteString("entity", kind.Entity);
            writer.WriteString("action", kind.Action);
            writer.WriteEndObject();
        });
        json.WriteString("status", webhook.IsActive ? Active : Disabled);
        json.WriteNumber("creation_timestamp", webhook.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("last_updated_timestamp", webhook.UpdatedAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}
