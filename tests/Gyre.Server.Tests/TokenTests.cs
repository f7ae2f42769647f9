using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Security;
using Gyre.Storage;
using Gyre.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Server.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(clock: _clock);

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_token_is_shown_once_and_kept_hashed()
    {
        var made = (await _home.PostAsync("/api/v1/tokens", """{"name": "laptop", "days": 30}""")).As<TokenInfo>();
        made.Token.ShouldNotBeNull().ShouldMatch("^gyre_[0-9a-f]{32}_[0-9a-f]{64}$");
        made.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddDays(30));
        var listed = await _home.GetAsync("/api/v1/tokens", made.Token);
        listed.As<TokenList>().Tokens.ShouldHaveSingleItem().Token.ShouldBeNull();
        var secret = made.Token[^64..];
        foreach (var file in Directory.EnumerateFiles(_home.Root, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync(Cancel)).Contains(secret, StringComparison.Ordinal).ShouldBeFalse(file);
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("Token")]
    public async Task Both_schemes_are_understood(string scheme)
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        (await _home.GetAsync("/api/v1/runs", null, ("Authorization", $"{scheme} {token.Text}"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_that_are_none_are_refused()
    {
        var good = (await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel)).Text;
        var flipped = good[..^1] + (good[^1] == '0' ? '1' : '0');
        string[] bad = [flipped, good[..^1], good + "0", good.ToUpperInvariant(), "", "gyre_", new string('x', 8000), good[5..], $"gyre_{Guid.Empty:N}_{good[^64..]}"];
        foreach (var token in bad)
            (await _home.GetAsync("/api/v1/runs", null, ("Authorization", $"Bearer {token}"))).ShouldBeProblem(401, "auth.token");
        (await _home.GetAsync("/api/v1/runs", null, ("Authorization", $"Basic {good}"))).ShouldBeProblem(401, "auth.token");
        (await _home.GetAsync("/api/v1/runs", null, ("Authorization", good))).ShouldBeProblem(401, "auth.token");
    }

    [Fact]
    public async Task A_wrong_token_is_refused_even_while_none_is_needed() =>
        (await _home.GetAsync("/api/v1/runs", $"gyre_{Guid.Empty:N}_{new string('0', 64)}")).ShouldBeProblem(401, "auth.token");

    [Fact]
    public async Task A_revoked_token_ends_at_once_and_the_door_stays_shut()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        (await _home.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{token.Entry.Id}", null, token.Text)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.GetAsync("/api/v1/runs", token.Text)).ShouldBeProblem(401, "auth.token");
        (await _home.GetAsync("/api/v1/runs")).ShouldBeProblem(401, "auth.required");
        (await _home.Tokens.RevokeAsync(token.Entry.Id, Cancel)).ShouldBeFalse();
        (await _home.Tokens.RevokeAsync("nonsense", Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_ends_on_the_second_and_a_clock_put_back_does_not_bring_it_back()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, TimeSpan.FromHours(1), Cancel);
        _clock.Advance(TimeSpan.FromSeconds(3599));
        (await _home.GetAsync("/api/v1/runs", token.Text)).Status.ShouldBe(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _home.GetAsync("/api/v1/runs", token.Text)).ShouldBeProblem(401, "auth.token");
        _clock.JumpWallClock(_clock.GetUtcNow().AddDays(-1));
        (await _home.GetAsync("/api/v1/runs", token.Text)).ShouldBeProblem(401, "auth.token");
    }

    [Fact]
    public async Task The_last_use_of_a_token_is_written_once_a_minute()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        token.Entry.LastUsedAt.ShouldBeNull();
        var first = _clock.GetUtcNow();
        (await LastUseAsync(token)).ShouldBe(first);
        _clock.Advance(TimeSpan.FromSeconds(59));
        (await LastUseAsync(token)).ShouldBe(first);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await LastUseAsync(token)).ShouldBe(first.AddMinutes(1));
        _clock.JumpWallClock(first.AddDays(-1));
        (await LastUseAsync(token)).ShouldBe(first.AddMinutes(1), "a clock put back does not make a use earlier");
    }

    [Fact]
    public async Task Requests_at_once_write_the_use_of_their_token_once()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        // A store of its own for counting: loops of the server write to the one of the home.
        var counted = new TroubledStore(_home.Store);
        var uses = new TokenUses(counted, NullLogger<TokenUses>.Instance);
        var row = new TokenRow { Id = Guid.Parse(token.Entry.Id) };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => uses.RecordAsync(row, _clock.GetUtcNow(), Cancel)));
        counted.Writes.ShouldBe(1);
        await uses.RecordAsync(row, _clock.GetUtcNow() + TokenUses.Coarse, Cancel);
        counted.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task A_browser_uses_the_token_that_it_signed_in_with()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        var cookie = (await _home.PostAsync("/api/v1/session", $$"""{"token": "{{token.Text}}"}""")).Headers["Set-Cookie"].Split(';')[0];
        (await _home.Tokens.ListAsync(Cancel)).ShouldHaveSingleItem().LastUsedAt.ShouldBe(_clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await _home.GetAsync("/api/v1/runs", null, ("Cookie", cookie))).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.Tokens.ListAsync(Cancel)).ShouldHaveSingleItem().LastUsedAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task A_refused_token_was_not_used()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        var wrong = token.Text[..^1] + (token.Text[^1] == '0' ? '1' : '0');
        (await _home.GetAsync("/api/v1/runs", wrong)).ShouldBeProblem(401, "auth.token");
        (await _home.Tokens.ListAsync(Cancel)).ShouldHaveSingleItem().LastUsedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_use_that_cannot_be_written_keeps_nobody_out()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        (await LastUseAsync(token)).ShouldNotBeNull();
        _clock.Advance(TokenUses.Coarse);
        _home.Store.ReadOnlyReason = "a test";
        (await _home.GetAsync("/api/v1/runs", token.Text)).Status.ShouldBe(HttpStatusCode.OK);
        _home.Log.All.ShouldContain("The last use of a token was not recorded");
    }

    [Theory]
    [InlineData("""{"name": ""}""", "token.name")]
    [InlineData("""{"name": "   "}""", "token.name")]
    [InlineData("""{"name": "a\nb"}""", "token.name")]
    [InlineData("""{"name": "x", "days": 0}""", "token.lifetime")]
    [InlineData("""{"name": "x", "days": 3651}""", "token.lifetime")]
    [InlineData("""{"name": "x", "days": 2147483648}""", "json.shape")]
    [InlineData("""{"name": "x", "scope": "root"}""", "token.scope")]
    public async Task Tokens_with_bad_names_or_times_are_not_made(string body, string code)
    {
        (await _home.PostAsync("/api/v1/tokens", body)).ShouldBeProblem(400, code);
        (await _home.Tokens.ListAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_of_a_megabyte_is_refused() =>
        (await _home.PostAsync("/api/v1/tokens", $$"""{"name": "{{new string('x', 1_000_000)}}"}""")).ShouldBeProblem(400, "token.name");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public async Task Nothing_listens_beyond_loopback_without_a_token(string address)
    {
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => GyreServer.StartAsync(new ServeOptions { Address = address, Port = 0 }, _home.Services, Cancel));
        refusal.Diagnostics[0].Code.ShouldBe("serve.token-needed");
        refusal.Diagnostics[0].Remedy.ShouldNotBeNull().ShouldContain("gyre token create");
    }

    [Fact]
    public async Task An_ended_token_does_not_open_the_other_addresses()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, TimeSpan.FromHours(1), Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        await Should.ThrowAsync<InvalidInputException>(() => GyreServer.StartAsync(new ServeOptions { Address = "0.0.0.0", Port = 0 }, _home.Services, Cancel));
        token.Entry.RevokedAt.ShouldBeNull();
    }

    [Fact]
    public async Task With_a_token_it_listens_everywhere_and_still_wants_it()
    {
        var token = await _home.Tokens.CreateAsync("t", TokenScope.Admin, null, Cancel);
        await using var server = await GyreServer.StartAsync(new ServeOptions { Address = "0.0.0.0", Port = 0 }, _home.Services, Cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        server.Address.Host.ShouldBe("127.0.0.1");
        (await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Text);
        (await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_taken_port_is_said_so()
    {
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => GyreServer.StartAsync(new ServeOptions { Port = _home.Server.Address.Port }, _home.Services, Cancel));
        refusal.Diagnostics[0].Code.ShouldBe("serve.port-taken");
        refusal.Message.ShouldContain("--port");
    }

    [Fact]
    public async Task Everything_works_on_postgresql()
    {
        if (await Testing.Storage.PostgresServer.SharedAsync() is not { } server)
        {
            Assert.Skip(Testing.Storage.PostgresServer.MissingReason);
            return;
        }
        var storage = new StorageOptions { Home = Path.GetTempPath(), Store = await server.CreateDatabaseAsync(Cancel) };
        await using var home = await ServerHome.StartAsync(storage: storage);
        var token = (await home.PostAsync("/api/v1/tokens", """{"name": "pg"}""", null, ("Idempotency-Key", "k"))).As<TokenInfo>();
        (await home.GetAsync("/api/v1/tokens", token.Token)).As<TokenList>().Tokens.ShouldHaveSingleItem().LastUsedAt.ShouldNotBeNull();
        (await home.PostAsync("/api/v1/projects", $$"""{"folder": "{{home.ProjectFolder()}}"}""", token.Token)).Status.ShouldBe(HttpStatusCode.Created);
        (await home.PostAsync("/api/v1/runs", """{"project": "demo", "pipeline": "main"}""", token.Token, ("Idempotency-Key", "k2"))).Status.ShouldBe(HttpStatusCode.Created);
        var run = home.Engine.Runs.Keys.Single();
        var attempt = new AttemptId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        home.Engine.AddNode(run, "train", Pipelines.NodeRunState.Running, attempt);
        var step = (await home.Services.Credentials!.IssueAsync(new StepIdentity(run, "train", attempt), Cancel))["GYRE_TOKEN"];
        var started = await home.PostAsync("/api/v1/runs", """{"project": "demo", "pipeline": "main"}""", step);
        started.Status.ShouldBe(HttpStatusCode.Created, started.Text);
        started.As<RunInfo>().ParentRunId.ShouldBe(run);
        (await home.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{token.Id}", null, token.Token)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await home.GetAsync("/api/v1/tokens", token.Token)).ShouldBeProblem(401, "auth.token");
    }

    /// <summary>Uses a token and tells what is kept of that.</summary>
    private async Task<DateTimeOffset?> LastUseAsync(NewToken token) =>
        (await _home.GetAsync("/api/v1/tokens", token.Text)).As<TokenList>().Tokens.ShouldHaveSingleItem().LastUsedAt;
}
