using System.Runtime.InteropServices;
using System.Text;

namespace Gyre.Execution.Platform;

/// <summary>See <see cref="IStepProcess"/>. Two pipes, a process descriptor and a wake-up pipe under one <c>poll</c>.</summary>
internal sealed unsafe class LinuxStepProcess : IStepProcess
{
    private const int OpenProcessDescriptor = 434;
    private const int ExitedWithoutReaping = 0x4 | LinuxCalls.NoHang | 0x01000000;
    private const int FallbackMilliseconds = 20;
    private readonly bool _ownsAllChildren;
    private readonly byte[] _marker;
    private readonly int _wakeRead;
    private readonly Lock _wakeLock = new();
    private int _wakeWrite;
    private int _output;
    private int _error;
    private int _descriptor;
    private bool _exitTold;
    private bool _reaped;
    private double _cpuSeconds;
    private long _peakMemory;

    private LinuxStepProcess(int id, int output, int error, string marker, bool ownsAllChildren)
    {
        Id = id;
        (_output, _error) = (output, error);
        (_wakeRead, _wakeWrite) = Pipe();
        _marker = Encoding.UTF8.GetBytes(marker);
        _ownsAllChildren = ownsAllChildren;
        _descriptor = (int)LinuxCalls.SystemCall(OpenProcessDescriptor, id, 0);
    }

    public int Id { get; }

    public ExitStatus Status { get; private set; }

    public (double CpuSeconds, long PeakMemoryInBytes) Usage => (_cpuSeconds, _peakMemory);

    public static LinuxStepProcess Start(LaunchSpec spec, string marker, bool ownsAllChildren)
    {
        var (outputRead, outputWrite) = Pipe();
        var (errorRead, errorWrite) = Pipe();
        try
        {
            var id = LinuxSpawn.Start(spec, outputWrite, errorWrite);
            return new LinuxStepProcess(id, outputRead, errorRead, marker, ownsAllChildren);
        }
        catch
        {
            _ = LinuxCalls.Close(outputRead);
            _ = LinuxCalls.Close(errorRead);
            throw;
        }
        finally
        {
            _ = LinuxCalls.Close(outputWrite);
            _ = LinuxCalls.Close(errorWrite);
        }
    }

    public StepEvent Next(Span<byte> buffer, int milliseconds)
    {
        const int Count = 4;
        var entries = stackalloc LinuxCalls.PollEntry[Count];
        // poll skips negative numbers, so what is closed or told needs no special case.
        entries[0] = new() { File = _wakeRead, Events = LinuxCalls.PollIn };
        entries[1] = new() { File = _exitTold ? -1 : _descriptor, Events = LinuxCalls.PollIn };
        entries[2] = new() { File = _output, Events = LinuxCalls.PollIn };
        entries[3] = new() { File = _error, Events = LinuxCalls.PollIn };
        var peek = _descriptor < 0 && !_exitTold;
        if (LinuxCalls.Poll(entries, Count, peek ? FallbackMilliseconds : milliseconds) < 0)
            return default;
        if (entries[0].Returned != 0)
            return DrainWakes();
        if (entries[1].Returned != 0 || (peek && HasEnded()))
        {
            _exitTold = true;
            return new StepEvent(StepEventKind.Exited);
        }
        return Read(buffer, entries[2].Returned != 0, entries[3].Returned != 0);
    }

    public bool TryDrain(Span<byte> buffer, out StepEvent output)
    {
        output = Read(buffer, _output >= 0, _error >= 0);
        return output.Count > 0;
    }

    public void Wake()
    {
        lock (_wakeLock)
        {
            byte one = 1;
            if (_wakeWrite >= 0)
                _ = LinuxCalls.Write(_wakeWrite, &one, 1);
        }
    }

    public bool AnyLeft()
    {
        Reap();
        if (!_reaped)
            return true;
        if (_ownsAllChildren && HasNoChildren())
            return false;
        return Members().Exists(entry => !entry.IsGone);
    }

    public void Interrupt() => Ask(LinuxCalls.SignalInterrupt);

    public void Terminate() => Ask(LinuxCalls.SignalTerminate);

    private void Ask(int signal)
    {
        // While the command itself is not reaped its number cannot belong to another group.
        if (!_reaped)
        {
            _ = LinuxCalls.Kill(-Id, signal);
            _ = LinuxCalls.Kill(-Id, LinuxCalls.SignalContinue);
        }
        foreach (var entry in Members())
        {
            if (entry.IsGone || (!_reaped && entry.Group == Id))
                continue;
            _ = LinuxCalls.Kill(entry.Id, signal);
            _ = LinuxCalls.Kill(entry.Id, LinuxCalls.SignalContinue);
        }
    }

    public void Kill()
    {
        if (!_reaped)
            _ = LinuxCalls.Kill(-Id, LinuxCalls.SignalKill);
        foreach (var entry in Members())
        {
            if (!entry.IsGone)
                _ = LinuxCalls.Kill(entry.Id, LinuxCalls.SignalKill);
        }
    }

    public long MeasureMemory() => Members().Sum(entry => entry.MemoryInBytes);

    public void Dispose()
    {
        CloseOnce(ref _output);
        CloseOnce(ref _error);
        CloseOnce(ref _descriptor);
        lock (_wakeLock)
            CloseOnce(ref _wakeWrite);
        _ = LinuxCalls.Close(_wakeRead);
    }

    /// <summary>Our own ends of a pipe; reading never blocks, and no program that is started inherits them.</summary>
    private static (int Read, int Write) Pipe()
    {
        const int SetFlags = 4;
        var ends = stackalloc int[2];
        if (LinuxCalls.Pipe(ends, LinuxCalls.CloseOnExec) != 0)
            throw new LaunchException($"A pipe could not be created: {Marshal.GetLastPInvokeErrorMessage()}.");
        _ = LinuxCalls.FileControl(ends[0], SetFlags, LinuxCalls.NonBlocking);
        return (ends[0], ends[1]);
    }

    private StepEvent DrainWakes()
    {
        var waste = stackalloc byte[64];
        while (LinuxCalls.Read(_wakeRead, waste, 64) == 64)
        {
        }
        return new StepEvent(StepEventKind.Woken);
    }

    private StepEvent Read(Span<byte> buffer, bool output, bool error)
    {
        if (output && Read(ref _output, buffer) is var first and > 0)
            return new StepEvent(StepEventKind.Output, first);
        return error && Read(ref _error, buffer) is var second and > 0 ? new StepEvent(StepEventKind.Error, second) : default;
    }

    private static int Read(ref int file, Span<byte> buffer)
    {
        nint count;
        fixed (byte* start = buffer)
            count = LinuxCalls.Read(file, start, (nuint)buffer.Length);
        if (count > 0)
            return (int)count;
        if (count < 0 && Marshal.GetLastPInvokeError() is LinuxCalls.ErrorAgain or LinuxCalls.ErrorInterrupted)
            return 0;
        CloseOnce(ref file);
        return 0;
    }

    private bool HasEnded()
    {
        const int ById = 1;
        var info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        // The signal number of the answer is zero when nothing has ended.
        return LinuxCalls.WaitPeek(ById, Id, info, ExitedWithoutReaping) == 0 && *(int*)info != 0;
    }

    private static bool HasNoChildren()
    {
        const int Any = 0;
        var info = stackalloc byte[128];
        return LinuxCalls.WaitPeek(Any, 0, info, ExitedWithoutReaping) != 0;
    }

    private void Reap()
    {
        if (!_reaped && LinuxCalls.Wait(Id, out var status, LinuxCalls.NoHang, out var usage) == Id)
        {
            _reaped = true;
            var signal = status & 0x7F;
            Status = signal == 0 ? new ExitStatus((status >> 8) & 0xFF, null) : new ExitStatus(null, signal);
            Count(usage);
        }
        while (_reaped && _ownsAllChildren && LinuxCalls.Wait(-1, out _, LinuxCalls.NoHang, out var orphan) > 0)
            Count(orphan);
    }

    private void Count(in LinuxCalls.ResourceRecord usage)
    {
        _cpuSeconds += usage.CpuSeconds;
        _peakMemory = Math.Max(_peakMemory, usage.PeakMemoryInKiB * 1024);
    }

    private List<ProcessEntry> Members()
    {
        var table = ProcessTable.Read();
        var self = Environment.ProcessId;
        var members = new HashSet<int>();
        foreach (var entry in table)
        {
            if (entry.Id == self)
                continue;
            if (entry.Session == Id || entry.Group == Id || (_ownsAllChildren ? entry.Parent == self : ProcessTable.Carries(entry.Id, _marker)))
                members.Add(entry.Id);
        }
        ProcessTable.AddDescendants(table, members);
        return table.FindAll(entry => members.Contains(entry.Id));
    }

    private static void CloseOnce(ref int file)
    {
        if (file >= 0)
            _ = LinuxCalls.Close(file);
        file = -1;
    }
}
