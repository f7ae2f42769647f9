using System.Net;
using System.Net.Http.Headers;
using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>When a request is tried again, after which wait, and when not.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly SkippingClock _clock = new();
    private readonly MlflowTracker _tracker;

    public RetryTests() => _tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server, _clock));

    public void Dispose()
    {
        _tracker.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Seven_times_with_growing_waits_for_what_may_pass(int status)
    {
        _server.Before = _ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("later") };
        var error = await Should.ThrowAsync<TrackingException>(() => _tracker.GetRunAsync("r", TestContext.Current.CancellationToken));
        error.IsUnreachable.ShouldBeTrue();
        error.Message.ShouldContain($"responded with {status}");
        error.Message.ShouldContain("later");
        _server.Calls.Count.ShouldBe(8);
        _clock.Waits.Select(wait => wait.TotalSeconds).ShouldBe([4, 8, 16, 32, 64, 120]);
    }

    [Fact]
    public async Task A_connection_that_fails_is_tried_again_too()
    {
        var calls = 0;
        _server.Before = _ => ++calls <= 3 ? throw new HttpRequestException("refused") : null;
        (await _tracker.GetOrCreateExperimentAsync("Default", TestContext.Current.CancellationToken)).ShouldBe("0");
        calls.ShouldBe(4);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(501)]
    public async Task What_will_not_pass_is_said_at_once(int status)
    {
        _server.Before = _ => FakeServer.Error(status, "SOME_CODE", "these words");
        var error = await Should.ThrowAsync<TrackingException>(() => _tracker.GetRunAsync("r", TestContext.Current.CancellationToken));
        error.ShouldSatisfyAllConditions(
            () => error.ErrorCode.ShouldBe("SOME_CODE"), () => error.Status.ShouldBe((HttpStatusCode)status), () => error.IsUnreachable.ShouldBeFalse(), () => error.Message.ShouldContain("these words"));
        _server.Calls.Count.ShouldBe(1);
        _clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_server_may_say_how_long_to_wait_but_not_for_ever()
    {
        var answers = new Queue<RetryConditionHeaderValue>([
            new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)), new RetryConditionHeaderValue(_clock.GetUtcNow().AddSeconds(17)), new RetryConditionHeaderValue(TimeSpan.FromDays(1))]);
        _server.Before = _ => answers.TryDequeue(out var after) ? new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = after } } : null;
        await _tracker.GetOrCreateExperimentAsync("Default", TestContext.Current.CancellationToken);
        _clock.Waits.Select(wait => wait.TotalSeconds).ShouldBe([7, 10, 120]);
    }

    [Fact]
    public void A_batch_that_arrived_without_an_answer_counts_once()
    {
        var run = _tracker.StartRun();
        var lost = 0;
        _server.Before = null;
        using var losing = new LosingHandler(_server, call => call.EndsWith("log-batch", StringComparison.Ordinal) && lost++ == 0);
        using var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server, _clock) with { Http = new HttpClient(losing), Environment = name => name == "MLFLOW_RUN_ID" ? run.RunId : null });
        using (var again = tracker.StartRun())
            again.LogMetric("m", 1);
        _server.CallsTo("log-batch").Select(call => call.Key).Distinct().Count().ShouldBe(1);
        _server.CallsTo("log-batch").Count().ShouldBe(2);
        _server.Runs[run.RunId].Values("m").ShouldBe([1]);
    }

    [Fact]
    public async Task A_page_that_is_no_tracking_server_is_said_to_be_none()
    {
        _server.Before = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>hello</html>") };
        (await Should.ThrowAsync<TrackingException>(() => _tracker.GetRunAsync("r", TestContext.Current.CancellationToken))).Message.ShouldContain("tracking URI");
    }

    /// <summary>Lets a request arrive and loses its answer.</summary>
    private sealed class LosingHandler(HttpMessageHandler inner, Func<string, bool> loses) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return loses(request.RequestUri!.AbsolutePath) ? throw new HttpRequestException("the connection was reset") : response;
        }
    }
}
