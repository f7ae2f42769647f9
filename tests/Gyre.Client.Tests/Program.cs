using Xunit.MicrosoftTestingPlatform;

namespace Gyre.Client.Tests;

/// <summary>The tests; or, for the tests of a process's end, a script that they start.</summary>
internal static class Program
{
    /// <summary>Set to the name of a script to be one.</summary>
    public const string Script = "GYRE_TEST_SCRIPT";

    public static int Main(string[] args) => Environment.GetEnvironmentVariable(Script) is { Length: > 0 } script
        ? Scripts.Run(script, args[0])
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult();
}

/// <summary>Programs of users, as short as users write them.</summary>
internal static class Scripts
{
    public static int Run(string script, string folder) => script == "decide" ? DecideUntilKilled(folder) : Track(script, folder);

    /// <summary>Decides and reports rewards without a server, says what was acknowledged, and goes on until it is killed.</summary>
    private static int DecideUntilKilled(string folder)
    {
        using var client = DecisionClient.Create(new DecisionClientOptions
        {
            Deployment = "shop",
            // Nobody listens there.
            Server = "http://127.0.0.1:1",
            SpoolFolder = Path.Join(folder, "spool"),
            InProcess = new InProcessOptions { PolicyFile = Path.Join(folder, "policy.json"), Version = 1 },
        });
        while (true)
        {
            var id = client.DecideAsync([1, 2]).AsTask().GetAwaiter().GetResult().DecisionId;
            Console.Out.WriteLine($"decided {id}");
            client.RewardAsync(id, 1).GetAwaiter().GetResult();
            Console.Out.WriteLine($"rewarded {id}");
        }
    }

    private static int Track(string script, string folder)
    {
        var tracker = MlflowTracker.Create(folder, new TrackerOptions { Linger = TimeSpan.FromHours(1) });
        var run = tracker.StartRun(script);
        run.LogMetric("loss", 0.25);
        return script switch
        {
            "return" => 0,
            "return-3" => 3,
            "exit" => Exit(),
            "throw" => throw new InvalidOperationException("nobody catches this"),
            "throw-in-using" => ThrowInUsing(run),
            _ => throw new ArgumentOutOfRangeException(nameof(script), script, "No such script."),
        };
    }

    private static int Exit()
    {
        Environment.Exit(0);
        return 1;
    }

    private static int ThrowInUsing(TrackingRun run)
    {
        using (run)
            throw new InvalidOperationException("nobody catches this");
    }
}
