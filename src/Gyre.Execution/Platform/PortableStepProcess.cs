using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gyre.Execution.Platform;

/// <summary>See <see cref="IStepProcess"/> and <see cref="PortableProcessHost"/>.</summary>
internal sealed class PortableStepProcess : IStepProcess
{
    // What waits here at the end has to fit into the last words that the loop over a step still takes.
    private const int BufferSize = 64 * 1024;
    private const int MostWaiting = 16;
    private readonly Process _process;
    private readonly BlockingCollection<(StepEventKind Kind, byte[] Bytes)> _events = new(MostWaiting);
    private readonly CancellationTokenSource _end = new();
    private (StepEventKind Kind, ReadOnlyMemory<byte> Bytes) _rest;
    private bool _exitTold;

    public PortableStepProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Wake();
        _ = ReadAsync(process.StandardOutput.BaseStream, StepEventKind.Output);
        _ = ReadAsync(process.StandardError.BaseStream, StepEventKind.Error);
    }

    public int Id { get; }

    public ExitStatus Status => new(_process.ExitCode, null);

    public (double CpuSeconds, long PeakMemoryInBytes) Usage { get; private set; }

    public StepEvent Next(Span<byte> buffer, int milliseconds)
    {
        if (!_rest.Bytes.IsEmpty)
            return Take(buffer);
        if (_process.HasExited && !_exitTold)
        {
            _exitTold = true;
            return new StepEvent(StepEventKind.Exited);
        }
        if (!_events.TryTake(out var next, milliseconds))
            return default;
        if (next.Kind == StepEventKind.Woken)
            return new StepEvent(StepEventKind.Woken);
        _rest = (next.Kind, next.Bytes);
        return Take(buffer);
    }

    public bool TryDrain(Span<byte> buffer, out StepEvent output)
    {
        const int LastWordsMilliseconds = 100;
        do
            output = Next(buffer, LastWordsMilliseconds);
        while (output.Kind is StepEventKind.Woken or StepEventKind.Exited);
        return output.Count > 0;
    }

    public void Wake() => _events.TryAdd((StepEventKind.Woken, []));

    public bool AnyLeft()
    {
        if (!_process.HasExited)
            return true;
        Measure();
        return false;
    }

    public void Interrupt() => Ask(LinuxCalls.SignalInterrupt);

    public void Terminate() => Ask(LinuxCalls.SignalTerminate);

    public void Kill() => _process.Kill(entireProcessTree: true);

    public long MeasureMemory() => Measure();

    private void Ask(int signal)
    {
        if (_process.HasExited)
            return;
        if (OperatingSystem.IsWindows())
            _process.CloseMainWindow();
        else
            _ = LinuxCalls.Kill(Id, signal);
    }

    /// <summary>Takes note of what it used so far; some systems say nothing of a process that has ended.</summary>
    private long Measure()
    {
        try
        {
            _process.Refresh();
            Usage = (_process.TotalProcessorTime.TotalSeconds, Math.Max(Usage.PeakMemoryInBytes, _process.PeakWorkingSet64));
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _process.Dispose();
    }

    private StepEvent Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _rest.Bytes.Length);
        _rest.Bytes.Span[..count].CopyTo(buffer);
        _rest.Bytes = _rest.Bytes[count..];
        return new StepEvent(_rest.Kind, count);
    }

    private async Task ReadAsync(Stream stream, StepEventKind kind)
    {
        try
        {
            var buffer = new byte[BufferSize];
            int count;
            while ((count = await stream.ReadAsync(buffer, _end.Token).ConfigureAwait(false)) > 0)
                _events.Add((kind, buffer[..count]), _end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The step is over; what was read is all there is.
        }
    }
}
