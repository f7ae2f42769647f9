using System.Text.Json;
using Gyre.Execution.Supervision;
using Gyre.Testing;

namespace Gyre.Execution.Tests;

public sealed class SystemSamplerTests : IDisposable
{
    private const string Cpu = "system/cpu_utilization_percentage";

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-sampler-").FullName;

    private string File => Path.Join(_folder, "system.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_short_step_is_not_sampled()
    {
        using var over = new CancellationTokenSource();
        var sampling = new SystemSampler(File, _folder, TimeSpan.FromHours(1), TimeProvider.System).RunAsync(over.Token);
        await over.CancelAsync();
        await sampling;
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public async Task A_longer_one_is_and_once_more_at_its_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the counters are those of Linux");
        using var over = new CancellationTokenSource();
        var sampling = new SystemSampler(File, _folder, TimeSpan.FromMilliseconds(20), TimeProvider.System).RunAsync(over.Token);
        // Two looks within one tick of the machine's clock tell nothing of its processors; sooner or later two are apart.
        await Patience.UntilAsync(async () => (await ReadAsync()).Any(line => line.Contains(Cpu, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        var before = (await ReadAsync()).Length;
        await over.CancelAsync();
        await sampling;
        var lines = await ReadAsync();
        lines.Length.ShouldBeGreaterThan(before);
        using var busy = JsonDocument.Parse(lines.First(line => line.Contains(Cpu, StringComparison.Ordinal)));
        busy.RootElement.GetProperty(Cpu).GetDouble().ShouldBeInRange(0, 100);
        using var last = JsonDocument.Parse(lines[^1]);
        last.RootElement.GetProperty("step").GetInt64().ShouldBe(lines.Length - 1);
        last.RootElement.GetProperty("system/system_memory_usage_percentage").GetDouble().ShouldBeInRange(0, 100);
        last.RootElement.GetProperty("system/disk_usage_percentage").GetDouble().ShouldBeInRange(0, 100);
    }

    /// <summary>Whole lines so far, without keeping the sampler from writing.</summary>
    private async Task<string[]> ReadAsync()
    {
        if (!System.IO.File.Exists(File))
            return [];
        using var reader = new StreamReader(new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("0, 37, 1024", 0, 37.0, 1024.0)]
    [InlineData("1, [N/A], 3", null, 0.0, 0.0)]
    [InlineData("", null, 0.0, 0.0)]
    public void A_line_of_the_driver_is_read_or_passed_over(string line, int? index, double utilization, double memory)
    {
        var sample = GpuCounters.Parse(line);
        (sample?.Index, sample?.Utilization ?? 0, sample?.MemoryInMegabytes ?? 0).ShouldBe((index, utilization, memory));
    }
}
