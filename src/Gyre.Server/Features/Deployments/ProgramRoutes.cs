using System.Net.Http.Headers;
using Gyre.Server.Http;
using Gyre.Serving;

namespace Gyre.Server.Features.Deployments;

/// <summary>
/// Passes requests on to the program of a deployment, under <c>/programs/NAME/</c>. What it answers is a stranger's: a browser shows it
/// without letting it act in the name of the user who is signed in.
/// </summary>
internal static class ProgramRoutes
{
    private const string Prefix = "/programs";

    /// <summary>What belongs to one connection, to the server's own access, or to how the body travelled.</summary>
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Proxy-Authorization", "Authorization",
        "Cookie", "X-Gyre-Csrf", "Expect", "Content-Length", "Content-Type",
    };

    public static void MapPrograms(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Prefix + "/{name}").ExcludeFromDescription().JudgesSteps();
        group.MapGet("/{**path}", SendAsync);
        group.MapPost("/{**path}", SendAsync);
    }

    private static async Task SendAsync(HttpContext context, string name, string? path, IPredictions predictions)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), AddressOf(context, path));
        foreach (var (header, values) in context.Request.Headers)
        {
            if (!Kept.Contains(header))
                request.Headers.TryAddWithoutValidation(header, values.ToArray());
        }
        request.Headers.TryAddWithoutValidation("X-VH-Prefix", $"{Prefix}/{name}");
        if (HttpMethods.IsPost(context.Request.Method))
            request.Content = ContentOf(context);
        using var answer = await predictions.SendAsync(name, request, context.RequestAborted)
            ?? throw new RefusedException(Problems.NotFound("deployment", name));
        await AnswerAsync(context.Response, answer, context.RequestAborted);
    }

    private static Uri AddressOf(HttpContext context, string? path) => new UriBuilder("http", "program")
    {
        Path = "/" + string.Join('/', (path ?? "").Split('/').Select(Uri.EscapeDataString)),
        Query = context.Request.QueryString.Value,
    }.Uri;

    private static ByteArrayContent ContentOf(HttpContext context)
    {
        var content = new ByteArrayContent(context.Features.Get<RequestBody>()?.Bytes.ToArray() ?? []);
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type))
            content.Headers.ContentType = type;
        return content;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        response.Headers.ContentSecurityPolicy = "sandbox";
        response.Headers.XContentTypeOptions = "nosniff";
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(response.Body, cancellationToken);
    }
}
