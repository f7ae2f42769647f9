using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;
using Gyre.Delivery;
using Gyre.Projects;
using Gyre.Projects.Rules;

namespace Gyre.Automation.Notifications;

/// <summary>Sends messages where a notification says. Secrets are read from the environment at each try and are kept nowhere.</summary>
/// <param name="hosts">Where it may go.</param>
/// <param name="mail">Hands mail over.</param>
/// <param name="environment">Values of variables; null where there is none.</param>
/// <param name="clock">Dates signatures.</param>
internal sealed class NotificationSender(OutsideHosts hosts, MailSender mail, Func<string, string?> environment, TimeProvider clock) : IDisposable
{
    public const string SignatureHeader = "Gyre-Signature";
    public const string TimestampHeader = "Gyre-Timestamp";
    public const string DeliveryHeader = "Gyre-Delivery";

    private readonly HttpSender _http = new(hosts, clock);

    /// <summary>Looks up whether it could be sent there.</summary>
    /// <exception cref="InvalidInputException">It could not.</exception>
    public async Task CheckAsync(Notification notification, CancellationToken cancellationToken)
    {
        var (path, host) = notification.Webhook is { } webhook ? ("webhook/url", NotificationRules.UrlOf(webhook.Url)!.IdnHost) : ("email/server", MailServer.Parse(notification.Email!.Server)!.Host);
        if (notification.Webhook is { } plain && !IsAllowed(new Uri(plain.Url)))
            throw Refusal(path, "The URL uses http://.", "Use https://, or start the server with --allow-private-webhooks.");
        try
        {
            await hosts.CheckAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            throw Refusal(path, "The host name cannot be resolved.", "Check the host name.");
        }
        catch (ForbiddenAddressException)
        {
            throw Refusal(
                path,
                $"Messages cannot be sent to this host: {ForbiddenAddressException.Reason}.",
                "Use a public host, or start the server with --allow-private-webhooks.");
        }
    }

    /// <summary>Tries once. Failures are told in the result.</summary>
    public async Task<SendResult> SendAsync(Notification notification, string deliveryId, string body, CancellationToken cancellationToken)
    {
        try
        {
            return notification.Webhook is { } webhook
                ? await PostAsync(webhook, deliveryId, body, cancellationToken)
                : await MailAsync(notification.Email!, body, cancellationToken);
        }
        catch (MissingVariableException exception)
        {
            return SendResult.Failed(exception.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>HMAC-SHA256 over <c>TIMESTAMP.BODY</c>, in hexadecimal digits, with its version in front.</summary>
    public static string Sign(string secret, string timestamp, string body) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));

    private async Task<SendResult> PostAsync(WebhookTarget webhook, string deliveryId, string body, CancellationToken cancellationToken)
    {
        var url = NotificationRules.UrlOf(webhook.Url);
        if (url is null || !IsAllowed(url))
            return SendResult.Failed("the URL uses http://, which is not allowed");
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        List<(string Name, string Value)> headers = [(DeliveryHeader, deliveryId), (TimestampHeader, timestamp)];
        if (webhook.Secret is { } variable)
            headers.Add((SignatureHeader, Sign(ValueOf(variable), timestamp, body)));
        // The beginning of the answer is nobody's business here.
        return await _http.PostAsync(url, headers, body, cancellationToken) with { Answer = null };
    }

    private Task<SendResult> MailAsync(MailTarget target, string body, CancellationToken cancellationToken)
    {
        var login = target is { User: { } user, Password: { } password } ? new MailLogin(ValueOf(user), ValueOf(password)) : null;
        return mail.SendAsync(MailServer.Parse(target.Server)!, login, NotificationMessage.Mail(body, target), cancellationToken);
    }

    private bool IsAllowed(Uri url) => url.Scheme == Uri.UriSchemeHttps || hosts.AllowsPrivate;

    /// <exception cref="MissingVariableException">It is not set; somebody may set it before the next try.</exception>
    private string ValueOf(string variable) => environment(variable) is { Length: > 0 } value ? value : throw new MissingVariableException(variable);

    private static InvalidInputException Refusal(string path, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, "notification.host", message) { Path = path, Remedy = remedy }]);

    private sealed class MissingVariableException(string name) : Exception($"the environment variable {name} is not set for the server");
}
