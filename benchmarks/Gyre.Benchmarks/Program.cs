using Gyre.Benchmarks;

// Each group measures Gyre beside a peer or a physical limit in the same run, and prints a table in Markdown.
var groups = new Dictionary<string, Func<Bench, Task>>(StringComparer.Ordinal)
{
    ["steps"] = StepBenchmarks.RunAsync,
    ["metadata"] = MetadataBenchmarks.RunAsync,
    ["mounts"] = MountBenchmarks.RunAsync,
    ["graphs"] = GraphBenchmarks.RunAsync,
    ["cached"] = CachedRunBenchmarks.RunAsync,
    ["blobs"] = BlobBenchmarks.RunAsync,
    ["commits"] = CommitBenchmarks.RunAsync,
    ["sweeps"] = SweepBenchmarks.RunAsync,
    ["waiting"] = WaitingBenchmarks.RunAsync,
    ["compiled"] = CompiledBenchmarks.RunAsync,
    ["pages"] = PagesBenchmarks.RunAsync,
    ["tracking"] = TrackingBenchmarks.RunAsync,
    ["policies"] = PolicyBenchmarks.RunAsync,
    ["decisions"] = DecisionBenchmarks.RunAsync,
    ["recommender"] = RecommenderBenchmarks.RunAsync,
    ["programs"] = ProgramBenchmarks.RunAsync,
    ["datasets"] = DatasetBenchmarks.RunAsync,
    ["loops"] = LoopBenchmarks.RunAsync,
    ["queries"] = QueryBenchmarks.RunAsync,
    ["continual"] = ContinualBenchmarks.RunAsync,
    ["choosing"] = ChoosingBenchmarks.RunAsync,
    ["labels"] = LabelBenchmarks.RunAsync,
};
var wanted = args.Length == 0 || args[0] == "all" ? [.. groups.Keys] : args;
if (wanted.FirstOrDefault(name => !groups.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no group '{unknown}'. There are: {string.Join(", ", groups.Keys)}, all.");
    return 2;
}
using var bench = new Bench();
foreach (var name in wanted)
    await groups[name](bench);
return 0;
