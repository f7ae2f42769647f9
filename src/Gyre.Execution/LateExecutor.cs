using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>
/// Opens the real executor when it is first needed: a command that only looks at runs must not pay for connections to supervisors.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="open">Opens the real one.</param>
internal sealed class LateExecutor(string name, Func<CancellationToken, Task<IExecutor>> open) : IExecutor
{
    private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IExecutor? _executor;
    private Task _pump = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ChannelReader<AttemptNotice> Notices => _notices.Reader;

    /// <inheritdoc/>
    public async Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken) =>
        await (await OpenedAsync(cancellationToken)).SubmitAsync(order, cancellationToken);

    /// <inheritdoc/>
    public async Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        await (await OpenedAsync(cancellationToken)).AdoptAsync(attempt, cancellationToken);

    /// <inheritdoc/>
    public async Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) =>
        await (await OpenedAsync(cancellationToken)).CancelAsync(attempt, reason, cancellationToken);

    /// <inheritdoc/>
    public async Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        await (await OpenedAsync(cancellationToken)).ObserveAsync(attempt, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogLine> TailLogsAsync(
        AttemptId attempt, long from, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in (await OpenedAsync(cancellationToken)).TailLogsAsync(attempt, from, follow, cancellationToken))
            yield return line;
    }

    /// <inheritdoc/>
    public async Task<MetadataBatch> ReadMetadataAsync(
        AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
        await (await OpenedAsync(cancellationToken)).ReadMetadataAsync(attempt, from, until, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) =>
        await (await OpenedAsync(cancellationToken)).ReportAsync(attempt, detail, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_executor is not null)
            await _executor.DisposeAsync();
        await _pump;
        _notices.Writer.TryComplete();
        _gate.Dispose();
    }

    private async Task<IExecutor> OpenedAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _executor) is { } opened)
            return opened;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_executor is null)
            {
                var executor = await open(cancellationToken);
                _pump = PumpAsync(executor.Notices);
                Volatile.Write(ref _executor, executor);
            }
            return _executor;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task PumpAsync(ChannelReader<AttemptNotice> notices)
    {
        await foreach (var notice in notices.ReadAllAsync(CancellationToken.None))
            _notices.Writer.TryWrite(notice);
    }
}
