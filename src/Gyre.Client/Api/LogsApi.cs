using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>What steps printed.</summary>
public sealed class LogsApi
{
    private readonly ApiTransport _api;

    internal LogsApi(ApiTransport api) => _api = api;

    /// <summary>The last lines as text.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Path of the node run.</param>
    /// <param name="lines">1 to 10,000; null for 1,000.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<string> TailAsync(RunId run, string node, int? lines = null, CancellationToken cancellationToken = default) =>
        _api.GetTextAsync(ApiPath.Query(PathOf(run, node), ("tail", lines?.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>
    /// All lines from the first, as they come, over all attempts until the node run is over. A connection that breaks is made again, and
    /// no line is lost or comes twice.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="node">Path of the node run.</param>
    /// <param name="onNotice">Hears what the stream says about itself, such as that another attempt has begun; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<LogLineInfo> FollowAsync(
        RunId run,
        string node,
        Action<StreamNotice>? onNotice = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = PathOf(run, node);
        await foreach (var item in new EventFeed(_api).FollowAsync(path, cancellationToken))
        {
            if (item.EventType == "line")
                yield return _api.Read<LogLineInfo>(item.Data, path);
            else
                onNotice?.Invoke(_api.Read<StreamNotice>(item.Data, path));
        }
    }

    private static string PathOf(RunId run, string node) => ApiPath.WithTail(node, "runs", run.ToString(), "logs");
}
