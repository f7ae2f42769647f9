using System.Collections.Immutable;
using Gyre.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Runs;

/// <summary>Puts runs together with what was logged to them: one statement per table for all of them.</summary>
internal static class RunReader
{
    /// <summary>How many runs one statement asks for.</summary>
    private const int MostPerStatement = 5000;

    public static ImmutableArray<TrackingRun> Read(IDbSession session, IReadOnlyList<RunRow> rows) => Read(session, rows, RunProjection.Everything);

    public static ImmutableArray<TrackingRun> Read(IDbSession session, IReadOnlyList<RunRow> rows, RunProjection projection)
    {
        var runs = ImmutableArray.CreateBuilder<TrackingRun>(rows.Count);
        foreach (var chunk in rows.Chunk(MostPerStatement))
            ReadChunk(session, chunk, projection, runs);
        return runs.MoveToImmutable();
    }

    private static void ReadChunk(IDbSession session, RunRow[] rows, RunProjection projection, ImmutableArray<TrackingRun>.Builder runs)
    {
        var numbers = rows.Select(row => row.Number).ToArray();
        var (among, runNumbers) = NumberList.For(session, numbers, "@runs");
        var ids = new { runs = runNumbers };
        var metrics = ByKey<MetricRow>(session, $"run, key, value, is_nan, is_negative_zero, step, timestamp FROM tracking_latest WHERE run {among}", runNumbers, projection.Metrics).ToLookup(row => row.Run);
        var pars = ByKey<PairRow>(session, $"run, key, value FROM tracking_params WHERE run {among}", runNumbers, projection.Params).ToLookup(row => row.Run);
        var tags = ByKey<PairRow>(session, $"run, key, value FROM tracking_tags WHERE run {among}", runNumbers, projection.Tags).ToLookup(row => row.Run);
        var datasets = projection.Inputs ? Datasets(session, among, ids) : Enumerable.Empty<(long Run, DatasetInput Input)>().ToLookup(pair => pair.Run);
        var inputs = Models(session, projection, $"SELECT run, model_id, 0 AS step FROM tracking_model_inputs WHERE run {among} ORDER BY model_id", ids);
        var outputs = Models(session, projection, $"SELECT run, model_id, step FROM tracking_model_outputs WHERE run {among} ORDER BY step, model_id", ids);
        foreach (var row in rows)
        {
            runs.Add(new TrackingRun
            {
                Info = row.ToInfo(),
                Metrics = [.. metrics[row.Number].Select(metric => metric.ToMetric())],
                Params = [.. pars[row.Number].Select(pair => new Tag(pair.Key, pair.Value))],
                Tags = [.. tags[row.Number].Select(pair => new Tag(pair.Key, pair.Value))],
                Datasets = [.. datasets[row.Number].Select(pair => pair.Input)],
                ModelInputs = [.. inputs[row.Number].Select(model => model.ModelId)],
                ModelOutputs = [.. outputs[row.Number].Select(model => new ModelOutput(model.ModelId, model.Step))],
            });
        }
    }

    private static IReadOnlyList<T> ByKey<T>(IDbSession session, string select, object runs, ImmutableArray<string>? keys) => keys switch
    {
        null => session.Query<T>($"SELECT {select}", new { runs }),
        { IsEmpty: true } => [],
        { } some => session.Query<T>($"SELECT {select} AND key IN @keys", new { runs, keys = some.ToArray() }),
    };

    private static ILookup<long, ModelRow> Models(IDbSession session, RunProjection projection, string sql, object ids) =>
        (projection.Inputs ? session.Query<ModelRow>(sql, ids) : []).ToLookup(row => row.Run);

    private static ILookup<long, (long Run, DatasetInput Input)> Datasets(IDbSession session, string among, object ids)
    {
        var rows = session.Query<DatasetRow>(
            $"""
            SELECT i.run, i.dataset, d.name, d.digest, d.source_type, d.source, d.schema, d.profile
            FROM tracking_dataset_inputs i JOIN tracking_datasets d ON d.number = i.dataset WHERE i.run {among} ORDER BY i.run, i.dataset
            """,
            ids);
        if (rows.Count == 0)
            return Enumerable.Empty<(long, DatasetInput)>().ToLookup(pair => pair.Item1);
        var tags = session.Query<InputTagRow>($"SELECT run, dataset, key, value FROM tracking_dataset_input_tags WHERE run {among}", ids).ToLookup(row => (row.Run, row.Dataset));
        return rows.Select(row => (row.Run, new DatasetInput
        {
            Name = row.Name,
            Digest = row.Digest,
            SourceType = row.SourceType,
            Source = row.Source,
            Schema = row.Schema,
            Profile = row.Profile,
            Tags = [.. tags[(row.Run, row.Dataset)].Select(tag => new Tag(tag.Key, tag.Value))],
        })).ToLookup(pair => pair.Run);
    }

    private sealed record MetricRow(long Run, string Key, double Value, bool IsNan, bool IsNegativeZero, long Step, long Timestamp)
    {
        public LatestMetric ToMetric() => new(Key, new MetricPoint(Timestamp, Step, IsNan ? double.NaN : IsNegativeZero ? -0.0 : Value));
    }

    private sealed record PairRow(long Run, string Key, string Value);

    private sealed record ModelRow(long Run, string ModelId, long Step);

    private sealed record DatasetRow(long Run, long Dataset, string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

    private sealed record InputTagRow(long Run, long Dataset, string Key, string Value);
}
