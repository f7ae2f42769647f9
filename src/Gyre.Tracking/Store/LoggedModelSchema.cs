namespace Gyre.Tracking.Store;

/// <summary>
/// Models that runs left behind. Of a metric every point is kept, beside the run it came from and
/// the data it was measured on; <c>dataset</c> is a digest of that data's
/// name and digest, because a key of all of them would be longer than an index takes. Instants are milliseconds since 1970, UTC.
/// </summary>
internal static class LoggedModelSchema
{
    public const string Sql =
        """
        CREATE TABLE tracking_models (
            number {number},
            model_id {text} NOT NULL UNIQUE,
            experiment BIGINT NOT NULL,
            name {text} NOT NULL,
            artifact_uri {text} NOT NULL,
            status INTEGER NOT NULL,
            model_type {text},
            source_run_id {text},
            lifecycle_stage TEXT NOT NULL,
            deleted_at BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX tracking_models_by_creation ON tracking_models (experiment, lifecycle_stage, created_at DESC, number DESC);
        CREATE INDEX tracking_models_by_run ON tracking_models (source_run_id);
        CREATE TABLE tracking_model_params (
            model BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (model, key)
        ) {rowless};
        CREATE TABLE tracking_model_tags (
            model BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (model, key)
        ) {rowless};
        CREATE TABLE tracking_model_metrics (
            model BIGINT NOT NULL,
            key {text} NOT NULL,
            timestamp BIGINT NOT NULL,
            step BIGINT NOT NULL,
            run_id {text} NOT NULL,
            dataset {text} NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            is_nan BOOLEAN NOT NULL,
            dataset_name {text} NOT NULL,
            dataset_digest {text} NOT NULL,
            PRIMARY KEY (model, key, timestamp, step, run_id, dataset)
        ) {rowless};
        """;
}
