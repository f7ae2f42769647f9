using System.Collections.Concurrent;
using System.Threading.Channels;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution.Platform;
using Gyre.Execution.Reading;
using Gyre.Execution.Supervision;

namespace Gyre.Execution;

/// <summary>What an engine says of the job that carries an attempt out.</summary>
public enum EngineJob
{
    /// <summary>It has no such job.</summary>
    Unknown,

    /// <summary>It will start the job, or runs it.</summary>
    Alive,

    /// <summary>The job is over, however it ended.</summary>
    Over,
}

/// <summary>
/// An executor whose engine starts <c>gyre step --attempt FOLDER</c> somewhere that sees the home: in a container, in a job of a cluster. What an engine needs
/// beside this are its own words for starting, looking and ending; orders, claims, results, logs and metadata are the same for all.
/// </summary>
/// <remarks>
/// The result in the attempt's folder is believed, not the engine. An attempt whose job is over without a result, or is not known any more, is lost after
/// <see cref="Patience"/>. Safe to use from several threads. Disposing leaves running attempts alone.
/// </remarks>
public abstract class FolderExecutor : IExecutor
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<AttemptId, Watched> _watched = new();
    private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();
    private readonly string _home;
    private readonly TimeProvider _clock;
    private readonly FolderAttempts _attempts;
    private readonly IAsyncDisposable _loop;

    /// <param name="name">The word people select it by.</param>
    /// <param name="home">The home folder, which supervisors see under the same path.</param>
    /// <param name="clock">Gives times and pauses.</param>
    /// <param name="loops">Carries the loop that watches attempts.</param>
    protected FolderExecutor(string name, string home, TimeProvider clock, LoopSupervisor loops)
    {
        ArgumentNullException.ThrowIfNull(loops);
        Name = name;
        _home = Path.GetFullPath(home);
        _clock = clock;
        _attempts = new FolderAttempts(_home, clock);
        DurableFile.CreateFolder(Path.Join(_home, "attempts"));
        _loop = loops.Start(new BackgroundLoop($"{name}-attempts", WatchAsync));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ChannelReader<AttemptNotice> Notices => _notices.Reader;

    /// <summary>How long a job may be over, or unknown, before its attempt is lost; its result may still be on its way through a shared file system.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var watched = new Watched(order.Attempt, AttemptFolder.In(_home, order.Attempt));
        if (!_watched.TryAdd(order.Attempt, watched))
            return;
        try
        {
            var kept = await OrderFile.KeepAsync(watched.Folder, order);
            if (!File.Exists(watched.Folder.Claim))
                await StartAsync(kept, watched.Folder.Root, cancellationToken);
            watched.IsSubmitted = true;
        }
        catch
        {
            _watched.TryRemove(order.Attempt, out _);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        var watched = new Watched(attempt, AttemptFolder.In(_home, attempt)) { IsSubmitted = true };
        if (_watched.TryGetValue(attempt, out var known))
        {
            known.TellAgain();
            return AdoptionOutcome.Watching;
        }
        if (!File.Exists(watched.Folder.Order))
            return AdoptionOutcome.Unknown;
        if (!File.Exists(watched.Folder.Claim) && await LookAsync(attempt, cancellationToken) == EngineJob.Unknown)
            return AdoptionOutcome.Unknown;
        _watched.TryAdd(attempt, watched);
        return AdoptionOutcome.Watching;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken)
    {
        var folder = AttemptFolder.In(_home, attempt);
        if ((!_watched.ContainsKey(attempt) && !File.Exists(folder.Order)) || File.Exists(folder.Verdict))
            return;
        DurableFile.CreateFolder(folder.Root);
        CancelFile.Write(folder, reason);
        // One that nobody has begun ends here; a supervisor that comes later finds it claimed and leaves.
        if (AttemptProtocol.TryClaim(folder, new AttemptClaim(attempt, ProcessIdentity.Current, _clock.GetUtcNow())))
            Publish(folder, attempt, AttemptOutcome.Cancelled, CancelFile.Read(folder), bySupervisor: true);
        await EndAsync(attempt, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult(_attempts.Observe(attempt));

    /// <inheritdoc/>
    public IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken) =>
        _attempts.TailLogsAsync(attempt, from, follow, cancellationToken);

    /// <inheritdoc/>
    public Task<MetadataBatch> ReadMetadataAsync(
        AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(_attempts.ReadMetadata(attempt, from, until, limit));

    /// <inheritdoc/>
    public Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken) =>
        _attempts.ReportAsync(attempt, detail, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        await CloseAsync();
        _notices.Writer.TryComplete();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Has the engine start <c>gyre step --attempt FOLDER</c>. It may be called again for an attempt whose first call did not return, so the engine should be asked
    /// for a job with the attempt's id first.
    /// </summary>
    /// <param name="order">The order, which lies in the folder already.</param>
    /// <param name="folder">The attempt's folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOutageException">The engine is away; the call is made again later.</exception>
    protected abstract Task StartAsync(AttemptOrder order, string folder, CancellationToken cancellationToken);

    /// <summary>What the engine says of the job of an attempt.</summary>
    /// <exception cref="IOutageException">The engine is away: that says nothing about the job.</exception>
    protected abstract Task<EngineJob> LookAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the engine to end a job. Its supervisor hears of it through the attempt's folder as well, so what the engine should do is give it time, and end what does
    /// not end by itself.
    /// </summary>
    protected abstract Task EndAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>Closes connections to the engine.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    private async Task WatchAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var watched in _watched.Values.Where(static watched => watched is { IsSubmitted: true, IsOver: false }))
                await LookAsync(watched, cancellationToken);
            scope.Beat();
            await Task.Delay(BetweenLooks, _clock, cancellationToken);
        }
    }

    private async Task LookAsync(Watched watched, CancellationToken cancellationToken)
    {
        if (!watched.StartTold && AttemptProtocol.FindClaim(watched.Folder, watched.Attempt) is { } claim)
        {
            watched.StartTold = true;
            _notices.Writer.TryWrite(new AttemptStarted(watched.Attempt, claim.At));
        }
        if (AttemptProtocol.FindResult(watched.Folder, watched.Attempt) is { } result)
        {
            watched.IsOver = true;
            _notices.Writer.TryWrite(new AttemptEnded(result));
        }
        else if (watched.AskedAt is not { } asked || _clock.GetElapsedTime(asked) >= BetweenQuestions)
        {
            watched.AskedAt = _clock.GetTimestamp();
            await AskAsync(watched, cancellationToken);
        }
    }

    private async Task AskAsync(Watched watched, CancellationToken cancellationToken)
    {
        if (await LookAsync(watched.Attempt, cancellationToken) == EngineJob.Alive)
        {
            watched.GoneSince = null;
            return;
        }
        watched.GoneSince ??= _clock.GetTimestamp();
        if (_clock.GetElapsedTime(watched.GoneSince.Value) < Patience)
            return;
        AttemptProtocol.TryClaim(watched.Folder, new AttemptClaim(watched.Attempt, ProcessIdentity.Current, _clock.GetUtcNow()));
        var isCancelled = File.Exists(watched.Folder.Cancel);
        Publish(
            watched.Folder,
            watched.Attempt,
            isCancelled ? AttemptOutcome.Cancelled : AttemptOutcome.Lost,
            isCancelled ? CancelFile.Read(watched.Folder) : $"Its job in '{Name}' ended without a result.",
            bySupervisor: false);
    }

    /// <summary>Whoever decides first writes; the other finds the result at its next look.</summary>
    private void Publish(AttemptFolder folder, AttemptId attempt, AttemptOutcome outcome, string reason, bool bySupervisor)
    {
        if (!AttemptProtocol.TryDecide(folder, bySupervisor))
            return;
        var now = _clock.GetUtcNow();
        AttemptProtocol.Publish(folder, new AttemptResult { Attempt = attempt, Outcome = outcome, Reason = reason, StartedAt = now, EndedAt = now });
    }

    /// <summary>An attempt that was submitted or adopted here. The loop alone changes it, but for telling again.</summary>
    private sealed class Watched(AttemptId attempt, AttemptFolder folder)
    {
        private volatile bool _isSubmitted;
        private volatile bool _isOver;
        private volatile bool _startTold;

        public AttemptId Attempt { get; } = attempt;

        public AttemptFolder Folder { get; } = folder;

        /// <summary>Before that nothing is looked at: its order is being written.</summary>
        public bool IsSubmitted
        {
            get => _isSubmitted;
            set => _isSubmitted = value;
        }

        public bool IsOver
        {
            get => _isOver;
            set => _isOver = value;
        }

        public bool StartTold
        {
            get => _startTold;
            set => _startTold = value;
        }

        public long? AskedAt { get; set; }

        public long? GoneSince { get; set; }

        public void TellAgain() => (StartTold, IsOver) = (false, false);
    }
}
