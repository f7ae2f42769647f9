using System.Diagnostics;
using System.Net;
using System.Text;
using Gyre.Contracts;

namespace Gyre.Server.Tests;

/// <summary>Rows H1-H18, A7 of the list of hostile inputs, as far as there are routes for them.</summary>
public sealed class HostileHttpTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Host => _home.Server.Address.Authority;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    private static string StatusOf(string answer) => answer.Length >= 12 ? answer[9..12] : $"closed ({answer.Length})";

    [Fact]
    public async Task H1_a_body_that_trickles_is_cut_off_and_others_are_served()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, Limits = new ServeLimits { MinBodyRate = 1000, BodyGrace = TimeSpan.FromSeconds(1.1) } });
        var slow = home.SendRawAsync($"POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{");
        (await home.GetAsync("/health")).Status.ShouldBe(HttpStatusCode.OK);
        var answer = await slow;
        (StatusOf(answer) is "408" or "closed (0)").ShouldBeTrue(answer);
    }

    [Theory]
    [InlineData("Content-Length: 10737418240")]
    [InlineData("Content-Length: 1048577")]
    public async Task H1_a_body_that_is_too_long_is_refused_before_it_comes(string length)
    {
        var answer = await _home.SendRawAsync($"POST /api/v1/tokens HTTP/1.1\r\nHost: {Host}\r\nContent-Type: application/json\r\n{length}\r\n\r\n");
        StatusOf(answer).ShouldBe("413");
        answer.ShouldContain("http.too-large");
    }

    [Fact]
    public async Task H1_chunks_beyond_the_limit_are_refused()
    {
        var chunk = new string(' ', 0x10000);
        var body = string.Concat(Enumerable.Repeat($"10000\r\n{chunk}\r\n", 20));
        var answer = await _home.SendRawAsync($"POST /api/v1/tokens HTTP/1.1\r\nHost: {Host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{body}0\r\n\r\n");
        (StatusOf(answer) is "413" or "closed (0)").ShouldBeTrue(answer);
        (await _home.Tokens.ListAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task H2_bytes_beyond_the_length_are_no_second_request()
    {
        var answer = await _home.SendRawAsync($"POST /api/v1/cache/clear HTTP/1.1\r\nHost: {Host}\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{new string('x', 50)}\r\n\r\n");
        StatusOf(answer).ShouldBe("400");
        _home.Engine.Effects.ShouldBeEmpty();
    }

    [Fact]
    public async Task H2_length_and_chunks_at_once_are_refused_and_the_line_is_closed()
    {
        var answer = await _home.SendRawAsync(
            $"POST /api/v1/cache/clear HTTP/1.1\r\nHost: {Host}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n");
        StatusOf(answer).ShouldBe("400");
        answer.ShouldContain("Connection: close");
        _home.Engine.Effects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task H3_compressed_bodies_are_not_taken(string encoding) =>
        (await _home.PostAsync("/api/v1/cache/clear", "{}", null, ("Content-Encoding", encoding))).ShouldBeProblem(415, "http.content-encoding");

    [Fact]
    public async Task H4_a_hundred_thousand_levels_are_refused_quickly()
    {
        var body = string.Concat(Enumerable.Repeat("[", 100_000));
        await _home.PostAsync("/api/v1/tokens", "[");
        // The quickest of some: the machine may be busy. Quadratic work would show in each.
        var quickest = TimeSpan.MaxValue;
        for (var tries = 0; tries < 10 && quickest > TimeSpan.FromSeconds(2); tries++)
        {
            var watch = Stopwatch.StartNew();
            (await _home.PostAsync("/api/v1/tokens", $"{{\"name\": {body}")).ShouldBeProblem(400, "json.depth");
            quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
        }
        quickest.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (await _home.GetAsync("/health")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task More_values_than_anything_could_be_made_of_are_refused()
    {
        var values = string.Join(',', Enumerable.Repeat("{}", 2_000_001));
        // With a name twice and with a bare NaN, other readers come into play.
        foreach (var run in new[] { "\"r\"", "\"r\", \"run_id\": \"r\"", "NaN" })
        {
            var batch = await _home.PostAsync("/api/2.0/mlflow/runs/log-batch", $$"""{"metrics": [{{values}}], "run_id": {{run}}}""");
            batch.Status.ShouldBe(HttpStatusCode.BadRequest);
            batch.Text.ShouldContain("more than 2,000,000 values");
        }
    }

    [Theory]
    [InlineData("""{"name": "a", "name": "b"}""", "json.twice", "name")]
    [InlineData("""{"name": "a", "n\u0061me": "b"}""", "json.twice", "name")]
    [InlineData("""{"folder": "/", "pipeline": "p", "parameters": {"x": [1, {"y": 1, "y": 2}]}}""", "json.twice", "parameters/x/1/y")]
    [InlineData("""{"parameters": {"x": 1e400}}""", "json.number", "parameters/x")]
    [InlineData("""{"parameters": {"x": [0, -1e999]}}""", "json.number", "parameters/x/1")]
    [InlineData("""{"parameters": {"x": NaN}}""", "json.syntax", "parameters/x")]
    [InlineData("""{"name": "a\ud800b"}""", "json.text", "name")]
    [InlineData("""{"name": "a\u0000b"}""", "json.nul", "name")]
    [InlineData("""{"na\u0000me": "b"}""", "json.nul", "")]
    [InlineData("""{"name": "a"} x""", "json.syntax", "")]
    [InlineData("""{"name": "a",}""", "json.syntax", "name")]
    [InlineData("""{"name": "a" /* why */}""", "json.syntax", "name")]
    [InlineData("", "json.syntax", "")]
    [InlineData("null", "json.shape", "")]
    [InlineData("[]", "json.shape", "")]
    [InlineData("7", "json.shape", "")]
    [InlineData("""{"nonsense": 1, "folder": "/", "pipeline": "p"}""", "json.shape", "nonsense")]
    [InlineData("""{"folder": "/"}""", "json.shape", "")]
    [InlineData("""{"folder": 7, "pipeline": "p"}""", "json.shape", "folder")]
    [InlineData("""{"folder": "/", "pipeline": null}""", "json.shape", "pipeline")]
    [InlineData("""{"folder": "/", "pipeline": "p", "parameters": [1]}""", "json.shape", "parameters")]
    [InlineData("""{"folder": "/", "pipeline": "p", "use_cache": "yes"}""", "json.shape", "use_cache")]
    [InlineData("""{"pipeline": "p"}""", "run.project", "project")]
    [InlineData("""{"pipeline": "p", "project": "a", "folder": "/"}""", "run.project", "folder")]
    public async Task H5_H6_H7_bad_documents_are_refused_with_their_place(string body, string code, string path)
    {
        var problem = (await _home.PostAsync("/api/v1/runs", body)).ShouldBeProblem(400, code);
        problem.Errors.ShouldHaveSingleItem().Path.ShouldBe(path);
        problem.Detail!.ShouldNotContain("Gyre.Contracts");
        _home.Engine.Started.ShouldBeEmpty();
    }

    [Fact]
    public async Task H6_small_and_signed_numbers_arrive_exactly()
    {
        (await _home.PostAsync("/api/v1/runs", $$"""{"parameters": {"a": -0.0, "b": 5e-324, "c": 9223372036854775808, "d": "NaN"}, "folder": "{{_home.ProjectFolder()}}", "pipeline": "main"}""")).Status.ShouldBe(HttpStatusCode.Created);
        _home.Engine.Started.TryDequeue(out var run).ShouldBeTrue();
        Core.ValueJson.Write(run.Parameters).ShouldBe("""{"a":-0.0,"b":5e-324,"c":9223372036854775808,"d":"NaN"}""");
    }

    [Fact]
    public async Task H7_bytes_that_are_not_utf8_are_refused()
    {
        var body = "{\"name\": \"a\xff\xfe\"}";
        var answer = await _home.SendRawAsync($"POST /api/v1/tokens HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        StatusOf(answer).ShouldBe("400");
        answer.ShouldContain("json.text");
    }

    [Fact]
    public async Task H7_emoji_and_marks_of_direction_are_kept_and_are_not_in_the_page_itself()
    {
        const string Title = "\u202Eabc \U0001F600 <img src=x onerror=alert(1)>";
        var body = $$"""{"folder": "{{_home.ProjectFolder()}}", "pipeline": "main", "title": "\u202Eabc \ud83d\ude00 <img src=x onerror=alert(1)>"}""";
        (await _home.PostAsync("/api/v1/runs", body)).As<RunInfo>().Title.ShouldBe(Title);
        (await _home.GetAsync("/api/v1/runs")).As<RunPage>().Runs.ShouldHaveSingleItem().Title.ShouldBe(Title);
        // The pages get it from there, and isolate it themselves.
        var page = await _home.GetAsync("/");
        page.Text.ShouldNotContain("<img");
        page.Text.ShouldNotContain("style=");
    }

    [Fact]
    public async Task H13_too_many_and_broken_headers_are_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"));
        StatusOf(await _home.SendRawAsync($"GET /health HTTP/1.1\r\nHost: {Host}\r\n{many}\r\n")).ShouldBe("431");
        StatusOf(await _home.SendRawAsync($"GET /health HTTP/1.1\r\nHost: {Host}\r\nX: {new string('x', 40_000)}\r\n\r\n")).ShouldBe("431");
        StatusOf(await _home.SendRawAsync($"GET /health HTTP/1.1\r\nHost: {Host}\r\nX: a\rb\r\n\r\n")).ShouldBe("400");
        StatusOf(await _home.SendRawAsync($"GET /health HTTP/1.1\r\nHost: {Host}\r\nX: a\0b\r\n\r\n")).ShouldBe("400");
        StatusOf(await _home.SendRawAsync($"GET /{new string('a', 10_000)} HTTP/1.1\r\nHost: {Host}\r\n\r\n")).ShouldBe("414");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:5000")]
    [InlineData("192.0.2.1")]
    [InlineData("[::2]")]
    public async Task H14_the_server_answers_to_its_own_names_only(string host) =>
        (await _home.GetAsync("/api/v1/runs", null, ("Host", host))).ShouldBeProblem(403, "http.host");

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:5000")]
    public async Task H14_loopback_has_several_names(string host) =>
        (await _home.GetAsync("/api/v1/runs", null, ("Host", host))).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("https://127.0.0.1")]
    public async Task H14_pages_of_others_are_refused(string origin)
    {
        (await _home.PostAsync("/api/v1/cache/clear", "{}", null, ("Origin", origin))).ShouldBeProblem(403, "http.origin");
        (await _home.GetAsync("/api/v1/runs", null, ("Origin", origin))).ShouldBeProblem(403, "http.origin");
        _home.Engine.Effects.ShouldBeEmpty();
    }

    [Fact]
    public async Task H14_a_form_from_another_site_is_refused_and_one_from_here_is_no_json()
    {
        var foreign = await _home.SendRawAsync($"POST /api/v1/cache/clear HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b");
        StatusOf(foreign).ShouldBe("403");
        var form = await _home.SendRawAsync($"POST /api/v1/cache/clear HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{{}}");
        StatusOf(form).ShouldBe("415");
        form.ShouldContain("http.content-type");
        _home.Engine.Effects.ShouldBeEmpty();
    }

    [Fact]
    public async Task H14_an_allowed_origin_and_host_are_answered()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions
        {
            Port = 0,
            AllowedHosts = ["lab.example"],
            AllowedOrigins = ["https://lab.example"]
        }, token: "t");
        var answer = await home.GetAsync("/api/v1/runs", home.Ahead, ("Host", "lab.example"), ("Origin", "https://lab.example"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("https://lab.example");
        (await home.GetAsync("/api/v1/runs", null, ("Origin", _home.Server.Address.ToString().TrimEnd('/')))).ShouldBeProblem(403, "http.origin");
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    [InlineData("get")]
    [InlineData("BREW")]
    public async Task H15_other_methods_are_refused(string method)
    {
        var answer = await _home.SendRawAsync($"{method} /api/v1/runs HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n\r\n");
        (StatusOf(answer) is "405" or "400").ShouldBeTrue(answer);
    }

    [Fact]
    public async Task H15_a_method_is_not_overridden() =>
        (await _home.PostAsync("/api/v1/runs", "{}", null, ("X-HTTP-Method-Override", "DELETE"))).ShouldBeProblem(400, "http.method-override");

    [Theory]
    [InlineData("/nope", "http.not-found", 404)]
    [InlineData("/api/v1/nope", "http.not-found", 404)]
    [InlineData("/api/v1/runs/not-an-id", "run.unknown", 404)]
    [InlineData("/api/v1/cycles/not-an-id", "cycle.unknown", 404)]
    [InlineData("/api/v1/runs/00000000-0000-0000-0000-000000000000", "run.unknown", 404)]
    public async Task What_is_not_there_is_a_problem_with_a_code(string path, string code, int status) =>
        (await _home.GetAsync(path)).ShouldBeProblem(status, code);

    [Fact]
    public async Task A_wrong_method_on_a_known_route_is_a_problem_too() =>
        (await _home.SendAsync(HttpMethod.Put, "/api/v1/runs")).ShouldBeProblem(405, "http.method");

    [Theory]
    [InlineData("/api/v1/runs?token=x")]
    [InlineData("/api/v1/runs?access_token=x")]
    [InlineData("/api/v1/runs?cursor=gyre_0123456789")]
    [InlineData("/api/v1/runs/gyre_0123456789")]
    public async Task A7_a_token_in_the_address_is_refused_and_not_logged(string path)
    {
        (await _home.GetAsync(path)).ShouldBeProblem(400, "auth.token-in-address");
        _home.Log.All.ShouldNotContain("gyre_0123456789");
        _home.Log.All.ShouldNotContain("token=x");
    }

    [Fact]
    public async Task Every_answer_says_how_it_may_be_used()
    {
        foreach (var path in new[] { "/", "/health", "/api/v1/runs", "/nope", "/metrics" })
        {
            var headers = (await _home.GetAsync(path)).Headers;
            headers["X-Content-Type-Options"].ShouldBe("nosniff");
            headers["X-Frame-Options"].ShouldBe("DENY");
            headers["Referrer-Policy"].ShouldBe("no-referrer");
            headers["Content-Security-Policy"].ShouldContain("default-src 'none'");
            // The page holds no data; a browser asks every time whether it is still the same.
            headers["Cache-Control"].ShouldBe(path == "/" ? "no-cache" : "no-store");
            headers.ShouldNotContainKey("Server");
        }
    }

    [Fact]
    public async Task Random_bytes_do_not_disturb_the_server()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 100; i++)
        {
            var noise = new byte[random.Next(1, 400)];
            random.NextBytes(noise);
            noise[^1] = (byte)'\n';
            var head = i % 2 == 0 ? [] : Encoding.ASCII.GetBytes("GET /health HTTP/1.1\r\n");
            await _home.SendRawAsync([.. head, .. noise, .. "\r\n\r\n"u8]);
        }
        (await _home.GetAsync("/health")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
