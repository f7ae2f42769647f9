using System.Collections.Immutable;
using System.Globalization;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Searches for experiments and runs. With <c>"extended": true</c>, which other clients do not send, a filter may use OR, NOT and brackets, and columns may be chosen.</summary>
internal static class SearchRoutes
{
    private const long DefaultRuns = 1000;
    private const long MaxRuns = 50_000;

    private static readonly Dictionary<string, StageView> Views = new(StringComparer.Ordinal)
    {
        ["ACTIVE_ONLY"] = StageView.Active,
        ["DELETED_ONLY"] = StageView.Deleted,
        ["ALL"] = StageView.All,
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", "/runs/search", Runs);
        app.MapBoth("POST", "/experiments/search", Experiments);
        app.MapBoth("GET", "/experiments/search", Experiments);
        app.MapBoth("POST", "/experiments/search-datasets", Datasets);
    }

    private static async Task Runs(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var limit = fields.Long("max_results") ?? DefaultRuns;
        if (limit > MaxRuns)
            throw fields.Wrong("max_results", fields.Raw("max_results")!.Value);
        var experiments = fields.Texts("experiment_ids").Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        var request = Request(fields, limit, "run_view_type");
        var page = await tracking.Runs.SearchAsync(experiments, request, ProjectionOf(fields), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("runs", page.Items, static (writer, run) => RunRoutes.Write(writer, run, withOutputs: true));
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task Experiments(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var page = await tracking.Experiments.SearchAsync(Request(fields, fields.Long("max_results") ?? 0, "view_type"), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("experiments", page.Items, ExperimentRoutes.Write);
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task Datasets(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var experiments = fields.Texts("experiment_ids");
        if (experiments.Length is 0 or > 20)
            throw new TrackingException(TrackingError.InvalidParameter, experiments.IsEmpty ? "SearchDatasets request must specify at least one experiment_id." : $"SearchDatasets request cannot specify more than 20 experiment_ids. Received {experiments.Length} experiment_ids.");
        var found = await tracking.Experiments.DatasetsAsync([.. experiments.Select(ExperimentRoutes.IdOf)], context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("dataset_summaries", found, static (writer, dataset) =>
            {
                writer.WriteStartObject();
                writer.WriteString("experiment_id", dataset.Experiment.ToString(CultureInfo.InvariantCulture));
                writer.WriteString("name", dataset.Name);
                writer.WriteString("digest", dataset.Digest);
                writer.WriteText("context", dataset.Context);
                writer.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }

    private static SearchRequest Request(MlflowFields fields, long limit, string view) => new()
    {
        Filter = fields.Text("filter"),
        OrderBy = fields.Texts("order_by"),
        View = fields.Word(view, Views) ?? StageView.Active,
        MaxResults = limit,
        PageToken = fields.Text("page_token"),
        Extended = fields.Flag("extended") ?? false,
    };

    private static RunProjection ProjectionOf(MlflowFields fields) => fields.Object("columns") is not { } columns
        ? RunProjection.Everything
        : new RunProjection
        {
            Metrics = KeysOf(columns, "metrics"),
            Params = KeysOf(columns, "params"),
            Tags = KeysOf(columns, "tags"),
            Inputs = columns.Flag("inputs") ?? false,
        };

    private static ImmutableArray<string>? KeysOf(MlflowFields columns, string name) => columns.Texts(name) is ["*"] ? null : columns.Texts(name);
}
