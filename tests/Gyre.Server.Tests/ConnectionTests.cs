using System.Net;
using System.Net.Sockets;
using System.Text;
using Gyre.Server.Security;
using Gyre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gyre.Server.Tests;

/// <summary>More connections than there are places.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private static readonly ServeOptions Few = new()
    {
        Port = 0,
        Limits = new ServeLimits { MaxConnections = 3, ReservedConnections = 1 }
    };
    private readonly List<TcpClient> _sockets = [];
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(Few);

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task Who_does_nothing_keeps_nobody_out()
    {
        for (var i = 0; i < 20; i++)
            await ConnectAsync();
        StatusOf(await _home.SendRawAsync(Get("/health"))).ShouldBe("200");
        StatusOf(await _home.SendRawAsync(Get("/api/v1/runs"))).ShouldBe("200");
    }

    [Fact]
    public async Task When_all_are_busy_the_server_still_says_how_it_is()
    {
        for (var i = 0; i < 3; i++)
            await StreamAsync();
        StatusOf(await _home.SendRawAsync(Get("/health"))).ShouldBe("200");
        var busy = await _home.SendRawAsync(Get("/api/v1/runs"));
        StatusOf(busy).ShouldBe("503");
        busy.ShouldContain("server.busy");
        busy.ShouldContain("Retry-After: ");
        _sockets[0].Dispose();
        await Patience.UntilAsync(async () => StatusOf(await _home.SendRawAsync(Get("/api/v1/runs"))) == "200", Cancel,
            "a place is free again");
    }

    [Fact]
    public async Task Connections_that_have_ended_are_not_counted()
    {
        for (var i = 0; i < 10; i++)
            StatusOf(await _home.SendRawAsync(Get("/health"))).ShouldBe("200");
        await Patience.UntilAsync(() => _home.Server.Parts.GetRequiredService<ConnectionGate>().Open == 0, Cancel, "all have ended");
    }

    [Fact]
    public async Task An_address_has_a_limit_of_its_own()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "loopback has other addresses only there");
        var gate = new ConnectionGate(new ServeOptions
        {
            Limits = new ServeLimits
            {
                MaxConnections = 100,
                MaxConnectionsPerAddress = 2,
                ReservedConnections = 0
            }
        }, new ManualClock());
        var ended = new TaskCompletionSource();
        var guarded = gate.Guard(_ => ended.Task);
        var far = new[] { FakeConnection.From("192.0.2.1"), FakeConnection.From("192.0.2.1"),
            FakeConnection.From("192.0.2.1"), FakeConnection.From("192.0.2.2") };
        var running = far.Select(connection => guarded(connection)).ToArray();
        far.Select(static connection => connection.IsAborted).ShouldBe([true, false, false, false],
            "the first of the same address gave way");
        ended.SetResult();
        await Task.WhenAll(running);
        gate.Open.ShouldBe(0);
    }

    private static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static string StatusOf(string answer) => answer.Split(' ') is [_, var status, ..] ? status : $"nothing: {answer}";

    private async Task<NetworkStream> ConnectAsync()
    {
        var socket = new TcpClient();
        _sockets.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, _home.Server.Address.Port, Cancel);
        return socket.GetStream();
    }

    /// <summary>A connection with a request that does not end.</summary>
    private async Task StreamAsync()
    {
        var stream = await ConnectAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancel);
        var buffer = new byte[12];
        await stream.ReadExactlyAsync(buffer, Cancel);
        Encoding.ASCII.GetString(buffer).ShouldBe("HTTP/1.1 200");
    }
}
