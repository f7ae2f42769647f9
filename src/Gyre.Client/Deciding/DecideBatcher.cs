using System.Threading.Channels;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Core.Loops;

namespace Gyre.Client.Deciding;

/// <summary>
/// Asks the server for decisions: what waits at the same time shares a request, and each caller gets his own answer or error.
/// </summary>
internal sealed class DecideBatcher : IAsyncDisposable
{
    private const int MostQueued = 10_000;

    private readonly Channel<Asked> _queue = Channel.CreateBounded<Asked>(
        new BoundedChannelOptions(MostQueued) { FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _stop = new();
    private readonly DeploymentsApi _api;
    private readonly DecisionClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdSource _ids;
    private readonly Task[] _senders;

    /// <param name="api">Takes the requests.</param>
    /// <param name="options">Deployment, sizes and delays.</param>
    /// <param name="clock">Measures the delay.</param>
    /// <param name="ids">Name decisions, so that one which is asked for twice is made once.</param>
    public DecideBatcher(DeploymentsApi api, DecisionClientOptions options, TimeProvider clock, IdSource ids)
    {
        (_api, _options, _clock, _ids) = (api, options, clock, ids);
        _senders = [.. Enumerable.Range(0, options.Senders).Select(_ => Detached.Run(SendAllAsync))];
    }

    public async Task<DecisionInfo> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        var asked = new Asked(request.DecisionId is null ? request with { DecisionId = _ids.Next().ToString("N") } : request);
        try
        {
            await _queue.Writer.WriteAsync(asked, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(IDecisionClient));
        }
        return await asked.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>What is on its way is answered first, for as long as the caller waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        using var timeout = new CancellationTokenSource(_options.FlushTimeout, _clock);
        await using var hurry = timeout.Token.Register(_stop.Cancel);
        await Task.WhenAll(_senders);
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        var batch = new List<Asked>(_options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (_options.BatchDelay > TimeSpan.Zero)
                await Task.Delay(_options.BatchDelay, _clock, CancellationToken.None);
            while (batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out var asked))
                batch.Add(asked);
            if (batch.Count > 0)
                await SendAsync([.. batch]);
            batch.Clear();
        }
    }

    /// <summary>A batch that is refused for a request in it is sent again in halves: ids make that harmless.</summary>
    private async Task SendAsync(Asked[] all)
    {
        var parts = new Stack<Asked[]>([all]);
        while (parts.TryPop(out var part))
        {
            try
            {
                foreach (var (asked, answer) in part.Zip(await AskAsync(part)))
                    asked.Answer.TrySetResult(answer);
            }
            catch (GyreApiException error) when (part.Length > 1 && DecisionShipper.IsFinal(error))
            {
                var half = part.Length / 2;
                parts.Push(part[half..]);
                parts.Push(part[..half]);
            }
#pragma warning disable CA1031 // Whatever goes wrong is the answer of those who asked; the sender lives on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                foreach (var asked in part)
                    asked.Fail(error);
            }
        }
    }

    private async Task<IReadOnlyList<DecisionInfo>> AskAsync(Asked[] part) => part is [var single]
        ? [await _api.DecideAsync(_options.Deployment, single.Request, _stop.Token)]
        : (await _api.DecideAsync(
            _options.Deployment, new DecideBatchRequest { Requests = [.. part.Select(static one => one.Request)] }, _stop.Token))
            .Decisions;

    private sealed class Asked(DecideRequest request)
    {
        public DecideRequest Request => request;

        public TaskCompletionSource<DecisionInfo> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fail(Exception error)
        {
            Answer.TrySetException(error);
            // Who gave up does not look any more.
            _ = Answer.Task.Exception;
        }
    }
}
