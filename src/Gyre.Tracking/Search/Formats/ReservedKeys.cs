namespace Gyre.Tracking.Search.Formats;

/// <summary>Keys that MLflow's clients write and read by these names.</summary>
internal static class ReservedKeys
{
    /// <summary>The tag of a dataset input that says what it was for.</summary>
    public const string DatasetContext = "mlflow.data.context";

    /// <summary>The tag that makes a registered model a prompt.</summary>
    public const string IsPrompt = "mlflow.prompt.is_prompt";

    /// <summary>The tag that holds a trace's name.</summary>
    public const string TraceName = "mlflow.traceName";

    /// <summary>The tag that lists a trace's prompts, as JSON.</summary>
    public const string LinkedPrompts = "mlflow.linkedPrompts";

    /// <summary>The metadata that names a trace's run.</summary>
    public const string SourceRun = "mlflow.sourceRun";
}
