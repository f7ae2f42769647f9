using System.Text.Json;
using System.Threading.Channels;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>What a driver works with; one per engine.</summary>
internal sealed record DriverServices(
    IStore Store, ExecutorSet Executors, OrderBuilder Orders, CacheAsker Cache, EngineOptions Options, NodeBehaviors Behaviors,
    AttemptRouter Router, NodeRecorder? Recorder);

/// <summary>
/// Owns one run while it holds its lease: feeds events to the machine, keeps the new state, its events and its commands in one transaction,
/// and only then carries the commands out.
/// </summary>
internal sealed class RunDriver : IAsyncDisposable
{
    private const int MostDecisionsPerCommit = 2000;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private readonly DriverServices _services;
    private readonly RunGraph _graph;
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>(new() { SingleReader = true });
    private readonly CommandCarrier _carrier;
    private readonly WaitingKeys _waiting = new();
    private readonly Dictionary<string, CacheAnswer> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _requestsHeard = [];
    private readonly WakeUps _wakeUps;
    private readonly RunNews _news;
    private RunMachineState _state;
    private Lease _lease;

    /// <param name="services">What it works with.</param>
    /// <param name="run">What the store holds of the run.</param>
    /// <param name="lease">Must be held while it drives.</param>
    /// <param name="scope">Told when something outside is away.</param>
    public RunDriver(DriverServices services, LoadedRun run, Lease lease, ILoopScope scope)
    {
        _services = services;
        _graph = new RunGraph(run.Plan, services.Behaviors);
        _state = run.State;
        _lease = lease;
        _wakeUps = new WakeUps(Clock, (path, at) => Post(new TimeCame(at, path)));
        _news = new RunNews(run.Plan, services.Options.Logs.For<RunNews>());
        var logger = services.Options.Logs.For<CommandCarrier>();
        _carrier = new CommandCarrier(ExecutorOf, BuildOrderAsync, PostResult, Clock, scope, logger);
    }

    public RunId Run => _graph.Plan.Run;

    private TimeProvider Clock => _services.Options.Clock;

    /// <summary>Tells the run something; it is heard in order.</summary>
    public void Post(RunEvent @event) => _inbox.Writer.TryWrite(new Message(@event, null));

    public void UseLease(Lease lease) => _lease = lease;

    /// <summary>Drives until the run is over, or until the lease goes to another or the caller gives up; then somebody else may take it.</summary>
    public async Task DriveAsync(CancellationToken cancellationToken)
    {
        using var span = _news.Enter();
        await BeginAsync(cancellationToken);
        while (true)
        {
            var messages = await NextAsync(cancellationToken);
            await ProcessAsync(messages, cancellationToken);
            if (_state.State.IsEnd() && !await TakeRequestsAsync(cancellationToken))
                break;
        }
        await CompleteCarriedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _services.Router.Forget(this);
        _news.Forget();
        await _carrier.DisposeAsync();
        await _wakeUps.DisposeAsync();
    }

    /// <summary>Wakes the driver to look for what other processes want of this run.</summary>
    public void Nudge() => _inbox.Writer.TryWrite(new Message(null, null));

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_state.Nodes.IsEmpty)
        {
            Post(new RunBegan(Clock.GetUtcNow()));
        }
        else
        {
            foreach (var node in _state.Nodes.Values.Where(node => node.HasLiveAttempt))
            {
                _services.Router.Expect(node.Attempt!.Value, this, node.Path, FindExecutor(node.Path));
                _carrier.Adopt(new StartAttempt(node.Path, node.Attempt.Value, node.Attempts));
            }
            foreach (var pending in await _services.Store.Outbox.PendingAsync(Subjects.Of(Run), cancellationToken))
            {
                var command = JsonSerializer.Deserialize(pending.Payload, PipelinesJson.Default.StoredCommand)!;
                if (pending.Kind == nameof(EndAttempt))
                    _carrier.Carry(new EndAttempt(command.Path, command.Attempt, command.Reason ?? ""));
            }
            await RemindAsync(cancellationToken);
        }
        await TakeRequestsAsync(cancellationToken);
    }

    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        var commands = PipelineMachine.Reminders(_state);
        foreach (var wake in commands.OfType<WakeAt>())
            _wakeUps.Add(wake.Path, wake.When);
        var asks = commands.OfType<AskCache>().Select(ask => ask.Path).ToList();
        foreach (var answer in await AnswersAsync(asks, _state, cancellationToken))
            Post(answer);
    }

    /// <summary>Waits for something to happen. News that attempts began or wait can wait a moment for company: they decide
    /// nothing.</summary>
    private async Task<Queue<Message>> NextAsync(CancellationToken cancellationToken)
    {
        var messages = new Queue<Message>();
        if (_waiting.Any)
            await AskAgainAsync(cancellationToken);
        else if (!_state.State.IsEnd())
            await _inbox.Reader.WaitToReadAsync(cancellationToken);
        Drain(messages);
        if (messages.Count > 0 && messages.All(message => message.Event is AttemptBegan or AttemptHeld))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var more = _inbox.Reader.WaitToReadAsync(limit.Token).AsTask();
            await Task.WhenAny(more, Task.Delay(Linger, Clock, cancellationToken));
            Drain(messages);
            await limit.CancelAsync();
        }
        return messages;
    }

    private void Drain(Queue<Message> messages)
    {
        while (messages.Count < MostDecisionsPerCommit && _inbox.Reader.TryRead(out var message))
            messages.Enqueue(message);
    }

    /// <summary>What other processes want of this run, as messages; each is heard once and removed with the commit that heeds it.</summary>
    private async Task<bool> TakeRequestsAsync(CancellationToken cancellationToken)
    {
        var requests = await _services.Store.Database.ReadAsync(session => RunStore.Requests(session, Run), cancellationToken);
        var fresh = requests.Where(request => IsForThisPlan(request.Request) && _requestsHeard.Add(request.Id)).ToList();
        foreach (var (id, request) in fresh)
            _inbox.Writer.TryWrite(new Message(EventOf(request), id));
        return fresh.Count > 0;
    }

    /// <summary>A run that goes on with other code is driven by a driver that has read its new plan; this one is done with it.</summary>
    private bool IsForThisPlan(RunRequest request) => request is not ResumeRequest { Code: { } code } || code == _graph.Plan.Code;

    /// <summary>Node runs whose result another run computes: look again soon, or when something of our own happens.</summary>
    private async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var more = _inbox.Reader.WaitToReadAsync(limit.Token).AsTask();
        await Task.WhenAny(more, Task.Delay(TimeSpan.FromMilliseconds(100), Clock, cancellationToken));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var answer in await AnswersAsync(_waiting.TakeAll(), _state, cancellationToken))
            Post(answer);
    }

    private async Task ProcessAsync(Queue<Message> messages, CancellationToken cancellationToken)
    {
        if (messages.Any(message => message.Event is null))
            await TakeRequestsAsync(cancellationToken);
        var batch = new DecisionBatch(_graph, _state);
        while (true)
        {
            while (batch.Decisions < MostDecisionsPerCommit && messages.TryDequeue(out var message))
                Apply(batch, message);
            if (batch.Decisions >= MostDecisionsPerCommit)
                break;
            var answers = await AnswersAsync(batch.TakeAsks(), batch.State, cancellationToken);
            if (answers.Count == 0)
                break;
            foreach (var answer in answers)
                messages.Enqueue(new Message(answer, null));
        }
        foreach (var left in messages)
            _inbox.Writer.TryWrite(left);
        if (batch.Decisions == 0)
            return;
        _waiting.Add(batch.TakeAsks());
        await CommitAsync(batch, cancellationToken);
    }

    private void Apply(DecisionBatch batch, Message message)
    {
        if (message.Event is not { } @event)
            return;
        batch.Apply(@event);
        if (message.Request is { } request)
            batch.Requests.Add(request);
        if (@event is CacheAnswered answered && _answers.Remove(answered.Path, out var answer))
            batch.Remember(answered.Path, answer);
    }

    private async Task CommitAsync(DecisionBatch batch, CancellationToken cancellationToken)
    {
        var entries = await EntriesOfAsync(batch, cancellationToken);
        var carried = _carrier.TakeCarried();
        var at = Clock.GetUtcNow();
        Action<IDbSession>? record = _services.Recorder is { } recorder ? session => recorder.Write(session, _graph, batch, at) : null;
        var lease = _services.Options.Broken == BrokenPromise.Fence ? null : _lease;
        if (_services.Options.Broken == BrokenPromise.OutboxOrder)
        {
            _state = batch.State;
            CarryAll(batch);
        }
        var refused = await _services.Store.Database.WriteAsync(
            session => RunCommit.Write(session, lease, _graph, batch, entries, carried, record, at), cancellationToken);
        if (refused.Count > 0)
        {
            // Another run claimed a key between our question and our answer: take the batch back and ask again.
            _news.TellRefused(refused.Count);
            _waiting.Add(batch.Answers.Keys);
            _requestsHeard.ExceptWith(batch.Requests);
            batch.Replay().ForEach(Post);
            Nudge();
            return;
        }
        _state = batch.State;
        if (_services.Options.Broken != BrokenPromise.OutboxOrder)
            CarryAll(batch);
        foreach (var over in batch.Applied.OfType<AttemptOver>())
            _services.Router.Done(over.Result.Attempt);
        _news.Tell(batch, at);
    }

    private IExecutor ExecutorOf(string path) => _services.Executors.Of(_graph.ExecutorOf(_state.Nodes[path].Node));

    /// <summary>The same; null if the home no longer has the executor. Executing the command then fails with that reason.</summary>
    private IExecutor? FindExecutor(string path) => _services.Executors.Find(_graph.ExecutorOf(_state.Nodes[path].Node));

    private void CarryAll(DecisionBatch batch)
    {
        foreach (var command in batch.Commands)
            Carry(command);
    }

    private void Carry(MachineCommand command)
    {
        if (command is WakeAt wake)
        {
            _wakeUps.Add(wake.Path, wake.When);
            return;
        }
        if (command is StartAttempt start)
            _services.Router.Expect(start.Attempt, this, start.Path, FindExecutor(start.Path));
        _carrier.Carry(command);
    }

    private async Task<List<RunEvent>> AnswersAsync(
        IReadOnlyCollection<string> paths, RunMachineState state, CancellationToken cancellationToken)
    {
        var answers = new List<RunEvent>();
        foreach (var path in paths)
        {
            if (!state.Nodes.TryGetValue(path, out var node) || node is not { State: NodeRunState.Queued, Attempt: null })
                continue;
            var parts = await _services.Cache.PartsOfAsync(_graph, state, node, cancellationToken);
            var answer = await _services.Cache.AskAsync(_graph, state, node, parts, cancellationToken);
            if (answer is CacheBusy || (answer is CacheMiss && !_waiting.TryCompute(answer.Key, path)))
            {
                _waiting.Add([path]);
                continue;
            }
            _answers[path] = answer;
            answers.Add(new CacheAnswered(Clock.GetUtcNow(), path, (answer as CacheHit)?.Result));
        }
        return answers;
    }

    /// <summary>Results that fill the cache: of node runs that ended well by their own work.</summary>
    private async Task<List<(NodeRun Node, CacheKeyParts Parts)>> EntriesOfAsync(DecisionBatch batch, CancellationToken cancellationToken)
    {
        var entries = new List<(NodeRun, CacheKeyParts)>();
        foreach (var path in batch.Changed)
        {
            var node = batch.State.Nodes[path];
            if (!node.Ended || _state.Nodes.GetValueOrDefault(path) is { Ended: true })
                continue;
            _waiting.Done(path);
            if (node is { State: NodeRunState.Succeeded, Cache: CacheOutcome.Miss, Children: 0, Attempt: not null })
                entries.Add((node, await _services.Cache.PartsOfAsync(_graph, batch.State, node, cancellationToken)));
        }
        return entries;
    }

    private Task<AttemptOrder?> BuildOrderAsync(StartAttempt start, CancellationToken cancellationToken)
    {
        var state = _state;
        var node = state.Nodes[start.Path];
        if (node.Attempt != start.Attempt || node.Ended)
            return Task.FromResult<AttemptOrder?>(null);
        return BuildAsync();

        async Task<AttemptOrder?> BuildAsync() => await _services.Orders.BuildAsync(
            _graph, node, node.Parent is { } parent ? state.Nodes[parent] : node, start.Attempt, cancellationToken);
    }

    private void PostResult(AttemptResult result) => _services.Router.Deliver(new AttemptEnded(result));

    private async Task CompleteCarriedAsync(CancellationToken cancellationToken)
    {
        var carried = _carrier.TakeCarried();
        if (carried.Count == 0)
            return;
        await _services.Store.Database.WriteAsync(
            session =>
            {
                session.Complete(carried);
                return true;
            },
            cancellationToken);
    }

    private RunEvent EventOf(RunRequest request) => request switch
    {
        CancelRequest cancel => new CancelAsked(Clock.GetUtcNow(), cancel.Reason),
        CancelNodeRequest cancel => new NodeCancelAsked(Clock.GetUtcNow(), cancel.Path, cancel.Reason),
        ApprovalRequest approval => new Answered(Clock.GetUtcNow(), approval.Path, Approvals.Write(approval.Approved, approval.Comment),
            approval.By),
        AnswerRequest answer => new Answered(Clock.GetUtcNow(), answer.Key, answer.Document, answer.By),
        ResumeRequest => new ResumeAsked(Clock.GetUtcNow()),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType().Name, "Unhandled request."),
    };

    /// <summary>An event, with the request it came from; no event means: look for requests.</summary>
    private readonly record struct Message(RunEvent? Event, Guid? Request);
}
