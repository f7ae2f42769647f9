using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Execution.Supervision;

/// <summary>
/// Looks now and then at what the machine is busy with while a step runs, and writes it down, a JSON object a line. A short step is not sampled at all. What
/// a system does not tell is left out.
/// </summary>
internal sealed class SystemSampler(string path, string folder, TimeSpan interval, TimeProvider clock)
{
    private const double Megabyte = 1e6;

    private readonly MachineCounters _counters = new();
    private long _number;

    /// <summary>Until cancelled; then one sample more when there was one before.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await SampleAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            if (_number > 0)
                await SampleAsync(CancellationToken.None);
        }
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        var entries = new List<KeyValuePair<string, Value>>();
        void Add(string name, double? value)
        {
            if (value is { } number && double.IsFinite(number))
                entries.Add(new("system/" + name, Value.Of(Math.Round(number, 3))));
        }
        Add("cpu_utilization_percentage", _counters.CpuPercentage());
        var (used, total) = MachineCounters.Memory();
        Add("system_memory_usage_megabytes", used / Megabyte);
        Add("system_memory_usage_percentage", total > 0 ? 100 * used / total : null);
        AddDisk(Add);
        var (received, sent) = _counters.Network();
        Add("network_receive_megabytes", received / Megabyte);
        Add("network_transmit_megabytes", sent / Megabyte);
        foreach (var gpu in await GpuCounters.ReadAsync(cancellationToken))
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"gpu_{gpu.Index}_utilization_percentage"), gpu.Utilization);
            Add(string.Create(CultureInfo.InvariantCulture, $"gpu_{gpu.Index}_memory_usage_megabytes"), gpu.MemoryInMegabytes);
        }
        entries.Add(new("step", Value.Of(_number++)));
        entries.Add(new("_time", Value.Of(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture))));
        Write(new MapValue([.. entries]));
    }

    private void AddDisk(Action<string, double?> add)
    {
        try
        {
            var drive = new DriveInfo(folder);
            add("disk_usage_megabytes", (drive.TotalSize - drive.AvailableFreeSpace) / Megabyte);
            add("disk_available_megabytes", drive.AvailableFreeSpace / Megabyte);
            add("disk_usage_percentage", 100.0 * (drive.TotalSize - drive.AvailableFreeSpace) / drive.TotalSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Not told here.
        }
    }

    private void Write(MapValue sample)
    {
        try
        {
            File.AppendAllText(path, ValueJson.Write(sample) + "\n", Encoding.UTF8);
        }
        catch (IOException)
        {
            // A full disk shall not end a step because of a sample.
        }
    }
}

/// <summary>Counters of the machine, where the system tells them (Linux).</summary>
internal sealed class MachineCounters
{
    private (double Busy, double All)? _cpu;
    private (double Received, double Sent)? _network;

    /// <summary>Busy share since the last look, 0 to 100; null at the first.</summary>
    public double? CpuPercentage()
    {
        if (Lines("/proc/stat").FirstOrDefault(line => line.StartsWith("cpu ", StringComparison.Ordinal)) is not { } line)
            return null;
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        if (ticks.Length < 5)
            return null;
        var all = ticks.Sum();
        var now = (Busy: all - ticks[3] - ticks[4], All: all);
        var before = _cpu;
        _cpu = now;
        return before is { } last && now.All > last.All ? 100 * (now.Busy - last.Busy) / (now.All - last.All) : null;
    }

    /// <summary>Bytes in use and bytes there are.</summary>
    public static (double? Used, double? Total) Memory()
    {
        var values = Lines("/proc/meminfo").Select(line => line.Split(':')).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => Number(parts[1].Trim().Split(' ')[0]) * 1024, StringComparer.Ordinal);
        return values.TryGetValue("MemTotal", out var total) && values.TryGetValue("MemAvailable", out var available) ? (total - available, total) : (null, null);
    }

    /// <summary>Bytes since the last look, over all interfaces but the loopback; null at the first.</summary>
    public (double? Received, double? Sent) Network()
    {
        var rows = Lines("/proc/net/dev").Skip(2).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2 && parts[0].Trim() != "lo")
            .Select(parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length > 8).ToList();
        if (rows.Count == 0)
            return (null, null);
        var now = (Received: rows.Sum(fields => Number(fields[0])), Sent: rows.Sum(fields => Number(fields[8])));
        var before = _network;
        _network = now;
        return before is { } last ? (Math.Max(0, now.Received - last.Received), Math.Max(0, now.Sent - last.Sent)) : (null, null);
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

/// <summary>A graphics processor at one moment.</summary>
internal readonly record struct GpuSample(int Index, double Utilization, double MemoryInMegabytes);

/// <summary>Asks the driver's own program, where it is installed.</summary>
internal static class GpuCounters
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Lazy<string?> Program = new(static () => Programs.Find("nvidia-smi", Environment.GetEnvironmentVariable("PATH") ?? ""));

    public static async Task<IReadOnlyList<GpuSample>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Program.Value is not { } program)
            return [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            return [.. text.Split('\n').Select(Parse).OfType<GpuSample>()];
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or OperationCanceledException or IOException)
        {
            return [];
        }
    }

    internal static GpuSample? Parse(string line)
    {
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        return fields.Length == 3 && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var utilization)
            && double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var memory)
            ? new GpuSample(index, utilization, memory)
            : null;
    }
}
