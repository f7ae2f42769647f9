using System.Globalization;

namespace Gyre.Execution.Supervision;

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
