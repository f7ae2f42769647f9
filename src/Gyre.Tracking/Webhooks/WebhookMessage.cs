using System.Globalization;
using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Storage;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Webhooks;

/// <summary>What is sent of an event.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Body">JSON: <c>entity</c>, <c>action</c>, <c>timestamp</c> and <c>data</c>.</param>
internal sealed record WebhookMessage(WebhookEvent Kind, string Body)
{
    private const string Created = "CREATED";
    private const string Set = "SET";
    private const string Deleted = "DELETED";

    /// <summary>All that a webhook can hear of, with an example of the data.</summary>
    private static readonly Dictionary<WebhookEvent, string> Examples = new()
    {
        [new("REGISTERED_MODEL", Created)] = """{"name":"example_model","tags":{"example_key":"example_value"},"description":"An example"}""",
        [new("MODEL_VERSION", Created)] = """{"name":"example_model","version":"1","source":"models:/m-1","run_id":"","tags":{"example_key":"example_value"},"description":"An example"}""",
        [new("MODEL_VERSION_TAG", Set)] = """{"name":"example_model","version":"1","key":"example_key","value":"example_value"}""",
        [new("MODEL_VERSION_TAG", Deleted)] = """{"name":"example_model","version":"1","key":"example_key"}""",
        [new("MODEL_VERSION_ALIAS", Created)] = """{"name":"example_model","alias":"example_alias","version":"1"}""",
        [new("MODEL_VERSION_ALIAS", Deleted)] = """{"name":"example_model","alias":"example_alias"}""",
        [new("PROMPT", Created)] = """{"name":"example_prompt","tags":{"example_key":"example_value"},"description":"An example"}""",
        [new("PROMPT_VERSION", Created)] = """{"name":"example_prompt","version":"1","template":"Hello {{name}}!","tags":{"example_key":"example_value"},"description":"An example"}""",
        [new("PROMPT_TAG", Set)] = """{"name":"example_prompt","key":"example_key","value":"example_value"}""",
        [new("PROMPT_TAG", Deleted)] = """{"name":"example_prompt","key":"example_key"}""",
        [new("PROMPT_VERSION_TAG", Set)] = """{"name":"example_prompt","version":"1","key":"example_key","value":"example_value"}""",
        [new("PROMPT_VERSION_TAG", Deleted)] = """{"name":"example_prompt","version":"1","key":"example_key"}""",
        [new("PROMPT_ALIAS", Created)] = """{"name":"example_prompt","alias":"example_alias","version":"1"}""",
        [new("PROMPT_ALIAS", Deleted)] = """{"name":"example_prompt","alias":"example_alias"}""",
    };

    /// <summary>What types of events are to webhooks: of a model, and of a prompt; null when nobody hears of such.</summary>
    private static readonly Dictionary<string, (WebhookEvent? OfModel, WebhookEvent? OfPrompt)> Kinds = new(StringComparer.Ordinal)
    {
        [RegistryEvents.Registered.Name] = (new("REGISTERED_MODEL", Created), new("PROMPT", Created)),
        [RegistryEvents.VersionCreated.Name] = (new("MODEL_VERSION", Created), new("PROMPT_VERSION", Created)),
        [RegistryEvents.VersionTagSet.Name] = (new("MODEL_VERSION_TAG", Set), new("PROMPT_VERSION_TAG", Set)),
        [RegistryEvents.VersionTagDeleted.Name] = (new("MODEL_VERSION_TAG", Deleted), new("PROMPT_VERSION_TAG", Deleted)),
        [RegistryEvents.AliasMoved.Name] = (new("MODEL_VERSION_ALIAS", Created), new("PROMPT_ALIAS", Created)),
        [RegistryEvents.AliasDeleted.Name] = (new("MODEL_VERSION_ALIAS", Deleted), new("PROMPT_ALIAS", Deleted)),
        [RegistryEvents.TagSet.Name] = (null, new("PROMPT_TAG", Set)),
        [RegistryEvents.TagDeleted.Name] = (null, new("PROMPT_TAG", Deleted)),
    };

    public static bool IsKnown(WebhookEvent kind) => Examples.ContainsKey(kind);

    /// <summary>An example of a kind that is known.</summary>
    public static WebhookMessage Example(WebhookEvent kind, DateTimeOffset at) => Of(kind, at, JsonNode.Parse(Examples[kind])!.AsObject());

    /// <summary>What is sent of an event; null when nobody hears of such.</summary>
    public static WebhookMessage? Of(StoredEvent @event)
    {
        if (!Kinds.TryGetValue(@event.Type, out var kinds) || JsonNode.Parse(@event.Data) is not JsonObject data)
            return null;
        var isPrompt = data["prompt"]?.GetValue<bool>() ?? false;
        return (isPrompt ? kinds.OfPrompt : kinds.OfModel) is { } kind ? Of(kind, @event.At, DataOf(kind, data)) : null;
    }

    /// <summary>The fields that the example of the kind has, in its order.</summary>
    private static JsonObject DataOf(WebhookEvent kind, JsonObject data)
    {
        var sent = new JsonObject();
        foreach (var (name, _) in JsonNode.Parse(Examples[kind])!.AsObject())
        {
            sent[name] = name switch
            {
                "template" => data["tags"]?[TrackingWords.PromptText]?.DeepClone(),
                "version" => data[name]?.GetValue<long>().ToString(CultureInfo.InvariantCulture),
                _ => data[name]?.DeepClone(),
            };
        }
        return sent;
    }

    private static WebhookMessage Of(WebhookEvent kind, DateTimeOffset at, JsonObject data) => new(kind, new JsonObject
    {
        ["entity"] = kind.Entity.ToLowerInvariant(),
        ["action"] = kind.Action.ToLowerInvariant(),
        ["timestamp"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture),
        ["data"] = data,
    }.ToJsonString());
}
