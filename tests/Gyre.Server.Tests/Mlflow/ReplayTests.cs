using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>What real clients and a real server said to each other, played to a fresh server.</summary>
public sealed partial class ReplayTests
{
    /// <summary>
    /// What is not repeated on purpose. A bare NaN is kept as NaN with its time, where the recorded server kept 0 at time 0; and what it took by accident in the
    /// same recording ("inf" as a text) is refused.
    /// </summary>
    private static readonly string[] OnPurpose = ["metrics_nan_inf"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recordings() => ConformanceData.IsThere("mlflow")
        ? [.. Directory.GetFiles(ConformanceData.Folder("mlflow"), "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)]
        : ["none"];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_recording_is_answered_as_it_was_on_sqlite(string name)
    {
        await using var home = await ServerHome.StartAsync(clock: new DistinctClock());
        await PlayAsync(home, name);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_recording_is_answered_as_it_was_on_postgresql(string name)
    {
        var server = await PostgresServer.SharedAsync();
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        var home = Directory.CreateTempSubdirectory("gyre-replay-").FullName;
        try
        {
            await using var served = await ServerHome.StartAsync(clock: new DistinctClock(), storage: new StorageOptions { Home = home, Store = await server.CreateDatabaseAsync(Cancel) });
            await PlayAsync(served, name);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task PlayAsync(ServerHome home, string name)
    {
        var folder = ConformanceData.Folder("mlflow");
        // The recordings hold bare NaN and Infinity, which are no JSON.
        var text = BareNumber().Replace(await File.ReadAllTextAsync(Path.Join(folder, name + ".json"), Cancel), ": \"@@$1@@\"");
        var (wrong, loose) = await new Recording(JsonNode.Parse(text)!.AsObject(), home.Client).PlayAsync(Cancel);
        foreach (var difference in loose)
            TestContext.Current.TestOutputHelper?.WriteLine("differs, and may: " + difference);
        if (OnPurpose.Contains(name))
            wrong.RemoveAll(difference => difference.Contains("\"lit\"", StringComparison.Ordinal) || difference.Contains("\"litinf\"", StringComparison.Ordinal) || difference.Contains("\"bad", StringComparison.Ordinal) || difference.Contains("items instead of", StringComparison.Ordinal));
        wrong.ShouldBeEmpty();
    }

    [GeneratedRegex(@": (NaN|Infinity)\b")]
    private static partial Regex BareNumber();
}
