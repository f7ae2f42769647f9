using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Gyre.Pipelines;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Pages;

/// <summary>A plain first page: what this is, and the newest runs. No script at all; every text from outside is encoded and kept to its own direction.</summary>
internal static class PagesEndpoints
{
    private const int Rows = 50;
    private const int MaxText = 120;
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Style =
        """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2430; background: #fff; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: start; padding: .35rem .6rem; border-bottom: 1px solid #d8dee6; overflow-wrap: anywhere; }
        code { font-size: .9em; }
        @media (prefers-color-scheme: dark) { body { color: #e6ebf2; background: #14181f; } th, td { border-color: #2f3845; } a { color: #8ab4ff; } }
        """;

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Home).WithName(nameof(Home)).ExcludeFromDescription().Needs(Right.Read);
        app.MapGet("/style.css", static () => TypedResults.Text(Style, "text/css", Encoding.UTF8)).WithName("Style").ExcludeFromDescription().Needs(Right.Read);
    }

    private static async Task<ContentHttpResult> Home(HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var newest = await runs.ListAsync(Rows, null, cancellationToken);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>Gyre</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><h1>Gyre</h1><p>Version ").Append(Text(MetricsEndpoints.Version()))
            .Append(". <a href=\"/openapi/v1.json\">API document</a>, <a href=\"/api/v1/runs\">runs</a>, <a href=\"/api/v1/cycles\">cycles</a>, ")
            .Append("<a href=\"/health\">health</a>, <a href=\"/metrics\">metrics</a>.</p><h2>Newest runs</h2>");
        if (newest.Count == 0)
            html.Append("<p>None yet. Start one with <code>gyre run</code>.</p>");
        else
            AppendTable(html, newest);
        return TypedResults.Text(html.Append("</body></html>").ToString(), "text/html", Encoding.UTF8);
    }

    private static void AppendTable(StringBuilder html, IReadOnlyList<RunView> runs)
    {
        html.Append("<table><thead><tr><th>Title</th><th>Project</th><th>Pipeline</th><th>State</th><th>Started (UTC)</th><th>Run</th></tr></thead><tbody>");
        foreach (var run in runs)
        {
            html.Append("<tr><td>").Append(Own(run.Title)).Append("</td><td>").Append(Own(run.Project)).Append("</td><td>").Append(Own(run.Pipeline))
                .Append("</td><td>").Append(Text(Views.Word(run.State)))
                .Append("</td><td>").Append(Text(run.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)))
                .Append("</td><td><a href=\"/api/v1/runs/").Append(run.Id).Append("/nodes\"><code>").Append(run.Id).Append("</code></a></td></tr>");
        }
        html.Append("</tbody></table>");
    }

    /// <summary>A text of a person: encoded, shortened, and isolated, so that it cannot reorder what stands around it.</summary>
    private static string Own(string text) => $"<bdi>{Text(text.Length <= MaxText ? text : $"{text[..MaxText]}…")}</bdi>";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
