namespace Gyre.Tracking.Store;

/// <summary>
/// Experiments, runs and what is logged to them. Latest values stand beside histories, so that a search never reads a history. A history is kept in parts: the
/// points of one key that came together are one row, 24 bytes a point; a few points of each of many keys are one row for all of them (see <see cref="PointBlock"/>). Instants are milliseconds since 1970, UTC.
/// </summary>
internal static class RunSchema
{
    public const string Sql =
        """
        CREATE TABLE tracking_experiments (
            id BIGINT NOT NULL PRIMARY KEY,
            name {text} NOT NULL UNIQUE,
            artifact_location TEXT NOT NULL,
            lifecycle_stage TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE TABLE tracking_counters (
            name TEXT NOT NULL PRIMARY KEY,
            value BIGINT NOT NULL
        );
        CREATE TABLE tracking_experiment_tags (
            experiment BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (experiment, key)
        ) {rowless};
        CREATE TABLE tracking_runs (
            number {number},
            run_id {text} NOT NULL UNIQUE,
            experiment BIGINT NOT NULL,
            name {text} NOT NULL,
            user_id {text} NOT NULL,
            status INTEGER NOT NULL,
            start_time BIGINT NOT NULL,
            end_time BIGINT,
            artifact_uri {text} NOT NULL,
            lifecycle_stage TEXT NOT NULL,
            deleted_at BIGINT,
            alive_until BIGINT
        );
        CREATE INDEX tracking_runs_by_start ON tracking_runs (experiment, lifecycle_stage, start_time DESC, run_id);
        CREATE INDEX tracking_runs_alive ON tracking_runs (alive_until) WHERE alive_until IS NOT NULL;
        CREATE TABLE tracking_params (
            run BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (run, key)
        ) {rowless};
        CREATE INDEX tracking_params_by_value ON tracking_params (key, substr(value, 1, 100));
        CREATE TABLE tracking_tags (
            run BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (run, key)
        ) {rowless};
        CREATE INDEX tracking_tags_by_value ON tracking_tags (key, substr(value, 1, 100));
        CREATE TABLE tracking_latest (
            run BIGINT NOT NULL,
            key {text} NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            is_nan BOOLEAN NOT NULL,
            is_negative_zero BOOLEAN NOT NULL DEFAULT FALSE,
            step BIGINT NOT NULL,
            timestamp BIGINT NOT NULL,
            PRIMARY KEY (run, key)
        ) {rowless};
        CREATE INDEX tracking_latest_by_value ON tracking_latest (key, is_nan, value);
        CREATE TABLE tracking_points (
            run BIGINT NOT NULL,
            key {text} NOT NULL,
            part BIGINT NOT NULL,
            points {blob} NOT NULL,
            PRIMARY KEY (run, key, part)
        ) {rowless};
        CREATE TABLE tracking_mixed_points (
            run BIGINT NOT NULL,
            part BIGINT NOT NULL,
            points {blob} NOT NULL,
            PRIMARY KEY (run, part)
        ) {rowless};
        CREATE TABLE tracking_datasets (
            number {number},
            experiment BIGINT NOT NULL,
            name {text} NOT NULL,
            digest {text} NOT NULL,
            source_type TEXT NOT NULL,
            source TEXT NOT NULL,
            schema TEXT,
            profile TEXT,
            UNIQUE (experiment, name, digest)
        );
        CREATE TABLE tracking_dataset_inputs (
            run BIGINT NOT NULL,
            dataset BIGINT NOT NULL,
            PRIMARY KEY (run, dataset)
        ) {rowless};
        CREATE INDEX tracking_dataset_inputs_by_dataset ON tracking_dataset_inputs (dataset);
        CREATE TABLE tracking_dataset_input_tags (
            run BIGINT NOT NULL,
            dataset BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (run, dataset, key)
        ) {rowless};
        CREATE TABLE tracking_model_inputs (
            run BIGINT NOT NULL,
            model_id {text} NOT NULL,
            PRIMARY KEY (run, model_id)
        ) {rowless};
        CREATE TABLE tracking_model_outputs (
            run BIGINT NOT NULL,
            model_id {text} NOT NULL,
            step BIGINT NOT NULL,
            PRIMARY KEY (run, model_id, step)
        ) {rowless};
        """;
}
