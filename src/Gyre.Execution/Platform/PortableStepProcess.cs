using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gyre.Execution.Platform;

/// <summary>See <see cref="IStepProcess"/> and <see cref="PortableProcessHost"/>.</summary>
internal sealed class PortableStepProcess : IStepProcess
{
    private const int BufferSize = 16 * 1024;
    private readonly Process _process;
    private readonly BlockingCollection<(StepEventKind Kind, byte[] Bytes)> _events = new(64);
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
        Usage = (_process.TotalProcessorTime.TotalSeconds, Usage.PeakMemoryInBytes);
        return false;
    }

    public void Interrupt() => Terminate();

    public void Terminate() => _process.CloseMainWindow();

    public void Kill() => _process.Kill(entireProcessTree: true);

    public long MeasureMemory()
    {
        if (_process.HasExited)
            return 0;
        _process.Refresh();
        return _process.WorkingSet64;
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
