using System.Runtime.InteropServices;
using System.Text;

namespace Gyre.Execution.Platform;

/// <summary>Starts a program in a session of its own, with nothing open but the three standard streams.</summary>
internal static unsafe class LinuxSpawn
{
    private const int OpaqueSize = 1024;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int OpenReadOnly = 0;
    private const int OpenAppendCreate = 0x1 | 0x40 | 0x400;

    /// <summary>Starts it; the standard streams are given file numbers, or a path that is appended to.</summary>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public static int Start(LaunchSpec spec, int output, int error, string? appendTo = null)
    {
        spec.Check();
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        new Span<byte>(actions, OpaqueSize).Clear();
        new Span<byte>(attributes, OpaqueSize).Clear();
        _ = LinuxCalls.ActionsInit(actions);
        _ = LinuxCalls.AttributesInit(attributes);
        try
        {
            SetStreams(actions, output, error, appendTo);
            _ = LinuxCalls.ActionsChangeFolder(actions, spec.WorkingDirectory);
            SetSignals(attributes);
            return spec.Cpus.IsEmpty ? Start(spec, actions, attributes) : CpuAffinity.With(spec.Cpus, () => Start(spec, actions, attributes));
        }
        finally
        {
            _ = LinuxCalls.ActionsDestroy(actions);
            _ = LinuxCalls.AttributesDestroy(attributes);
        }
    }

    private static void SetStreams(byte* actions, int output, int error, string? appendTo)
    {
        _ = LinuxCalls.ActionsOpen(actions, 0, "/dev/null", OpenReadOnly, 0);
        if (appendTo is not null)
        {
            _ = LinuxCalls.ActionsOpen(actions, 1, appendTo, OpenAppendCreate, 0b110_000_000);
            _ = LinuxCalls.ActionsDuplicate(actions, 1, 2);
            return;
        }
        _ = LinuxCalls.ActionsDuplicate(actions, output, 1);
        _ = LinuxCalls.ActionsDuplicate(actions, error, 2);
    }

    /// <summary>The runtime ignores SIGPIPE and blocks others; a step must start as from a terminal.</summary>
    private static void SetSignals(byte* attributes)
    {
        var set = stackalloc byte[128];
        new Span<byte>(set, 128).Clear();
        _ = LinuxCalls.AttributesSignalMask(attributes, set);
        new Span<byte>(set, 8).Fill(0xFF);
        // SIGKILL and SIGSTOP have no disposition; 32 and 33 belong to the C library.
        foreach (var signal in (ReadOnlySpan<int>)[9, 19, 32, 33])
            set[(signal - 1) / 8] &= (byte)~(1 << ((signal - 1) % 8));
        _ = LinuxCalls.AttributesDefaultSignals(attributes, set);
        _ = LinuxCalls.AttributesFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession);
    }

    private static int Start(LaunchSpec spec, byte* actions, byte* attributes)
    {
        var arguments = ToNative([spec.Program, .. spec.Arguments]);
        var environment = ToNative([.. spec.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        try
        {
            fixed (byte** first = arguments)
            fixed (byte** variables = environment)
            {
                var error = LinuxCalls.Spawn(out var process, spec.Program, actions, attributes, first, variables);
                return error == 0 ? process : throw Failure(spec, error);
            }
        }
        finally
        {
            Free(arguments);
            Free(environment);
        }
    }

    private static LaunchException Failure(LaunchSpec spec, int error) => new(error == LinuxCalls.ErrorTooBig
        ? $"'{spec.Program}' could not be started: its arguments and environment variables together exceed the system limit. Pass long values in a file."
        : $"'{spec.Program}' could not be started in '{spec.WorkingDirectory}': {Marshal.GetPInvokeErrorMessage(error)}.");

    private static byte*[] ToNative(string[] texts)
    {
        var pointers = new byte*[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++)
        {
            var length = Encoding.UTF8.GetByteCount(texts[i]);
            pointers[i] = (byte*)NativeMemory.Alloc((nuint)length + 1);
            Encoding.UTF8.GetBytes(texts[i], new Span<byte>(pointers[i], length));
            pointers[i][length] = 0;
        }
        return pointers;
    }

    private static void Free(byte*[] pointers)
    {
        foreach (var pointer in pointers)
            NativeMemory.Free(pointer);
    }
}
