using System.Globalization;
using System.Net;
using System.Text;
using Gyre.Client;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Server.Tests.Client;

/// <summary>The client when the server is gone, back, busy, silent or talks too much.</summary>
public sealed class TroubledApiTests : IAsyncLifetime
{
    private static readonly RetryOptions Fast = new()
    {
        MaxRetries = 2000,
        BackoffFactor = TimeSpan.FromMilliseconds(1),
        MaxBackoff = TimeSpan.FromMilliseconds(20),
        Statuses = [429, 503],
    };

    private ServerHome _home = null!;
    private GyreServer? _second;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
            await _second.DisposeAsync();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_start_whose_answer_is_lost_counts_once()
    {
        var lost = 0;
        var keys = new List<string>();
        using var api = Api(async (request, send) =>
        {
            keys.Add(request.Headers.GetValues("Idempotency-Key").Single());
            var answer = await send();
            if (lost++ < 2)
                throw new HttpRequestException("The connection broke.");
            return answer;
        });
        var run = await api.Runs.StartAsync(new StartRunRequest { Folder = _home.ProjectFolder(), Pipeline = "main" }, null, Cancel);
        _home.Engine.Started.Count.ShouldBe(1);
        _home.Engine.Runs.Keys.ShouldBe([run.RunId]);
        keys.Count.ShouldBe(3);
        keys.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_away_is_waited_for()
    {
        var tries = 0;
        _home.Store.Away = true;
        using var api = Api((_, send) =>
        {
            if (++tries == 3)
                _home.Store.Away = false;
            return send();
        });
        (await api.Projects.ListAsync(Cancel)).Projects.ShouldBeEmpty();
        tries.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be_unreachable()
    {
        await _home.Server.StopAsync();
        using var api = new GyreApi(_home.Server.Address.ToString(), new GyreApiOptions { Retry = Fast with { MaxRetries = 2 } });
        var error = await Should.ThrowAsync<GyreApiException>(() => api.Runs.ListAsync(cancellationToken: Cancel));
        (error.IsUnreachable, error.Status, error.Code).ShouldBe((true, null, null));
        error.Message.ShouldContain(_home.Server.Address.Authority);
        await Should.ThrowAsync<GyreApiException>(async () => await api.Events.FollowAsync(0, null, Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_busy_server_s_last_word_is_the_error()
    {
        _home.Store.Away = true;
        using var api = Api((_, send) => send(), Fast with { MaxRetries = 1 });
        var error = await Should.ThrowAsync<GyreApiException>(() => api.Projects.ListAsync(Cancel));
        (error.IsUnreachable, error.Status, error.Code).ShouldBe((true, HttpStatusCode.ServiceUnavailable, "store.unavailable"));
    }

    [Fact]
    public async Task A_log_is_followed_over_a_restart_of_the_server_and_no_line_is_lost_or_comes_twice()
    {
        var run = _home.Engine.Add().Id;
        var attempt = new AttemptId(GuidIds.FromNames("1"));
        _home.Engine.AddNode(run, "loop[1]/train", NodeRunState.Running, attempt);
        Write(attempt, "O one", "O two");
        using var api = new GyreApi(_home.Server.Address.ToString(), new GyreApiOptions { Retry = Fast });
        var seen = new List<string>();
        await foreach (var line in api.Logs.FollowAsync(run, "loop[1]/train", null, Cancel))
        {
            seen.Add(line.Text);
            if (line.Text == "two")
            {
                await RestartAsync();
                Write(attempt, "O three", "E four");
            }
            if (line.Text == "four")
                End(run, attempt);
        }
        seen.ShouldBe(["one", "two", "three", "four"]);
        (await api.Logs.TailAsync(run, "loop[1]/train", 1, Cancel)).ShouldContain("four");
        // What has ended before is over at once.
        (await api.Logs.FollowAsync(run, "loop[1]/train", null, Cancel).CountAsync(Cancel)).ShouldBe(4);
    }

    [Fact]
    public async Task Events_are_followed_over_a_restart_and_a_run_is_waited_for()
    {
        var run = _home.Engine.Add().Id;
        await AppendAsync(run, "run.accepted", "node.started");
        using var api = new GyreApi(_home.Server.Address.ToString(), new GyreApiOptions { Retry = Fast });
        var waiting = api.Runs.WaitAsync(run, Cancel);
        var seen = new List<string>();
        await foreach (var found in api.Events.FollowAsync(0, null, Cancel))
        {
            found.Subject.ShouldBe($"run/{run}");
            seen.Add(found.Type);
            if (found.Type == "node.started")
            {
                await RestartAsync();
                await AppendAsync(run, "node.ended");
            }
            if (found.Type == "node.ended")
                break;
        }
        seen.ShouldBe(["run.accepted", "node.started", "node.ended"]);
        _home.Engine.Runs[run] = _home.Engine.Runs[run] with { State = RunState.Succeeded };
        await AppendAsync(run, "run.ended");
        (await waiting).State.ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_or_left_ends_and_gives_its_connection_back()
    {
        await _home.DisposeAsync();
        _home = await ServerHome.StartAsync(new ServeOptions { Port = 0, Limits = new ServeLimits { MaxStreamsPerCaller = 1, MaxStreams = 1, Heartbeat = TimeSpan.FromMilliseconds(50) } });
        await AppendAsync(_home.Engine.Add().Id, "run.accepted");
        using var api = new GyreApi(_home.Server.Address.ToString(), new GyreApiOptions { Retry = Fast with { MaxRetries = 10_000 } });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var found in api.Events.FollowAsync(0, null, stop.Token))
            {
                seen++;
                await stop.CancelAsync();
            }
        });
        seen.ShouldBe(1);
        // The only place there is: until the server has noticed, it answers 429, which is tried again.
        await foreach (var found in api.Events.FollowAsync(0, null, Cancel))
            break;
        (await api.Events.FollowAsync(0, null, Cancel).Take(1).CountAsync(Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_opened_again_where_it_was()
    {
        var asked = new List<string?>();
        using var http = new HttpClient(new Handler((request, _) =>
        {
            asked.Add(request.Headers.TryGetValues("Last-Event-ID", out var ids) ? ids.Single() : null);
            return Task.FromResult(asked.Count == 1
                ? Sse(Event("7", "run.accepted"))
                : Sse(Event("8", "run.ended") + "event: end\ndata: {\"message\": \"over\", \"state\": \"succeeded\"}\n\n"));
        }));
        using var api = new GyreApi(
            "http://localhost:1", new GyreApiOptions { Http = http, Retry = Fast, MaxSilence = TimeSpan.FromMilliseconds(30) });
        var notices = new List<StreamNotice>();
        (await api.Events.FollowAsync(0, notices.Add, Cancel).Select(found => found.Sequence).ToListAsync(Cancel)).ShouldBe([7, 8]);
        asked.ShouldBe([null, "7"]);
        notices.ShouldHaveSingleItem().State.ShouldBe("succeeded");
    }

    [Fact]
    public async Task Answers_and_events_are_bounded()
    {
        using var http = new HttpClient(new Handler((request, _) => Task.FromResult(request.RequestUri!.AbsolutePath.EndsWith("/events", StringComparison.Ordinal)
            ? Sse("data: " + new string('x', 5000))
            : new HttpResponseMessage { RequestMessage = request, Content = new StringContent(new string(' ', 5000)) })));
        using var api = new GyreApi("http://localhost:1", new GyreApiOptions { Http = http, Retry = Fast, MaxAnswerBytes = 4096 });
        (await Should.ThrowAsync<GyreApiException>(() => api.Runs.ListAsync(cancellationToken: Cancel))).Message.ShouldContain("4096");
        (await Should.ThrowAsync<GyreApiException>(
            async () => await api.Events.FollowAsync(0, null, Cancel).CountAsync(Cancel))).Message.ShouldContain("4096");
    }

    [Theory]
    [InlineData("<html>a page</html>")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task What_is_not_a_server_s_answer_is_refused(string body)
    {
        using var http = new HttpClient(new Handler(
            (request, _) => Task.FromResult(new HttpResponseMessage { RequestMessage = request, Content = new StringContent(body) })));
        using var api = new GyreApi("http://localhost:1", new GyreApiOptions { Http = http });
        (await Should.ThrowAsync<GyreApiException>(
            () => api.Runs.ListAsync(cancellationToken: Cancel))).Message.ShouldContain("not from a Gyre server");
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_and_false_content_leaves_no_file()
    {
        var bytes = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 60_000).Select(static number => number.ToString("D6", CultureInfo.InvariantCulture))));
        await using var source = new MemoryStream(bytes);
        var digest = (await _home.Blobs.PutAsync(source, Cancel)).Digest;
        var ranges = new List<string?>();
        using var api = Api(async (request, send) =>
        {
            ranges.Add(request.Headers.Range?.ToString());
            var answer = await send();
            if (ranges.Count < 4)
                answer.Content = new StreamContent(new BreakingStream(await answer.Content.ReadAsStreamAsync(Cancel), 100_000));
            return answer;
        });
        var file = Path.Join(_home.Root, "copy.bin");
        (await api.Artifacts.DownloadAsync(digest, file, Cancel)).ShouldBe(bytes.Length);
        (await File.ReadAllBytesAsync(file, Cancel)).ShouldBe(bytes);
        ranges.ShouldBe([null, "bytes=100000-", "bytes=200000-", "bytes=300000-"]);

        using var lying = Api(async (_, send) =>
        {
            var answer = await send();
            answer.Content = new ByteArrayContent([1, 2, 3]);
            return answer;
        });
        (await Should.ThrowAsync<GyreApiException>(
            () => lying.Artifacts.DownloadAsync(digest, Path.Join(_home.Root, "false.bin"), Cancel))).Code.ShouldBe("artifact.damaged");
        Directory.GetFiles(_home.Root, "false*").ShouldBeEmpty();
    }

    private async Task RestartAsync()
    {
        await _home.Server.StopAsync();
        _second = await GyreServer.StartAsync(new ServeOptions { Port = _home.Server.Address.Port }, _home.Services, Cancel);
    }

    private GyreApi Api(
        Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> handle, RetryOptions? retry = null) =>
        new(
            _home.Server.Address.ToString(),
            new GyreApiOptions { Http = new HttpClient(new Handler(handle)), Retry = retry ?? Fast, Environment = static _ => null });

    private static string Event(string id, string type) =>
        $"id: {id}\nevent: {type}\ndata: {{\"sequence\": {id}, \"type\": \"{type}\", \"subject\": \"run/1\", \"at\": \"2026-01-01T00:00:00.000Z\", \"data\": {{}}}}\n\n";

    private static HttpResponseMessage Sse(string text) =>
        new() { Content = new StreamContent(new BreakingStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), null)) };

    private void Write(AttemptId attempt, params string[] lines)
    {
        var folder = AttemptFolder.In(_home.Root, attempt);
        Directory.CreateDirectory(folder.Root);
        File.AppendAllText(folder.Log, string.Concat(lines.Select(line => $"2026-01-01T00:00:00.000Z {line}\n")), new UTF8Encoding(false));
    }

    private void End(RunId run, AttemptId attempt)
    {
        var folder = AttemptFolder.In(_home.Root, attempt);
        File.WriteAllText(folder.Verdict, "{}");
        File.WriteAllText(folder.Result, "{}");
        _home.Engine.AddNode(run, "loop[1]/train", NodeRunState.Succeeded, attempt);
    }

    private Task<int> AppendAsync(RunId run, params string[] types) => _home.Store.Database.WriteAsync(
        session => types.Select(type => session.Append(new NewEvent(type, $"run/{run}", DateTimeOffset.UnixEpoch, "{}"))).Count(), Cancel);

    private sealed class Handler(
        Func<HttpRequestMessage,
        Func<Task<HttpResponseMessage>>,
        Task<HttpResponseMessage>> handle) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken) => handle(request, () => base.SendAsync(request, cancellationToken));
    }

    /// <summary>Breaks after so many bytes; without a number it is silent for ever after its end.</summary>
    private sealed class BreakingStream(Stream inner, int? bytes) : Stream
    {
        private int _left = bytes ?? int.MaxValue;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                throw new IOException("The connection broke.");
            var count = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            if (count == 0 && bytes is null)
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            _left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
