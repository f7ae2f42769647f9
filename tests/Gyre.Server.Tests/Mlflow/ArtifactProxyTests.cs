using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>Artifacts over HTTP: hostile paths, cut and wrong uploads, ranges, what browsers get.</summary>
public sealed class ArtifactProxyTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/mlflow-artifacts/artifacts";
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Host => $"127.0.0.1:{_home.Server.Address.Port}";

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("x/../../secret")]
    [InlineData("../../../../../../etc/passwd")]
    [InlineData("%2e%2e/x")]
    [InlineData("x/%2E%2e/y")]
    [InlineData("%2e%2e%2fx")]
    [InlineData("%252e%252e%252fx")]
    [InlineData("..%5cx")]
    [InlineData("%c0%ae%c0%ae/x")]
    [InlineData("..;/x")]
    [InlineData("x%23/../..")]
    [InlineData("x%3F/../..")]
    [InlineData("/etc/passwd")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("//host/x")]
    [InlineData("C:%5Cx")]
    [InlineData("C:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("~/.ssh/id")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("a.")]
    [InlineData("a%20")]
    [InlineData("x:stream")]
    [InlineData("x%00y")]
    public async Task F1_to_F5_paths_that_lead_elsewhere_are_refused_by_every_verb(string path)
    {
        foreach (var verb in new[] { "GET", "PUT", "DELETE" })
        {
            var answer = await _home.SendRawAsync($"{verb} {Root}/{path} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nContent-Length: {(verb == "PUT" ? 1 : 0)}\r\n\r\n{(verb == "PUT" ? "x" : "")}");
            answer.ShouldStartWith("HTTP/1.1 400", customMessage: $"{verb} {path}: {answer}");
        }
        (await _home.GetAsync(Root)).Text.ShouldBe("{}", "nothing was stored");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("x#y")]
    [InlineData("%2e%2e/x")]
    public async Task A_listing_refuses_them_too(string path)
    {
        var run = await RunAsync();
        foreach (var address in new[] { $"{Root}?path={Uri.EscapeDataString(path)}", $"/api/2.0/mlflow/artifacts/list?run_id={run}&path={Uri.EscapeDataString(path)}", $"/get-artifact?run_id={run}&path={Uri.EscapeDataString(path)}" })
        {
            var answer = await _home.GetAsync(address);
            answer.Status.ShouldBe(HttpStatusCode.BadRequest);
            answer.Json["message"]!.ToString().ShouldBe("Invalid path");
            answer.Json["error_code"]!.ToString().ShouldBe("INVALID_PARAMETER_VALUE");
        }
    }

    [Theory]
    [InlineData("1/a b.txt")]
    [InlineData("1/é/模型.bin")]
    [InlineData("1/100% sure")]
    [InlineData("1/a%20b")]
    [InlineData("1/a+b&c=d;e?f")]
    public async Task Names_come_back_as_they_were_sent(string path)
    {
        var address = $"{Root}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
        (await PutAsync(address, "content")).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.GetAsync(address)).Text.ShouldBe("content");
        (await _home.GetAsync($"{Root}/{Uri.EscapeDataString(path)}")).Text.ShouldBe("content", "an encoded slash is a slash");
        var folder = path[..path.LastIndexOf('/')];
        (await _home.GetAsync($"{Root}?path={Uri.EscapeDataString(folder)}")).Json["files"]![0]!["path"]!.ToString().ShouldBe(path[(folder.Length + 1)..]);
    }

    [Fact]
    public async Task F6_and_F13_are_told_in_the_clients_words()
    {
        await PutAsync($"{Root}/1/Model", "x");
        var clash = await PutAsync($"{Root}/1/model", "y");
        clash.Status.ShouldBe(HttpStatusCode.Conflict);
        clash.Json["message"]!.ToString().ShouldContain("'Model'");
        (await _home.SendAsync(HttpMethod.Delete, Root)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.SendAsync(HttpMethod.Delete, $"{Root}/")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync($"{Root}/", "y")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.GetAsync($"{Root}/1/Model")).Text.ShouldBe("x");
    }

    [Fact]
    public async Task A_range_is_given_and_the_answer_may_not_be_kept_unasked()
    {
        await PutAsync($"{Root}/1/a.txt", "0123456789");
        var part = await _home.GetAsync($"{Root}/1/a.txt", null, ("Range", "bytes=2-4"));
        part.Status.ShouldBe(HttpStatusCode.PartialContent);
        part.Text.ShouldBe("234");
        var whole = await _home.GetAsync($"{Root}/1/a.txt");
        whole.Headers["Cache-Control"].ShouldBe("no-cache, private");
        whole.Headers["Content-Type"].ShouldBe("text/plain");
        whole.Headers["Content-Disposition"].ShouldBe("attachment; filename=a.txt");
        (await _home.GetAsync($"{Root}/1/a.txt", null, ("If-None-Match", whole.Headers["ETag"]))).Status.ShouldBe(HttpStatusCode.NotModified);
        await PutAsync($"{Root}/1/a.txt", "other");
        (await _home.GetAsync($"{Root}/1/a.txt", null, ("If-None-Match", whole.Headers["ETag"]))).Text.ShouldBe("other");
        var head = await _home.SendAsync(HttpMethod.Head, $"{Root}/1/a.txt");
        head.Body.ShouldBeEmpty();
        head.Headers["Content-Length"].ShouldBe("5");
        (await _home.GetAsync($"{Root}/1/a.txt", null, ("Range", "bytes=99-"))).Status.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        (await _home.GetAsync($"{Root}/1")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("page.html", "application/octet-stream")]
    [InlineData("drawing.svg", "application/octet-stream")]
    [InlineData("both.xhtml", "application/octet-stream")]
    [InlineData("paper.pdf", "application/octet-stream")]
    [InlineData("code.js", "text/plain")]
    [InlineData("MLmodel", "text/plain")]
    [InlineData("conda.yaml", "text/plain")]
    [InlineData("plot.png", "image/png")]
    [InlineData("model.pkl", "application/octet-stream")]
    public async Task F12_content_is_saved_never_run(string name, string type)
    {
        var run = await RunAsync();
        await PutAsync($"{Root}/0/{run}/artifacts/{name}", "<script>alert(1)</script>");
        foreach (var address in new[] { $"{Root}/0/{run}/artifacts/{name}", $"/get-artifact?run_uuid={run}&path={name}" })
        {
            var answer = await _home.GetAsync(address);
            answer.Text.ShouldBe("<script>alert(1)</script>");
            answer.Headers["Content-Type"].ShouldBe(type);
            answer.Headers["Content-Disposition"].ShouldStartWith("attachment");
            answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
            answer.Headers["Content-Security-Policy"].ShouldStartWith("sandbox; default-src 'none'");
        }
    }

    [Fact]
    public async Task F9_a_digest_that_does_not_fit_is_refused_and_changes_nothing()
    {
        var hash = SHA256.HashData("right"u8);
        var address = $"{Root}/1/a";
        (await PutAsync(address, "right", ("x-gyre-sha256", Convert.ToHexString(hash)))).Status.ShouldBe(HttpStatusCode.OK);
        (await PutAsync(address, "wrong", ("x-gyre-sha256", Convert.ToHexString(hash)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync(address, "wrong", ("Content-Digest", $"sha-512=:AAAA:, sha-256=:{Convert.ToBase64String(hash)}:"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync(address, "wrong", ("Content-Digest", "sha-256=:AAAA:"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync(address, "wrong", ("x-gyre-sha256", "abc"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.GetAsync(address)).Text.ShouldBe("right");
        (await PutAsync(address, "right", ("Content-Digest", $"sha-256=:{Convert.ToBase64String(hash)}:"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Content-Length: 1000", "only a beginning")]
    [InlineData("Transfer-Encoding: chunked", "10\r\nonly a beginning\r\n")]
    [InlineData("Transfer-Encoding: chunked", "10\r\nonly a")]
    [InlineData("Transfer-Encoding: chunked", "nonsense\r\n")]
    public async Task F9_H2_a_cut_upload_leaves_what_was_there(string framing, string body)
    {
        await PutAsync($"{Root}/1/a", "before");
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _home.Server.Address.Port, Cancel);
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT {Root}/1/a HTTP/1.1\r\nHost: {Host}\r\n{framing}\r\n\r\n{body}"), Cancel);
            socket.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            using var answer = new MemoryStream();
            try
            {
                await stream.CopyToAsync(answer, Cancel);
            }
            catch (IOException)
            {
                // A connection that is reset is an answer as well, and which of the two comes first is chance.
            }
            Encoding.ASCII.GetString(answer.ToArray()).ShouldNotContain("200 OK");
        }
        (await _home.GetAsync($"{Root}/1/a")).Text.ShouldBe("before");
        (await _home.GetAsync($"{Root}?path=1")).Json["files"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_far_larger_than_the_limit_of_other_bodies_streams_both_ways_in_flat_memory()
    {
        const int Size = 256 << 20;
        const long Most = 128 << 20;
        GC.Collect();
        using var counter = new PeakMemory();
        using (var content = new StreamContent(new PatternStream(Size), 1 << 16))
            (await _home.Client.PutAsync($"{Root}/1/large.bin", content, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var response = await _home.Client.GetAsync($"{Root}/1/large.bin", HttpCompletionOption.ResponseHeadersRead, Cancel);
        response.Content.Headers.ContentLength.ShouldBe(Size);
        using var expected = new PatternStream(Size);
        await using var got = await response.Content.ReadAsStreamAsync(Cancel);
        Convert.ToHexString(await SHA256.HashDataAsync(got, Cancel)).ShouldBe(Convert.ToHexString(await SHA256.HashDataAsync(expected, Cancel)));
        counter.Growth.ShouldBeLessThan(Most);
    }

    [Fact]
    public async Task Pages_upload_small_files_and_learn_why_not()
    {
        var run = await RunAsync();
        const string Upload = "/ajax-api/2.0/mlflow/upload-artifact";
        (await PostAsync($"{Upload}?run_uuid={run}&path=a.txt", "hi")).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.GetAsync($"/get-artifact?run_id={run}&path=a.txt")).Text.ShouldBe("hi");
        (await PostAsync($"{Upload}?run_uuid={run}", "hi")).Json["message"]!.ToString().ShouldBe("Request must specify path.");
        (await PostAsync($"{Upload}?path=a", "hi")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync($"{Upload}?run_uuid={run}&path=b", "")).Status.ShouldBe(HttpStatusCode.BadRequest);
        ((int)(await PostAsync($"{Upload}?run_uuid={run}&path=b", new string('x', (10 << 20) + 1))).Status).ShouldBeInRange(400, 413);
        (await _home.GetAsync($"/get-artifact?run_id={run}&path=b")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _home.GetAsync("/get-artifact?run_id=nosuch&path=b")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_this_store_cannot_sign_is_said_so_that_clients_go_on_without()
    {
        var answer = await _home.GetAsync("/api/2.0/mlflow-artifacts/presigned/1/a");
        answer.Status.ShouldBe(HttpStatusCode.NotImplemented);
        answer.Json["message"]!.ToString().ShouldBe("Multipart download is not supported for the current artifact repository");
        (await _home.PostAsync("/api/2.0/mlflow/artifacts/presigned-upload-url", $"{{\"run_id\":\"{await RunAsync()}\",\"path\":\"a\"}}")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<string> RunAsync() => (await _home.PostAsync("/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"0\"}")).Json["run"]!["info"]!["run_id"]!.ToString();

    private Task<Answer> PutAsync(string address, string text, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, address, text, headers);

    private Task<Answer> PostAsync(string address, string text) => SendAsync(HttpMethod.Post, address, text);

    private async Task<Answer> SendAsync(HttpMethod method, string address, string text, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_home.Server.Address.GetLeftPart(UriPartial.Authority) + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await _home.Client.SendAsync(request, Cancel);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(Cancel),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}
