using System.Collections.Immutable;
using Gyre.Datasets;

namespace Gyre.Experiments;

/// <summary>Divides the examples of a dataset into experiences, and these into partitions.</summary>
public interface ITrialSplitter
{
    /// <summary>The division; indexes are those of the examples in the dataset.</summary>
    /// <param name="rows">All examples, before any transform, with their outputs.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">
    /// The examples cannot be divided so, or the division breaks a rule of <see cref="DatasetSplits"/>.
    /// </exception>
    Task<ImmutableArray<DatasetExperience>> SplitAsync(TrialRows rows, CancellationToken cancellationToken);
}
