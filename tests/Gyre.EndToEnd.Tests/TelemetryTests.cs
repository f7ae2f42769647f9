using System.Globalization;
using System.Text;
using Gyre.Testing.Delivery;

namespace Gyre.EndToEnd.Tests;

/// <summary>What the program tells of itself while it works: its log beside the progress, and its spans.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Caller = "0af7651916cd43dd8448eb211c80319c";

    private const string Yaml = """
        - step:
            name: say
            image: any
            command: echo "{\"parent\":\"$TRACEPARENT\"}"
        - pipeline:
            name: p
            nodes: [{name: say, type: execution, step: say}]
            edges: []
        """;

    private readonly ShortLivedFolder _folder = new();

    private string Home => Path.Join(_folder.Path, "home");

    private string Project => Path.Join(_folder.Path, "gyre.yaml");

    public TelemetryTests() => File.WriteAllText(Project, Yaml);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_exported_as_one_trace_that_goes_on_in_the_step()
    {
        await using var receiver = new Receiver(Encoding.Latin1);
        var (code, output, errors) = await RunAsync(
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{receiver.Port}"),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["TRACEPARENT"] = $"00-{Caller}-b7ad6b7169203331-01",
            },
            "--format", "json");
        code.ShouldBe(0, errors);
        output.ShouldContain($"\"parent\":\"00-{Caller}-");
        var traces = new StringBuilder();
        var metrics = new StringBuilder();
        while (receiver.HasMore)
        {
            var request = await receiver.NextAsync();
            (request.Line.Contains("/v1/traces", StringComparison.Ordinal) ? traces : metrics).Append(request.Body);
        }
        foreach (var name in new[] { "gyre run", "run p", "node say", "attempt say", "store.commit", "service.name" })
            traces.ToString().ShouldContain(name);
        metrics.ToString().ShouldContain("gyre.engine.runs.ended");
        metrics.ToString().ShouldContain("gyre.storage.commit.duration");
    }

    [Fact]
    public async Task Where_nobody_listens_the_step_gets_a_parent_and_a_receiver_that_is_away_does_no_harm()
    {
        var (code, output, errors) =
            await RunAsync(
                new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1", ["OTEL_SDK_DISABLED"] = "true" }, "--format", "json");
        code.ShouldBe(0, errors);
        output.ShouldMatch("\"parent\":\"00-[0-9a-f]{32}-[0-9a-f]{16}-00\"");
        (code, _, errors) = await RunAsync(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1" });
        code.ShouldBe(0, errors);
    }

    [Fact]
    public async Task The_log_goes_to_standard_error_beside_progress_in_lines()
    {
        var (code, _, errors) = await RunAsync([], "-v");
        code.ShouldBe(0, errors);
        errors.ShouldContain("info: Gyre.Pipelines.Running.RunNews[5004]");
        errors.ShouldContain("Node say ended: Succeeded");
        errors.ShouldContain("RunId: ");
        errors.ShouldContain("  say: succeeded");
        errors.ShouldNotContain("dbug:");
        (_, _, errors) = await RunAsync(new() { ["GYRE_LOG_FORMAT"] = "json" }, "-vv", "--no-cache");
        errors.ShouldContain("\"LogLevel\":\"Debug\",\"Category\":\"Gyre.Execution.Processes.ProcessScheduler\"");
        (_, _, errors) = await RunAsync([]);
        errors.ShouldNotContain("info:");
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(Dictionary<string, string> variables, params string[] options)
    {
        using var program = GyreProgram.Start(variables, ["run", Project, "--home", Home, .. options]);
        return await program.EndAsync();
    }
}
