using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Serving.Models;
using Gyre.Serving.Policies;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Routing;

/// <summary>What a new version serves, once it was loaded and tried.</summary>
/// <param name="Form">What it is.</param>
/// <param name="Digest">Its content.</param>
/// <param name="Kind">Kind of policy or model.</param>
/// <param name="Shape">Equal for what callers ask alike.</param>
/// <param name="Files">Further content that it needs.</param>
internal sealed record TriedContent(ServedForm Form, Digest Digest, string Kind, string Shape, ImmutableArray<Digest> Files);

/// <summary>Told that a deployment changed.</summary>
internal interface ICacheRefresh
{
    Task RefreshAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Loads what shall serve as it would serve, so that what cannot is refused while nothing has changed.</summary>
internal sealed class ContentTrial(PolicyShelf policies, ModelShelf models, ICommandHost? programs)
{
    /// <exception cref="InvalidInputException">It cannot serve.</exception>
    public async Task<TriedContent> TryAsync(NewVersion version, CancellationToken cancellationToken)
    {
        if (version.Command is { } command)
            return await TryAsync(version.Deployment, command, cancellationToken);
        if (!version.Artifact.IsEmpty)
        {
            await using var model = await models.LoadAsync(ServedForm.Model, version.Deployment, version.Artifact, cancellationToken);
            return new TriedContent(ServedForm.Model, version.Artifact, model.Kind, ShapeOf(model), []);
        }
        var policy = await policies.LoadAsync(version.Policy, version.Settings?.ExplorationFloor ?? 0, cancellationToken);
        return new TriedContent(
            ServedForm.Policy, version.Policy, policy.Specification.Options.Kind, PolicyShelf.ShapeOf(policy.Specification), []);
    }

    /// <summary>The same for a version that is there already.</summary>
    /// <exception cref="InvalidInputException">It cannot serve any more.</exception>
    public async Task TryAsync(DeploymentRow row, VersionRow version, CancellationToken cancellationToken)
    {
        if (row.Serves == ServedForm.Policy)
            await policies.LoadAsync(version.Policy, 0, cancellationToken);
        else if (row.Serves == ServedForm.Model)
            await (await models.LoadAsync(row.Serves, row.Name, version.Policy, cancellationToken)).DisposeAsync();
        else
            await TryProgramAsync(row.Name, await models.ReadCommandAsync(version.Policy, cancellationToken), cancellationToken);
    }

    private async Task<TriedContent> TryAsync(string deployment, CommandModel command, CancellationToken cancellationToken)
    {
        CommandRules.Check(command);
        var digest = await models.PutAsync(command, cancellationToken);
        await TryProgramAsync(deployment, command, cancellationToken);
        return new TriedContent(ServedForm.Command, digest, "command", "command", [.. command.Files.Select(static file => file.Digest)]);
    }

    private Task TryProgramAsync(string deployment, CommandModel command, CancellationToken cancellationToken) => programs is { } host
        ? host.TryAsync(deployment, command, cancellationToken)
        : throw Refusals.Of("deployment.no-programs", "command", "This program cannot start programs.", "Deploy it through the server.");

    /// <summary>All versions of a model take the same inputs; what they give may change.</summary>
    private static string ShapeOf(IServedModel model)
    {
        var inputs = model.Inputs.Select(static input => $"{input.Name} {input.Type} {string.Join(',', input.Shape.Skip(1))}");
        return Digest.Of(string.Join('\n', ["model", .. inputs])).ToString();
    }
}
