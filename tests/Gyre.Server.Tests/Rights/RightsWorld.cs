using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Security;
using Gyre.Tracking;

namespace Gyre.Server.Tests.Rights;

/// <summary>A server with two projects, and tokens of everybody who may come.</summary>
internal sealed class RightsWorld : IAsyncDisposable
{
    public const string Mine = "mine";
    public const string Theirs = "theirs";
    public const string Node = "train";

    private readonly TwoProjectCatalog _catalog;
    private int _number;

    private RightsWorld(ServerHome home, TwoProjectCatalog catalog) => (Home, _catalog) = (home, catalog);

    public ServerHome Home { get; }

    public string Reader { get; private set; } = "";

    public string Admin { get; private set; } = "";

    /// <summary>The step that asks, and what its run made.</summary>
    public (string Token, RunId Run) Step { get; private set; }

    /// <summary>A step of the other project.</summary>
    public (string Token, RunId Run) Stranger { get; private set; }

    /// <summary>What another run of the step's project made.</summary>
    public Things Siblings { get; private set; } = null!;

    /// <summary>What belongs to the other project.</summary>
    public Things Foreign { get; private set; } = null!;

    /// <summary>What the step's run made; nothing that succeeds is tried on these.</summary>
    public Things Own { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrackingStore Tracking => Home.Services.Tracking;

    public static async Task<RightsWorld> StartAsync(RouteTable? rights = null)
    {
        var catalog = new TwoProjectCatalog();
        var home = await ServerHome.StartAsync(catalog: catalog, rights: rights);
        var world = new RightsWorld(home, catalog);
        foreach (var project in new[] { Mine, Theirs })
            await home.PostAsync("/api/v1/projects", $$"""{"folder": "{{home.ProjectFolder(project)}}"}""");
        home.Engine.Graph = new Graph
        {
            Nodes = [new TaskNode { Name = Node, Step = new Step { Name = Node }, Sweep = new Sweep { Name = "", Step = Node } }],
        };
        world.Step = await world.StepAsync(Mine);
        world.Stranger = await world.StepAsync(Theirs);
        world.Own = await world.MakeAsync(Mine, world.Step.Run);
        world.Siblings = await world.MakeAsync(Mine, (await world.StepAsync(Mine)).Run);
        world.Foreign = await world.MakeAsync(Theirs, world.Stranger.Run);
        world.Reader = (await home.Tokens.CreateAsync("reader", TokenScope.Read, null, Cancel)).Text;
        world.Admin = (await home.Tokens.CreateAsync("admin", TokenScope.Admin, null, Cancel)).Text;
        return world;
    }

    /// <summary>One of everything, made by a run of a project.</summary>
    public async Task<Things> MakeAsync(string project, RunId run)
    {
        var number = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
        Tag[] made = [new(IOwners.RunTag, run.ToString()), new("note", Things.MarkOf(project))];
        var attempt = Home.Engine.Nodes[(run, Node)].Attempt!.Value;
        var experiment = await Tracking.Experiments.CreateAsync(
            $"experiment {number}", null, [new("gyre.origin", $"{project}/main"), .. made], Cancel);
        var tracked = (await Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = experiment, Tags = made }, Cancel)).Info;
        await Tracking.Runs.LogMetricAsync(tracked.RunId, new LoggedMetric("loss", new MetricPoint(1, 1, 0.5)), Cancel);
        await Tracking.Runs.LogInputsAsync(
            tracked.RunId, [new DatasetInput { Name = Things.MarkOf(project), Digest = "d", SourceType = "s", Source = "x" }], [], Cancel);
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes(Things.MarkOf(project))))
            await Tracking.Artifacts.PutAsync(tracked.ArtifactUri, "a.txt", content, null, Cancel);
        var model = await Tracking.LoggedModels.CreateAsync(new NewLoggedModel
        {
            Experiment = experiment,
            SourceRunId = tracked.RunId,
            Tags = made
        }, Cancel);
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes(Things.MarkOf(project))))
            await Tracking.Artifacts.PutAsync(model.ArtifactUri, "a.txt", content, null, Cancel);
        var trace = await Tracking.Traces.WriteAsync(
            new TraceInfo
            {
                TraceId = $"tr-{Guid.NewGuid():N}",
                Experiment = experiment,
                RequestTime = 1000,
                State = "OK",
                Tags = [.. made]
            }, Cancel);
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes($"\"{Things.MarkOf(project)}\"")))
            await Tracking.Artifacts.PutAsync(await Tracking.Traces.ArtifactsOfAsync(trace.TraceId, Cancel), "traces.json", content,
                null, Cancel);
        var assessment = await Tracking.Traces.AddAssessmentAsync(
            new Assessment { TraceId = trace.TraceId, Name = "good", Kind = AssessmentKind.Feedback, Content = """{"value":true}""" }, Cancel);
        var name = $"model {number}";
        await Tracking.Registry.CreateAsync(name, "", [new(IOwners.ProjectTag, project), .. made], Cancel);
        await Tracking.ModelVersions.CreateAsync(
            name, new NewModelVersion { Source = tracked.ArtifactUri, RunId = tracked.RunId, Tags = made }, Cancel);
        await Tracking.Registry.SetAliasAsync(name, "champion", 1, Cancel);
        var upload = await Tracking.Uploads.CreateAsync(tracked.ArtifactUri, "big.bin", 1, Cancel);
        using var part = new MemoryStream([1, 2, 3]);
        var things = new Things
        {
            Project = project,
            PipelineRun = run,
            Attempt = attempt,
            File = Guid.CreateVersion7(),
            Experiment = experiment,
            ExperimentName = $"experiment {number}",
            Run = tracked.RunId,
            LoggedModel = model.ModelId,
            Trace = trace.TraceId,
            Assessment = assessment.Id,
            Model = name,
            Upload = upload.Id,
            UploadTag = await Tracking.Uploads.PutPartAsync(upload.Id, 1, part, Cancel),
        };
        _catalog.Files.Add(new CatalogFile
        {
            Id = things.File,
            Project = project,
            Run = run,
            NodePath = Node,
            Attempt = attempt,
            Path = $"{things.Mark}.txt",
            Digest = Digest.Of("content"),
            SizeInBytes = 7,
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        return things;
    }

    /// <summary>All that is recorded of things, as one text.</summary>
    public async Task<string> DescribeAsync(Things things)
    {
        var text = new StringBuilder();
        text.AppendLine((await Tracking.Experiments.GetAsync(things.Experiment, Cancel)).ToString());
        var run = await Tracking.Runs.GetAsync(things.Run, Cancel);
        text.AppendLine(CultureInfo.InvariantCulture, $"{run.Info} {string.Join(',', run.Tags)} {string.Join(',', run.Params)} {string.Join(',', run.Metrics)} {run.Datasets.Length}");
        var model = await Tracking.LoggedModels.GetAsync(things.LoggedModel, allowDeleted: true, Cancel);
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{model.Status} {string.Join(',', model.Tags)} {string.Join(',', model.Params)} {model.Metrics.Length} {model.UpdatedAt}");
        var trace = await Tracking.Traces.GetAsync(things.Trace, Cancel);
        text.AppendLine(CultureInfo.InvariantCulture, $"{string.Join(',', trace.Tags)} {string.Join(',', trace.Assessments)} {(await Tracking.Traces.SpansAsync(things.Trace, Cancel)).Length}");
        var registered = await Tracking.Registry.GetAsync(things.Model, Cancel);
        text.AppendLine(CultureInfo.InvariantCulture, $"{registered.Description} {string.Join(',', registered.Tags)} {string.Join(',', registered.Aliases)} {registered.LatestVersions.Length}");
        var version = await Tracking.ModelVersions.GetAsync(things.Model, 1, Cancel);
        text.AppendLine(CultureInfo.InvariantCulture, $"{version.Stage} {version.Description} {string.Join(',', version.Tags)}");
        foreach (var entry in await Tracking.Artifacts.ListAsync(run.Info.ArtifactUri, null, Cancel))
            text.AppendLine((await Tracking.Artifacts.FindAsync(run.Info.ArtifactUri, entry.Name, Cancel))?.ToString());
        return text.ToString();
    }

    public ValueTask DisposeAsync() => Home.DisposeAsync();

    private async Task<(string Token, RunId Run)> StepAsync(string project)
    {
        var run = Home.Engine.Add(project: project).Id;
        var attempt = new AttemptId(Guid.CreateVersion7());
        var node = Home.Engine.AddNode(run, Node, NodeRunState.Running, attempt);
        Home.Engine.Nodes[(run,
            Node)] = node with { Outputs = [new OutputFile { Path = "out.txt", Digest = Digest.Of("content"), SizeInBytes = 7 }] };
        _catalog.Executions.Add(new ExecutionPlace(attempt, _catalog.Executions.Count + 1, run, Node));
        return ((await Home.Services.Credentials!.IssueAsync(new StepIdentity(run, Node, attempt), Cancel))["GYRE_TOKEN"], run);
    }
}
