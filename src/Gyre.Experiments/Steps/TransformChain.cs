using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Components;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>The transforms of a trial: fitted once, on training examples, and applied to all that the model sees.</summary>
internal sealed class TransformChain : IAsyncDisposable
{
    private readonly ImmutableArray<Link> _links;

    private TransformChain(ImmutableArray<Link> links) => _links = links;

    public static TransformChain Create(ImmutableArray<TransformSetup> setups, PlanComponents components)
    {
        var links = ImmutableArray.CreateBuilder<Link>();
        foreach (var setup in setups)
        {
            var (training, evaluation) = components.Transform(setup.Block);
            links.Add(new Link(setup, training, evaluation));
        }
        return new TransformChain(links.ToImmutable());
    }

    public async Task FitAsync(TrialRows training, CancellationToken cancellationToken)
    {
        foreach (var link in _links)
        {
            await link.Training.FitAsync(training, cancellationToken);
            if (link.Training != link.Evaluation)
                await link.Evaluation.LoadAsync(await link.Training.SaveAsync(cancellationToken), cancellationToken);
            if (link.Setup.InTraining)
                training = await link.Training.ApplyAsync(training, cancellationToken);
        }
    }

    /// <param name="rows">Examples of the dataset.</param>
    /// <param name="isTraining">Whether they are learned from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<TrialRows> ApplyAsync(TrialRows rows, bool isTraining, CancellationToken cancellationToken)
    {
        foreach (var link in _links)
        {
            if (isTraining ? link.Setup.InTraining : link.Setup.InEvaluation)
                rows = await (isTraining ? link.Training : link.Evaluation).ApplyAsync(rows, cancellationToken);
        }
        return rows;
    }

    public async Task<Value> SaveAsync(CancellationToken cancellationToken)
    {
        var states = ImmutableArray.CreateBuilder<Value>();
        foreach (var link in _links)
            states.Add(await link.Training.SaveAsync(cancellationToken));
        return new ListValue(states.ToImmutable());
    }

    public async Task LoadAsync(Value state, CancellationToken cancellationToken)
    {
        if (state is not ListValue { Items: var items } || items.Length != _links.Length)
            throw new InvalidInputException("experiment.state", "The state of the transforms is not that of this trial.");
        foreach (var (item, link) in items.Zip(_links))
        {
            await link.Training.LoadAsync(item, cancellationToken);
            if (link.Training != link.Evaluation)
                await link.Evaluation.LoadAsync(item, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links)
        {
            await link.Training.DisposeAsync();
            if (link.Training != link.Evaluation)
                await link.Evaluation.DisposeAsync();
        }
    }

    private sealed record Link(TransformSetup Setup, ITrialTransform Training, ITrialTransform Evaluation);
}
