using System.Diagnostics;
using Gyre.Client.Tests.Fakes;
using Gyre.Learning;

namespace Gyre.Client.Tests.Deciding;

/// <summary>A program that is killed loses no decision that was answered and no reward that was acknowledged.</summary>
public sealed class KilledProgramTests : DecisionSuite
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(301)]
    public async Task What_was_acknowledged_reaches_the_server_once(int lines)
    {
        await using (var file = File.Create(Folder.At("policy.json")))
            await PolicyFile.WriteAsync(FakeDeployment.Uniform(), file, Cancel);
        var said = await KillAfterAsync(lines);
        Server.IsAway = false;
        await using var client = Client(options =>
        {
            // The name of the server is part of the files' names.
            options.Server = "http://127.0.0.1:1";
            options.SpoolFolder = Folder.At("spool");
        });
        await client.FlushAsync(Cancel);
        client.Status.Refused.ShouldBe(0);
        string[] Of(string word) =>
            [.. said.Where(line => line.StartsWith(word, StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..])];
        Of("decided").ShouldBeSubsetOf(Server.Decisions.Keys);
        Of("rewarded").ShouldBeSubsetOf(Server.Rewards.Keys.Select(key => key.Item1));
        Server.Rewards.Keys.Select(key => key.Item1).ShouldBeUnique();
        Directory.EnumerateFiles(Folder.At("spool"), "*.jsonl").ShouldBeEmpty();
    }

    private async Task<List<string>> KillAfterAsync(int lines)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(KilledProgramTests).Assembly.Location);
        start.ArgumentList.Add(Folder.Path);
        start.Environment[Program.Script] = "decide";
        using var process = Process.Start(start)!;
        var said = new List<string>();
        while (said.Count < lines && await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
            said.Add(line);
        process.Kill();
        // What it said before it died counts too; its last line may be torn.
        var rest = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        said.AddRange(rest.Split('\n').SkipLast(1));
        said.Count.ShouldBeGreaterThanOrEqualTo(lines);
        return said;
    }
}
