using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Webhooks;

/// <summary>Rules for webhooks, as far as nothing has to be looked up.</summary>
internal static class WebhookRules
{
    private const int MaxName = 63;
    private const int MaxUrl = 2048;
    private const int MaxText = 10_000;

    /// <exception cref="TrackingException">The name is refused.</exception>
    public static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxName || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            throw Refuse(
                $"Invalid webhook name: '{name}'. It must start and end with a letter or digit, be at most {MaxName} characters long, and only contain letters, digits, underscores (_), hyphens (-), and dots (.).");
        }
    }

    /// <summary>The parts of an address.</summary>
    /// <exception cref="TrackingException">It is refused.</exception>
    public static Uri UrlOf(string text, bool allowPlain)
    {
        if (text.Length > MaxUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            throw Refuse("Invalid webhook URL: it must be an absolute URL of at most 2048 characters that starts with https://.");
        if (url.Scheme != Uri.UriSchemeHttps && !allowPlain)
            throw Refuse("Invalid webhook URL scheme: 'http'. Allowed schemes are: https.");
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            throw Refuse(
                "Invalid webhook URL: it must not contain a user, password or fragment. To authenticate the sender, use the secret.");
        return url;
    }

    /// <exception cref="TrackingException">There is none, or one that is not known.</exception>
    public static void CheckEvents(IReadOnlyList<WebhookEvent> events)
    {
        if (events.Count == 0)
            throw Refuse("Webhook must have at least one event. Please specify the events that should trigger it.");
        foreach (var kind in events)
            CheckEvent(kind);
    }

    /// <exception cref="TrackingException">It is not known.</exception>
    public static void CheckEvent(WebhookEvent kind)
    {
        if (!WebhookMessage.IsKnown(kind))
            throw Refuse($"Invalid action '{kind.Action}' for entity '{kind.Entity}'.");
    }

    /// <exception cref="TrackingException">It is too long.</exception>
    public static void CheckText(string? text, string what) => NameRules.CheckLength(text ?? "", MaxText, what);

    public static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}
