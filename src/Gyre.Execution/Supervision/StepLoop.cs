using System.Globalization;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>Why a running step is ended.</summary>
/// <param name="Outcome">What the attempt becomes.</param>
/// <param name="Reason">In words.</param>
internal sealed record StopRequest(AttemptOutcome Outcome, string Reason)
{
    /// <summary>Whether its processes are interrupted first and have time to save their work.</summary>
    public bool Interrupts { get; init; }
}

/// <summary>
/// Follows a step from its start until none of its processes is left. Runs on a thread of its own, because it waits in one system call for
/// output, the end of the command and wake-ups together; so the order of what happened is the order in which it is seen.
/// </summary>
internal sealed class StepLoop(IStepProcess process, AttemptOrder order, AttemptFolder folder, StepOutput output, Action lookAround, TimeProvider clock)
{
    private const int BufferBytes = 64 * 1024;
    private const int KillRoundMilliseconds = 5;
    private const int InterruptRoundMilliseconds = 50;
    private const int MaxKillRounds = 2000;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(1);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly long _startedAt = clock.GetTimestamp();
    private long _lastOutput = clock.GetTimestamp();
    private long _lastMeasure = clock.GetTimestamp();
    private long? _endBegan;
    private StopRequest? _stop;
    private bool _exited;
    private bool _interrupted;
    private int _killRounds;

    /// <summary>Why it was ended; null when it ended by itself.</summary>
    public StopRequest? Stop => Volatile.Read(ref _stop);

    /// <summary>Largest memory of all processes together that was measured, in bytes.</summary>
    public long PeakMemoryInBytes { get; private set; }

    /// <summary>Whether processes could not be ended.</summary>
    public bool LeftProcesses { get; private set; }

    /// <summary>Why the log could not be written; the step was ended then. Null when all went well.</summary>
    public string? OutputFailure { get; private set; }

    /// <summary>Asks for an early end; the first reason counts. Any thread may call it.</summary>
    public void RequestStop(StopRequest request)
    {
        if (Interlocked.CompareExchange(ref _stop, request, null) is null)
            process.Wake();
    }

    /// <summary>Returns when everything is over.</summary>
    public void Run()
    {
        using var ticks = clock.CreateTimer(_ => process.Wake(), null, LookInterval, LookInterval);
        while (!IsOver())
        {
            var next = process.Next(_buffer, _endBegan is null ? -1 : _interrupted ? InterruptRoundMilliseconds : KillRoundMilliseconds);
            if (Take(next))
                TakeWaiting();
            else if (next.Kind == StepEventKind.Exited)
                _exited = true;
            else if (next.Kind == StepEventKind.Woken)
                Look();
        }
        // The last words are in the pipes though everybody is dead; what a survivor goes on writing is not waited for.
        for (var rest = 64; rest > 0 && process.TryDrain(_buffer, out var last); rest--)
            Take(last);
    }

    private bool Take(StepEvent next)
    {
        if (next.Count == 0)
            return false;
        _lastOutput = clock.GetTimestamp();
        Guard(() => output.Take(next.Kind == StepEventKind.Error, _buffer.AsSpan(0, next.Count)));
        return true;
    }

    /// <summary>A disk that is full ends the step, but not the care for its processes.</summary>
    private void Guard(Action write)
    {
        if (OutputFailure is not null)
            return;
        try
        {
            write();
        }
        catch (IOException exception)
        {
            OutputFailure = exception.Message;
            RequestStop(new StopRequest(AttemptOutcome.Failed, $"The log could not be written: {exception.Message}"));
        }
    }

    /// <summary>Takes more of what is already there before the file is written, but not for ever.</summary>
    private void TakeWaiting()
    {
        for (var more = 16; more > 0; more--)
        {
            if (!process.TryDrain(_buffer, out var next))
                break;
            Take(next);
        }
        Guard(output.Flush);
    }

    private bool IsOver()
    {
        if (!_exited && Stop is null)
            return false;
        if (_endBegan is null)
        {
            if (_exited && !process.AnyLeft())
                return true;
            _endBegan = clock.GetTimestamp();
            _interrupted = !_exited && Stop is { Interrupts: true };
            if (_interrupted)
                process.Interrupt();
            else
                process.Terminate();
            return false;
        }
        if (!process.AnyLeft())
            return true;
        if (_interrupted)
        {
            TerminateWhenDue(_endBegan.Value);
            return false;
        }
        if (clock.GetElapsedTime(_endBegan.Value) < order.GracePeriod)
            return false;
        process.Kill();
        LeftProcesses = ++_killRounds > MaxKillRounds;
        return LeftProcesses;
    }

    /// <summary>The time to save something is over.</summary>
    private void TerminateWhenDue(long interruptedAt)
    {
        if (clock.GetElapsedTime(interruptedAt) < order.InterruptPeriod)
            return;
        _interrupted = false;
        _endBegan = clock.GetTimestamp();
        process.Terminate();
    }

    private void Look()
    {
        if (Stop is not null || _exited)
            return;
        if (File.Exists(folder.Cancel))
            RequestStop(new StopRequest(AttemptOutcome.Cancelled, CancelFile.Read(folder)));
        else if (order.Limit is { } limit && clock.GetElapsedTime(_startedAt) >= limit)
            RequestStop(new StopRequest(AttemptOutcome.TimedOut, $"The step exceeded its time limit of {Words(limit)}."));
        else if (order.NoOutputTimeout is { } silence && clock.GetElapsedTime(_lastOutput) >= silence)
            RequestStop(new StopRequest(AttemptOutcome.TimedOut, $"The step produced no output for {Words(silence)}."));
        if (clock.GetElapsedTime(_lastMeasure) < MeasureInterval)
            return;
        _lastMeasure = clock.GetTimestamp();
        lookAround();
        PeakMemoryInBytes = Math.Max(PeakMemoryInBytes, process.MeasureMemory());
    }

    private static string Words(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
