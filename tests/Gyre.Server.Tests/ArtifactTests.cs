using System.IO.Compression;
using System.Net;
using System.Text;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests;

public sealed class ArtifactTests : IAsyncLifetime
{
    private ServerHome _home = null!;
    private Digest _digest;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => $"/api/v1/artifacts/{_digest}";

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        _digest = await PutAsync("0123456789");
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Content_comes_whole_by_its_digest()
    {
        var answer = await _home.GetAsync(Path);
        answer.Text.ShouldBe("0123456789");
        answer.Headers["ETag"].ShouldBe($"\"{_digest.Hex}\"");
        answer.Headers["Accept-Ranges"].ShouldBe("bytes");
        answer.Headers["Content-Length"].ShouldBe("10");
        var head = await _home.SendAsync(HttpMethod.Head, Path);
        head.Body.ShouldBeEmpty();
        head.Headers["Content-Length"].ShouldBe("10");
    }

    [Theory]
    [InlineData("bytes=0-3", "0123", "bytes 0-3/10")]
    [InlineData("bytes=3-", "3456789", "bytes 3-9/10")]
    [InlineData("bytes=-4", "6789", "bytes 6-9/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("bytes=-100", "0123456789", "bytes 0-9/10")]
    public async Task A_range_comes_alone(string range, string text, string contentRange)
    {
        var answer = await _home.GetAsync(Path, null, ("Range", range));
        answer.Status.ShouldBe(HttpStatusCode.PartialContent);
        answer.Text.ShouldBe(text);
        answer.Headers["Content-Range"].ShouldBe(contentRange);
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=99-100")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_is_refused_with_the_size(string range)
    {
        var answer = await _home.GetAsync(Path, null, ("Range", range));
        answer.ShouldBeProblem(416, "artifact.range");
        answer.Headers["Content-Range"].ShouldBe("bytes */10");
    }

    [Theory]
    [InlineData("bytes=4-2")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("lines=1-2")]
    public async Task What_is_no_single_range_is_answered_with_everything(string range)
    {
        var answer = await _home.GetAsync(Path, null, ("Range", range));
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBe("0123456789");
    }

    [Fact]
    public async Task Known_content_is_not_sent_again()
    {
        (await _home.GetAsync(Path, null, ("If-None-Match", $"W/\"x\", \"{_digest.Hex}\""))).Status.ShouldBe(HttpStatusCode.NotModified);
        (await _home.GetAsync(Path, null, ("If-None-Match", "\"other\""))).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.GetAsync(Path, null, ("Range", "bytes=0-0"), ("If-Range", "\"other\""))).Text.ShouldBe("0123456789");
        (await _home.GetAsync(Path, null, ("Range", "bytes=0-0"), ("If-Range", $"\"{_digest.Hex}\""))).Text.ShouldBe("0");
    }

    [Fact]
    public async Task Empty_content_is_content()
    {
        var empty = await PutAsync("");
        (await _home.GetAsync($"/api/v1/artifacts/{empty}")).Headers["Content-Length"].ShouldBe("0");
        (await _home.GetAsync($"/api/v1/artifacts/{empty}", null, ("Range", "bytes=0-"))).ShouldBeProblem(416, "artifact.range");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("sha256:")]
    [InlineData("sha256:ABCDEF")]
    [InlineData("sha256:..%2f..%2fetc")]
    [InlineData("..%5c..%5cx")]
    public async Task Names_that_are_no_digest_are_refused(string name) =>
        (await _home.GetAsync($"/api/v1/artifacts/{name}")).ShouldBeProblem(400, "artifact.digest");

    [Fact]
    public async Task Content_that_is_not_here_is_not_found() =>
        (await _home.GetAsync($"/api/v1/artifacts/sha256:{new string('0', 64)}")).ShouldBeProblem(404, "artifact.unknown");

    [Theory]
    [InlineData("page.html", "<script>alert(1)</script>")]
    [InlineData("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("paper.pdf", "%PDF-1.7")]
    [InlineData("both.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'/>")]
    public async Task F12_pages_and_drawings_are_saved_never_shown(string name, string content)
    {
        var run = await OutputAsync(name, content);
        var answer = await _home.GetAsync($"/api/v1/runs/{run}/outputs/train?path={name}");
        answer.Text.ShouldBe(content);
        answer.Headers["Content-Disposition"].ShouldStartWith("attachment");
        answer.Headers["Content-Type"].ShouldBe("application/octet-stream");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["Content-Security-Policy"].ShouldStartWith("sandbox; default-src 'none'");
    }

    [Fact]
    public async Task An_output_keeps_its_name_whatever_is_in_it()
    {
        var run = await OutputAsync("dir/mo\"del é\u202E.json", "{}");
        var answer = await _home.GetAsync($"/api/v1/runs/{run}/outputs/train?path={Uri.EscapeDataString("dir/mo\"del é\u202E.json")}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Headers["Content-Type"].ShouldBe("application/json");
        answer.Headers["Content-Disposition"].ShouldContain("filename*=UTF-8''");
        answer.Headers["Content-Disposition"].ShouldNotContain("\u202E");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/./b")]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\x")]
    [InlineData("\\\\host\\share")]
    [InlineData("file:///etc/passwd")]
    [InlineData("~/.ssh/id")]
    [InlineData("CON")]
    [InlineData("a.")]
    [InlineData("a\nb")]
    public async Task F1_F3_F4_paths_that_leave_are_refused(string path)
    {
        var run = await OutputAsync("model.json", "{}");
        (await _home.GetAsync($"/api/v1/runs/{run}/outputs/train?path={Uri.EscapeDataString(path)}")).ShouldBeProblem(400, "path.invalid");
    }

    [Theory]
    [InlineData("%252e%252e%252fx")]
    [InlineData("%2e%2e%252fmodel.json")]
    [InlineData("nope.json")]
    public async Task F2_nothing_is_decoded_twice(string raw)
    {
        var run = await OutputAsync("model.json", "{}");
        (await _home.GetAsync($"/api/v1/runs/{run}/outputs/train?path={raw}")).ShouldBeProblem(404, "output.unknown");
    }

    [Fact]
    public async Task All_files_of_a_node_come_as_one_archive_in_the_order_of_their_names()
    {
        var run = await OutputAsync("model/b.txt", "second");
        var node = _home.Engine.Nodes[(run, "train")];
        _home.Engine.Nodes[(run, "train")] = node with { Outputs = [.. node.Outputs, new OutputFile { Path = "a.txt", Digest = await PutAsync("first"), SizeInBytes = 5 }] };
        var answer = await _home.GetAsync($"/api/v1/runs/{run}/archive/train");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Headers["Content-Type"].ShouldBe("application/zip");
        answer.Headers["Content-Disposition"].ShouldContain($"train-{run.ToString()[..8]}.zip");
        using (var archive = new ZipArchive(new MemoryStream(answer.Body)))
        {
            archive.Entries.Select(entry => entry.FullName).ShouldBe(["a.txt", "model/b.txt"]);
            using var reader = new StreamReader(archive.Entries[1].Open());
            (await reader.ReadToEndAsync(Cancel)).ShouldBe("second");
        }
        (await _home.GetAsync($"/api/v1/runs/{run}/archive/train")).Body.ShouldBe(answer.Body);
        (await _home.SendAsync(HttpMethod.Head, $"/api/v1/runs/{run}/archive/train")).Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_would_leave_the_folder_is_that_of_its_content_in_the_archive()
    {
        var run = await OutputAsync("../../etc/passwd", "x");
        using var archive = new ZipArchive(new MemoryStream((await _home.GetAsync($"/api/v1/runs/{run}/archive/train")).Body));
        archive.Entries.ShouldHaveSingleItem().FullName.ShouldBe($"artifacts/{Digest.Of("x").Hex}");
    }

    [Fact]
    public async Task An_archive_of_content_that_is_gone_is_not_begun()
    {
        var run = await OutputAsync("a.txt", "x");
        await _home.Blobs.DeleteAsync(Digest.Of("x"), Cancel);
        (await _home.GetAsync($"/api/v1/runs/{run}/archive/train")).ShouldBeProblem(404, "artifact.unknown");
        (await _home.GetAsync($"/api/v1/runs/{run}/archive/other")).ShouldBeProblem(404, "node.unknown");
    }

    [Fact]
    public async Task A_run_that_nobody_drives_says_so_in_the_API()
    {
        var run = _home.Engine.Add().Id;
        _home.Engine.Runs[run] = _home.Engine.Runs[run] with { State = RunState.Running, EndedAt = null, IsDriven = false };
        var info = (await _home.GetAsync($"/api/v1/runs/{run}")).As<RunInfo>();
        info.Driven.ShouldBe(false);
        info.Remedy.ShouldBe($"No engine is executing it. Run 'gyre resume {run}' or start 'gyre serve' on its home to continue.");
    }

    private async Task<Digest> PutAsync(string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return (await _home.Blobs.PutAsync(stream, Cancel)).Digest;
    }

    private async Task<RunId> OutputAsync(string name, string content)
    {
        var run = _home.Engine.Add().Id;
        var file = new OutputFile { Path = name.Normalize(), Digest = await PutAsync(content), SizeInBytes = content.Length };
        _home.Engine.Nodes[(run, "train")] = _home.Engine.AddNode(run, "train", NodeRunState.Succeeded) with { Outputs = [file] };
        return run;
    }
}
