using Gyre.Core;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>A transform of this program: it works in memory, and what it learned is a document of its kind.</summary>
internal abstract class RowTransform : ITrialTransform
{
    private bool _isFitted;

    /// <summary>Its name in plans and in saved documents.</summary>
    protected abstract string Kind { get; }

    public Task FitAsync(TrialRows training, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Fit(training);
        _isFitted = true;
        return Task.CompletedTask;
    }

    public Task<TrialRows> ApplyAsync(TrialRows rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Require();
        return Task.FromResult(Apply(rows));
    }

    public Task<Value> SaveAsync(CancellationToken cancellationToken)
    {
        Require();
        return Task.FromResult<Value>(MapReader.StateOf(Kind, Save()));
    }

    public Task LoadAsync(Value state, CancellationToken cancellationToken)
    {
        Load(MapReader.OfState(state, Kind));
        _isFitted = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract void Fit(TrialRows training);

    protected abstract TrialRows Apply(TrialRows rows);

    protected abstract IEnumerable<(string Name, Value Value)> Save();

    protected abstract void Load(MapReader state);

    private void Require()
    {
        if (!_isFitted)
            throw new InvalidOperationException($"The transform '{Kind}' was neither fitted nor loaded.");
    }
}
