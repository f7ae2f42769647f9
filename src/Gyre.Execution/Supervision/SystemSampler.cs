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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk shall not end a step because of a sample.
        }
    }
}
