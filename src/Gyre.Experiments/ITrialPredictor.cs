using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments;

/// <summary>A model of a trial that answers about rows: with the transforms that were fitted in the trial. Thread-safe.</summary>
public interface ITrialPredictor : IAsyncDisposable
{
    /// <summary>The component of its model: <c>mlp</c>.</summary>
    string Kind { get; }

    /// <summary>What rows look like: that of the dataset, before all transforms.</summary>
    DatasetSchema Schema { get; }

    /// <summary>What it predicts.</summary>
    DatasetElement Output { get; }

    /// <summary>Labels of the output; empty when it is a number.</summary>
    ImmutableArray<string> Classes { get; }

    /// <summary>Predicts rows, in their order.</summary>
    /// <param name="rows">
    /// Each an object with the inputs by name, or a list of them in order. Outputs and metadata may be there and are not looked at.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">A row does not fit the schema; the place is <c>instances/ROW/NAME</c>.</exception>
    Task<TrialPredictions> PredictAsync(ListValue rows, CancellationToken cancellationToken);
}
