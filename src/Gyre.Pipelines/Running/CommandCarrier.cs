using System.Collections.Concurrent;
using System.Threading.Channels;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Carries out a run's commands in their order, beside the deciding, so that handing over thousands of attempts does not hold up what
/// already ends. Carrying a command out twice is the same as once: the attempt's id decides.
/// </summary>
internal sealed class CommandCarrier : IAsyncDisposable
{
    private readonly Func<string, IExecutor> _executorOf;
    private readonly Func<StartAttempt, CancellationToken, Task<AttemptOrder?>> _orderOf;
    private readonly Action<AttemptResult> _post;
    private readonly TimeProvider _clock;
    private readonly ILoopScope _scope;
    private readonly ILogger _logger;
    private readonly Channel<(MachineCommand Command, bool Adopt)> _commands = Channel.CreateUnbounded<(MachineCommand, bool)>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<AttemptId, string> _unwanted = new();
    private readonly ConcurrentQueue<Guid> _carried = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <param name="executorOf">Where attempts of a node run go, by its path.</param>
    /// <param name="orderOf">Builds the order; null when the attempt is no longer wanted.</param>
    /// <param name="post">Hears of attempts that end without ever reaching the executor.</param>
    /// <param name="clock">Time of such ends.</param>
    /// <param name="scope">Told when a command could not be carried out and is tried again.</param>
    /// <param name="logger">The log, within the run's scope.</param>
    public CommandCarrier(
        Func<string, IExecutor> executorOf,
        Func<StartAttempt, CancellationToken, Task<AttemptOrder?>> orderOf,
        Action<AttemptResult> post,
        TimeProvider clock,
        ILoopScope scope,
        ILogger logger)
    {
        _logger = logger;
        _scope = scope;
        _executorOf = executorOf;
        _orderOf = orderOf;
        _post = post;
        _clock = clock;
        _loop = Task.Run(CarryAllAsync);
    }

    /// <summary>Ids of commands that were carried out since the last call.</summary>
    public List<Guid> TakeCarried()
    {
        var ids = new List<Guid>();
        while (_carried.TryDequeue(out var id))
            ids.Add(id);
        return ids;
    }

    /// <summary>Commands of a new decision.</summary>
    public void Carry(MachineCommand command)
    {
        if (command is EndAttempt end)
            _unwanted[end.Attempt] = end.Reason;
        _commands.Writer.TryWrite((command, false));
    }

    /// <summary>An attempt that an earlier engine may have handed over.</summary>
    public void Adopt(StartAttempt command) => _commands.Writer.TryWrite((command, true));

    public async ValueTask DisposeAsync()
    {
        _commands.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task CarryAllAsync()
    {
        try
        {
            await foreach (var (command, adopt) in _commands.Reader.ReadAllAsync(_stop.Token))
                await CarryAsync(command, adopt);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run is given up or over; what was not carried out is in the outbox.
        }
    }

    /// <summary>Tries until it is carried out: the node run waits for it, and what is away comes back.</summary>
    private async Task CarryAsync(MachineCommand command, bool adopt)
    {
        for (var failures = 1; await TryCarryAsync(command, adopt) is { } failure; failures++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            _scope.Failed(failure);
            await Task.Delay(Backoff.Default.After(failures), _clock, _stop.Token);
        }
        _scope.Beat();
        _carried.Enqueue(IdOf(command));
    }

    /// <returns>Why it was not carried out and is worth another try; null when that is settled.</returns>
    private async Task<Exception?> TryCarryAsync(MachineCommand command, bool adopt)
    {
        try
        {
            if (command is StartAttempt start)
                await StartAsync(start, adopt);
            else if (command is EndAttempt end)
                await EndAsync(end);
            return null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is IOutageException || command is not StartAttempt)
        {
            return exception;
        }
        catch (Exception exception)
        {
            // Whatever stood in the way (disk full, a missing blob), the node run must hear of it, or it would be running forever.
            _logger.AttemptNotHandedOver(((StartAttempt)command).Attempt, exception.GetType().Name, exception.StackTrace);
            Refuse(((StartAttempt)command).Attempt, AttemptOutcome.Failed, $"could not be submitted: {ReasonOf(exception)}");
            return null;
        }
    }

    private async Task EndAsync(EndAttempt end)
    {
        await _executorOf(end.Path).CancelAsync(end.Attempt, end.Reason, _stop.Token);
        _logger.AttemptEndAsked(end.Attempt);
    }

    private async Task StartAsync(StartAttempt start, bool adopt)
    {
        using var scope = _logger.IsEnabled(LogLevel.Information) ? _logger.BeginAttempt(start.Path, start.Attempt) : null;
        if (adopt && await _executorOf(start.Path).AdoptAsync(start.Attempt, _stop.Token) == AdoptionOutcome.Watching)
        {
            _logger.AttemptAdopted(start.Attempt);
            return;
        }
        if (_unwanted.TryGetValue(start.Attempt, out var reason))
            Refuse(start.Attempt, AttemptOutcome.Cancelled, reason);
        else if (await _orderOf(start, _stop.Token) is { } order)
            await SubmitAsync(start, order);
    }

    private async Task SubmitAsync(StartAttempt start, AttemptOrder order)
    {
        await _executorOf(start.Path).SubmitAsync(order, _stop.Token);
        _logger.AttemptSubmitted(order.Attempt);
    }

    /// <summary>What was refused says what to do about it; its code is for programs.</summary>
    private static string ReasonOf(Exception exception) => exception is InvalidInputException { Diagnostics: [var first, ..] }
        ? string.Join(' ', new[] { first.Message, first.Remedy }.OfType<string>())
        : exception.Message;

    private void Refuse(AttemptId attempt, AttemptOutcome outcome, string reason)
    {
        var now = _clock.GetUtcNow();
        _post(new AttemptResult { Attempt = attempt, Outcome = outcome, Reason = reason, StartedAt = now, EndedAt = now });
    }

    public static Guid IdOf(MachineCommand command) => command switch
    {
        StartAttempt start => start.Attempt.Value,
        EndAttempt end => GuidIds.FromNames("end", end.Attempt.ToString()),
        _ => throw new ArgumentOutOfRangeException(
            nameof(command), command.GetType().Name, "Only commands with external effects are stored."),
    };
}
