using System.Collections.Concurrent;
using System.Diagnostics;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>The spans of a run form one tree, whoever drives it.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Yaml = """
        - step:
            name: make
            image: none
            command: make {parameters}
            parameters: [{name: n, type: integer, default: 1}]
        - task:
            name: sweep
            step: make
            parameters:
              - {name: n, style: multiple, rules: {items: [2, 3]}}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
              - {name: sweep, type: task, task: sweep}
            edges: []
        """;

    private readonly ConcurrentQueue<Activity> _ended = new();
    private EngineWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Request_run_node_attempt_and_step_are_one_tree()
    {
        using var listener = Listen();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        request.TraceStateString = "vendor=1";
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Yaml), EngineWorld.Cancel);
        request.Stop();
        await _world.Engine.RunToEndAsync(run, EngineWorld.Cancel);

        var spans = SpansOf(run);
        var root = spans.Single(span => span.DisplayName == "run p");
        (root.TraceId, root.ParentSpanId, root.Status).ShouldBe((request.TraceId, request.SpanId, ActivityStatusCode.Unset));
        spans.ShouldAllBe(span => span.TraceId == request.TraceId && span.Recorded && span.TraceStateString == "vendor=1");
        var parents = spans.Where(span => span != root).ToDictionary(
            span => span.DisplayName,
            span => spans.Single(above => above.SpanId == span.ParentSpanId).DisplayName,
            StringComparer.Ordinal);
        parents.ShouldBe(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["node a"] = "run p",
                ["attempt a"] = "node a",
                ["node sweep"] = "run p",
                ["node sweep[0]"] = "node sweep",
                ["attempt sweep[0]"] = "node sweep[0]",
                ["node sweep[1]"] = "node sweep",
                ["attempt sweep[1]"] = "node sweep[1]",
            },
            ignoreOrder: true);
        foreach (var order in _world.Machine.Started)
            order.TraceParent.ShouldBe(
                $"00-{request.TraceId}-{spans.Single(span => span.DisplayName == $"attempt {order.NodePath}").SpanId}-01");
        _world.Machine.Started.ShouldAllBe(order => order.TraceState == "vendor=1" && !order.Environment.ContainsKey("TRACEPARENT"));
        root.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Another_engine_goes_on_with_the_same_tree()
    {
        using var listener = Listen();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Machine.Behaviour = async order =>
        {
            begun.TrySetResult();
            await gate.Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Yaml), EngineWorld.Cancel);
        var driving = _world.Engine.RunToEndAsync(run, EngineWorld.Cancel);
        await begun.Task.WaitAsync(EngineWorld.Cancel);
        await _world.RestartAsync();
        await ((Task)driving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        gate.SetResult();
        await _world.Engine.RunToEndAsync(run, EngineWorld.Cancel);

        var spans = SpansOf(run);
        spans.Select(span => span.SpanId).ShouldBeUnique();
        spans.Select(span => span.TraceId).Distinct().Count().ShouldBe(1);
        spans.Where(span => span.DisplayName != "run p").ShouldAllBe(span => spans.Any(above => above.SpanId == span.ParentSpanId));
        // Nobody traced the one who asked, so the root of the trace is the acceptance.
        _ended.ShouldContain(
            span => span.OperationName == "run.accept" && span.SpanId == spans.Single(run => run.DisplayName == "run p").ParentSpanId);
    }

    [Fact]
    public async Task A_step_gets_a_valid_parent_where_nobody_traces_and_no_cache_key_depends_on_it()
    {
        var first = await _world.RunAsync(Yaml);
        var order = _world.Machine.Started[0];
        ActivityContext.TryParse(order.TraceParent, null, out var parent).ShouldBeTrue(order.TraceParent);
        // Other tests may listen at this moment, in which case the acceptance was traced.
        if ((await TraceOfAsync(first.Id)) is null)
            parent.TraceId.ToHexString().ShouldBe(first.Id.Value.ToString("N"));
        (await _world.RunAsync(Yaml)).Executions.ShouldBe(0, "the second run is answered from the cache");
    }

    [Fact]
    public async Task What_the_caller_does_not_want_recorded_is_not_recorded()
    {
        using var listener = Listen();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        request.ActivityTraceFlags = ActivityTraceFlags.None;
        var run = await _world.RunAsync(Yaml);
        SpansOf(run.Id).ShouldBeEmpty();
        _world.Machine.Started.ShouldAllBe(order => order.TraceParent!.EndsWith("-00"));
    }

    private async Task<string?> TraceOfAsync(RunId run) =>
        await _world.Store.Database.ReadAsync(session => RunStore.Plan(session, run)?.TraceParent, EngineWorld.Cancel);

    private List<Activity> SpansOf(RunId run) =>
        [.. _ended.Where(span => span.GetTagItem("gyre.run.id") is string id && id == run.ToString())];

    /// <summary>As exporters listen: what hangs below a span that is not recorded is not recorded either.</summary>
    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EngineTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.SpanId == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
