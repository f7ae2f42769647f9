using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Execution;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Inputs;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Pipelines.Variables;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>A run that is ready to be stored.</summary>
internal sealed record AcceptedRun(RunRow Row, RunPlan Plan) : PreparedRun
{
    /// <summary>Secrets that are kept with it.</summary>
    public ImmutableArray<SealedValue> Sealed { get; init; } = [];
}

/// <summary>Checks a request whole and turns it into a run that no longer depends on the project's folder.</summary>
internal sealed class RunAcceptance(
    CodeSnapshots snapshots, IBlobStore blobs, DefaultInputs defaults, PlanVariables variables, ReusedNodes reused,
        OtherRevisions otherRevisions,
    ExecutorSet executors, IdSource ids,
    EngineOptions options, NodeBehaviors behaviors)
{
    public async Task<AcceptedRun> PrepareAsync(StartRun request, CancellationToken cancellationToken)
    {
        var project = request.ProjectName ?? new DirectoryInfo(Path.GetFullPath(request.Folder)).Name;
        var pipeline = await reused.ResolveAsync(
            request.Definition ?? request.Project.FindPipeline(request.Pipeline),
            request.WithinProject ? project : null, cancellationToken);
        RefuseUnrunnable(pipeline);
        pipeline = await otherRevisions.ResolveAsync(pipeline, request, cancellationToken);
        var arguments = TypedArguments.Resolve(pipeline, request.Parameters);
        var given = GivenParameters.Resolve(pipeline, TypedArguments.Others(pipeline, request.Parameters));
        IProjectFiles files = request.Code is { } tree ? new TreeFiles(await snapshots.ReadAsync(tree, cancellationToken), blobs) : new FolderFiles(Path.GetFullPath(request.Folder), blobs);
        var surroundings = new InputSurroundings(project, files, given)
        {
            Revisions = await FilesOfRevisionsAsync(pipeline, cancellationToken),
            WithinProject = request.WithinProject,
        };
        var inputs = await defaults.ResolveAsync(pipeline, surroundings, cancellationToken);
        var written = FileSecrets.Of(request.Project, pipeline);
        var (traceParent, traceState) = RunTrace.Capture();
        var plan = new RunPlan
        {
            Run = new RunId(ids.Next()),
            Project = project,
            Pipeline = written.Redact(pipeline),
            Code = request.Code ?? (pipeline.SelfContained ? await snapshots.TakeNothingAsync(cancellationToken) : await snapshots.TakeAsync(request.Folder, written, cancellationToken)),
            Folder = request.Code is null && !pipeline.SelfContained ? Path.GetFullPath(request.Folder) : null,
            CodeOrigin = request.CodeOrigin,
            Given = given,
            Arguments = arguments,
            AcceptedAt = options.Clock.GetUtcNow(),
            Defaults = inputs,
            UseCache = request.UseCache,
            Notifications = request.Project.Notifications,
            Tags = request.Tags,
            ApiAlias = HostOf(request.ApiAlias),
            Limits = request.Limits,
            Concurrency = request.Concurrency is { IsNone: false } own ? own : null,
            Seed = request.Seed,
            TraceParent = traceParent,
            TraceState = traceState,
            MaxLostAttempts = options.MaxLostAttempts,
        };
        plan = plan with { DefaultExecutor = executors.All[0].Name, Executors = ExecutorsOf(plan) };
        PlaceRules.Check(new RunGraph(plan, behaviors), options.Limits, plan.Concurrency);
        (plan, var kept) = await variables.AddAsync(plan, request, written, cancellationToken);
        return new AcceptedRun(RowOf(plan, request.Title ?? pipeline.Name, request.Parameters), plan) { Sealed = kept };
    }

    /// <summary>A further turn of a cycle: the plan of the turn before with other values.</summary>
    public AcceptedRun PrepareTurn(
        RunPlan before, RunId run, string title, MapValue parameters, ImmutableDictionary<string, ImmutableArray<InputFile>> carried)
    {
        // A sweep that draws shall not draw the same in every turn.
        var plan = before with
        {
            Run = run,
            Seed = unchecked(before.Seed + 1),
            Given = GivenParameters.Resolve(before.Pipeline, TypedArguments.Others(before.Pipeline, parameters)),
            Arguments = TypedArguments.Resolve(before.Pipeline, parameters),
            AcceptedAt = options.Clock.GetUtcNow(),
            Carried = carried,
            SecretsOf = before.GivenSecrets.IsEmpty ? null : before.SecretsOf ?? before.Run,
        };
        return new AcceptedRun(RowOf(plan, title, parameters), plan);
    }

    /// <summary>The project that a tree of code holds; null when it holds none that can be read.</summary>
    public async Task<Project?> ReadProjectAsync(Digest code, CancellationToken cancellationToken)
    {
        var tree = await snapshots.ReadAsync(code, cancellationToken);
        var file = ProjectFile.FileNames.Select(name => tree.Files.FirstOrDefault(file => file.Path == name)).OfType<CodeFile>().FirstOrDefault();
        if (file is null)
            return null;
        var bytes = await snapshots.ReadFileAsync(file.Digest, cancellationToken);
        var files = new TreeComponentFiles(tree, snapshots);
        return (await ProjectFile.ReadAsync(bytes, file.Path, files, options.Language.ForAcceptedFiles(), cancellationToken)).Project;
    }

    public void Store(IDbSession session, AcceptedRun run, string? idempotencyKey)
    {
        SealedValues.Put(session, run.Sealed);
        RunStore.Insert(session, run.Row, run.Plan, idempotencyKey);
        ExecutionStore.NumberRun(session, run.Plan.Run);
        if (run.Row.Parent is { } parent)
            RunDepths.Inherit(session, run.Plan.Run, parent);
        var accepted = session.Append(new NewEvent(RunEvents.Accepted, Subjects.Of(run.Plan.Run), run.Row.CreatedAt, new MapValue(
        [
            new("pipeline", Value.Of(run.Row.Pipeline)),
            new("title", Value.Of(run.Row.Title)),
        ])));
        var facts = new RunAccepted(run.Row.ToFacts(), run.Plan.Notifications, accepted, run.Row.CreatedAt);
        foreach (var listener in options.Listeners)
            listener.OnAccepted(session, facts);
    }

    private async Task<IReadOnlyDictionary<Digest, IProjectFiles>> FilesOfRevisionsAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        var files = new Dictionary<Digest, IProjectFiles>();
        var revisions = pipeline.Graph.Nodes.OfType<StepNode>().Select(node => node.Step.Revision).OfType<StepRevision>();
        foreach (var code in revisions.Select(revision => revision.Code).Distinct())
            files[code] = new TreeFiles(await snapshots.ReadAsync(code, cancellationToken), blobs);
        return files;
    }

    private static RunRow RowOf(RunPlan plan, string title, MapValue parameters) => new()
    {
        Id = plan.Run,
        Project = plan.Project,
        Pipeline = plan.Pipeline.Name,
        Title = title,
        State = nameof(RunState.Running),
        Parameters = ValueJson.Write(parameters),
        CreatedAt = plan.AcceptedAt,
        Revision = plan.Revision,
        Code = plan.CodeOrigin is null ? null : JsonSerializer.Serialize(plan.CodeOrigin, PipelinesJson.Default.CodeOrigin),
        Tags = ValueJson.Write(Value.Of(plan.Tags.Select(Value.Of))),
    };

    /// <exception cref="InvalidInputException">A step names an executor that this home does not have.</exception>
    private ImmutableDictionary<string, string> ExecutorsOf(RunPlan plan)
    {
        var chosen = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (address, node) in new RunGraph(plan, behaviors).All)
        {
            if (node is StepNode { Step: { } step } && (step.Executor ?? step.Environment) is not null)
                chosen[address] = ExecutorOf(step);
        }
        return chosen.ToImmutable();
    }

    private string ExecutorOf(Step step)
    {
        if (step.Executor is { Length: > 0 } name && executors.Find(name) is null)
        {
            throw new InvalidInputException(
                "executor.unknown", $"Step '{step.Name}': this home has no executor '{name}'.",
                NearestWords.Question(name, executors.All.Select(static executor => executor.Name))
                    + $"Set 'executor' to one of: {string.Join(", ", executors.All.Select(static executor => executor.Name))}.");
        }
        return executors.Choose(step.Executor, step.Environment);
    }

    private static string? HostOf(string? alias) => alias is null || Uri.CheckHostName(alias) == UriHostNameType.Dns
        ? alias
        : throw new InvalidInputException(
            "run.api-alias", $"'{alias}' is not a valid host name.", "Use a host name without scheme or port: app.example.com");

    private void RefuseUnrunnable(Pipeline pipeline)
    {
        var problems = pipeline.Graph.Nodes
            .Where(node => behaviors.Of(node).IsRefused)
            .Select(node => new Diagnostic(
                Severity.Error, "node.kind", $"Node '{node.Name}' has the kind {NodeKinds.WordOf(node)}, which this version cannot run."))
            .ToList();
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
    }
}
