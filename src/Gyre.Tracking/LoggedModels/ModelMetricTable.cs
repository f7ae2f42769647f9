using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Runs;

namespace Gyre.Tracking.LoggedModels;

/// <summary>Metrics of logged models; they come with those of runs.</summary>
internal sealed class ModelMetricTable : IModelMetrics
{
    private const string Upsert =
        """
        INSERT INTO tracking_model_metrics (model, key, timestamp, step, run_id, dataset, value, is_nan, dataset_name, dataset_digest) {rows}
        ON CONFLICT (model, key, timestamp, step, run_id, dataset) DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan
        """;

    public void Write(IDbSession session, string runId, IReadOnlyList<LoggedMetric> metrics)
    {
        var numbers = metrics.Select(metric => metric.ModelId!).Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => LoggedModelTable.Require(session, id).Number, StringComparer.Ordinal);
        // A statement may not touch a row twice; of equal points the last one counts.
        var last = new Dictionary<(long, string, long, long, string), LoggedMetric>();
        foreach (var metric in metrics)
            last[(numbers[metric.ModelId!], metric.Key, metric.Point.Timestamp, metric.Point.Step, DatasetOf(metric))] = metric;
        var points = last.Values.ToArray();
        session.ExecuteRows(Upsert, new RowSet()
            .Add("model", [.. points.Select(metric => numbers[metric.ModelId!])])
            .Add("key", [.. points.Select(metric => metric.Key)])
            .Add("timestamp", [.. points.Select(metric => metric.Point.Timestamp)])
            .Add("step", [.. points.Select(metric => metric.Point.Step)])
            .Add("run_id", [.. Enumerable.Repeat(runId, points.Length)])
            .Add("dataset", [.. points.Select(DatasetOf)])
            .Add("value", [.. points.Select(metric => double.IsNaN(metric.Point.Value) ? 0 : metric.Point.Value)])
            .Add("is_nan", [.. points.Select(metric => double.IsNaN(metric.Point.Value))])
            .Add("dataset_name", [.. points.Select(metric => metric.DatasetName ?? "")])
            .Add("dataset_digest", [.. points.Select(metric => metric.DatasetDigest ?? "")]));
    }

    /// <summary>The metrics of these models, by key, timestamp and step.</summary>
    public static ILookup<long, ModelMetric> Read(IDbSession session, long[] models) => session.Query<MetricRow>(
        """
        SELECT model, key, timestamp, step, run_id, value, is_nan, dataset_name, dataset_digest FROM tracking_model_metrics
        WHERE model IN @models ORDER BY model, key, timestamp, step, run_id, dataset
        """,
        new { models }).ToLookup(row => row.Model, row => row.ToMetric());

    private static string DatasetOf(LoggedMetric metric) => metric.DatasetName is { Length: > 0 } || metric.DatasetDigest is { Length: > 0 }
        ? Digest.Of($"{metric.DatasetName}\n{metric.DatasetDigest}").Hex
        : "";

    private sealed record MetricRow(long Model, string Key, long Timestamp, long Step, string RunId, double Value, bool IsNan, string DatasetName, string DatasetDigest)
    {
        public ModelMetric ToMetric() =>
            new(Key, new MetricPoint(Timestamp, Step, IsNan ? double.NaN : Value), RunId, DatasetName.Length > 0 ? DatasetName : null, DatasetDigest.Length > 0 ? DatasetDigest : null);
    }
}
