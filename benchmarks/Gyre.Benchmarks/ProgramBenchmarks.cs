using System.Diagnostics;
using Gyre.Client;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Benchmarks;

/// <summary>
/// Decisions of a program that decides by itself, with the log on, beside the same policy without anything around it: LinUCB with 20
/// numbers and 20 arms, on one thread. The server that gets the log shares the machine.
/// </summary>
internal static class ProgramBenchmarks
{
    private const int Decisions = 100_000;
    private const int WarmUp = 5_000;

    public static async Task RunAsync(Bench bench)
    {
        var policy = DecisionBenchmarks.Trained();
        var context = Enumerable.Range(1, DecisionBenchmarks.Fields).Select(static field => field / 100.0).ToArray();
        var seed = 0UL;
        var rows = new List<string[]>
        {
            Row("the policy alone", await MeasureAsync(() => Task.FromResult(policy.Decide(context, seed++).ArmIndex))),
        };
        var file = bench.NewPlace("policy");
        await using (var stream = File.Create(file))
            await PolicyFile.WriteAsync(policy, stream, CancellationToken.None);
        // Nobody listens there: everything stays on the disk.
        var own = new InProcessOptions { PolicyFile = file, Version = 1 };
        await using (var client = Client("http://127.0.0.1:1", bench.NewPlace("spool"), own))
            rows.Add(Row("logged, the server is away", await MeasureAsync(async () => (await client.DecideAsync(context)).ArmIndex)));
        await using var server = await ServedStore.StartAsync(bench, null);
        await DeployAsync(server.Address, file);
        await using (var client = Client(server.Address.ToString(), bench.NewPlace("spool"), new InProcessOptions()))
        {
            rows.Add(Row("logged and sent meanwhile", await MeasureAsync(async () => (await client.DecideAsync(context)).ArmIndex)));
            var rest = await Bench.TimeAsync(() => client.FlushAsync());
            Console.WriteLine($"The server had everything {Bench.Number(rest.TotalSeconds)} s after the last decision.");
        }
        Bench.Print(
            $"Decisions in a program, {DecisionBenchmarks.Fields} numbers and {DecisionBenchmarks.Arms} arms, LinUCB",
            ["what", "decisions/s", "p50, µs", "p99, µs", "p99.9, µs"], rows);
    }

    private static async Task<double[]> MeasureAsync(Func<Task<int>> decide)
    {
        for (var i = 0; i < WarmUp; i++)
            await decide();
        var times = new double[Decisions];
        for (var i = 0; i < Decisions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await decide();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return times;
    }

    private static string[] Row(string what, double[] times)
    {
        var total = times.Sum();
        Array.Sort(times);
        var quantiles = ((double[])[0.5, 0.99, 0.999]).Select(q => Bench.Number(times[(int)(times.Length * q)]));
        return [what, Bench.Number(times.Length / total * 1e6, "0"), .. quantiles];
    }

    private static DecisionClient Client(string server, string folder, InProcessOptions inProcess) => DecisionClient.Create(
        new DecisionClientOptions { Deployment = "shop", Server = server, SpoolFolder = folder, InProcess = inProcess });

    private static async Task DeployAsync(Uri address, string file)
    {
        using var api = new GyreApi(address.ToString());
        var content = await File.ReadAllBytesAsync(file);
        var digest = Digest.Of(content);
        await api.Artifacts.UploadAsync(digest, () => new MemoryStream(content), content.Length);
        await api.Deployments.DeployAsync(new DeployRequest { Name = "shop", Policy = digest });
    }
}
