using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests;

/// <summary>What a server says of itself while it works.</summary>
public sealed class ServerLogTests : IDisposable
{
    private readonly ShortLivedFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_logs_lines_of_JSON_to_standard_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a server is ended by a signal here");
        using var server = GyreProgram.Start(
            new Dictionary<string, string> { ["GYRE_LOG_LEVEL"] = "information" }, "serve", "--home", Path.Join(_folder.Path, "home"), "--port", "0", "--log-format", "json");
        var line = await server.ReadLineAsync(Cancel);
        await Signals.InterruptAsync(server.Id);
        var (code, _, errors) = await server.EndAsync();
        code.ShouldBe(0, errors);
        var messages = errors.Split('\n').Where(text => text.StartsWith('{')).Select(text => JsonNode.Parse(text)!).ToList();
        // The other modules log as well.
        messages = [.. messages.Where(message => message["EventId"]!.GetValue<int>() is 3001 or 3002)];
        messages.Select(message => message["Message"]!.GetValue<string>()).ShouldBe([line, "Stopped"]);
        messages.ShouldAllBe(message => message["Category"]!.GetValue<string>() == "Gyre.Server" && message["LogLevel"]!.GetValue<string>() == "Information");
    }
}
