using System.Net;
using System.Text.RegularExpressions;
using Gyre.Web;

namespace Gyre.Server.Tests;

/// <summary>The pages as files: what is served, how long it is kept, and what it may load.</summary>
public sealed partial class PageTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/runs")]
    [InlineData("/runs/0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e")]
    [InlineData("/tracking/experiments/1")]
    [InlineData("/lineage/model-version/net/3")]
    [InlineData("/settings")]
    public async Task Every_address_of_a_page_is_the_one_file(string path)
    {
        await using var home = await ServerHome.StartAsync();
        var page = await home.GetAsync(path);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        page.Headers["Content-Type"].ShouldBe("text/html; charset=utf-8");
        page.Headers["Cache-Control"].ShouldBe("no-cache");
        page.Text.ShouldContain("<base href=\"/\">");
        page.Text.ShouldContain("id=\"root\"");
        page.Text.ShouldNotContain("gyre-head");
    }

    [Theory]
    [InlineData("/", "home")]
    [InlineData("/runs", "runs")]
    [InlineData("/runs/0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e", "run")]
    [InlineData("/tracking/compare?runs=a,b", "compare")]
    [InlineData("/lineage/model-version/net/3", "lineage")]
    [InlineData("/models/net/3", "model-version")]
    public async Task The_files_of_a_page_are_named_with_those_of_the_shell(string path, string page)
    {
        await using var home = await ServerHome.StartAsync();
        var named = Preloads().Matches((await home.GetAsync(path)).Text).Select(static match => match.Groups[1].Value).ToList();
        named.ShouldBeUnique();
        foreach (var file in named)
            (await home.GetAsync($"/{file}")).Status.ShouldBe(HttpStatusCode.OK, file);
        named.ShouldContain(file => file.StartsWith($"assets/{page}-", StringComparison.Ordinal) && file.EndsWith(".js", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_policy_allows_no_script_in_the_page_and_no_other_host()
    {
        await using var home = await ServerHome.StartAsync();
        var page = await home.GetAsync("/");
        var policy = page.Headers["Content-Security-Policy"];
        policy.ShouldStartWith("default-src 'none'; script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        var nonce = Nonce().Match(page.Text).Groups[1].Value;
        policy.ShouldContain($"style-src 'self' 'nonce-{nonce}'");
        Nonce().Match((await home.GetAsync("/")).Text).Groups[1].Value.ShouldNotBe(nonce, "a nonce is for one answer");
        // Scripts are files; nothing stands between the tags, and no attribute is one.
        Scripts().Matches(page.Text).ShouldAllBe(static script => script.Groups[1].Value.Trim().Length == 0);
        Handlers().IsMatch(page.Text).ShouldBeFalse();
        page.Text.ShouldNotContain("<style");
    }

    [Fact]
    public async Task A_page_of_a_path_loads_everything_from_there()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, PathBase = "/ml" });
        (await home.GetAsync("/ml/runs")).Text.ShouldContain("<base href=\"/ml/\">");
        var page = (await home.GetAsync("/ml/")).Text;
        foreach (Match reference in References().Matches(page))
            reference.Groups[1].Value.ShouldStartWith("./", customMessage: "an address from the root would leave the path");
    }

    [Fact]
    public async Task Files_are_kept_for_good_and_come_compressed_to_those_who_take_it()
    {
        await using var home = await ServerHome.StartAsync();
        var script = PageFiles.All.Values.First(static file => file is { IsHashed: true, IsCompressed: true });
        var compressed = await home.GetAsync($"/{script.Path}", null, ("Accept-Encoding", "gzip, br"));
        compressed.Status.ShouldBe(HttpStatusCode.OK);
        compressed.Headers["Content-Encoding"].ShouldBe("br");
        compressed.Headers["Cache-Control"].ShouldBe("public, max-age=31536000, immutable");
        compressed.Headers["Vary"].ShouldBe("Accept-Encoding");
        compressed.Headers["Content-Type"].ShouldBe(script.MediaType);
        compressed.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        var plain = await home.GetAsync($"/{script.Path}", null, ("Accept-Encoding", "br;q=0, gzip"));
        plain.Headers.ShouldNotContainKey("Content-Encoding");
        using var content = new MemoryStream();
        await using (var open = script.OpenContent())
            await open.CopyToAsync(content, TestContext.Current.CancellationToken);
        plain.Body.ShouldBe(content.ToArray());
        plain.Body.Length.ShouldBeGreaterThan(compressed.Body.Length);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/..%2findex.html")]
    [InlineData("/assets/index.html")]
    public async Task What_is_no_file_of_the_pages_is_not_there(string path)
    {
        await using var home = await ServerHome.StartAsync();
        ((int)(await home.GetAsync(path)).Status).ShouldBeInRange(400, 404);
    }

    [Fact]
    public async Task Pages_open_for_everybody_and_hold_no_data()
    {
        await using var home = await ServerHome.StartAsync(token: "laptop");
        home.Engine.Add(title: "a secret title");
        var page = await home.GetAsync("/runs");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldNotContain("secret title");
        (await home.GetAsync("/api/v1/runs")).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task A_server_for_steps_has_no_pages()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, StepsOnly = true });
        (await home.GetAsync("/")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("name=\"gyre-nonce\" content=\"([A-Za-z0-9+/=]{24})\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>([^<]*)</script>")]
    private static partial Regex Scripts();

    [GeneratedRegex("\\son[a-z]+=|\\sstyle=|javascript:")]
    private static partial Regex Handlers();

    [GeneratedRegex("<link rel=\"(?:modulepreload|stylesheet)\" crossorigin href=\"\\./(assets/[A-Za-z0-9_.-]+)\">")]
    private static partial Regex Preloads();

    [GeneratedRegex("<(?:script|link)[^>]*(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex References();
}
