using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>The event log, live. A connection that breaks is made again, and no event is lost or comes twice.</summary>
public sealed class EventsApi
{
    private readonly ApiTransport _api;

    internal EventsApi(ApiTransport api) => _api = api;

    /// <summary>All events as they come, until it is cancelled.</summary>
    /// <param name="after">Only events after this <see cref="EventInfo.Sequence"/>; null for those from now on.</param>
    /// <param name="onNotice">Hears what the stream says about itself; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<EventInfo> FollowAsync(
        long? after = null, Action<StreamNotice>? onNotice = null, CancellationToken cancellationToken = default) =>
        FollowAsync(ApiPath.Of("events"), after, onNotice, cancellationToken);

    /// <summary>Events of a run until it is over.</summary>
    /// <param name="run">Which.</param>
    /// <param name="after">Only events after this <see cref="EventInfo.Sequence"/>; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<EventInfo> FollowRunAsync(RunId run, long? after = null, CancellationToken cancellationToken = default) =>
        FollowAsync(ApiPath.Of("runs", run.ToString(), "events"), after, null, cancellationToken);

    private async IAsyncEnumerable<EventInfo> FollowAsync(
        string path, long? after, Action<StreamNotice>? onNotice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in new EventFeed(_api).FollowAsync(
            ApiPath.Query(path, ("after", after?.ToString(CultureInfo.InvariantCulture))), cancellationToken))
        {
            if (item.EventType is "notice" or "end")
                onNotice?.Invoke(_api.Read<StreamNotice>(item.Data, path));
            else
                yield return _api.Read<EventInfo>(item.Data, path);
        }
    }
}
