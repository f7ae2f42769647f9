using System.Text;
using Gyre.Tracking.Formats.Mlflow;
using Microsoft.Data.Sqlite;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>Writes the sample as a tracking database with its files beside it.</summary>
internal static class SampleDatabase
{
    private const string Schema = """
        CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, artifact_location TEXT, lifecycle_stage TEXT, creation_time BIGINT, last_update_time BIGINT);
        CREATE TABLE experiment_tags (key TEXT, value TEXT, experiment_id INTEGER);
        CREATE TABLE runs (run_uuid TEXT, name TEXT, user_id TEXT, status TEXT, start_time BIGINT, end_time BIGINT, lifecycle_stage TEXT, artifact_uri TEXT, deleted_time BIGINT, experiment_id INTEGER);
        CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);
        CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT);
        CREATE TABLE metrics (key TEXT, value DOUBLE, timestamp BIGINT, run_uuid TEXT, step BIGINT, is_nan BOOLEAN);
        CREATE TABLE latest_metrics (key TEXT, value DOUBLE, timestamp BIGINT, run_uuid TEXT, step BIGINT, is_nan BOOLEAN);
        CREATE TABLE datasets (dataset_uuid TEXT, name TEXT, digest TEXT, dataset_source_type TEXT, dataset_source TEXT, dataset_schema TEXT, dataset_profile TEXT);
        CREATE TABLE inputs (input_uuid TEXT, source_type TEXT, source_id TEXT, destination_type TEXT, destination_id TEXT, step BIGINT);
        CREATE TABLE input_tags (input_uuid TEXT, name TEXT, value TEXT);
        CREATE TABLE logged_models (model_id TEXT, experiment_id INTEGER, name TEXT, artifact_location TEXT, creation_timestamp_ms BIGINT, last_updated_timestamp_ms BIGINT, status INTEGER,
            lifecycle_stage TEXT, model_type TEXT, source_run_id TEXT, status_message TEXT);
        CREATE TABLE logged_model_params (model_id TEXT, param_key TEXT, param_value TEXT);
        CREATE TABLE logged_model_tags (model_id TEXT, tag_key TEXT, tag_value TEXT);
        CREATE TABLE logged_model_metrics (model_id TEXT, metric_name TEXT, metric_timestamp_ms BIGINT, metric_step BIGINT, metric_value DOUBLE, run_id TEXT, dataset_name TEXT, dataset_digest TEXT);
        CREATE TABLE registered_models (name TEXT, description TEXT, creation_time BIGINT, last_updated_time BIGINT);
        CREATE TABLE registered_model_tags (key TEXT, value TEXT, name TEXT);
        CREATE TABLE registered_model_aliases (alias TEXT, version INTEGER, name TEXT);
        CREATE TABLE model_versions (name TEXT, version INTEGER, creation_time BIGINT, last_updated_time BIGINT, description TEXT, user_id TEXT, current_stage TEXT, source TEXT, run_id TEXT,
            status TEXT, status_message TEXT, run_link TEXT, storage_location TEXT);
        CREATE TABLE model_version_tags (key TEXT, value TEXT, name TEXT, version INTEGER);
        """;

    public static void Write(SampleStore sample, string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Execute(connection, Schema);
        foreach (var experiment in sample.Experiments)
        {
            Insert(connection, "experiments", long.Parse(experiment.Id, System.Globalization.CultureInfo.InvariantCulture), experiment.Name, experiment.ArtifactLocation, Lifecycle(experiment.IsDeleted), experiment.CreatedAt, experiment.UpdatedAt);
            foreach (var (key, value) in experiment.Tags)
                Insert(connection, "experiment_tags", key, value, experiment.Id);
        }
        foreach (var run in sample.Runs)
            Write(connection, sample, run);
        foreach (var model in sample.Models)
            Write(connection, model);
        foreach (var model in sample.Registered)
            Write(connection, model);
        foreach (var version in sample.Versions)
            Write(connection, version);
        transaction.Commit();
        WriteFiles(sample, Path.GetDirectoryName(path)!);
    }

    private static void Write(SqliteConnection connection, SampleStore sample, ForeignRun run)
    {
        Insert(connection, "runs", run.Id, run.Name, run.UserId, run.Status.ToString().ToUpperInvariant(), run.StartTime, run.EndTime, Lifecycle(run.IsDeleted), run.ArtifactUri, run.DeletedAt, run.ExperimentId);
        foreach (var (key, value) in run.Params)
            Insert(connection, "params", key, value, run.Id);
        foreach (var (key, value) in run.Tags)
            Insert(connection, "tags", key, value, run.Id);
        foreach (var key in run.Metrics.Keys)
        {
            foreach (var point in sample.Histories[key])
                Insert(connection, "metrics", key, Cell(point.Value), point.Timestamp, run.Id, point.Step, double.IsNaN(point.Value));
            var last = sample.Histories[key][^1];
            Insert(connection, "latest_metrics", key, Cell(last.Value), last.Timestamp, run.Id, last.Step, double.IsNaN(last.Value));
        }
        foreach (var (input, number) in run.DatasetInputs.Select((input, number) => (input, $"{run.Id}-{number}")))
        {
            Insert(connection, "datasets", number, input.Name, input.Digest, input.SourceType, input.Source, input.Schema, input.Profile);
            Insert(connection, "inputs", number, "DATASET", number, "RUN", run.Id, 0);
            foreach (var (key, value) in input.Tags)
                Insert(connection, "input_tags", number, key, value);
        }
        foreach (var model in run.ModelInputs)
            Insert(connection, "inputs", "", "RUN_INPUT", run.Id, "MODEL_INPUT", model, 0);
        foreach (var model in run.ModelOutputs)
            Insert(connection, "inputs", "", "RUN_OUTPUT", run.Id, "MODEL_OUTPUT", model.ModelId, model.Step);
    }

    private static void Write(SqliteConnection connection, ForeignLoggedModel model)
    {
        Insert(
            connection, "logged_models", model.Id, model.ExperimentId, model.Name, model.ArtifactLocation, model.CreatedAt, model.UpdatedAt, (int)model.Status, Lifecycle(model.IsDeleted), model.ModelType,
            model.SourceRunId, model.StatusMessage);
        foreach (var (key, value) in model.Params)
            Insert(connection, "logged_model_params", model.Id, key, value);
        foreach (var (key, value) in model.Tags)
            Insert(connection, "logged_model_tags", model.Id, key, value);
        foreach (var metric in model.Metrics)
            Insert(connection, "logged_model_metrics", model.Id, metric.Key, metric.Point.Timestamp, metric.Point.Step, metric.Point.Value, metric.RunId, metric.DatasetName, metric.DatasetDigest);
    }

    private static void Write(SqliteConnection connection, ForeignRegisteredModel model)
    {
        Insert(connection, "registered_models", model.Name, model.Description, model.CreatedAt, model.UpdatedAt);
        foreach (var (key, value) in model.Tags)
            Insert(connection, "registered_model_tags", key, value, model.Name);
        foreach (var (alias, version) in model.Aliases)
            Insert(connection, "registered_model_aliases", alias, version, model.Name);
    }

    private static void Write(SqliteConnection connection, ForeignModelVersion version)
    {
        Insert(
            connection, "model_versions", version.Name, version.Version, version.CreatedAt, version.UpdatedAt, version.Description, version.UserId, version.Stage, version.Source, version.RunId, version.Status,
            version.StatusMessage, version.RunLink, version.StorageLocation);
        foreach (var (key, value) in version.Tags)
            Insert(connection, "model_version_tags", key, value, version.Name, version.Version);
    }

    private static void WriteFiles(SampleStore sample, string beside)
    {
        var owners = sample.Runs.Select(run => (run.Id, Uri: run.ArtifactUri)).Concat(sample.Models.Select(model => (model.Id, Uri: model.ArtifactLocation)));
        foreach (var (id, uri) in owners)
        {
            var folder = Path.Join(beside, "artifacts", uri["mlflow-artifacts:/".Length..]);
            Directory.CreateDirectory(folder);
            foreach (var (path, text) in sample.Files.GetValueOrDefault(id, []))
            {
                var file = Path.Join(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text, new UTF8Encoding(false));
            }
        }
    }

    private static double Cell(double value) => double.IsNaN(value) ? 0 : value;

    private static string Lifecycle(bool isDeleted) => isDeleted ? "deleted" : "active";

    private static void Insert(SqliteConnection connection, string table, params object?[] values)
    {
        using var command = connection.CreateCommand();
        // Names of this file.
#pragma warning disable CA2100
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", values.Select((_, number) => $"$p{number}"))})";
#pragma warning restore CA2100
        for (var number = 0; number < values.Length; number++)
            command.Parameters.AddWithValue($"$p{number}", values[number] ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
