namespace Gyre.Tracking.Formats;

/// <summary>Names of tags and addresses that mean something to MLflow's clients.</summary>
internal static class TrackingWords
{
    /// <summary>The run's name.</summary>
    public const string RunName = "mlflow.runName";

    /// <summary>The run that this one is part of.</summary>
    public const string ParentRun = "mlflow.parentRunId";

    /// <summary>Why the store ended a run itself.</summary>
    public const string EndReason = "gyre.endReason";

    /// <summary>What data was used for.</summary>
    public const string DataContext = "mlflow.data.context";

    /// <summary>Versions of registered models that a logged model became: a JSON list.</summary>
    public const string ModelVersions = "mlflow.modelVersions";

    /// <summary>Marks a registered model that is a prompt.</summary>
    public const string IsPrompt = "mlflow.prompt.is_prompt";

    /// <summary>The text of a version of a prompt.</summary>
    public const string PromptText = "mlflow.prompt.text";

    /// <summary>Where a trace's files are.</summary>
    public const string TraceArtifacts = "mlflow.artifactLocation";

    /// <summary>Metadata of a trace: the run that it belongs to.</summary>
    public const string TraceRun = "mlflow.sourceRun";

    /// <summary>Metadata of a trace: whether its client has said all there is to say.</summary>
    public const string TraceIsFinal = "mlflow.trace.infoFinalized";

    /// <summary>Where a trace's spans are.</summary>
    public const string TraceSpans = "mlflow.trace.spansLocation";

    /// <summary>Says of spans that they are in this store, not in a file.</summary>
    public const string SpansAreHere = "TRACKING_STORE";

    /// <summary>Scheme of addresses that this store serves itself.</summary>
    public const string ArtifactScheme = "mlflow-artifacts:";
}
