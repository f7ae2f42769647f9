using System.Net;
using Gyre.Automation.Notifications;
using Gyre.Automation.Triggers;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Delivery;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Automation;

/// <summary>Starts runs when something happens, and tells people what became of them. Several may share a store.</summary>
public sealed class AutomationService : IDisposable
{
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenTurns = TimeSpan.FromMilliseconds(10);

    private readonly IStore _store;
    private readonly AutomationOptions _options;
    private readonly TriggerLoop _triggers;
    private readonly Lazy<NotificationSender> _sender;

    /// <summary>Nothing is at work before <see cref="TriggerLoop"/> is.</summary>
    /// <param name="store">The store, with <see cref="Migrations"/> and those of the engine.</param>
    /// <param name="runs">Starts what triggers ask for.</param>
    /// <param name="options">How they work.</param>
    public AutomationService(IStore store, IRunStarter runs, AutomationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _options) = (store, options);
        var ids = IdSource.FromClock(options.Clock);
        _triggers = new TriggerLoop(store, runs, ids, options, ProcessMark.Create(ids.Next().ToString("D")));
        Triggers = new TriggerService(store, _triggers, ids, options);
        // Most commands send nothing, and what sends brings a network stack with it.
        _sender = new Lazy<NotificationSender>(() => SenderOf(options));
        Notifications = new NotificationService(store, _sender, options, ids);
    }

    /// <summary>The schema of this module, for opening a store. The tables of triggers are older than the module and stand in that of the engine.</summary>
    public static IReadOnlyList<Migration> Migrations => NotificationMigrations.All;

    /// <summary>What the engine tells of accepted runs.</summary>
    public static IRunListener Listener { get; } = new NotificationListener();

    /// <summary>Triggers. They are at work while <see cref="TriggerLoop"/> is.</summary>
    public ITriggers Triggers { get; }

    /// <summary>Who is told what happens.</summary>
    public INotifications Notifications { get; }

    /// <summary>Lets triggers start runs.</summary>
    public IBackgroundLoop TriggerLoop => new BackgroundLoop("triggers", RunTriggersAsync);

    /// <summary>Lets triggers decide once; gives whether there is more to do at once. For tests.</summary>
    internal Task<bool> TurnTriggersAsync(CancellationToken cancellationToken) => _triggers.TurnAsync(cancellationToken);

    /// <summary>
    /// Sends notifications while the work runs, because it may be waiting for a person. Flushes pending ones for a short time at the end.
    /// </summary>
    /// <param name="of">What the work is for, as its loop is shown.</param>
    /// <param name="work">The work.</param>
    /// <param name="loops">Carries the telling.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> WhileTellingAsync<T>(string of, Func<Task<T>> work, LoopSupervisor loops, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(loops);
        if (!await Notifications.AnyAsync(cancellationToken))
            return await work();
        var telling = new BackgroundLoop(
            $"notifications/{of}", (scope, token) => Notifications.RunAsync(null, static _ => { }, scope, token));
        T result;
        await using (loops.Start(telling))
            result = await work();
        await SayGoodbyeAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_sender.IsValueCreated)
            _sender.Value.Dispose();
    }

    private static NotificationSender SenderOf(AutomationOptions options)
    {
        var hosts = new OutsideHosts(Dns.GetHostAddressesAsync, options.AllowPrivateNotifications);
        return new NotificationSender(hosts, new MailSender(hosts, options.Clock), Environment.GetEnvironmentVariable, options.Clock);
    }

    private async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestGoodbye, _options.Clock);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await Notifications.DeliverAsync(soon.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or StoreUnavailableException)
        {
            // It is written down, or in the log of events, and sent by whoever comes next.
        }
    }

    private async Task RunTriggersAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        var pace = new Pace(_options.Clock, BetweenTurns);
        while (true)
        {
            var seen = await _store.Events.LastAsync(cancellationToken);
            var isMore = await _triggers.TurnAsync(cancellationToken);
            scope.Beat();
            if (!isMore)
                await _store.Events.WaitAsync(seen, LookAround, cancellationToken);
            await pace.KeepAsync(cancellationToken);
        }
    }
}
