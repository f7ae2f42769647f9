using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Gyre.Cli.Homes;
using Gyre.Cli.Serving;

namespace Gyre.Cli;

/// <summary>The one place that touches the process's console and signals.</summary>
internal sealed class SystemConsole : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly StreamWriter _out = Writer(Console.OpenStandardOutput());
    private readonly StreamWriter _error = Writer(Console.OpenStandardError());
    private int _interrupts;

    public SystemConsole()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        if (!HangUpIsIgnored())
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal));
        // What is written is UTF-8; an old Windows console would read it as something else.
        if (OperatingSystem.IsWindows() && !(Console.IsOutputRedirected && Console.IsErrorRedirected))
            Console.OutputEncoding = new UTF8Encoding(false);
        var homes = ProgramHomes.Standard;
        var error = TextWriter.Synchronized(_error);
        Host = new CliHost
        {
            Out = TextWriter.Synchronized(_out),
            Error = error,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = static () => Measure(static () => Console.WindowWidth, 100),
            Height = static () => Measure(static () => Console.WindowHeight, 40),
            Variable = Environment.GetEnvironmentVariable,
            ReadSecret = ReadSecret,
            InIsTerminal = !Console.IsInputRedirected,
            WorkingFolder = Environment.CurrentDirectory,
            Homes = homes,
            Server = new ServerAccess(TimeProvider.System, homes, error),
            Interrupted = _first.Token,
            LeaveNow = _second.Token,
        };
    }

    /// <summary>The process's own surroundings.</summary>
    public CliHost Host { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        // A live display that was left at once had no chance to give the cursor back.
        if (_interrupts > 1 && Host.ErrorIsTerminal)
            _error.Write("\e[?25h");
        _out.Dispose();
        _error.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (Interlocked.Increment(ref _interrupts))
        {
            case 1:
                Cancel(_first);
                break;
            case 2:
                Cancel(_second);
                break;
            default:
                // Somebody presses for the third time: whatever still hangs has had its chance.
                Environment.Exit(CliExitCodes.Interrupted);
                break;
        }
    }

    /// <summary>Whether the program was started with nohup: then a closed terminal is no interrupt.</summary>
    private static bool HangUpIsIgnored()
    {
        const string Line = "SigIgn:";
        try
        {
            return OperatingSystem.IsLinux()
                && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } found
                && ulong.TryParse(found.AsSpan(Line.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
                && (mask & 1) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string? ReadSecret(string name)
    {
        if (Console.IsInputRedirected)
        {
            using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            var text = input.ReadToEnd();
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        _error.Write($"Value of {name} (not shown): ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
        _error.WriteLine();
        return typed.ToString();
    }

    private static void Cancel(CancellationTokenSource source) => source.CancelAsync();

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    private static int Measure(Func<int> size, int otherwise)
    {
        try
        {
            return size() is > 0 and var value ? value : otherwise;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return otherwise;
        }
    }
}
