using System.Net.Http.Headers;
using System.Text;

namespace Gyre.Client.Api;

/// <summary>Where the server is and as whom to come.</summary>
internal sealed record ApiAddress(Uri Server, AuthenticationHeaderValue? Credentials)
{
    private const string AddressVariable = "GYRE_API_URL";
    private const string TokenVariable = "GYRE_TOKEN";
    private const string Default = "http://127.0.0.1:5000";

    /// <summary>What the program gives comes first, then the environment.</summary>
    public static ApiAddress Choose(string? given, GyreApiOptions options)
    {
        var text = given is { Length: > 0 }
            ? given
            : options.Environment(AddressVariable) is { Length: > 0 } variable ? variable : Default;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri is not { Scheme: "http" or "https", Query: "", Fragment: "" })
            throw new ArgumentException(
                "The URL of a Gyre server must start with http:// or https:// and must not contain a query.", nameof(given));
        if (uri.UserInfo.Length > 0)
            throw new ArgumentException(
                $"The URL of a Gyre server must not contain credentials. Set option {nameof(GyreApiOptions.Token)} or {TokenVariable}.",
                nameof(given));
        var token = options.Token is { Length: > 0 } ? options.Token : options.Environment(TokenVariable);
        return new ApiAddress(
            new Uri(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')),
            token is { Length: > 0 } ? new AuthenticationHeaderValue("Bearer", token) : null);
    }

    /// <summary>An address below the server's.</summary>
    public Uri At(string path) => new(Server.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>Never the credentials.</summary>
    public override string ToString() => Server.AbsoluteUri.TrimEnd('/');
}

/// <summary>Puts addresses together, so that a name from outside stays in its place.</summary>
internal static class ApiPath
{
    private const string Root = "/api/v1";

    /// <summary>An address: each segment is one, whatever it holds.</summary>
    public static string Of(params ReadOnlySpan<string> segments)
    {
        var path = new StringBuilder(Root);
        foreach (var segment in segments)
            path.Append('/').Append(Segment(segment));
        return path.ToString();
    }

    /// <summary>An address that ends with a path of its own, such as a node's: <c>loop[1]/say</c>.</summary>
    public static string WithTail(string tail, params ReadOnlySpan<string> segments) =>
        tail.Split('/').Aggregate(Of(segments), static (path, part) => $"{path}/{Segment(part)}");

    /// <summary>Adds what is not null as a query.</summary>
    public static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in query)
        {
            if (value is null)
                continue;
            text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }
        return text.ToString();
    }

    private static string Segment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // These would be taken out of the address, and another one would be asked.
        return text is "" or "." or ".." ? throw new ArgumentException($"'{text}' is not a valid name.") : Uri.EscapeDataString(text);
    }
}
