using System.Net;
using System.Net.Sockets;
using System.Text;
using Gyre.Server.Requests;
using Gyre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gyre.Server.Tests;

/// <summary>The bytes of bodies that the server holds at once.</summary>
public sealed class BodyBudgetTests : IAsyncLifetime
{
    private const string Create = "/api/2.0/mlflow/experiments/create";
    private static readonly ServeOptions Small = new() { Port = 0, Limits = new ServeLimits { MaxBodyBytesInFlight = 100_000 } };
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BodyBudget Budget => _home.Server.Parts.GetRequiredService<BodyBudget>();

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(Small);

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Beyond_the_budget_a_client_is_told_to_come_back(bool known)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _home.Server.Address.Port, Cancel);
        await BeginAsync(socket, 80_000);
        var refused = await SendAsync(new string('x', 20_000), known);
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests, refused.Text);
        refused.Headers["Retry-After"].ShouldBe("1");
        refused.Text.ShouldContain("REQUEST_LIMIT_EXCEEDED");
        (await SendAsync("small", known)).Status.ShouldBe(HttpStatusCode.OK, "there is room for small ones");
        await EndAsync(socket, 80_000);
        await HeldAsync(0);
        (await SendAsync(new string('y', 400), known)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_goes_away_gives_its_share_back()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _home.Server.Address.Port, Cancel);
            await BeginAsync(socket, 80_000);
        }
        await HeldAsync(0);
        (await SendAsync(new string('x', 400), true)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_that_fails_gives_its_share_back()
    {
        (await _home.PostAsync("/api/v1/runs", new string('[', 50_000))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync("/api/v1/triggers/x/hook", new string('[', 50_000))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        await HeldAsync(0);
    }

    [Fact]
    public async Task A_body_that_is_too_large_takes_nothing()
    {
        (await _home.SendRawAsync($"POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {1L << 40}\r\nConnection: close\r\n\r\n"))
            .ShouldStartWith("HTTP/1.1 413");
        Budget.Held.ShouldBe(0);
    }

    [Fact]
    public void What_was_taken_is_given_back_once()
    {
        using var budget = new BodyBudget(new ServeLimits { MaxBodyBytesInFlight = 10 });
        var share = budget.Open();
        share.TryGrow(6).ShouldBeTrue();
        share.TryGrow(5).ShouldBeFalse();
        budget.Held.ShouldBe(6);
        share.TryGrow(4).ShouldBeTrue();
        share.Dispose();
        share.Dispose();
        budget.Held.ShouldBe(0);
    }

    [Fact]
    public async Task Large_bodies_are_worked_on_one_after_the_other()
    {
        using var budget = new BodyBudget(new ServeLimits());
        var first = await budget.EnterLaneAsync(Cancel);
        var second = budget.EnterLaneAsync(Cancel);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
        budget.TakeSawLarge().ShouldBeFalse("nothing was held");
        using (var share = budget.Open())
            share.TryGrow(BodyBudget.Large + 1).ShouldBeTrue();
        (budget.TakeSawLarge(), budget.TakeSawLarge()).ShouldBe((true, false));
    }

    private async Task<Answer> SendAsync(string name, bool known)
    {
        var json = $$"""{"name": "{{Guid.NewGuid():N}}", "artifact_location": "", "x": "{{name}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post,
            Create)
        { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (!known)
            request.Headers.TransferEncodingChunked = true;
        using var response = await _home.Client.SendAsync(request, Cancel);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(Cancel),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value),
                StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Announces a body and waits until the server holds its share.</summary>
    private async Task BeginAsync(TcpClient socket, int length)
    {
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST {Create} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"), Cancel);
        await HeldAsync(length);
    }

    private static async Task EndAsync(TcpClient socket, int length)
    {
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("{}" + new string(' ', length - 2)), Cancel);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        (await reader.ReadToEndAsync(Cancel)).ShouldStartWith("HTTP/1.1 400");
    }

    private Task HeldAsync(long bytes) => Patience.UntilAsync(() => Budget.Held == bytes, Cancel, $"{bytes} bytes are held");
}
