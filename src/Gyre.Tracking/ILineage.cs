using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>Something that lineage knows.</summary>
public enum LineageKind
{
    /// <summary>A tracking run, by its id.</summary>
    Run,

    /// <summary>A logged model, by its id.</summary>
    LoggedModel,

    /// <summary>A version of a registered model: <c>NAME/VERSION</c>.</summary>
    ModelVersion,

    /// <summary>Data that runs read, by its digest.</summary>
    Dataset,

    /// <summary>A run of a pipeline, by its id.</summary>
    PipelineRun,

    /// <summary>A node run of a pipeline: <c>RUN/PATH</c>.</summary>
    NodeRun,

    /// <summary>Content of files that node runs read or left behind, by its digest.</summary>
    Artifact,

    /// <summary>A deployment, by its name; files were exported from its log.</summary>
    Deployment,
}

/// <summary>Something that stands in a relation to what was asked about.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">For people; may be empty.</param>
/// <param name="Relation">How: <c>parent</c>, <c>child</c>, <c>input</c>, <c>output</c>, <c>source</c>, <c>reader</c>, <c>recorded</c>,
/// <c>exported</c>.</param>
public sealed record LineageLink(LineageKind Kind, string Id, string Name, string Relation);

/// <summary>What made something, and what it had a part in.</summary>
/// <param name="Kind">What was asked about.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">For people; may be empty.</param>
/// <param name="MadeFrom">What it came from.</param>
/// <param name="LedTo">What came of it; at most 1,000 of each relation.</param>
public sealed record LineageView(LineageKind Kind, string Id, string Name, ImmutableArray<LineageLink> MadeFrom, ImmutableArray<LineageLink> LedTo);

/// <summary>What was made of what: runs, data, models and versions of models.</summary>
public interface ILineage
{
    /// <summary>What made a thing and what came of it, one step in each direction.</summary>
    /// <param name="kind">A run, a logged model, a version or data.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrackingException">There is no such thing, or the kind is another one.</exception>
    Task<LineageView> FindAsync(LineageKind kind, string id, CancellationToken cancellationToken);
}
