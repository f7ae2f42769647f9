namespace Gyre.Pipelines.Running;

/// <summary>Variables in which tracking clients look for where their records belong.</summary>
internal static class TrackingVariables
{
    /// <summary>Names of the run and of its experiment; they are no secrets.</summary>
    public static readonly IReadOnlyList<string> Ids = ["MLFLOW_RUN_ID", "MLFLOW_EXPERIMENT_ID"];
}
