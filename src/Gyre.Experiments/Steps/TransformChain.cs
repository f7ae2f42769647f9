using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Components;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>The transforms of a trial: fitted once, on training examples, and applied to all that the model sees.</summary>
internal sealed class TransformChain : IAsyncDisposable
{
    private readonly ImmutableArray<(TransformSetup Setup, ITrialTransform Transform)> _links;

    private TransformChain(ImmutableArray<(TransformSetup, ITrialTransform)> links) => _links = links;

    public static TransformChain Create(ImmutableArray<TransformSetup> setups, TrialContext context)
    {
        var links = ImmutableArray.CreateBuilder<(TransformSetup, ITrialTransform)>();
        foreach (var setup in setups)
            links.Add((setup, PlanComponents.Transform(setup.Block, context)));
        return new TransformChain(links.ToImmutable());
    }

    public async Task FitAsync(TrialRows training, CancellationToken cancellationToken)
    {
        foreach (var (setup, transform) in _links)
        {
            await transform.FitAsync(training, cancellationToken);
            if (setup.InTraining)
                training = await transform.ApplyAsync(training, cancellationToken);
        }
    }

    /// <param name="rows">Examples of the dataset.</param>
    /// <param name="isTraining">Whether they are learned from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<TrialRows> ApplyAsync(TrialRows rows, bool isTraining, CancellationToken cancellationToken)
    {
        foreach (var (setup, transform) in _links)
        {
            if (isTraining ? setup.InTraining : setup.InEvaluation)
                rows = await transform.ApplyAsync(rows, cancellationToken);
        }
        return rows;
    }

    public async Task<Value> SaveAsync(CancellationToken cancellationToken)
    {
        var states = ImmutableArray.CreateBuilder<Value>();
        foreach (var (_, transform) in _links)
            states.Add(await transform.SaveAsync(cancellationToken));
        return new ListValue(states.ToImmutable());
    }

    public async Task LoadAsync(Value state, CancellationToken cancellationToken)
    {
        if (state is not ListValue { Items: var items } || items.Length != _links.Length)
            throw new InvalidInputException("experiment.state", "The state of the transforms is not that of this trial.");
        foreach (var (item, (_, transform)) in items.Zip(_links))
            await transform.LoadAsync(item, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, transform) in _links)
            await transform.DisposeAsync();
    }
}
