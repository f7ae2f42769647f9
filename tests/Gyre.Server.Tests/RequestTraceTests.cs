using System.Collections.Concurrent;
using System.Diagnostics;
using Gyre.Server.Http;

namespace Gyre.Server.Tests;

/// <summary>A request is a span below its caller's, and what it starts belongs to the caller's trace.</summary>
public sealed class RequestTraceTests : IAsyncLifetime
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";

    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_request_is_a_span_with_its_route_and_without_its_address()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ServerTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var problem =
            (await _home.GetAsync($"/api/v1/runs/{Guid.Empty}?secret=hunter2", null, ("traceparent", $"00-{Trace}-{Caller}-01")))
                .ShouldBeProblem(400, "query.unknown");
        await Testing.Patience.UntilAsync(() => Mine().Any(), TestContext.Current.CancellationToken);
        var span = Mine().ShouldHaveSingleItem();
        (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString(), span.Kind).ShouldBe((Trace, Caller, ActivityKind.Server));
        span.DisplayName.ShouldStartWith("GET /api/v1/runs/{");
        problem.TraceId.ShouldBe(span.Id);
        span.TagObjects.ShouldAllBe(tag => !$"{tag.Value}".Contains("hunter2"));

        IEnumerable<Activity> Mine() => ended.Where(span => span.TraceId.ToHexString() == Trace);
    }

    [Fact]
    public async Task A_caller_that_traces_is_followed_where_nobody_listens()
    {
        var problem =
            (await _home.GetAsync($"/api/v1/runs/{Guid.Empty}", null, ("traceparent", $"00-{Trace.Replace('4', '5')}-{Caller}-01")))
                .ShouldBeProblem(404, "run.unknown");
        problem.TraceId.ShouldNotBeNull().ShouldStartWith($"00-{Trace.Replace('4', '5')}-");
    }
}
