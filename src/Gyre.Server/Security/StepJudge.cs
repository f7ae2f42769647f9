using System.Globalization;
using Gyre.Projects;
using Gyre.Server.Http;
using Gyre.Tracking;

namespace Gyre.Server.Security;

/// <summary>Decides what a step may reach by the route that it has chosen, by the row of the route in the table of rights.</summary>
/// <param name="step">Who asks.</param>
/// <param name="rule">The row.</param>
/// <param name="owners">Says whom things belong to.</param>
/// <param name="project">The project as its file says it, with what its steps may do; asked only where a row needs it.</param>
internal sealed class StepJudge(
    StepCaller step, RouteRule rule, IOwners owners, Func<CancellationToken, Task<Project?>> project)
{
    private const string Code = "auth.step";

    public StepCaller Step => step;

    /// <summary>What a step makes says whose it is.</summary>
    public IReadOnlyList<Tag> Marks => [new(IOwners.ProjectTag, step.Project), RunMark];

    /// <summary>What a step makes within something of its project says whose run made it.</summary>
    public Tag RunMark => new(IOwners.RunTag, step.Run.ToString());

    /// <summary>How near a thing is to the step.</summary>
    public Reach ReachOf(Thing thing, Owner owner)
    {
        var isOwn = owner.Run == step.Run.ToString();
        if (owner.Project == step.Project)
            return isOwn ? Reach.Own : Reach.Project;
        if (owner.Project is null && thing is Thing.Model or Thing.Version)
            return isOwn ? Reach.Own : Reach.Shared;
        return Reach.Anything;
    }

    public bool May(Thing thing, Owner owner) => rule.NeedFor(thing) is { } need && ReachOf(thing, owner) >= need.Reach;

    /// <summary>Lets things pass that are not there: what is asked of them answers so.</summary>
    /// <exception cref="RefusedException">One is there, and is not the step's to touch by this route.</exception>
    public async Task DemandAsync(Thing thing, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return;
        var need = rule.NeedFor(thing) ?? throw Closed(thing);
        var found = await owners.FindAsync(KindOf(thing), ids, cancellationToken);
        foreach (var (id, owner) in ids.Zip(found))
        {
            if (owner is not null && ReachOf(thing, owner) is var reach && reach < need.Reach)
                throw Refuse(thing, id, reach, need.Reach);
            if (owner is null && thing == Thing.Artifact && need.Reach > Reach.Anything)
                throw Refuse(thing, id, Reach.Anything, need.Reach);
        }
        if (need.Declared is { } right)
            await DemandDeclaredAsync(thing, ids, right, cancellationToken);
    }

    /// <inheritdoc cref="DemandAsync(Thing, IReadOnlyList{string}, CancellationToken)"/>
    public Task DemandAsync(Thing thing, string id, CancellationToken cancellationToken) => DemandAsync(thing, [id], cancellationToken);

    /// <inheritdoc cref="DemandAsync(Thing, IReadOnlyList{string}, CancellationToken)"/>
    public Task DemandAsync(Thing thing, long id, CancellationToken cancellationToken) =>
        DemandAsync(thing, id.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <exception cref="RefusedException">It is not the step's to touch by this route.</exception>
    public void Demand(Thing thing, string id, Owner owner)
    {
        var need = rule.NeedFor(thing) ?? throw Closed(thing);
        if (ReachOf(thing, owner) is var reach && reach < need.Reach)
            throw Refuse(thing, id, reach, need.Reach);
    }

    /// <summary>The experiments that the step may search; null for all.</summary>
    public async Task<IReadOnlySet<long>?> ExperimentsAsync(CancellationToken cancellationToken)
    {
        var need = rule.NeedFor(Thing.Experiment) ?? throw Closed(Thing.Experiment);
        return need.Reach == Reach.Anything ? null : await owners.ExperimentsAsync(step.Project, cancellationToken);
    }

    /// <summary>Of these experiments those that the step may search.</summary>
    public async Task<IReadOnlyList<long>> AmongAsync(IReadOnlyList<long> experiments, CancellationToken cancellationToken) =>
        await ExperimentsAsync(cancellationToken) is { } own ? [.. experiments.Where(own.Contains)] : experiments;

    /// <summary>The project whose registered models a search shows beside those of nobody; null for all.</summary>
    public string? ModelsOf() => (rule.NeedFor(Thing.Model) ?? throw Closed(Thing.Model)).Reach == Reach.Anything ? null : step.Project;

    /// <summary>Of these things those that the step may touch.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(Thing thing, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = await owners.FindAsync(KindOf(thing), ids, cancellationToken);
        return ids.Zip(found).Where(pair => pair.Second is { } owner && May(thing, owner)).Select(static pair => pair.First)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Tags that say whose something is are for people and for the engine.</summary>
    /// <exception cref="RefusedException">It is one of them.</exception>
    public static void DemandFreeTag(string key)
    {
        if (IOwners.IsTag(key))
            throw Forbid($"A step's token cannot set or delete the tag '{key}', which says whom a record belongs to.", null);
    }

    /// <summary>Tags for something new: the step's own, without those that say whose it is, and with ours.</summary>
    public static IReadOnlyList<Tag> Marked(IEnumerable<Tag> tags, params IReadOnlyList<Tag> marks) =>
        [.. tags.Where(static tag => !IOwners.IsTag(tag.Key)), .. marks];

    public static RefusedException Forbid(string detail, string? remedy) => new(Problems.Forbidden(Code, detail, remedy));

    private async Task DemandDeclaredAsync(Thing thing, IReadOnlyList<string> ids, ModelRight right, CancellationToken cancellationToken)
    {
        var declared = (await project(cancellationToken))?.Models ?? [];
        foreach (var name in ids.Select(id => thing == Thing.Version ? id[..Math.Max(0, id.LastIndexOf('/'))] : id))
        {
            if (declared.Any(grant => grant.Name == name && grant.StepsMay.Contains(right)))
                continue;
            var words = right == ModelRight.MoveAliases ? "move aliases or stages of" : "rename or delete versions or the whole of";
            throw Forbid(
                $"The project's file does not allow its steps to {words} the registered model '{Quotes.Shorten(name)}'.",
                $"Add '- model: {{name: {Quotes.Shorten(name)}, steps-may: [{ModelRights.WordOf(right)}]}}' to gyre.yaml, "
                    + "or do it with a user's token.");
        }
    }

    /// <summary>A deployment that is not there is refused like one that is: the project's file alone decides.</summary>
    /// <exception cref="RefusedException">The project's file does not allow its steps what the route does to deployments.</exception>
    public async Task DemandDeploymentAsync(string name, CancellationToken cancellationToken)
    {
        var need = rule.NeedFor(Thing.Deployment) ?? throw Closed(Thing.Deployment);
        if (need.Deployment is not { } right || DeploymentRights.Of(await project(cancellationToken), name).Contains(right))
            return;
        var words = right == DeploymentRight.Deploy ? "deploy to" : "read";
        throw Forbid(
            $"The project's file does not allow its steps to {words} the deployment '{Quotes.Shorten(name)}'.",
            $"Add '- deployment: {{name: {Quotes.Shorten(name)}, steps-may: [{DeploymentRights.WordOf(right)}]}}' to gyre.yaml, "
                + "or do it with a user's token.");
    }

    private static RefusedException Closed(Thing thing) => Forbid($"This route does not give steps access to {WordFor(thing)}s.", null);

    private RefusedException Refuse(Thing thing, string id, Reach reach, Reach needed)
    {
        var what = $"{WordFor(thing)} '{Quotes.Shorten(id)}'";
        return (reach, needed) switch
        {
            (Reach.Anything, _) => Forbid($"A step's token reaches only its own project; {what} is not part of it.", RemedyFor(thing)),
            (Reach.Shared, _) => Forbid(
                $"A step's token can read {what} and add versions, but not change it, because it belongs to no project.",
                RemedyFor(thing)),
            _ => Forbid(
                $"A step's token changes only what its own run made; {what} was made by others.",
                "Use a user's token to change it, or create a new one in the step."),
        };
    }

    private string? RemedyFor(Thing thing) => thing is Thing.Experiment or Thing.Model
        ? $"To give it to the project, set its tag '{IOwners.ProjectTag}' to '{step.Project}' with a user's token."
        : null;

    private static OwnedKind KindOf(Thing thing) => thing switch
    {
        Thing.Experiment => OwnedKind.Experiment,
        Thing.Run => OwnedKind.Run,
        Thing.LoggedModel => OwnedKind.LoggedModel,
        Thing.Trace => OwnedKind.Trace,
        Thing.Model => OwnedKind.Model,
        Thing.Version => OwnedKind.Version,
        Thing.Artifact => OwnedKind.Place,
        _ => throw new ArgumentOutOfRangeException(nameof(thing), thing, null),
    };

    private static string WordFor(Thing thing) => thing switch
    {
        Thing.Project => "project",
        Thing.PipelineRun => "run",
        Thing.Execution => "execution",
        Thing.Experiment => "experiment",
        Thing.Run => "tracking run",
        Thing.LoggedModel => "logged model",
        Thing.Trace => "trace",
        Thing.Model => "registered model",
        Thing.Version => "model version",
        Thing.Deployment => "deployment",
        _ => "artifact",
    };
}
