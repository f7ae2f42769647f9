using System.Net;
using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>Traces over HTTP as far as no recording shows it: assessments, spans, files.</summary>
public sealed class TraceHttpTests : IAsyncLifetime
{
    private const string Traces = "/api/3.0/mlflow/traces";
    private const string Hex = "0af7651916cd43dd8448eb211c80319c";
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        (await _home.PostAsync(
            Traces,
            """{"trace":{"trace_info":{"trace_id":"tr-1","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},"request_time":"2026-01-01T00:00:00.123456789Z","execution_duration":"1s","state":"OK"}}}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Times_keep_their_milliseconds()
    {
        var info = (await _home.GetAsync($"{Traces}/tr-1")).Json["trace"]!["trace_info"]!;
        info["request_time"]!.ToString().ShouldBe("2026-01-01T00:00:00.123Z");
        info["execution_duration"]!.ToString().ShouldBe("1s");
    }

    [Theory]
    [InlineData("\"request_time\":\"yesterday\"")]
    [InlineData("\"request_time\":5")]
    [InlineData("\"request_time\":\"2026-01-01T00:00:00Z\",\"execution_duration\":\"-1s\"")]
    [InlineData("\"request_time\":\"2026-01-01T00:00:00Z\",\"state\":\"NOPE\"")]
    [InlineData("\"request_time\":\"2026-01-01T00:00:00Z\",\"tags\":{\"a\":5}")]
    [InlineData("\"request_time\":\"2026-01-01T00:00:00Z\",\"tags\":[]")]
    [InlineData("\"request_time\":\"2026-13-01T00:00:00Z\"")]
    [InlineData("\"state\":\"OK\"")]
    public async Task What_is_no_trace_is_refused(string fields)
    {
        var answer = await _home.PostAsync(Traces, """{"trace":{"trace_info":{"trace_id":"tr-2","trace_location":{"mlflow_experiment":{"experiment_id":"0"}},""" + fields + "}}}");
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        (await _home.GetAsync($"{Traces}/tr-2")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Assessments_live_and_die()
    {
        var made = (await _home.PostAsync($"{Traces}/tr-1/assessments", """{"assessment":{"assessment_name":"good","feedback":{"value":true},"source":{"source_type":"HUMAN","source_id":"ann"},"metadata":{"a":"b"}}}""")).Json["assessment"]!;
        var id = made["assessment_id"]!.ToString();
        made["feedback"]!["value"]!.GetValue<bool>().ShouldBeTrue();
        made["trace_id"]!.ToString().ShouldBe("tr-1");
        var patched = await _home.SendAsync(HttpMethod.Patch, $"{Traces}/tr-1/assessments/{id}", """{"assessment":{"rationale":"because","assessment_name":"ignored"},"update_mask":"rationale"}""");
        patched.Json["assessment"]!["rationale"]!.ToString().ShouldBe("because");
        patched.Json["assessment"]!["assessment_name"]!.ToString().ShouldBe("good");
        (await _home.GetAsync($"{Traces}/tr-1")).Json["trace"]!["trace_info"]!["assessments"]!.AsArray().Count.ShouldBe(1);
        (await _home.SendAsync(HttpMethod.Patch, $"{Traces}/tr-1/assessments/{id}", """{"assessment":{},"update_mask":"trace_id"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{Traces}/tr-1/assessments", """{"assessment":{"assessment_name":"x"}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{Traces}/tr-1/assessments", """{"assessment":{"assessment_name":"x","feedback":{"value":1},"expectation":{"value":1}}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.SendAsync(HttpMethod.Delete, $"{Traces}/tr-1/assessments/{id}", "{}")).Text.ShouldBe("{}");
        (await _home.GetAsync($"{Traces}/tr-1/assessments/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Spans_of_open_telemetry_become_a_trace()
    {
        var answer = await SendSpansAsync(Spans("""
            {"traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"00f067aa0ba902b7","name":"root","kind":1,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000250000000",
             "attributes":[{"key":"mlflow.spanType","value":{"stringValue":"\"LLM\""}},{"key":"n","value":{"intValue":"7"}},{"key":"mlflow.spanInputs","value":{"stringValue":"{\"q\":1}"}}],"status":{"code":2,"message":"bad"}},
            {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b8","parentSpanId":"00f067aa0ba902b7","name":"child","startTimeUnixNano":1700000000100000000,"endTimeUnixNano":1700000000200000000}
            """));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var trace = (await _home.GetAsync($"{Traces}/get?trace_id=tr-{Hex}")).Json["trace"]!;
        trace["trace_info"]!["state"]!.ToString().ShouldBe("ERROR");
        trace["trace_info"]!["execution_duration"]!.ToString().ShouldBe("0.250s");
        trace["trace_info"]!["request_preview"]!.ToString().ShouldBe("{\"q\":1}");
        var span = trace["spans"]![0]!;
        span["trace_id"]!.ToString().ShouldBe(Convert.ToBase64String(Convert.FromHexString(Hex)));
        span["start_time_unix_nano"]!.GetValue<long>().ShouldBe(1700000000000000000);
        span["attributes"]![1]!["value"]!["int_value"]!.GetValue<long>().ShouldBe(7);
        span["status"]!["code"]!.ToString().ShouldBe("STATUS_CODE_ERROR");
        (await _home.GetAsync($"/ajax-api/3.0/mlflow/get-trace-artifact?request_id=tr-{Hex}")).Json["spans"]![0]!["attributes"]!["n"]!.GetValue<long>().ShouldBe(7);
        var found = await _home.PostAsync($"{Traces}/search", """{"locations":[{"mlflow_experiment":{"experiment_id":"0"}}],"filter":"span.type = 'LLM' AND span.name = 'child'"}""");
        found.Json["traces"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("""{"resourceSpans":5}""", 400)]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz","spanId":"00f067aa0ba902b7"}]}]}]}""", 400)]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","startTimeUnixNano":"5","endTimeUnixNano":"4"}]}]}]}""", 400)]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","name":7}]}]}]}""", 400)]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","status":{"code":9}}]}]}]}""", 400)]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","attributes":[{"key":"mlflow.traceRequestId","value":{"stringValue":"../x"}}]}]}]}]}""", 400)]
    public async Task Spans_that_are_none_are_refused_with_a_reason(string body, int status)
    {
        var answer = await SendSpansAsync(body);
        ((int)answer.Status).ShouldBe(status, answer.Text);
        answer.Json["detail"]!.ToString().ShouldNotBeEmpty();
        (await _home.GetAsync($"{Traces}/tr-{Hex}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Spans_need_their_experiment_and_their_form()
    {
        ((int)(await _home.PostAsync("/v1/traces", "{}")).Status).ShouldBe(422);
        (await _home.PostAsync("/v1/traces", "{}", null, ("x-mlflow-experiment-id", "99"))).Status.ShouldBe(HttpStatusCode.NotFound);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = new ByteArrayContent([10, 0]) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.Add("x-mlflow-experiment-id", "0");
        using var answer = await _home.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task The_file_of_a_trace_comes_from_its_artifacts()
    {
        (await _home.GetAsync("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1")).Status.ShouldBe(HttpStatusCode.NotFound);
        await _home.SendAsync(HttpMethod.Put, "/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-1/artifacts/traces.json", """{"spans":[]}""");
        var answer = await _home.GetAsync("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1");
        answer.Text.ShouldBe("""{"spans":[]}""");
        answer.Headers["Content-Disposition"].ShouldStartWith("attachment");
        (await _home.GetAsync("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1&path=../x")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task<Answer> SendSpansAsync(string body) => _home.PostAsync("/v1/traces", body, null, ("x-mlflow-experiment-id", "0"));

    private static string Spans(string spans) => JsonNode.Parse("""{"resourceSpans":[{"scopeSpans":[{"spans":[""" + spans + "]}]}]}")!.ToJsonString();
}
