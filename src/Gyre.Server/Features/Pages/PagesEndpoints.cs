using System.Text;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Security;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Pages;

/// <summary>A plain first page: what this is, the newest runs, and experiments.</summary>
internal static class PagesEndpoints
{
    private const int Rows = 50;

    private const string Style =
        """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2430; background: #fff; }
        h1 { overflow-wrap: anywhere; } h2 { margin-top: 2rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: start; padding: .35rem .6rem; border-bottom: 1px solid #d8dee6; overflow-wrap: break-word; max-width: 24rem; vertical-align: top; }
        tbody tr:hover { background: #f4f6f9; }
        code { font-size: .9em; }
        .finished { color: #1a7f37; } .failed { color: #c02b2b; } .killed { color: #9a6700; } .running { color: #0b62c4; }
        @media (prefers-color-scheme: dark) {
          body { color: #e6ebf2; background: #14181f; } th, td { border-color: #2f3845; } a { color: #8ab4ff; } tbody tr:hover { background: #1c222c; }
          .finished { color: #57c785; } .failed { color: #ff8080; } .killed { color: #e0b040; } .running { color: #8ab4ff; }
        }
        """;

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Home).WithName(nameof(Home)).ExcludeFromDescription().Needs(Right.Read);
        app.MapGet("/style.css", static () => TypedResults.Text(Style, "text/css", Encoding.UTF8)).WithName("Style").ExcludeFromDescription().Needs(Right.Read);
    }

    private static async Task<ContentHttpResult> Home(HttpContext context, IRuns runs, TrackingStore tracking, CancellationToken cancellationToken)
    {
        var newest = await runs.ListAsync(Rows, null, cancellationToken);
        var html = new Html("Gyre").Add("<h1>Gyre</h1>").Add($"<p>Version {Html.Text(MetricsEndpoints.Version())}. <a href=\"/openapi/v1.json\">API document</a>, ")
            .Add("<a href=\"/api/v1/runs\">runs</a>, <a href=\"/api/v1/cycles\">cycles</a>, <a href=\"/health\">health</a>, <a href=\"/metrics\">metrics</a>.</p>")
            .Add("<h2>Newest runs</h2>")
            .AddTable(
                ["Title", "Project", "Pipeline", "State", "Started (UTC)", "Run"],
                [.. newest.Select(RowOf)],
                "No runs yet. Start one with <code>gyre run</code>.");
        await TrackingPages.AddExperimentsAsync(html, tracking, cancellationToken);
        return html.Answer(context);
    }

    private static string[] RowOf(RunView run) =>
    [
        Html.Own(run.Title),
        Html.Own(run.Project),
        Html.Own(run.Pipeline),
        Html.Text(KebabCase.Of(run.State)),
        Html.Time(run.CreatedAt),
        $"<a href=\"/api/v1/runs/{run.Id}/nodes\"><code>{run.Id}</code></a>",
    ];
}
