using System.Collections.Concurrent;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Brings what steps print into their tracking runs while they run: a look every half second at each attempt that this engine drives, and the rest when it ends.
/// What is behind is caught up in batches, so that a step that prints more than the store takes holds up nobody but itself.
/// </summary>
internal sealed class LiveMetadata(IDatabase database, RunRecorder recorder, TimeProvider clock, ILogger logger)
{
    private const int BatchesPerTurn = 20;
    private const int MaxUnreadable = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<AttemptId, MetadataFeed> _feeds = new();

    /// <summary>Follows an attempt from now on.</summary>
    public void Follow(MetadataSource source) => _feeds.TryAdd(source.Attempt, new MetadataFeed(source, database, recorder));

    /// <summary>Follows it no longer.</summary>
    public void Forget(AttemptId attempt) => _feeds.TryRemove(attempt, out _);

    /// <summary>Records what there is of an attempt that has ended but for the last points. When it returns, they can be kept with the end.</summary>
    public async Task CompleteAsync(AttemptId attempt)
    {
        for (var failures = 1; _feeds.TryGetValue(attempt, out var feed); failures++)
        {
            try
            {
                await feed.CompleteAsync(CancellationToken.None);
                return;
            }
            catch (Exception exception) when (exception is IOutageException || failures < MaxUnreadable)
            {
                // The end waits for its metadata: what is away comes back, and this run cannot go on without it either.
                await Task.Delay(Backoff.Default.After(failures), clock, CancellationToken.None);
            }
            catch (Exception exception)
            {
                // A run must not wait for ever for something that cannot be read.
                logger.MetadataUnreadable(attempt, exception.GetType().Name, exception.StackTrace);
                return;
            }
        }
    }

    /// <summary>Keeps the last points of an attempt, in the transaction that ends its node run.</summary>
    public void Close(IDbSession session, AttemptId attempt)
    {
        if (_feeds.TryGetValue(attempt, out var feed))
            feed.Close(session);
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var (attempt, feed) in _feeds)
                await RecordAsync(attempt, feed, scope, cancellationToken);
            scope.Beat();
            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    /// <summary>What cannot be read of one attempt must not keep the others waiting; when the store is away none can be recorded.</summary>
    private async Task RecordAsync(AttemptId attempt, MetadataFeed feed, ILoopScope scope, CancellationToken cancellationToken)
    {
        try
        {
            await feed.RecordAsync(BatchesPerTurn, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOutageException))
        {
            logger.MetadataUnreadable(attempt, exception.GetType().Name, exception.StackTrace);
            scope.Failed(exception);
        }
    }
}
