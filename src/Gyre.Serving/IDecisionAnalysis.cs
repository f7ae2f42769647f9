using Gyre.Core;

namespace Gyre.Serving;

/// <summary>Figures about the decisions of a deployment. A deployment that is not there is answered with null. Reads only.</summary>
public interface IDecisionAnalysis
{
    /// <summary>The most decisions that are read at once; of more, the newest.</summary>
    const int MostDecisions = 100_000;

    /// <summary>The most versions that are compared at once.</summary>
    const int MostVersions = 10;

    /// <summary>Names of the numbers of a context, in the order in which they are sent.</summary>
    Task<IReadOnlyList<string>?> FieldsAsync(string deployment, CancellationToken cancellationToken);

    /// <summary>What a deployment decided over a time, and what that brought.</summary>
    /// <exception cref="InvalidInputException">The query is refused.</exception>
    Task<DecisionFigures?> FiguresAsync(string deployment, FiguresQuery query, CancellationToken cancellationToken);

    /// <summary>Estimates from the log what versions would have earned, with the exploration that the deployment keeps.</summary>
    /// <exception cref="InvalidInputException">The request is refused, there are too few rows, or the versions do not fit them.</exception>
    Task<VersionComparison?> CompareAsync(string deployment, VersionQuery query, CancellationToken cancellationToken);
}
