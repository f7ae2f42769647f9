using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Runs;

namespace Gyre.Tracking.LoggedModels;

/// <summary>Metrics of logged models; they come with those of runs.</summary>
internal sealed class ModelMetricTable : IModelMetrics
{
    private const string Insert = "INSERT INTO tracking_model_metrics (model, key, timestamp, step, run_id, dataset, value, is_nan, dataset_name, dataset_digest) {rows}";

    private const string Upsert =
        $"""
        {Insert}
        ON CONFLICT (model, key, timestamp, step, run_id, dataset) DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan
        """;

    public void Write(IDbSession session, string runId, IReadOnlyList<LoggedMetric> metrics)
    {
        var numbers = metrics.Select(metric => metric.ModelId!).Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => LoggedModelTable.Require(session, id).Number, StringComparer.Ordinal);
        Write(session, Upsert, [.. metrics.Select(metric => (numbers[metric.ModelId!], new ModelMetric(metric.Key, metric.Point, runId, metric.DatasetName, metric.DatasetDigest)))]);
    }

    /// <summary>Adds points of a model; what stands there stays.</summary>
    public static void AddAbsent(IDbSession session, long model, IReadOnlyList<ModelMetric> metrics)
    {
        if (metrics.Count > 0)
            Write(session, $"{Insert} ON CONFLICT DO NOTHING", [.. metrics.Select(metric => (model, metric))]);
    }

    private static void Write(IDbSession session, string sql, IReadOnlyList<(long Model, ModelMetric Metric)> metrics)
    {
        // A statement may not touch a row twice; of equal points the last one counts.
        var last = new Dictionary<(long, string, long, long, string, string), (long Model, ModelMetric Metric)>();
        foreach (var (model, metric) in metrics)
            last[(model, metric.Key, metric.Point.Timestamp, metric.Point.Step, metric.RunId, DatasetOf(metric))] = (model, metric);
        var points = last.Values.ToArray();
        session.ExecuteRows(sql, new RowSet()
            .Add("model", [.. points.Select(point => point.Model)])
            .Add("key", [.. points.Select(point => point.Metric.Key)])
            .Add("timestamp", [.. points.Select(point => point.Metric.Point.Timestamp)])
            .Add("step", [.. points.Select(point => point.Metric.Point.Step)])
            .Add("run_id", [.. points.Select(point => point.Metric.RunId)])
            .Add("dataset", [.. points.Select(point => DatasetOf(point.Metric))])
            .Add("value", [.. points.Select(point => double.IsNaN(point.Metric.Point.Value) ? 0 : point.Metric.Point.Value)])
            .Add("is_nan", [.. points.Select(point => double.IsNaN(point.Metric.Point.Value))])
            .Add("dataset_name", [.. points.Select(point => point.Metric.DatasetName ?? "")])
            .Add("dataset_digest", [.. points.Select(point => point.Metric.DatasetDigest ?? "")]));
    }

    /// <summary>The metrics of these models, by key, timestamp and step.</summary>
    public static ILookup<long, ModelMetric> Read(IDbSession session, long[] models) => session.Query<MetricRow>(
        """
        SELECT model, key, timestamp, step, run_id, value, is_nan, dataset_name, dataset_digest FROM tracking_model_metrics
        WHERE model IN @models ORDER BY model, key, timestamp, step, run_id, dataset
        """,
        new { models }).ToLookup(row => row.Model, row => row.ToMetric());

    private static string DatasetOf(ModelMetric metric) => metric.DatasetName is { Length: > 0 } || metric.DatasetDigest is { Length: > 0 }
        ? Digest.Of($"{metric.DatasetName}\n{metric.DatasetDigest}").Hex
        : "";

    private sealed record MetricRow(long Model, string Key, long Timestamp, long Step, string RunId, double Value, bool IsNan, string DatasetName, string DatasetDigest)
    {
        public ModelMetric ToMetric() =>
            new(Key, new MetricPoint(Timestamp, Step, IsNan ? double.NaN : Value), RunId, DatasetName.Length > 0 ? DatasetName : null, DatasetDigest.Length > 0 ? DatasetDigest : null);
    }
}
