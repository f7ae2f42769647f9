using Gyre.Client.Artifacts;
using Gyre.Client.Logging;

namespace Gyre.Client;

/// <summary>Writes models in the store's format.</summary>
internal interface IModelLogger
{
    Task<LoggedModel> LogAsync(TrackingRun run, string name, string source, ModelDescription description, CancellationToken cancellationToken);
}

/// <summary>What a run needs of its tracker.</summary>
internal sealed record RunServices(ITrackingStore Store, IRunWriter Writer, LogPump Pump, TrackerOptions Options, Gyre.Core.IdSource Ids, IModelLogger Models, Action<TrackingRun> Ended)
{
    public ArtifactTransfer Artifacts { get; } = new(Store);
}
