using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gyre.Testing.Storage;

/// <summary>
/// A server program that a test started. A small shell stands between: when this process ends in whatever way, the shell's standard
/// input closes, and it kills the server and removes its folder.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const string Guard =
        """
        folder=$1; signal=$2; shift 2
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        trap '' INT HUP TERM
        cat <&3 >/dev/null
        kill -s "$signal" "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        rm -rf -- "$folder"
        """;

    private readonly Process _shell;
    private readonly Task _output;

    private TestServer(Process shell, Task output)
    {
        _shell = shell;
        _output = output;
    }

    /// <summary>Starts a program and waits until it says that it is ready.</summary>
    /// <param name="folder">Removed at the end.</param>
    /// <param name="signal">What ends the program at once, without the SIG.</param>
    /// <param name="readyText">Part of the line on standard error that says so.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">It ended before it was ready.</exception>
    public static async Task<TestServer> StartAsync(
        string folder, string signal, string readyText, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        // In a session of its own, so that a kill of the tests' whole process group leaves somebody to clean up.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in (string[])["/bin/sh", "-c", Guard, "guard", folder, signal, .. command])
            start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = Task.WhenAll(DrainAsync(shell.StandardError, readyText, ready), DrainAsync(shell.StandardOutput, readyText, ready));
        var server = new TestServer(shell, output);
        try
        {
            await ready.Task.WaitAsync(Patience.Limit, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program at a free port; at another one when somebody else took it meanwhile.</summary>
    /// <param name="start">Starts it at a port.</param>
    public static async Task<(TestServer Server, int Port)> StartAtFreePortAsync(Func<int, Task<TestServer>> start)
    {
        for (var tries = 1; ; tries++)
        {
            var port = FreePort();
            try
            {
                return (await start(port), port);
            }
            catch (InvalidOperationException) when (tries < 5)
            {
                // It ended before it was ready.
            }
        }
    }

    /// <summary>A port that was free a moment ago.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a program to its end; gives whether it succeeded.</summary>
    public static async Task<bool> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }

    /// <summary>Looks for a program in the search path.</summary>
    public static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists);

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        await _output;
        _shell.Dispose();
    }

    private static async Task DrainAsync(StreamReader reader, string readyText, TaskCompletionSource ready)
    {
        var said = new Queue<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Contains(readyText, StringComparison.Ordinal))
                ready.TrySetResult();
            said.Enqueue(line);
            if (said.Count > 20)
                said.Dequeue();
        }
        ready.TrySetException(new InvalidOperationException($"The server ended before it was ready: {string.Join(" | ", said)}"));
    }
}
