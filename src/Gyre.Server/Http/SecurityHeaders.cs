namespace Gyre.Server.Http;

/// <summary>Headers of every answer: nothing is sniffed, framed, or kept by others.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                var headers = context.Response.Headers;
                // Places are named from the root of the server; a client may know it under a path.
                if (context.Request.PathBase is { HasValue: true } pathBase && headers.Location is [['/', ..] place])
                    headers.Location = pathBase.ToUriComponent() + place;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers.XFrameOptions = "DENY";
                // A route that knows better has set these already.
                headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
                headers.TryAdd("Cache-Control", "no-store");
                return Task.CompletedTask;
            },
            context);
        return next(context);
    }
}
