using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Server.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(new ServeOptions
    {
        Port = 0,
        Limits = new ServeLimits { MaxStreamsPerCaller = 3, MaxStreams = 4, Heartbeat = TimeSpan.FromMilliseconds(200) },
    });

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task The_log_is_streamed_while_it_grows_and_taken_up_where_it_was_left()
    {
        var (run, attempt) = Running();
        Write(attempt, "O one", "E two");
        await using var stream = await OpenAsync($"/api/v1/runs/{run}/logs/train");
        var first = await stream.NextAsync();
        first.Name.ShouldBe("line");
        first.Data["text"]!.GetValue<string>().ShouldBe("one");
        first.Data["stream"]!.GetValue<string>().ShouldBe("stdout");
        var second = await stream.NextAsync();
        second.Data["stream"]!.GetValue<string>().ShouldBe("stderr");
        await stream.DisposeAsync();

        Write(attempt, "O three");
        await using var again = await OpenAsync($"/api/v1/runs/{run}/logs/train", second.Id);
        (await again.NextAsync()).Data["text"]!.GetValue<string>().ShouldBe("three");
        Write(attempt, "O four");
        var fourth = await again.NextAsync();
        fourth.Data["text"]!.GetValue<string>().ShouldBe("four");
        End(run, attempt);
        var end = await again.NextAsync();
        end.Name.ShouldBe("end");
        end.Data["state"]!.GetValue<string>().ShouldBe("succeeded");
        (await again.ReadToEndAsync()).Trim().ShouldBe("");
        (await _home.GetAsync($"/api/v1/runs/{run}/logs/train", null, ("Accept", "text/event-stream"), ("Last-Event-ID", fourth.Id!))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_log_goes_on_with_the_next_attempt()
    {
        var (run, attempt) = Running();
        Write(attempt, "O first try");
        await using var stream = await OpenAsync($"/api/v1/runs/{run}/logs/train");
        (await stream.NextAsync()).Data["text"]!.GetValue<string>().ShouldBe("first try");
        var next = NewAttempt(2);
        Write(next, "O second try");
        _home.Engine.AddNode(run, "train", NodeRunState.Running, next);
        Finish(attempt);
        (await stream.NextAsync()).Data["text"]!.GetValue<string>().ShouldBe("second try");
        End(run, next);
        (await stream.NextAsync()).Name.ShouldBe("end");
    }

    [Fact]
    public async Task The_log_of_an_attempt_without_a_result_ends_when_the_engine_gives_it_up()
    {
        var (run, attempt) = Running();
        Write(attempt, "O lost");
        await using var stream = await OpenAsync($"/api/v1/runs/{run}/logs/train");
        (await stream.NextAsync()).Data["text"]!.GetValue<string>().ShouldBe("lost");
        _home.Engine.AddNode(run, "train", NodeRunState.Failed, attempt);
        (await stream.NextAsync()).Data["state"]!.GetValue<string>().ShouldBe("failed");
    }

    [Fact]
    public async Task A_place_of_the_future_or_of_another_attempt_starts_over_with_a_notice()
    {
        var (run, attempt) = Running();
        Write(attempt, "O one");
        foreach (var id in new[] { $"{attempt}:999999", $"{NewAttempt(77)}:5" })
        {
            await using var stream = await OpenAsync($"/api/v1/runs/{run}/logs/train", id);
            (await stream.NextAsync()).Name.ShouldBe("notice");
            (await stream.NextAsync()).Data["text"]!.GetValue<string>().ShouldBe("one");
        }
        (await _home.GetAsync($"/api/v1/runs/{run}/logs/train", null, ("Accept", "text/event-stream"), ("Last-Event-ID", "nonsense"))).ShouldBeProblem(400, "query.last-event-id");
    }

    [Fact]
    public async Task Without_the_wish_for_a_stream_the_last_lines_come_as_text()
    {
        var (run, attempt) = Running();
        Write(attempt, "O one", "O two", "O+!", "O <script>\u001b[31m");
        var answer = await _home.GetAsync($"/api/v1/runs/{run}/logs/train?tail=3");
        answer.Text.ShouldBe("two!\n<script>\u001b[31m\n");
        answer.Headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        (await _home.GetAsync($"/api/v1/runs/{run}/logs/train?tail=0")).ShouldBeProblem(400, "query.tail");
        (await _home.GetAsync($"/api/v1/runs/{run}/logs/nope")).ShouldBeProblem(404, "node.unknown");
        _home.Engine.AddNode(run, "cold", NodeRunState.Waiting);
        (await _home.GetAsync($"/api/v1/runs/{run}/logs/cold")).Text.ShouldBe("");
    }

    [Fact]
    public async Task Events_of_a_run_come_in_order_without_gap_or_double_and_end_with_it()
    {
        var run = _home.Engine.Add();
        var sent = await AppendAsync(run.Id, "run.accepted", "node.started");
        await AppendAsync(_home.Engine.Add().Id, "run.accepted");
        await using var stream = await OpenAsync($"/api/v1/runs/{run.Id}/events");
        (await stream.NextAsync()).Id.ShouldBe(sent[0].ToString(CultureInfo.InvariantCulture));
        var second = await stream.NextAsync();
        second.Name.ShouldBe("node.started");
        await stream.DisposeAsync();

        var third = await AppendAsync(run.Id, "node.ended");
        await using var again = await OpenAsync($"/api/v1/runs/{run.Id}/events", second.Id);
        (await again.NextAsync()).Id.ShouldBe(third[0].ToString(CultureInfo.InvariantCulture));
        _home.Engine.Runs[run.Id] = run with { State = RunState.Succeeded };
        var last = await AppendAsync(run.Id, "run.ended");
        (await again.NextAsync()).Name.ShouldBe("run.ended");
        (await again.NextAsync()).Data["state"]!.GetValue<string>().ShouldBe("succeeded");
        (await _home.GetAsync($"/api/v1/runs/{run.Id}/events", null, ("Last-Event-ID", last[0].ToString(CultureInfo.InvariantCulture)))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_number_of_the_future_starts_from_the_present_with_a_notice()
    {
        var run = _home.Engine.Add();
        await AppendAsync(run.Id, "run.accepted");
        await using var stream = await OpenAsync($"/api/v1/runs/{run.Id}/events", "99999999");
        (await stream.NextAsync()).Name.ShouldBe("notice");
        await AppendAsync(run.Id, "node.started");
        (await stream.NextAsync()).Name.ShouldBe("node.started");
        (await _home.GetAsync("/api/v1/events?after=-1")).ShouldBeProblem(400, "query.after");
    }

    [Fact]
    public async Task A_stream_tells_only_the_types_that_are_asked_for()
    {
        var run = _home.Engine.Add();
        await AppendAsync(run.Id, "node.started", "node.ended", "run.resumed", "node.retry");
        await using var stream = await OpenAsync($"/api/v1/runs/{run.Id}/events?type=run.resumed,node.retry");
        (await stream.NextAsync()).Name.ShouldBe("run.resumed");
        (await stream.NextAsync()).Name.ShouldBe("node.retry");

        await using var all = await OpenAsync("/api/v1/events?type=node.ended");
        await AppendAsync(run.Id, "node.started", "node.ended");
        (await all.NextAsync()).Name.ShouldBe("node.ended");
    }

    [Theory]
    [InlineData("run.endet", "Did you mean 'run.ended'?")]
    [InlineData("run.ended,drift.detected", "node.awaiting-approval")]
    public async Task A_type_that_nobody_writes_is_refused_by_name(string types, string remedy)
    {
        var refused = await _home.GetAsync($"/api/v1/events?type={types}");
        var problem = refused.ShouldBeProblem(400, "event.unknown-type").Errors.ShouldHaveSingleItem();
        problem.Message.ShouldContain(types.Split(',')[^1]);
        problem.Remedy.ShouldNotBeNull().ShouldContain(remedy);
    }

    [Fact]
    public async Task The_stream_of_everything_begins_now()
    {
        await AppendAsync(_home.Engine.Add().Id, "before");
        await using var stream = await OpenAsync("/api/v1/events");
        await AppendAsync(_home.Engine.Add().Id, "after");
        (await stream.NextAsync()).Name.ShouldBe("after");
    }

    [Fact]
    public async Task H16_listeners_are_counted_per_token_and_in_all_and_their_places_come_back()
    {
        var one = (await _home.Tokens.CreateAsync("one", TokenScope.Read, null, Cancel)).Text;
        var two = (await _home.Tokens.CreateAsync("two", TokenScope.Read, null, Cancel)).Text;
        var streams = new List<SseReader>();
        for (var i = 0; i < 3; i++)
            streams.Add(await OpenAsync("/api/v1/events", token: one));
        var refused = await _home.GetAsync("/api/v1/events", one);
        refused.ShouldBeProblem(429, "stream.too-many");
        refused.Headers["Retry-After"].ShouldBe("30");
        streams.Add(await OpenAsync("/api/v1/events", token: two));
        (await _home.GetAsync("/api/v1/events", two)).ShouldBeProblem(429, "stream.too-many");
        (await _home.GetAsync("/api/v1/runs", one)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var stream in streams)
            await stream.DisposeAsync();
        await OpenWhenThereIsRoomAsync(one);
    }

    [Fact]
    public async Task A_silent_stream_gives_signs_of_life()
    {
        await using var stream = await OpenAsync("/api/v1/events");
        (await stream.LineAsync()).ShouldBe("retry: 2000");
        await stream.LineAsync();
        (await stream.LineAsync()).ShouldBe(":");
    }

    [Fact]
    public async Task A_stop_ends_the_streams_and_finishes_what_is_being_answered()
    {
        await using var stream = await OpenAsync("/api/v1/events");
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _home.Engine.BeforeStart = async _ =>
        {
            entered.SetResult();
            await leave.Task;
        };
        var answer = _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{_home.ProjectFolder()}}", "pipeline": "main"}""");
        await entered.Task;
        using var told = new CancellationTokenSource();
        var stopped = _home.Server.WaitForShutdownAsync(told.Token);
        await told.CancelAsync();
        await stream.ReadToEndAsync();
        stopped.IsCompleted.ShouldBeFalse();
        leave.SetResult();
        (await answer).Status.ShouldBe(HttpStatusCode.Created);
        await stopped.WaitAsync(Patience.Limit, Cancel);
        await Should.ThrowAsync<HttpRequestException>(() => _home.GetAsync("/health"));
        (await _home.Services.Credentials!.IssueAsync(new StepIdentity(_home.Engine.Add().Id, "x", NewAttempt(1)), Cancel)).ShouldBeEmpty();
    }

    /// <summary>A place is given back when the server notices that the listener has gone, a moment later.</summary>
    private Task OpenWhenThereIsRoomAsync(string token) => Patience.UntilAsync(
        async () =>
        {
            await using var stream = await OpenAsync("/api/v1/events", token: token, check: false);
            return stream.Status == HttpStatusCode.OK;
        },
        Cancel,
        "there is room");

    private (RunId Run, AttemptId Attempt) Running()
    {
        var run = _home.Engine.Add().Id;
        var attempt = NewAttempt(1);
        _home.Engine.AddNode(run, "train", NodeRunState.Running, attempt);
        return (run, attempt);
    }

    private static AttemptId NewAttempt(int number) => new(GuidIds.FromNames(number.ToString(CultureInfo.InvariantCulture)));

    private AttemptFolder Folder(AttemptId attempt)
    {
        var folder = AttemptFolder.In(_home.Root, attempt);
        Directory.CreateDirectory(folder.Root);
        return folder;
    }

    private void Write(AttemptId attempt, params string[] lines) =>
        File.AppendAllText(Folder(attempt).Log, string.Concat(lines.Select(line => $"2026-01-01T00:00:00.000Z {line}\n")), new UTF8Encoding(false));

    private void Finish(AttemptId attempt)
    {
        File.WriteAllText(Folder(attempt).Verdict, "{}");
        File.WriteAllText(Folder(attempt).Result, "{}");
    }

    private void End(RunId run, AttemptId attempt)
    {
        _home.Engine.AddNode(run, "train", NodeRunState.Succeeded, attempt);
        Finish(attempt);
    }

    private Task<List<long>> AppendAsync(RunId run, params string[] types) => _home.Store.Database.WriteAsync(
        session => types.Select(type => session.Append(new NewEvent(type, $"run/{run}", DateTimeOffset.UnixEpoch, """{"state": "succeeded", "cache": "hit"}"""))).ToList(), Cancel);

    private async Task<SseReader> OpenAsync(string path, string? lastId = null, string? token = null, bool check = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        if (lastId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        var response = await _home.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        if (check)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        }
        return new SseReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancel)));
    }

    private sealed class SseReader(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public HttpStatusCode Status => response.StatusCode;

        public async Task<string?> LineAsync() => await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience.Limit, Cancel);

        public Task<string> ReadToEndAsync() => reader.ReadToEndAsync(Cancel).WaitAsync(Patience.Limit, Cancel);

        public async Task<(string? Id, string Name, JsonNode Data)> NextAsync()
        {
            string? id = null, name = null;
            while (await LineAsync() is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (id, name!, JsonNode.Parse(line[6..])!);
            }
            throw new EndOfStreamException();
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
