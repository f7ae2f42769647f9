using System.Threading.Channels;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Benchmarks;

/// <summary>For homes that are only looked at, or whose steps never start.</summary>
internal sealed class IdleModule : IModule
{
    public string Name => "idle";

    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        parts.Add(new ExecutorSet(new IdleExecutor()));
        return Task.FromResult(OpenModule.Idle);
    }
}

internal sealed class IdleExecutor : IExecutor
{
    private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();

    public string Name => "idle";

    public ChannelReader<AttemptNotice> Notices => _notices.Reader;

    public Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        Task.FromResult(AdoptionOutcome.Unknown);

    public Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        Task.FromResult(new AttemptState(AttemptPhase.Unknown));

    public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<LogLine>();

    public Task<MetadataBatch> ReadMetadataAsync(
        AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(MetadataBatch.Empty(from));

    public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) => Task.FromResult(false);

    public ValueTask DisposeAsync()
    {
        _notices.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
