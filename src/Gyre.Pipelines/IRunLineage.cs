using Gyre.Tracking;

namespace Gyre.Pipelines;

/// <summary>What was made of what by runs of pipelines. Records of tracking tell theirs by <see cref="ILineage"/>, and both link to each other.</summary>
public interface IRunLineage
{
    /// <summary>What made a thing and what came of it, one step in each direction; null when there is no such thing.</summary>
    /// <param name="kind">
    /// A run of a pipeline, by what it read from outside and what it left behind; a node run; or the content of a file, by the node runs
    /// that made and read it. A trial reads what its task reads.
    /// </param>
    /// <param name="id">Its id.</param>
    /// <param name="project">Only what runs of this project had a part in; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is another one.</exception>
    Task<LineageView?> FindAsync(LineageKind kind, string id, string? project, CancellationToken cancellationToken);
}
