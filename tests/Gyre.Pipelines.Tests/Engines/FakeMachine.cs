using System.Collections.Concurrent;
using System.Threading.Channels;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>
/// A machine whose steps are functions: it outlives engines, claims each attempt once, and counts what it really ran. A step's outputs and metadata
/// depend on what it was given and on nothing else.
/// </summary>
internal sealed class FakeMachine(IBlobStore blobs)
{
    private readonly ConcurrentDictionary<AttemptId, Task<AttemptResult>> _attempts = new();
    private readonly ConcurrentDictionary<AttemptId, TaskCompletionSource<string>> _cancelled = new();
    private readonly ConcurrentQueue<AttemptOrder> _started = new();

    /// <summary>What a step does; by default it ends well.</summary>
    public Func<AttemptOrder, Task<(AttemptOutcome Outcome, MapValue Metadata)>> Behaviour { get; set; } =
        static order => Task.FromResult((AttemptOutcome.Succeeded, new MapValue([new("seen", Value.Of(order.NodePath))])));

    /// <summary>Until when an attempt waits for room on the machine; by default not at all.</summary>
    public Func<AttemptOrder, Task> BeforeStart { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Properties of the file that a step leaves, by its node's path; by default none.</summary>
    public Func<string, Value?> Properties { get; set; } = static _ => null;

    /// <summary>What an attempt printed, as its executor gives it; by default nothing.</summary>
    public Func<AttemptId, MetadataPlace, MetadataPlace?, int, MetadataBatch> Metadata { get; set; } = static (_, from, _, _) => MetadataBatch.Empty(from);

    /// <summary>Orders that were started, in order.</summary>
    public IReadOnlyList<AttemptOrder> Started => [.. _started];

    public IEnumerable<string> StartedPaths => Started.Select(order => order.NodePath);

    /// <summary>A connection of one engine.</summary>
    /// <param name="name">Under which the engine knows the machine.</param>
    public IExecutor Connect(string name = "fake") => new Connection(this, name);

    private Task<AttemptResult> Run(AttemptOrder order) => _attempts.GetOrAdd(order.Attempt, _ =>
    {
        _started.Enqueue(order);
        return Task.Run(() => WorkAsync(order));
    });

    private async Task<AttemptResult> WorkAsync(AttemptOrder order)
    {
        var cancelled = _cancelled.GetOrAdd(order.Attempt, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        await Task.WhenAny(BeforeStart(order), cancelled);
        var at = TimeProvider.System.GetUtcNow();
        var work = cancelled.IsCompleted ? new TaskCompletionSource<(AttemptOutcome, MapValue)>().Task : Behaviour(order);
        if (await Task.WhenAny(work, cancelled) == cancelled)
            return new AttemptResult { Attempt = order.Attempt, Outcome = AttemptOutcome.Cancelled, Reason = await cancelled, StartedAt = at, EndedAt = at };
        var (outcome, metadata) = await work;
        return new AttemptResult
        {
            Attempt = order.Attempt,
            Outcome = outcome,
            Reason = outcome == AttemptOutcome.Succeeded ? null : "it was told to fail",
            StartedAt = at,
            EndedAt = at,
            Metadata = metadata,
            Outputs = outcome == AttemptOutcome.Succeeded ? [await OutputAsync(order)] : [],
        };
    }

    private async Task<OutputFile> OutputAsync(AttemptOrder order)
    {
        var text = $"{string.Join(';', order.Commands)}|{string.Join(',', order.Inputs.SelectMany(input => input.Files.Select(file => file.Digest)))}";
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var blob = await blobs.PutAsync(content, CancellationToken.None);
        return new OutputFile { Path = "out.txt", Digest = blob.Digest, SizeInBytes = blob.SizeInBytes, Metadata = Properties(order.NodePath) };
    }

    private sealed class Connection(FakeMachine machine, string name) : IExecutor
    {
        private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();
        private volatile bool _closed;

        public string Name => name;

        public ChannelReader<AttemptNotice> Notices => _notices.Reader;

        public Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken)
        {
            _ = WatchAsync(order.Attempt, machine.Run(order), machine.BeforeStart(order));
            return Task.CompletedTask;
        }

        public Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken)
        {
            if (!machine._attempts.TryGetValue(attempt, out var result))
                return Task.FromResult(AdoptionOutcome.Unknown);
            _ = WatchAsync(attempt, result, Task.CompletedTask);
            return Task.FromResult(AdoptionOutcome.Watching);
        }

        public Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken)
        {
            machine._cancelled.GetOrAdd(attempt, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(reason);
            return Task.CompletedTask;
        }

        public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) =>
            Task.FromResult(new AttemptState(AttemptPhase.Unknown));

        public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<LogLine>();

        public Task<MetadataBatch> ReadMetadataAsync(
            AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
            Task.FromResult(machine.Metadata(attempt, from, until, limit));

        public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) => Task.FromResult(false);

        public ValueTask DisposeAsync()
        {
            _closed = true;
            _notices.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        private async Task WatchAsync(AttemptId attempt, Task<AttemptResult> result, Task begins)
        {
            if (await Task.WhenAny(begins, result) == begins)
                _notices.Writer.TryWrite(new AttemptStarted(attempt, TimeProvider.System.GetUtcNow()));
            var ended = await result;
            if (!_closed)
                _notices.Writer.TryWrite(new AttemptEnded(ended));
        }
    }
}
