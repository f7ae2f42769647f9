using System.Net;
using Gyre.Core;

namespace Gyre.Server.Tests;

/// <summary>A proxy in front of the server: who its clients are, and how they reach the server.</summary>
public sealed class ProxyTests
{
    private static readonly ServeOptions Behind = new() { Port = 0, AllowedHosts = ["lab.example"], TrustedProxies = ["127.0.0.0/8"] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Doors => ["host", "proxy"];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task What_lets_others_in_needs_a_token_first(string door)
    {
        await using var home = await ServerHome.StartAsync();
        var options = door == "host"
            ? new ServeOptions { Port = 0, AllowedHosts = ["lab.example"] }
            : new ServeOptions { Port = 0, TrustedProxies = ["127.0.0.1"] };
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => GyreServer.StartAsync(options, home.Services, Cancel));
        refusal.Diagnostics[0].Code.ShouldBe("serve.token-needed");
        refusal.Diagnostics[0].Remedy.ShouldNotBeNull().ShouldContain("gyre token create");
        await home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        await using var server = await GyreServer.StartAsync(options, home.Services with { Credentials = null }, Cancel);
    }

    [Fact]
    public async Task A_name_of_this_machine_needs_none()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, AllowedHosts = ["localhost"] });
        (await home.GetAsync("/api/v1/runs")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("X-Real-IP", "192.0.2.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Who_comes_through_a_proxy_that_nobody_declared_is_not_on_this_machine(string header, string value)
    {
        await using var home = await ServerHome.StartAsync();
        (await home.GetAsync("/api/v1/runs")).Status.ShouldBe(HttpStatusCode.OK);
        (await home.GetAsync("/api/v1/runs", null, (header, value))).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task A_proxy_that_nobody_declared_is_not_believed()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, AllowedHosts = ["lab.example"] }, token: "t");
        (string, string)[] told = [("X-Forwarded-Host", "lab.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/gyre")];
        var link = await LinkAsync(home, told);
        link.ShouldStartWith(home.Server.Address.ToString());
        (await home.GetAsync("/api/v1/runs", home.Ahead,
            ("Host", "evil.example"), ("X-Forwarded-Host", "lab.example"))).ShouldBeProblem(403, "http.host");
    }

    [Fact]
    public async Task A_declared_proxy_says_how_its_client_calls_the_server()
    {
        await using var home = await ServerHome.StartAsync(Behind, token: "t");
        var link = await LinkAsync(home, ("X-Forwarded-Host", "lab.example"),
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/gyre"));
        link.ShouldStartWith("https://lab.example/gyre/api/2.0/mlflow-artifacts/mpu/parts/");
        (await home.GetAsync("/api/v1/runs", home.Ahead, ("X-Forwarded-Host", "evil.example"))).ShouldBeProblem(403, "http.host");
        (await home.GetAsync("/api/v1/runs", home.Ahead, ("X-Forwarded-Host", "lab.example"),
            ("X-Forwarded-Proto", "https"), ("Origin", "https://lab.example")))
            .Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_path_that_the_server_takes_off_itself_is_in_its_addresses()
    {
        await using var home = await ServerHome.StartAsync(new ServeOptions { Port = 0, PathBase = "/gyre" });
        (await home.GetAsync("/gyre/health")).Text.ShouldBe("OK");
        (await home.GetAsync("/health")).Text.ShouldBe("OK");
        (await home.GetAsync("/gyre/")).Text.ShouldContain("<base href=\"/gyre/\">");
        (await home.GetAsync("/")).Text.ShouldContain("<base href=\"/\">");
        (await home.PostAsync("/gyre/api/v1/projects", $$"""{"folder": "{{home.ProjectFolder()}}"}""")).Headers["Location"].ShouldBe("/gyre/api/v1/projects/demo");
        var put = await home.SendAsync(HttpMethod.Put, "/gyre/api/2.0/mlflow-artifacts/artifacts/0/a%2Fb.txt", "1");
        put.Status.ShouldBe(HttpStatusCode.OK, put.Text);
        (await home.GetAsync("/api/2.0/mlflow-artifacts/artifacts/0/a/b.txt")).Text.ShouldBe("1");
    }

    [Theory]
    [InlineData("127.0.0.1/33", "", "serve.proxy")]
    [InlineData("proxy.example", "", "serve.proxy")]
    [InlineData("10.0.0.1/8", "", "serve.proxy")]
    [InlineData("", "gyre", "serve.path-base")]
    [InlineData("", "/gyre/", "serve.path-base")]
    [InlineData("", "/a/../b", "serve.path-base")]
    [InlineData("", "/a b", "serve.path-base")]
    public async Task What_is_no_proxy_or_path_is_refused_at_the_start(string proxy, string path, string code)
    {
        await using var home = await ServerHome.StartAsync(token: "t");
        var options = new ServeOptions { Port = 0, TrustedProxies = proxy.Length > 0 ? [proxy] : [], PathBase = path };
        (await Should.ThrowAsync<InvalidInputException>(() => GyreServer.StartAsync(options, home.Services,
            Cancel))).Diagnostics[0].Code.ShouldBe(code);
    }

    /// <summary>An address that the server makes for its client.</summary>
    private static async Task<string> LinkAsync(ServerHome home, params (string, string)[] headers)
    {
        var made = await home.PostAsync("/api/2.0/mlflow-artifacts/mpu/create/0", """{"path": "a", "num_parts": 1}""", home.Ahead, headers);
        made.Status.ShouldBe(HttpStatusCode.OK, made.Text);
        return made.Json["credentials"]![0]!["url"]!.GetValue<string>();
    }
}
