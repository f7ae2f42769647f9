using Gyre.Automation;
using Gyre.Core.Events;
using Gyre.Datasets;
using Gyre.Execution;
using Gyre.Home.Exports;
using Gyre.Home.Modules;
using Gyre.Home.Nodes;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Home;

/// <summary>The standard modules of a home. Register a new module here, with one line.</summary>
public static class HomeModules
{
    /// <summary>
    /// The modules below the server and the command line, in opening order: each may use the ones before it. Content users are asked in the
    /// same
    /// order, because content moves from attempts to runs and from runs to tracking.
    /// </summary>
    public static IReadOnlyList<IModule> Standard(HomeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            new ExecutionModule(settings.SupervisorCommand, settings.Limits),
            new LearningModule(),
            new PipelinesModule(settings.Revisions, settings.Secrets),
            new DatasetsModule(),
            new TrackingModule(settings.Tracking with { Logs = settings.Logs }),
            new ServingModule([new TrialModelFormat()]),
            new DeploymentNodesModule(),
            new ExportsModule(),
            new AutomationModule(settings.Tracking.AllowPrivateWebhooks),
        ];
    }

    /// <summary>What project files may say in a home of these modules.</summary>
    public static ProjectLanguage LanguageOf(IReadOnlyList<IModule> modules) => new(
        () => new BuiltInComponents(modules.SelectMany(static module => module.Components)),
        () => NodesOf([.. modules.OfType<IEngineModule>().SelectMany(static module => module.NodeKinds)]),
        () => EventTypes.Standard.With(modules.SelectMany(static module => module.EventTypes)))
    {
        Executors = modules.OfType<IExecutorModule>().ToList() is { Count: > 0 } places
            ? [.. places.SelectMany(static module => module.Executors.Select(static entry => entry.Name))]
            : null,
    };

    /// <summary>Kinds that modules bring are added; of the standard ones, label tasks may be named once a module finishes them.</summary>
    private static NodeKinds NodesOf(IReadOnlyList<ExternalKind> kinds)
    {
        var standard = NodeKinds.Standard;
        if (kinds.FirstOrDefault(static kind => kind.Kind.NodeType == typeof(LabelingNode)) is { } labeling)
            standard = standard.WithLabeling(labeling.Kind.Fields);
        return standard.With(kinds.Select(static kind => kind.Kind).Where(static kind => kind.NodeType == typeof(OutsideNode)));
    }
}
