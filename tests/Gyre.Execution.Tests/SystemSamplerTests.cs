using System.Text.Json;
using Gyre.Execution.Supervision;
using Gyre.Testing;

namespace Gyre.Execution.Tests;

public sealed class SystemSamplerTests : IDisposable
{
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
        using var watcher = new FileSystemWatcher(_folder) { EnableRaisingEvents = true };
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => seen.TrySetResult();
        var sampling = new SystemSampler(File, _folder, TimeSpan.FromMilliseconds(20), TimeProvider.System).RunAsync(over.Token);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await over.CancelAsync();
        await sampling;
        var lines = await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken);
        lines.Length.ShouldBeGreaterThanOrEqualTo(2);
        using var last = JsonDocument.Parse(lines[^1]);
        last.RootElement.GetProperty("step").GetInt64().ShouldBe(lines.Length - 1);
        last.RootElement.GetProperty("system/cpu_utilization_percentage").GetDouble().ShouldBeInRange(0, 100);
        last.RootElement.GetProperty("system/system_memory_usage_percentage").GetDouble().ShouldBeInRange(0, 100);
        last.RootElement.GetProperty("system/disk_usage_percentage").GetDouble().ShouldBeInRange(0, 100);
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
