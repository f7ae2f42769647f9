using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Pipelines;
using Gyre.Server.Features.Metrics;
using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>The metrics follow the conventions of Prometheus, and their page is made from the table.</summary>
public sealed partial class MetricTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public void Names_follow_the_conventions()
    {
        foreach (var metric in All())
        {
            metric.Name.ShouldMatch("^[a-z][a-z0-9]*(_[a-z0-9]+)*$");
            metric.Name.EndsWith("_total", StringComparison.Ordinal).ShouldBe(metric.Type == "counter", metric.Name);
            metric.Help.ShouldMatch("^[A-Z0-9][^\\n]*\\.$", metric.Name);
        }
        All().Select(metric => metric.Name).ShouldBeUnique();
    }

    [Fact]
    public async Task Engine_and_storage_are_measured_and_each_metric_has_one_head_before_its_lines()
    {
        await _home.Store.Database.WriteAsync(session => session.Execute("DELETE FROM cursors"), TestContext.Current.CancellationToken);
        await _home.GetAsync("/api/v1/runs");
        var text = (await _home.GetAsync("/metrics")).Text;
        text.ShouldContain("# TYPE gyre_storage_commit_duration_seconds histogram\n");
        text.ShouldContain("gyre_storage_commit_duration_seconds_bucket{le=\"+Inf\"}");
        text.ShouldContain("# TYPE gyre_storage_writes_total counter\n");
        text.ShouldContain("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_route=\"/api/v1/runs\",");
        var heads = Head().Matches(text).Select(match => match.Groups["name"].Value).ToList();
        heads.ShouldBeUnique();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
            heads.ShouldContain(head => line.StartsWith(head, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_metrics_is_up_to_date()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Metrics

            The metrics that `GET /metrics` of a server returns. Counters start with the server. Metrics whose names start with
            `gyre_engine_`, `gyre_storage_` and `http_server_` are also exported over OTLP, under the same names with dots
            ([Logs and traces](../guides/logs-and-traces.md)). This page is generated from the code.

            | name | type | meaning |
            |---|---|---|

            """);
        foreach (var metric in All())
            page.Append("| `").Append(metric.Name).Append("` | ").Append(metric.Type).Append(" | ").Append(metric.Help).Append(" |\n");
        var path = Path.Join(Root(), "docs", "reference", "metrics.md");
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            File.WriteAllText(path, page.ToString());
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(page.ToString());
    }

    private static IReadOnlyList<Metric> All()
    {
        // Instruments are made when their module first uses them.
        foreach (var telemetry in new[] { typeof(Engine).Assembly, typeof(GyreStore).Assembly, typeof(GyreServer).Assembly }
            .SelectMany(module => module.GetTypes()).Where(type => type.Name.EndsWith("Telemetry", StringComparison.Ordinal)))
        {
            RuntimeHelpers.RunClassConstructor(telemetry.TypeHandle);
        }
        using var collector = new InstrumentCollector();
        collector.Start();
        return [.. Metric.OfServer, .. collector.Metrics];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "Gyre.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("^# TYPE (?<name>\\S+) ", RegexOptions.Multiline)]
    private static partial Regex Head();
}
