using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Cli.Remote;

/// <summary>Where attempts of a server's runs are: their logs come over the API.</summary>
/// <param name="api">The server.</param>
/// <param name="runs">Its runs, which know the node runs of attempts.</param>
internal sealed class RemoteExecutor(GyreApi api, RemoteRuns runs) : IExecutor
{
    private readonly Channel<AttemptNotice> _none = Channel.CreateBounded<AttemptNotice>(1);

    /// <inheritdoc/>
    public string Name => "server";

    /// <inheritdoc/>
    public ChannelReader<AttemptNotice> Notices => _none.Reader;

    /// <inheritdoc/>
    public Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        var phase = runs.NodeOf(attempt) switch
        {
            null => AttemptPhase.Unknown,
            { Node.EndedAt: not null } => AttemptPhase.Ended,
            { Node.StartedAt: not null } => AttemptPhase.Running,
            _ => AttemptPhase.Waiting,
        };
        return Task.FromResult(new AttemptState(phase));
    }

    /// <summary>The whole log; of a step that is at work, and that nobody wants to follow, its last lines.</summary>
    public async IAsyncEnumerable<LogLine> TailLogsAsync(
        AttemptId attempt, long from, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (runs.NodeOf(attempt) is not var (run, node))
            yield break;
        if (!follow && node.EndedAt is null)
        {
            var text = await RemoteCalls.Async(() => api.Logs.TailAsync(run, node.Path, MaxLines, cancellationToken));
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                yield return new LogLine(node.StartedAt ?? DateTimeOffset.UnixEpoch, 'O', line, Continues: false, 0);
            yield break;
        }
        await foreach (var line in api.Logs.FollowAsync(run, node.Path, null, cancellationToken))
            yield return RemoteViews.Of(line);
    }

    /// <inheritdoc/>
    public Task<MetadataBatch> ReadMetadataAsync(
        AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
            throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _none.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private const int MaxLines = 10_000;
}
