using System.Net.Http.Headers;
using System.Text;

namespace Gyre.Client.Formats.Mlflow.Rest;

/// <summary>Where the server is and as whom to come.</summary>
internal sealed record RestAddress
{
    private const string Root = "/api/2.0/mlflow";

    private RestAddress(string server, AuthenticationHeaderValue? credentials) => (Server, Credentials) = (server, credentials);

    /// <summary>Scheme, host, port and prefix without a slash at the end and without credentials; fit to be shown.</summary>
    public string Server { get; }

    /// <summary>Sent to this server and to no other.</summary>
    public AuthenticationHeaderValue? Credentials { get; }

    /// <param name="uri">An http or https address; may carry a user and a password.</param>
    /// <param name="environment">Gives MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.</param>
    public static RestAddress Read(Uri uri, Func<string, string?> environment)
    {
        var server = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        return new RestAddress(server, Environment(environment) ?? UserInfo(uri));
    }

    public Uri Api(string path, params ReadOnlySpan<(string Key, string? Value)> query)
    {
        var text = new StringBuilder(Server).Append(Root).Append('/').Append(path);
        var mark = '?';
        foreach (var (key, value) in query)
        {
            if (value is null)
                continue;
            text.Append(mark).Append(key).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }
        return new Uri(text.ToString());
    }

    public bool IsSameServer(Uri uri) => Uri.Compare(uri, new Uri(Server), UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Never the credentials.</summary>
    public override string ToString() => Server;

    private static AuthenticationHeaderValue? Environment(Func<string, string?> environment)
    {
        var user = environment("MLFLOW_TRACKING_USERNAME");
        var password = environment("MLFLOW_TRACKING_PASSWORD");
        if (user is { Length: > 0 } && password is { Length: > 0 })
            return Basic($"{user}:{password}");
        return environment("MLFLOW_TRACKING_TOKEN") is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null;
    }

    private static AuthenticationHeaderValue? UserInfo(Uri uri) => uri.UserInfo.Length == 0 ? null : Basic(Uri.UnescapeDataString(uri.UserInfo));

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
}
