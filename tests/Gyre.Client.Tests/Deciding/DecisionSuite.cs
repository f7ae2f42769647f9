using Gyre.Client.Tests.Fakes;
using Gyre.Contracts;
using Gyre.Core.Loops;
using Gyre.Testing;

namespace Gyre.Client.Tests.Deciding;

/// <summary>
/// A deployment, a folder and a clock that moves only when told: what is sent is sent by a flush, or by the loop once time
/// passes.
/// </summary>
public abstract class DecisionSuite : IDisposable
{
    internal FakeDeployment Server { get; } = new();

    internal TemporaryFolder Folder { get; } = new();

    internal ManualClock Clock { get; } = new();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Files with lines that wait.</summary>
    internal string[] Spools =>
    [
        .. Directory.EnumerateFiles(Folder.Path, "*.jsonl")
            .Where(static path => !Path.GetFileName(path).StartsWith("refused-", StringComparison.Ordinal)),
    ];

    /// <summary>What was set aside.</summary>
    internal string Refused => string.Concat(Directory.EnumerateFiles(Folder.Path, "refused-*.jsonl").Select(File.ReadAllText));

    public void Dispose()
    {
        Server.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal DecisionClient Client(Action<DecisionClientOptions>? change = null)
    {
        var options = new DecisionClientOptions
        {
            Deployment = "shop",
            Server = FakeDeployment.Address,
            SpoolFolder = Folder.Path,
            Http = new HttpClient(Server, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
            Clock = Clock,
            Environment = static _ => null,
            Retry = new RetryOptions { MaxRetries = 0 },
        };
        change?.Invoke(options);
        var client = DecisionClient.Create(options);
        // The loop sends what it finds in its first turn; from then on it waits for the clock.
        while (client.Loops[0] is { LastBeat: null, Phase: LoopPhase.Running })
            Thread.Yield();
        return client;
    }

    /// <summary>Decisions that the server knows, so that rewards have something to join.</summary>
    internal void Known(params string[] ids)
    {
        foreach (var id in ids)
        {
            Server.Decisions.Add(id, new MadeDecisionInfo
            {
                DecisionId = id,
                Context = [1, 2],
                Arm = "red",
                Propensity = 1,
                Version = 1,
                Seed = "1",
                At = DateTimeOffset.UnixEpoch,
            });
        }
    }
}
