namespace Gyre.Core;

/// <summary>A server that takes mail.</summary>
public sealed record MailServer
{
    private const string PlainScheme = "smtp";
    private const string SecureScheme = "smtps";

    /// <summary>Its name or address.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the connection is encrypted from its first byte on; otherwise it becomes so by <c>STARTTLS</c>.</summary>
    public required bool IsSecure { get; init; }

    /// <summary>Reads <c>smtp://HOST:PORT</c> (usual port 587) or <c>smtps://HOST:PORT</c> (465); null when it is neither, or holds more.</summary>
    public static MailServer? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not (PlainScheme or SecureScheme) || url.Host.Length == 0 || url.UserInfo.Length > 0 || url.PathAndQuery is not ("" or "/") || url.Fragment.Length > 0)
            return null;
        var isSecure = url.Scheme == SecureScheme;
        return new MailServer { Host = url.IdnHost, Port = PortIn(text) ?? (isSecure ? 465 : 587), IsSecure = isSecure };
    }

    // The framework has an own idea of the usual port and does not tell whether one was written.
    private static int? PortIn(string text) => new Uri("x" + text, UriKind.Absolute).Port is > 0 and var port ? port : null;
}
