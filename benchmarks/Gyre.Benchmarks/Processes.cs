using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Gyre.Benchmarks;

/// <summary>What a program did with its time and memory.</summary>
internal sealed record Measured(string Output, TimeSpan Time, long PeakMemoryInBytes);

/// <summary>Programs that are measured from outside.</summary>
internal static class Processes
{
    /// <summary>The program beside this one.</summary>
    public static readonly string Gyre = Path.Join(AppContext.BaseDirectory, "gyre.dll");

    public static Task<Measured> GyreAsync(params string[] arguments) => RunAsync("dotnet", [Gyre, .. arguments]);

    /// <summary>Runs a project and gives what <c>gyre run --format json</c> said.</summary>
    public static async Task<(Measured Measured, JsonElement Run)> GyreRunAsync(string project, string home)
    {
        var measured = await GyreAsync("run", project, "--home", home, "--format", "json");
        using var document = JsonDocument.Parse(measured.Output);
        return (measured, document.RootElement.Clone());
    }

    public static async Task<Measured> RunAsync(string program, string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var ended = new CancellationTokenSource();
        var peak = WatchPeakAsync(process.Id, ended.Token);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var time = Stopwatch.GetElapsedTime(start);
        await ended.CancelAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        return new Measured(output, time, await peak);
    }

    /// <summary>The kernel keeps the peak; it is read until the process is gone.</summary>
    private static async Task<long> WatchPeakAsync(int process, CancellationToken ended)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!ended.IsCancellationRequested)
        {
            peak = Math.Max(peak, PeakOf(process));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
        return peak;
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
