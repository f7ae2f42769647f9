using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

internal static class Samples
{
    public const string RunText = "0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e";
    public const string CycleText = "0199c1f4-0000-7b4a-9d5e-3f2a1b0c9d8e";
    public static readonly RunId Run = RunId.From(Guid.Parse(RunText));
    public static readonly CycleId Cycle = CycleId.From(Guid.Parse(CycleText));
    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static FakeHome Home(RunState state = RunState.Succeeded, params NodeRunView[] nodes)
    {
        var home = new FakeHome();
        home.AllRuns.Add(View(Run, state));
        home.Nodes[Run] = [.. nodes];
        return home;
    }

    public static RunView View(RunId id, RunState state = RunState.Succeeded) => new()
    {
        Id = id,
        Project = "sample",
        Pipeline = "count",
        Title = "count",
        State = state,
        Parameters = new MapValue([]),
        CreatedAt = Begin,
        EndedAt = state is RunState.Running or RunState.Cancelling ? null : Begin.AddSeconds(2.5),
    };

    public static NodeRunView Node(string path, NodeRunState state = NodeRunState.Succeeded, CacheOutcome? cache = CacheOutcome.Miss) => new()
    {
        Path = path,
        Kind = "execution",
        State = state,
        Cache = cache,
        Attempts = state == NodeRunState.Succeeded ? 1 : 0,
        StartedAt = Begin,
        EndedAt = Begin.AddSeconds(1),
    };

    public static NodeRunView WithResults(this NodeRunView node) => node with
    {
        Metadata = new MapValue([new("accuracy", Value.Of(0.5)), new("rows", Value.Of(3)), new("name", Value.Of("ä \"x\""))]),
        Outputs = [new OutputFile { Path = "model/m.json", Digest = Digest.Of("x"), SizeInBytes = 7 }],
    };

    public static CycleView Chain(CycleState state, string? reason) => new()
    {
        Id = Cycle,
        Name = "tune",
        Project = "sample",
        Pipeline = "count",
        State = state,
        StopReason = reason,
        CreatedAt = Begin,
        EndedAt = state == CycleState.Running ? null : Begin.AddSeconds(9),
        MaxIterations = 3,
        Objective = new Objective("compare.metadata.accuracy", Direction.Maximize),
        BestTurn = 1,
        Turns =
        [
            new TurnView
            {
                Number = 1,
                Run = Run,
                State = RunState.Succeeded,
                Parameters = new MapValue([new("train.epochs", Value.Of(2))]),
                Objective = 0.75,
                BestSoFar = 0.75,
                Metrics = new MapValue([new("compare.accuracy", Value.Of(0.75)), new("other.x", Value.Of(1))]),
                CreatedAt = Begin,
                EndedAt = Begin.AddSeconds(2),
                Executions = 1,
                CacheHits = 1,
            },
        ],
    };

    /// <summary>A project that runs with a shell alone.</summary>
    public const string Project = """
        - step:
            name: write
            image: none
            command:
              - echo {parameters}
              - echo {parameter-value:word}
            parameters:
              - {name: word, type: string, default: turns}
              - {name: many, type: integer, multiple: repeat, optional: true}
              - {name: loud, type: flag, default: true}
        - pipeline:
            name: count
            nodes:
              - {name: write, type: execution, step: write}
            edges: []
        """;
}
