namespace Gyre.Tracking;

/// <summary>Kinds of things that belong to a project.</summary>
public enum OwnedKind
{
    /// <summary>An experiment, by its number.</summary>
    Experiment,

    /// <summary>A run, by its id.</summary>
    Run,

    /// <summary>A logged model, by its id.</summary>
    LoggedModel,

    /// <summary>A trace, by its id.</summary>
    Trace,

    /// <summary>A registered model, by its name.</summary>
    Model,

    /// <summary>A version of a registered model: <c>NAME/VERSION</c>.</summary>
    Version,

    /// <summary>A place of artifacts, by its path below the root of all of them.</summary>
    Place,
}

/// <summary>Whom something belongs to.</summary>
/// <param name="Project">The project; null when it belongs to none.</param>
/// <param name="Run">The pipeline run that recorded it, or whose steps made it; null when people did.</param>
public sealed record Owner(string? Project, string? Run);

/// <summary>
/// Whom records belong to. An experiment belongs to the project whose pipelines are recorded in it, or to the one that its tag <see
/// cref="ProjectTag"/> names, which counts more; runs, logged models, traces and artifacts belong to the project of their experiment. A
/// registered model belongs to the project that its tag names, and without one to everybody.
/// </summary>
public interface IOwners
{
    /// <summary>Tag of an experiment or a registered model: the project that it belongs to.</summary>
    const string ProjectTag = "gyre.project";

    /// <summary>Tag of whatever a step made: the pipeline run of the step.</summary>
    const string RunTag = "gyre.run";

    /// <summary>Whether a tag says what the owner of something is, so that only people and the engine may set it.</summary>
    static bool IsTag(string key) => key is ProjectTag or RunTag or "gyre.origin" or "gyre.node" or "gyre.attempt";

    /// <summary>Whom each of these things belongs to, in their order; null for what is not there.</summary>
    Task<IReadOnlyList<Owner?>> FindAsync(OwnedKind kind, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The experiments of a project, by number.</summary>
    Task<IReadOnlySet<long>> ExperimentsAsync(string project, CancellationToken cancellationToken);
}
