using Gyre.Storage;

namespace Gyre.Tracking.Runs;

/// <summary>Where the points go that are about a logged model as well.</summary>
internal interface IModelMetrics
{
    /// <summary>Writes them in the transaction of the run's own.</summary>
    void Write(IDbSession session, string runId, IReadOnlyList<LoggedMetric> metrics);
}
