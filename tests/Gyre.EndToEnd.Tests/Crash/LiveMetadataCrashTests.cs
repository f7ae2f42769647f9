using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>Engines that are killed again and again while they record what a step prints: nothing that was seen is gone, and nothing counts twice.</summary>
public sealed class LiveMetadataCrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-live-crash-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Metadata_survives_kills_of_the_engine_and_counts_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the step is written for sh");
        var (run, random, seen) = ("", new SeededRandom(14), 0L);
        for (var kill = 0; kill < Budget.Kills; kill++)
        {
            var (program, client) = await ServeAsync();
            using (program)
            using (client)
            {
                if (run.Length == 0)
                    run = await StartAsync(client);
                var wanted = seen + random.NextInt(1, 40);
                var count = seen;
                await Patience.UntilAsync(async () => (count = await CountAsync(client, run)) >= wanted, Cancel);
                count.ShouldBeGreaterThanOrEqualTo(seen, "what was acknowledged before the kill is there");
                seen = count;
                await program.KillAsync();
            }
        }
        await File.WriteAllTextAsync(Path.Join(_folder, "gate"), "", Cancel);
        await CheckAsync(run, seen);
        output.WriteLine($"{Budget.Kills} kills, {seen} points seen before the last");
    }

    private async Task CheckAsync(string run, long seen)
    {
        var (program, client) = await ServeAsync();
        using (program)
        using (client)
        {
            await Patience.UntilAsync(async () => (await GetAsync(client, $"/api/v0/pipelines/{run}/"))["status"]!.GetValue<string>() == "complete", Cancel);
            var printed = long.Parse(await File.ReadAllTextAsync(Path.Join(_folder, "printed"), Cancel), CultureInfo.InvariantCulture);
            var history = (await GetAsync(client, $"/api/2.0/mlflow/metrics/get-history?run_id={TrackingId(run)}&metric_key=n"))["metrics"]!.AsArray();
            // Each point stands at the step that its place in the order gives it: one that came twice or not at all would move those behind it.
            history.Select(point => (point!["value"]!.GetValue<double>(), point["step"]!.GetValue<long>()))
                .ShouldBe(Enumerable.Range(0, (int)printed).Select(n => ((double)n, (long)n)));
            printed.ShouldBeGreaterThanOrEqualTo(seen);
            await program.KillAsync();
        }
    }

    private async Task<string> StartAsync(HttpClient client)
    {
        var project = Directory.CreateDirectory(Path.Join(_folder, "project")).FullName;
        await File.WriteAllTextAsync(
            Path.Join(project, "valohai.yaml"),
            $$"""
            - step:
                name: count
                image: any
                command: |
                  i=0; while [ ! -e '{{_folder}}/gate' ]; do echo "{\"n\": $i}"; i=$((i+1)); sleep 0.01; done; printf $i > '{{_folder}}/printed'
            - pipeline: {name: count, nodes: [{name: node, type: execution, step: count}], edges: []}
            """,
            Cancel);
        using var added = await client.PostAsJsonAsync("/api/v1/projects", new { folder = project, name = "demo" }, Cancel);
        added.EnsureSuccessStatusCode();
        using var started = await client.PostAsJsonAsync("/api/v0/pipelines/create-from-template/", new { project = "demo", commit = "main", name = "count" }, Cancel);
        return JsonNode.Parse(await started.Content.ReadAsStringAsync(Cancel))!["id"]!.ToString();
    }

    private async Task<(GyreProgram Program, HttpClient Client)> ServeAsync()
    {
        var program = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", Path.Join(_folder, "home"), "--port", "0");
        var line = await program.ReadLineAsync(Cancel);
        return (program, new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]) });
    }

    private static async Task<long> CountAsync(HttpClient client, string run)
    {
        using var answer = await client.GetAsync($"/api/2.0/mlflow/runs/get?run_id={TrackingId(run)}", Cancel);
        var metrics = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))?["run"]?["data"]?["metrics"]?.AsArray();
        return metrics?.FirstOrDefault(metric => metric!["key"]!.GetValue<string>() == "n") is { } latest ? latest["step"]!.GetValue<long>() + 1 : 0;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) => JsonNode.Parse(await client.GetStringAsync(path, Cancel))!;

    private static string TrackingId(string run) => GuidIds.FromNames("tracking", run, "node").ToString("N", CultureInfo.InvariantCulture);
}
