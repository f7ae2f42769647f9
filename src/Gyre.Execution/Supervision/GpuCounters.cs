using System.Diagnostics;
using System.Globalization;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

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
