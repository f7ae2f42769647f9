using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Gyre.Execution.Platform;

/// <summary>
/// The CPUs that the calling thread may use. What a thread starts inherits them from that thread alone, so a thread that narrows itself for the moment of a
/// start narrows what is started from its first instruction on, and nothing else.
/// </summary>
internal static unsafe class CpuAffinity
{
    /// <summary>Room for 8192 CPUs; the kernel refuses a mask that is smaller than its own.</summary>
    private const int MaskBytes = 1024;

    /// <summary>Numbers of the CPUs of the calling thread; null when the system does not say.</summary>
    public static ImmutableArray<int>? Read()
    {
        var mask = stackalloc byte[MaskBytes];
        if (!TryRead(mask))
            return null;
        var cpus = ImmutableArray.CreateBuilder<int>();
        for (var cpu = 0; cpu < MaskBytes * 8; cpu++)
        {
            if ((mask[cpu / 8] & (1 << (cpu % 8))) != 0)
                cpus.Add(cpu);
        }
        return cpus.ToImmutable();
    }

    /// <summary>Does something on this thread while it may use these CPUs alone.</summary>
    /// <exception cref="LaunchException">The system does not allow it.</exception>
    public static T With<T>(ImmutableArray<int> cpus, Func<T> action)
    {
        var before = stackalloc byte[MaskBytes];
        var mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        foreach (var cpu in cpus)
            mask[cpu / 8] |= (byte)(1 << (cpu % 8));
        if (!TryRead(before) || LinuxCalls.SetAffinity(0, MaskBytes, mask) != 0)
            throw new LaunchException(
                $"The step could not be restricted to {cpus.Length} CPU(s): {Marshal.GetLastPInvokeErrorMessage()}.");
        try
        {
            return action();
        }
        finally
        {
            _ = LinuxCalls.SetAffinity(0, MaskBytes, before);
        }
    }

    private static bool TryRead(byte* mask)
    {
        new Span<byte>(mask, MaskBytes).Clear();
        return LinuxCalls.GetAffinity(0, MaskBytes, mask) == 0;
    }
}
