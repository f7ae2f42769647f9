using System.Threading.Channels;
using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Execution.Processes;
using Gyre.Execution.Reading;
using Gyre.Execution.Supervision;

namespace Gyre.Execution;

/// <summary>
/// Runs attempts on this machine, under warm supervisors: processes that take one attempt after the other, outlive this one, and are found again by the
/// next. Attempts start in the order of submission as far as cores and memory suffice; one that asks for more than there is runs alone.
/// </summary>
/// <remarks>Safe to use from several threads. Disposing leaves running attempts alone.</remarks>
public sealed class ProcessExecutor : IExecutor
{
    private readonly Channel<AttemptNotice> _notices = Channel.CreateUnbounded<AttemptNotice>();
    private readonly ProcessScheduler _scheduler;
    private readonly ProcessExecutorOptions _options;
    private readonly FolderAttempts _attempts;

    private ProcessExecutor(ProcessExecutorOptions options, TimeProvider clock)
    {
        _options = options;
        _attempts = new FolderAttempts(options.Home, clock);
        _scheduler = new ProcessScheduler(options, clock, notice => _notices.Writer.TryWrite(notice));
    }

    /// <inheritdoc/>
    public string Name => "process";

    /// <inheritdoc/>
    public ChannelReader<AttemptNotice> Notices => _notices.Reader;

    /// <summary>Opens a home for running attempts and connects to the supervisors that are still there.</summary>
    /// <exception cref="InvalidInputException">The options make no sense (code <c>executor.options</c>).</exception>
    public static async Task<ProcessExecutor> OpenAsync(ProcessExecutorOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.SupervisorCommand.IsDefaultOrEmpty || options.PoolSize < 1 || options.MaxCpu <= 0)
            throw new InvalidInputException(
                "executor.options",
                "The process executor requires a supervisor command, a pool size of at least 1 and more than 0 cores.");
        options = options with { Home = Path.GetFullPath(options.Home) };
        DurableFile.CreateFolder(Path.Join(options.Home, "attempts"));
        var executor = new ProcessExecutor(options, clock);
        await executor._scheduler.StartAsync(cancellationToken);
        return executor;
    }

    /// <inheritdoc/>
    public async Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken)
    {
        var folder = AttemptFolder.In(_options.Home, order.Attempt);
        var entry = await _scheduler.RegisterAsync(order.Attempt, folder, cancellationToken);
        if (entry is null)
            return;
        try
        {
            entry.Requirements = (await OrderFile.KeepAsync(folder, OnThisMachine(order))).Requirements;
        }
        catch
        {
            _scheduler.Forget(entry);
            throw;
        }
        _scheduler.Enqueue(entry);
    }

    /// <summary>With the variables of this machine. The address of a proxy may hold a password; it goes the way of secrets.</summary>
    private AttemptOrder OnThisMachine(AttemptOrder order)
    {
        var host = _options.HostVariables;
        var secrets = host.Where(pair => HostEnvironment.HoldsPassword(pair.Value) && !order.Environment.ContainsKey(pair.Key)).ToList();
        return order with
        {
            Host = host.RemoveRange(secrets.Select(static pair => pair.Key)),
            Secrets = order.Secrets.AddRange(secrets.Where(pair => !order.Secrets.ContainsKey(pair.Key))),
        };
    }

    /// <inheritdoc/>
    public async Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        var folder = AttemptFolder.In(_options.Home, attempt);
        if (!File.Exists(folder.Order) || !File.Exists(folder.Claim))
            return await _scheduler.IsKnownAsync(attempt, cancellationToken) ? AdoptionOutcome.Watching : AdoptionOutcome.Unknown;
        if (await _scheduler.RegisterAsync(attempt, folder, cancellationToken) is { } entry)
        {
            entry.Requirements = OrderFile.Find(folder)?.Requirements ?? new AttemptRequirements();
            _scheduler.Enqueue(entry);
        }
        else
        {
            _scheduler.TellAgain(attempt);
        }
        return AdoptionOutcome.Watching;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken)
    {
        var folder = AttemptFolder.In(_options.Home, attempt);
        var isKnown = await _scheduler.IsKnownAsync(attempt, cancellationToken);
        if (!isKnown && !File.Exists(folder.Order))
            return;
        // Not the result: a step can put one there.
        if (File.Exists(folder.Verdict))
            return;
        DurableFile.CreateFolder(folder.Root);
        CancelFile.Write(folder, reason);
        // Ordered by an engine that is gone, and begun by nobody: no supervisor will come to read them.
        if (!isKnown && !File.Exists(folder.Claim))
            SecretsFile.Remove(folder);
        _scheduler.Cancel(attempt);
    }

    /// <inheritdoc/>
    public Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        Task.FromResult(_attempts.Observe(attempt));

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
        await _scheduler.DisposeAsync();
        _notices.Writer.TryComplete();
    }
}
