using System.Globalization;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Tracking;

namespace Gyre.Server.Features.Pages;

/// <summary>Plain pages of experiments and tracking runs.</summary>
internal static class TrackingPages
{
    private const string Experiments = "/tracking/experiments/";
    private const string Runs = "/tracking/runs/";
    private const int ShownExperiments = 30;
    private const int ShownRuns = 100;
    private const int ShownKeys = 6;
    private const int ShownRows = 1000;
    private const int LongText = 500;
    private const string Back = "<p><a href=\"/\">Gyre</a></p>";

    public static void MapTrackingPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tracking/experiments/{id}", ExperimentPage).WithName(nameof(ExperimentPage)).ExcludeFromDescription().Needs(Right.Read);
        app.MapGet("/tracking/runs/{id}", RunPage).WithName(nameof(RunPage)).ExcludeFromDescription().Needs(Right.Read);
    }

    /// <summary>The section on the first page.</summary>
    public static async Task AddExperimentsAsync(Html html, TrackingStore tracking, CancellationToken cancellationToken)
    {
        var page = await tracking.Experiments.SearchAsync(new SearchRequest { MaxResults = ShownExperiments, OrderBy = ["last_update_time DESC"] }, cancellationToken);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var experiment in page.Items)
        {
            var newest = await NewestAsync(tracking, experiment.Id, 1, cancellationToken);
            var count = await tracking.Runs.CountAsync([experiment.Id], new SearchRequest { MaxResults = 1 }, cancellationToken);
            var id = experiment.Id.ToString(CultureInfo.InvariantCulture);
            rows.Add([Html.Link(Experiments, id, Html.Own(experiment.Name)), count.ToString(CultureInfo.InvariantCulture), newest is [var run] ? Html.Time(run.Info.StartTime) : "–", Html.Time(experiment.UpdatedAt)]);
        }
        html.Add("<h2>Experiments</h2>").AddTable(["Name", "Runs", "Newest run (UTC)", "Last update (UTC)"], rows, "None yet.");
        if (page.NextPageToken is not null)
            html.Add("<p>The list is truncated; use the API to see all entries.</p>");
    }

    private static async Task<IResult> ExperimentPage(string id, HttpContext context, TrackingStore tracking, CancellationToken cancellationToken)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Problems.NotFound("experiment", id);
        var experiment = await tracking.Experiments.GetAsync(number, cancellationToken);
        var runs = await NewestAsync(tracking, number, ShownRuns, cancellationToken);
        var metrics = Frequent(runs.SelectMany(run => run.Metrics.Select(metric => metric.Key)));
        var pairs = Frequent(runs.SelectMany(run => run.Params.Select(pair => pair.Key)));
        var html = new Html(experiment.Name).Add(Back).Add($"<h1>{Html.Own(experiment.Name)}</h1>").Add(
            $"<p>Newest runs of experiment {experiment.Id}. Artifacts: <code>{Html.Own(experiment.ArtifactLocation)}</code></p>");
        html.AddTable(
            ["Name", "Status", "Started (UTC)", .. metrics.Select(key => Html.Own(key)), .. pairs.Select(key => Html.Own(key))],
            [.. runs.Select(run => RowOf(run, metrics, pairs))],
            "No runs yet.");
        return html.Answer(context);
    }

    private static async Task<IResult> RunPage(string id, HttpContext context, TrackingStore tracking, CancellationToken cancellationToken)
    {
        var run = await tracking.Runs.GetAsync(id, cancellationToken);
        var info = run.Info;
        var experiment = info.Experiment.ToString(CultureInfo.InvariantCulture);
        var html = new Html(info.Name).Add(Back).Add($"<h1>{Html.Own(info.Name)}</h1>");
        html.AddTable(
            ["Status", "Stage", "Started (UTC)", "Ended (UTC)", "User", "Experiment", "Run"],
            [[Status(info), Html.Text(KebabCase.Of(info.Stage)), Html.Time(info.StartTime), Html.Time(info.EndTime), Html.Own(info.User),
                Html.Link(Experiments, experiment, experiment), $"<code>{Html.Own(info.RunId)}</code>"]],
            "");
        html.Add("<h2>Metrics</h2>").AddTable(
            ["Name", "Value", "Step", "Time (UTC)"],
            [.. run.Metrics.Take(ShownRows).Select(metric => (string[])[Html.Own(metric.Key, LongText), Html.Number(metric.Point.Value), metric.Point.Step.ToString(CultureInfo.InvariantCulture), Html.Time(metric.Point.Timestamp)])],
            "None.");
        AddPairs(html, "Params", run.Params);
        AddPairs(html, "Tags", run.Tags);
        html.Add("<h2>Data</h2>").AddTable(
            ["Name", "Digest"], [.. run.Datasets.Take(ShownRows).Select(dataset => (string[])[Html.Own(dataset.Name), $"<code>{Html.Own(dataset.Digest)}</code>"])], "None.");
        html.Add("<h2>Artifacts</h2>").Add($"<p><code>{Html.Own(info.ArtifactUri, LongText)}</code></p>");
        return html.Answer(context);
    }

    private static void AddPairs(Html html, string title, IReadOnlyList<Tag> pairs) => html.Add($"<h2>{title}</h2>")
        .AddTable(["Name", "Value"], [.. pairs.Take(ShownRows).Select(pair => (string[])[Html.Own(pair.Key, LongText), Html.Own(pair.Value, LongText)])], "None.");

    private static string[] RowOf(TrackingRun run, string[] metrics, string[] pairs) =>
    [
        Html.Link(Runs, run.Info.RunId, Html.Own(run.Info.Name)),
        Status(run.Info),
        Html.Time(run.Info.StartTime),
        .. metrics.Select(key => run.Metrics.FirstOrDefault(metric => metric.Key == key) is { } found ? Html.Number(found.Point.Value) : ""),
        .. pairs.Select(key => run.Params.FirstOrDefault(pair => pair.Key == key) is { } found ? Html.Own(found.Value) : ""),
    ];

    private static string Status(TrackingRunInfo run) => $"<span class=\"{KebabCase.Of(run.Status)}\">{KebabCase.Of(run.Status)}</span>";

    /// <summary>The keys that most of them have.</summary>
    private static string[] Frequent(IEnumerable<string> keys) =>
        [.. keys.GroupBy(key => key, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(ShownKeys).Select(group => group.Key)];

    private static async Task<IReadOnlyList<TrackingRun>> NewestAsync(TrackingStore tracking, long experiment, int most, CancellationToken cancellationToken) =>
        (await tracking.Runs.SearchAsync([experiment], new SearchRequest { MaxResults = most }, new RunProjection { Tags = [], Inputs = false }, cancellationToken)).Items;
}
