using System.Globalization;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Histories of metrics.</summary>
internal static class MetricRoutes
{
    private const int MaxRuns = 100;
    private const int MaxBulk = 25_000;
    private const int MaxInterval = 2_500;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("GET", "/metrics/get-history", History);
        app.MapBoth("GET", "/metrics/get-history-bulk", Bulk);
        app.MapBoth("GET", "/metrics/get-history-bulk-interval", Interval);
    }

    private static async Task History(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id", "run_uuid");
        var key = fields.Required("metric_key");
        var limit = fields.Long("max_results") is { } given ? Checked(given) : int.MaxValue;
        var page = await tracking.Runs.HistoryPageAsync(runId, key, limit, fields.Text("page_token"), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("metrics", page.Items, (writer, point) => writer.WriteMetric(key, point));
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task Bulk(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runs = fields.Texts("run_id");
        if (runs.IsEmpty)
            throw Refuse("GetMetricHistoryBulk request must specify at least one run_id.");
        CheckCount(runs.Length, "GetMetricHistoryBulk");
        var key = fields.Text("metric_key") is { Length: > 0 } given ? given : throw Refuse("GetMetricHistoryBulk request must specify a metric_key.");
        var left = (int)Math.Min(fields.Long("max_results") is { } most ? Checked(most) : MaxBulk, MaxBulk);
        var histories = new List<(string Run, MetricPoint[] Points)>();
        foreach (var run in runs.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var points = (await tracking.Runs.HistoryAsync(run, key, context.RequestAborted)).Take(left).ToArray();
            left -= points.Length;
            histories.Add((run, points));
        }
        await WriteAsync(context, key, histories);
    }

    private static async Task Interval(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runs = fields.Texts("run_ids");
        if (runs.IsEmpty)
            throw fields.Missing("run_ids");
        CheckCount(runs.Length, "GetMetricHistoryBulkInterval");
        var key = fields.Required("metric_key");
        var (first, last) = (fields.Long("start_step"), fields.Long("end_step"));
        if (first is null != last is null)
            throw Refuse("If either start step or end step are specified, both must be specified.");
        if (first > last)
            throw Refuse("end_step must be greater than start_step.");
        var most = fields.Long("max_results") ?? MaxInterval;
        if (most is < 1 or > MaxInterval)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"max_results must be between 1 and {MaxInterval}."));
        var histories = new List<(string Run, MetricPoint[] Points)>();
        foreach (var run in runs.Distinct(StringComparer.Ordinal))
            histories.Add((run, [.. await tracking.Runs.HistoryAsync(run, key, context.RequestAborted)]));
        await WriteAsync(context, key, MetricThinning.Thin(histories, first ?? 0, last, (int)most));
    }

    private static Task WriteAsync(HttpContext context, string key, List<(string Run, MetricPoint[] Points)> histories) => MlflowJson.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteList("metrics", [.. histories.SelectMany(history => history.Points.Select(point => (history.Run, point)))], (writer, row) => writer.WriteMetric(key, row.point, row.Run));
        json.WriteEndObject();
    });

    private static int Checked(long given) => given is >= 1 and <= int.MaxValue
        ? (int)given
        : throw Refuse(string.Create(CultureInfo.InvariantCulture, $"Invalid value {given} for parameter 'max_results' supplied. It must be a positive integer"));

    private static void CheckCount(int count, string request)
    {
        if (count > MaxRuns)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"{request} request cannot specify more than {MaxRuns} run_ids. Received {count} run_ids."));
    }

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}
