using Gyre.Core;
using Gyre.Projects.Formats;

namespace Gyre.Projects.Rules;

/// <summary>Something wrong with a notification.</summary>
/// <param name="Code">A dotted name.</param>
/// <param name="Path">Keys from the notification on: <c>email</c>, <c>server</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do, or null.</param>
public sealed record NotificationProblem(string Code, string[] Path, string Message, string? Remedy = null);

/// <summary>Rules for notifications, as far as nothing has to be looked up; the same for project files and for the API.</summary>
public static class NotificationRules
{
    /// <summary>
    /// Names of variables begin so. Otherwise whoever may write a notification could have any variable of the server's sent to a mail server of theirs.
    /// </summary>
    public const string VariablePrefix = "GYRE_NOTIFY_";

    private const int MaxName = 63;
    private const int MaxUrl = 2048;
    private const int MaxReceivers = 50;
    private const int MaxText = 200;

    /// <summary>What is wrong with a notification; nothing for a sound one.</summary>
    /// <param name="notification">What was declared.</param>
    /// <param name="words">What people can be told of.</param>
    public static IEnumerable<NotificationProblem> Check(Notification notification, EventWords words)
    {
        if (!IsName(notification.Name))
            yield return new(
                "notification.name",
                ["name"],
                $"'{Names.Shown(notification.Name)}' is not a valid notification name.",
                $"Use 1 to {MaxName} letters, digits, '.', '_' and '-', starting and ending with a letter or digit.");
        if (notification.On.IsDefaultOrEmpty)
            yield return new("notification.no-event", ["on"], "A notification requires at least one event.", "Add 'on: [run-failed]'.");
        foreach (var word in notification.On.IsDefault ? [] : notification.On.Where(word => !words.IsKnown(word)).Take(10))
        {
            yield return new(
                "notification.unknown-event", ["on"], $"'{Names.Shown(word)}' is not a valid notification event.",
                Suggestions.Remedy(word, words.All) ?? $"Available events: {string.Join(", ", words.All)}.");
        }
        if (notification.Pipeline is { Length: 0 or > MaxText })
            yield return new("notification.pipeline", ["pipeline"], "The pipeline name is not valid.");
        if (notification.Webhook is null == notification.Email is null)
            yield return new(
                "notification.target",
                [],
                "A notification requires either 'webhook' or 'email'.",
                "Add 'webhook: {url: https://...}' or 'email: {to: [...], from: ..., server: smtp://...}'.");
        foreach (var problem in (notification.Webhook is { } webhook ? Check(webhook) : []).Concat(notification.Email is { } email ? Check(email) : []))
            yield return problem;
    }

    /// <summary>The parts of an address; null when it is refused.</summary>
    public static Uri? UrlOf(string text) =>
        text.Length <= MaxUrl && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Fragment.Length == 0 ? url : null;

    private static IEnumerable<NotificationProblem> Check(WebhookTarget webhook)
    {
        if (UrlOf(webhook.Url) is null)
            yield return new(
                "notification.url",
                ["webhook", "url"],
                $"The URL is not valid: it must be absolute, at most {MaxUrl} characters long, start with https://, and contain no "
                    + "user, password or fragment.");
        if (CheckVariable(webhook.Secret, "webhook", "secret") is { } problem)
            yield return problem;
    }

    private static IEnumerable<NotificationProblem> Check(MailTarget email)
    {
        if (email.To.IsDefaultOrEmpty || email.To.Length > MaxReceivers)
            yield return new("notification.receivers", ["email", "to"], $"An email must have 1 to {MaxReceivers} recipients.");
        foreach (var address in (email.To.IsDefault ? [] : email.To).Where(address => !MailAddresses.IsAddress(address)).Take(10))
            yield return new(
                "notification.address",
                ["email", "to"],
                $"'{Names.Shown(address)}' is not a valid email address.",
                "Use the address without a display name: anna@example.com");
        if (!MailAddresses.IsAddress(email.From))
            yield return new(
                "notification.address",
                ["email", "from"],
                $"'{Names.Shown(email.From)}' is not a valid email address.",
                "Use the address without a display name: gyre@example.com");
        if (MailServer.Parse(email.Server) is null)
            yield return new(
                "notification.server",
                ["email", "server"],
                "The mail server address is not valid.",
                "Use smtp://HOST:PORT or smtps://HOST:PORT, and set 'user' and 'password' separately.");
        if (email.User is null != email.Password is null)
            yield return new("notification.login", ["email"], "'user' and 'password' must be used together.");
        foreach (var problem in new[] { CheckVariable(email.User, "email", "user"), CheckVariable(email.Password, "email", "password") }.OfType<NotificationProblem>())
            yield return problem;
    }

    /// <summary>What was given is not repeated: it may be the secret itself.</summary>
    private static NotificationProblem? CheckVariable(string? name, params string[] path) =>
        name is null || (name.Length is > 12 and <= MaxText && name.StartsWith(VariablePrefix, StringComparison.Ordinal) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            ? null
            : new(
                "notification.variable",
                path,
                $"'{path[^1]}' must be the name of an environment variable of the server that starts with {VariablePrefix}, not the "
                    + "value itself.",
                $"Set {VariablePrefix}{path[^1].ToUpperInvariant()} for the server, and use that name here.");

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
