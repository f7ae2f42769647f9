using Gyre.Automation;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests.Wire;

/// <summary>Views with a value in every place.</summary>
internal static class SampleViews
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Id = RunId.From(Guid.Parse("0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e"));
    private static readonly AttemptId Attempt = AttemptId.From(Guid.Parse("0199c1f4-aaaa-7b4a-9d5e-3f2a1b0c9d8e"));
    private static readonly CycleId Chain = CycleId.From(Guid.Parse("0199c1f4-cccc-7b4a-9d5e-3f2a1b0c9d8e"));

    public static RunView Run { get; } = new()
    {
        Id = Id,
        Project = "digits",
        Pipeline = "train",
        Title = "a \"first\" try, größer",
        State = RunState.Failed,
        Reason = "train failed",
        Parameters = new MapValue([new("rate", Value.Of(1.0)), new("epochs", Value.Of(3)), new("bad", Value.Of(double.NaN))]),
        CreatedAt = Begin.AddTicks(1_234_567),
        EndedAt = Begin.AddSeconds(12),
        Parent = RunId.From(Guid.Parse("0199c1f4-0001-7b4a-9d5e-3f2a1b0c9d8e")),
        Cycle = Chain,
        Turn = 2,
        Executions = 4,
        Tags = ["nightly", "gpu"],
        Revision = "~sha256:12",
        CodeOrigin = new CodeOrigin { Commit = new string('a', 40), Reference = "main", Dirty = true },
    };

    /// <summary>A command.</summary>
    public static NodeRunView Node { get; } = new()
    {
        Path = "train[2]",
        Kind = "execution",
        Step = "train",
        State = NodeRunState.Succeeded,
        Cache = CacheOutcome.Miss,
        Attempts = 2,
        Attempt = Attempt,
        Reason = "after one failure",
        Parameters = new MapValue([new("rate", Value.Of(0.5))]),
        Inputs =
        [
            new InputOrder(
                "data",
                [new InputFile { Name = "a.csv", Uri = "https://example.org/a.csv", Digest = Digest.Of("a"), SizeInBytes = 1, Metadata = new MapValue([new("rows", Value.Of(5))]) }]),
        ],
        Metadata = new MapValue([new("accuracy", Value.Of(0.75))]),
        Outputs = [new OutputFile { Path = "model/m.json", Digest = Digest.Of("m"), SizeInBytes = 7 }, new OutputFile { Path = "plot.png", Digest = Digest.Of("p"), SizeInBytes = 8, Metadata = Value.Of("x") }],
        Commands = ["python train.py"],
        StartedAt = Begin,
        EndedAt = Begin.AddSeconds(2),
        Usage = new ResourceUsage { CpuSeconds = 1.5, PeakMemoryInBytes = 1 << 20 },
        Warnings = ["a warning"],
    };

    /// <summary>A component.</summary>
    public static NodeRunView TypedNode { get; } = new()
    {
        Path = "for-loop-1[0]/say",
        Kind = "execution",
        State = NodeRunState.Running,
        Attempts = 1,
        IsTyped = true,
        Results = new MapValue([new("text", Value.Of("hello")), new("count", Value.Of(3))]),
        OutputArtifacts = [new NamedArtifacts("model", [Model()])],
        InputArtifacts = [new NamedArtifacts("data", [])],
        Iterations = 3,
        StartedAt = Begin,
    };

    public static RunOutputs Outputs { get; } = new(new MapValue([new("best", Value.Of(0.9))]), [new NamedArtifacts("models", [Model()])]);

    public static CycleView Cycle { get; } = new()
    {
        Id = Chain,
        Name = "tune",
        Project = "digits",
        Pipeline = "train",
        State = CycleState.Stopped,
        StopReason = "max-iterations",
        StopDetail = "3 turns",
        CreatedAt = Begin,
        EndedAt = Begin.AddSeconds(90.1234),
        MaxIterations = 3,
        Objective = new Objective("train.metadata.accuracy", Direction.Maximize),
        BestTurn = 1,
        Turns =
        [
            new TurnView
            {
                Number = 1,
                Run = Id,
                State = RunState.Succeeded,
                Parameters = new MapValue([new("rate", Value.Of(0.5))]),
                Objective = 1,
                BestSoFar = double.PositiveInfinity,
                Metrics = new MapValue([new("train.accuracy", Value.Of(1.0))]),
                CreatedAt = Begin,
                EndedAt = Begin.AddSeconds(30),
                Executions = 1,
                CacheHits = 2,
            },
        ],
    };

    public static TriggerView Trigger { get; } = new()
    {
        Id = new TriggerId(Guid.Parse("0199c1f4-dddd-7b4a-9d5e-3f2a1b0c9d8e")),
        Project = "digits",
        Folder = "/projects/digits",
        Definition = new Trigger
        {
            Name = "nightly",
            Pipeline = "train",
            Source = new EventSource("alias.moved") { Filter = "event.data.alias == 'best'", Count = 3, Window = TimeSpan.FromHours(1), Group = "event.subject" },
            Parameters = [new TriggerConstant("rate", Value.Of(0.5)), new TriggerExpression("name", "event.data.name")],
            CoolDown = TimeSpan.FromMinutes(10),
        },
        When = "manual",
        Enabled = true,
        SetAside = "5 failures in a row",
        Problem = "no such field",
        NextDue = Begin.AddDays(1),
        Running = [Id],
        Waiting = ["hand:2"],
        Failures = 5,
        LastStart = Begin,
        CreatedAt = Begin,
        ChangedAt = Begin.AddMinutes(1),
    };

    public static OccurrenceView Occurrence { get; } = new()
    {
        Occurrence = "hand:1",
        Outcome = OccurrenceOutcome.Started,
        Reason = "late",
        Run = Id,
        RunState = RunState.Running,
        Depth = 1,
        At = Begin,
    };

    public static CacheEntry Entry { get; } = new()
    {
        Key = Digest.Of("key"),
        Pipeline = "train",
        NodePath = "train[2]",
        Run = Id,
        Attempt = Attempt,
        CreatedAt = Begin,
        Hits = 3,
        LastHit = Begin.AddHours(1),
        SizeInBytes = 4096,
    };

    public static CacheExplanation Explanation { get; } = new()
    {
        NodePath = "train[2]",
        Outcome = CacheOutcome.Reused,
        Key = Digest.Of("key"),
        Summary = "A parameter differs.",
        Nearest = Id,
        Differences = [new CacheDifference("parameters.rate", "0.5", null)],
    };

    public static CacheInvalidation Invalidation { get; } = new() { Pipeline = "train", Nodes = ["train", "compare"], Entries = [Entry], DryRun = true };

    public static TokenEntry Token { get; } = new(
        "0199c1f4-eeee-7b4a-9d5e-3f2a1b0c9d8e", "laptop", TokenScope.Read, Begin, Begin.AddDays(30), RevokedAt: null, Begin.AddDays(2));

    public static LogLine Line { get; } = new(Begin, 'E', "a line", Continues: false, NextOffset: 12);

    private static Artifact Model() => new()
    {
        Name = "model",
        Type = new ArtifactType("system.Model", "0.0.1"),
        Uri = "gs://bucket/model",
        Metadata = new MapValue([new("framework", Value.Of("none"))]),
        Files = [new ArtifactFile("", Digest.Of("model"), 9)],
    };
}
