using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>
/// The records as a request's caller may reach them. Routes take this and never the store itself, so that none can forget to ask whose
/// something is.
/// </summary>
internal sealed class CallerTracking
{
    public CallerTracking(TrackingStore store, CallerScope scope)
    {
        (Experiments, Runs, Registry) = (store.Experiments, store.Runs, store.Registry);
        (ModelVersions, LoggedModels, Lineage) = (store.ModelVersions, store.LoggedModels, store.Lineage);
        (Artifacts, Uploads, Traces) = (store.Artifacts, store.Uploads, store.Traces);
        Webhooks = store.Webhooks;
        if (scope.Judge is not { } judge)
            return;
        Experiments = new StepExperiments(store.Experiments, store.Artifacts.Root, judge);
        Runs = new StepRuns(store.Runs, judge);
        Registry = new StepRegistry(store.Registry, judge);
        ModelVersions = new StepVersions(store.ModelVersions, store.Artifacts.Root, judge);
        LoggedModels = new StepLoggedModels(store.LoggedModels, judge);
        Lineage = new StepLineage(store.Lineage, judge);
        Artifacts = new StepArtifacts(store.Artifacts, judge);
        Uploads = new StepUploads(store.Uploads, store.Artifacts.Root, judge);
        Traces = new StepTraces(store.Traces, judge);
    }

    public IExperiments Experiments { get; }

    public IRunRecords Runs { get; }

    public IModelRegistry Registry { get; }

    public IModelVersions ModelVersions { get; }

    public ILoggedModels LoggedModels { get; }

    public ILineage Lineage { get; }

    public ITrackingArtifacts Artifacts { get; }

    public IMultipartUploads Uploads { get; }

    public ITraces Traces { get; }

    /// <summary>For users; the table opens no route of them to steps.</summary>
    public IWebhooks Webhooks { get; }
}
