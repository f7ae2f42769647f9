using Gyre.Storage;

namespace Gyre.Tracking.Tests.Traces;

/// <summary>What traces promise, on both engines.</summary>
public abstract class TraceSuite(DatabaseKind kind) : IAsyncLifetime
{
    private TrackingPlace _place = null!;

    private ITraces Traces => _place.Tracking.Traces;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _place = await TrackingPlace.OpenAsync(kind);
        for (var i = 1; i <= 4; i++)
        {
            await Traces.WriteAsync(
                new TraceInfo
                {
                    TraceId = $"tr-{i}",
                    ClientRequestId = i == 1 ? "mine" : null,
                    Experiment = 0,
                    RequestTime = 1000 * i,
                    ExecutionTime = i == 4 ? null : 100 * i,
                    State = i == 2 ? "ERROR" : "OK",
                    Metadata = [new Tag("m", $"{i}")],
                    Tags = [new Tag("mlflow.traceName", $"name{i % 2}"), new Tag("k", "v")],
                },
                Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("", "4321")]
    [InlineData("status = 'ERROR'", "2")]
    [InlineData("status IN ('ERROR','NONE')", "2")]
    [InlineData("attributes.name = 'name1'", "31")]
    [InlineData("name LIKE 'name%' AND tags.k = 'v' AND timestamp_ms > 1500", "432")]
    [InlineData("timestamp >= 2000 AND timestamp < 4000", "32")]
    [InlineData("execution_time_ms > 100", "32")]
    [InlineData("end_time_ms = 2200", "2")]
    [InlineData("metadata.m = '3'", "3")]
    [InlineData("request_metadata.m != '3'", "421")]
    [InlineData("tags.none IS NULL", "4321")]
    [InlineData("tags.k IS NULL", "")]
    [InlineData("request_id = 'tr-1'", "1")]
    [InlineData("client_request_id = 'mine'", "1")]
    [InlineData("run_id = 'nosuch'", "")]
    public async Task A_filter_finds_what_it_says(string filter, string expected) => (await FindAsync(filter)).ShouldBe(expected);

    [Theory]
    [InlineData("timestamp_ms ASC", "1234")]
    [InlineData("execution_time_ms DESC", "3214")]
    [InlineData("execution_time_ms", "1234")]
    [InlineData("name ASC", "4231")]
    [InlineData("status ASC", "2431")]
    public async Task An_order_puts_missing_values_last(string order, string expected) => (await FindAsync("", order)).ShouldBe(expected);

    [Fact]
    public async Task Pages_go_on_where_they_ended_and_belong_to_their_search()
    {
        var query = new TraceQuery { Experiments = [0], MaxResults = 3 };
        var first = await Traces.SearchAsync(query, Cancel);
        var second = await Traces.SearchAsync(query with { PageToken = first.NextPageToken }, Cancel);
        first.Traces.Concat(second.Traces).Select(trace => trace.TraceId).ShouldBe(["tr-4", "tr-3", "tr-2", "tr-1"]);
        second.NextPageToken.ShouldBeNull();
        await Should.ThrowAsync<TrackingException>(() => Traces.SearchAsync(query with { Filter = "status = 'OK'", PageToken = first.NextPageToken }, Cancel));
        await Should.ThrowAsync<TrackingException>(() => Traces.SearchAsync(query with { MaxResults = 0 }, Cancel));
        await Should.ThrowAsync<TrackingException>(() => Traces.SearchAsync(query with { MaxResults = 501 }, Cancel));
        (await Traces.SearchAsync(query with { Experiments = [] }, Cancel)).Traces.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trace_that_is_written_again_is_changed()
    {
        var before = await Traces.GetAsync("tr-4", Cancel);
        var after = await Traces.WriteAsync(before with { State = "ERROR", ExecutionTime = 5, Tags = [new Tag("k", "w"), new Tag("new", "x")], ResponsePreview = "out", ClientRequestId = null }, Cancel);
        after.State.ShouldBe("ERROR");
        after.ExecutionTime.ShouldBe(5);
        after.ResponsePreview.ShouldBe("out");
        after.Tags.Select(tag => $"{tag.Key}={tag.Value}").ShouldBe(["k=w", "mlflow.artifactLocation=mlflow-artifacts:/0/traces/tr-4/artifacts", "mlflow.traceName=name0", "new=x"]);
        after.Metadata.ShouldContain(new Tag("mlflow.trace.infoFinalized", "true"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a\nb")]
    public async Task An_id_that_is_no_name_is_refused(string id) => (await Should.ThrowAsync<TrackingException>(() =>
        Traces.WriteAsync(new TraceInfo { TraceId = id, Experiment = 0, RequestTime = 0, State = "OK" }, Cancel))).Message.ShouldContain("trace_id");

    [Fact]
    public async Task A_trace_of_no_experiment_is_refused() => (await Should.ThrowAsync<TrackingException>(() =>
        Traces.WriteAsync(new TraceInfo { TraceId = "tr-x", Experiment = 77, RequestTime = 0, State = "OK" }, Cancel))).Error.ShouldBe(TrackingError.DoesNotExist);

    [Fact]
    public async Task What_is_deleted_takes_its_artifacts_along_and_no_others()
    {
        var artifacts = _place.Tracking.Artifacts;
        // A tag that points elsewhere must not lead the deletion there.
        await Traces.SetTagAsync("tr-1", new Tag("mlflow.artifactLocation", "mlflow-artifacts:/0/traces/tr-2/artifacts"), Cancel);
        foreach (var id in new[] { "tr-1", "tr-2" })
        {
            using var content = new MemoryStream([1]);
            await artifacts.PutAsync(await Traces.ArtifactsOfAsync(id, Cancel), "traces.json", content, null, Cancel);
        }
        (await Traces.DeleteAsync(0, ["tr-1", "tr-1", "nosuch"], Cancel)).ShouldBe(1);
        (await artifacts.ListAsync(artifacts.Root, "0/traces", Cancel)).Select(entry => entry.Name).ShouldBe(["tr-2"]);
        (await Traces.DeleteAsync(99, ["tr-2"], Cancel)).ShouldBe(0);
        (await Traces.DeleteOlderAsync(0, 3000, 1, Cancel)).ShouldBe(1);
        (await FindAsync("")).ShouldBe("43");
        (await Traces.DeleteOlderAsync(0, 3000, null, Cancel)).ShouldBe(1);
        (await FindAsync("")).ShouldBe("4");
        await Should.ThrowAsync<TrackingException>(() => Traces.DeleteOlderAsync(0, 3000, 0, Cancel));
        (await Should.ThrowAsync<TrackingException>(() => Traces.GetAsync("tr-1", Cancel))).Message.ShouldBe("Trace with ID 'tr-1' not found.");
    }

    [Fact]
    public async Task A_trace_is_found_by_the_runs_it_was_linked_to()
    {
        var run = (await _place.Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0 }, Cancel)).Info.RunId;
        await Traces.LinkToRunAsync(run, ["tr-1", "tr-3", "tr-later"], Cancel);
        await Traces.LinkToRunAsync(run, ["tr-1"], Cancel);
        (await FindAsync($"run_id = '{run}'")).ShouldBe("31");
        await Should.ThrowAsync<TrackingException>(() => Traces.LinkToRunAsync("nosuch", ["tr-1"], Cancel));
        (await Should.ThrowAsync<TrackingException>(() => Traces.LinkToRunAsync(run, [.. Enumerable.Repeat("x", 101)], Cancel))).Message.ShouldContain("Cannot link more than 100 traces");
    }

    [Fact]
    public async Task Assessments_are_said_changed_overridden_and_found()
    {
        var first = await Traces.AddAssessmentAsync(Feedback("tr-1", "score", "0.25"), Cancel);
        await Traces.AddAssessmentAsync(Feedback("tr-2", "score", "0.75"), Cancel);
        await Traces.AddAssessmentAsync(Feedback("tr-3", "good", "true"), Cancel);
        first.Id.ShouldStartWith("a-");
        (await FindAsync("feedback.score > 0.5")).ShouldBe("2");
        (await FindAsync("feedback.good = 'true'")).ShouldBe("3");
        (await FindAsync("feedback.score IS NOT NULL")).ShouldBe("21");
        var changed = await Traces.UpdateAssessmentAsync("tr-1", first.Id, new AssessmentChange { Rationale = "why", Saying = (AssessmentKind.Feedback, "{\"value\":0.9}", "0.9") }, Cancel);
        (changed.Rationale, changed.Value, changed.Name).ShouldBe(("why", "0.9", "score"));
        (await FindAsync("feedback.score > 0.5")).ShouldBe("21");
        await Should.ThrowAsync<TrackingException>(() => Traces.UpdateAssessmentAsync("tr-1", first.Id, new AssessmentChange { Saying = (AssessmentKind.Expectation, "{}", null) }, Cancel));
        var second = await Traces.AddAssessmentAsync(Feedback("tr-1", "score", "0.1") with { Overrides = first.Id }, Cancel);
        (await FindAsync("feedback.score > 0.5")).ShouldBe("2", "what was overridden does not count");
        (await Traces.GetAsync("tr-1", Cancel)).Assessments.Length.ShouldBe(2);
        await Traces.DeleteAssessmentAsync("tr-1", second.Id, Cancel);
        (await Traces.GetAssessmentAsync("tr-1", first.Id, Cancel)).Valid.ShouldBeTrue();
        (await Should.ThrowAsync<TrackingException>(() => Traces.GetAssessmentAsync("tr-2", first.Id, Cancel))).Error.ShouldBe(TrackingError.DoesNotExist);
        await Should.ThrowAsync<TrackingException>(() => Traces.AddAssessmentAsync(Feedback("nosuch", "score", "1"), Cancel));
    }

    [Fact]
    public async Task Spans_are_kept_found_and_make_their_trace()
    {
        var span = new TraceSpan { SpanId = "00f067aa0ba902b7", StartedAt = 5, EndedAt = 9, Content = "{\"name\":\"root\"}", Values = [new Tag("name", "root"), new Tag("attributes.model", "gpt")] };
        await Traces.WriteSpansAsync(0, [(new TraceInfo { TraceId = "tr-9", Experiment = 0, RequestTime = 9000, State = "OK" }, [span, span with { SpanId = "00f067aa0ba902b8", StartedAt = 1, Values = [new Tag("name", "child")] }])], Cancel);
        await Traces.WriteSpansAsync(0, [(new TraceInfo { TraceId = "tr-9", Experiment = 0, RequestTime = 1, State = "ERROR" }, [span])], Cancel);
        (await Traces.SpansAsync("tr-9", Cancel)).Select(held => held.SpanId).ShouldBe(["00f067aa0ba902b8", "00f067aa0ba902b7"]);
        (await Traces.GetAsync("tr-9", Cancel)).State.ShouldBe("OK", "what was said of the trace first stays");
        (await FindAsync("span.name = 'child'")).ShouldBe("9");
        (await FindAsync("span.attributes.model = 'gpt'")).ShouldBe("9");
        (await FindAsync("span.content LIKE '%root%'")).ShouldBe("9");
        await Traces.DeleteAsync(0, ["tr-9"], Cancel);
        (await FindAsync("span.name = 'child'")).ShouldBe("");
    }

    private static Assessment Feedback(string trace, string name, string value) => new()
    {
        TraceId = trace,
        Name = name,
        Kind = AssessmentKind.Feedback,
        Content = $"{{\"value\":{value}}}",
        Value = value,
        Metadata = [new Tag("by", "test")],
    };

    private async Task<string> FindAsync(string filter, params string[] order) =>
        string.Concat((await Traces.SearchAsync(new TraceQuery { Experiments = [0], Filter = filter, OrderBy = order }, Cancel)).Traces.Select(trace => trace.TraceId["tr-".Length..]));
}

public sealed class SqliteTraceTests() : TraceSuite(DatabaseKind.Sqlite);

public sealed class PostgreSqlTraceTests() : TraceSuite(DatabaseKind.PostgreSql);
