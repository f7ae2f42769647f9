using System.Threading.Channels;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Server.Tests;

/// <summary>Logs of a home where nothing runs.</summary>
internal sealed class FolderLogs(string home, TimeProvider clock) : IExecutor
{
    public string Name => "logs";

    public ChannelReader<AttemptNotice> Notices { get; } = Channel.CreateUnbounded<AttemptNotice>().Reader;

    public Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult(
        new AttemptState(AttemptPhase.Running) { LogBytes = new FileInfo(AttemptFolder.In(home, attempt).Log) is { Exists: true } log ? log.Length : 0 });

    public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
        AttemptLog.ReadAsync(AttemptFolder.In(home, attempt), from, follow, clock, cancellationToken);

    public Task<MetadataBatch> ReadMetadataAsync(
        AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(MetadataBatch.Empty(from));

    public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) => Task.FromResult(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
