using Gyre.Core;

namespace Gyre.Serving;

/// <summary>
/// Asks the models that deployments serve. Canaries get their shares of the requests; shadows see each request as well, and nobody waits
/// for them. Thread-safe.
/// </summary>
/// <exception cref="InvalidInputException">The request does not fit the model.</exception>
/// <exception cref="ServingConflictException">The deployment serves policies.</exception>
/// <exception cref="ModelFailedException">The model could not answer.</exception>
public interface IPredictions
{
    /// <summary>What serves; null when there is no such deployment. Of policies, too.</summary>
    Task<ServedDescription?> DescribeAsync(string deployment, CancellationToken cancellationToken);

    /// <summary>Asks; null when there is no such deployment.</summary>
    Task<PredictionAnswer?> PredictAsync(string deployment, PredictionRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a request to the program of a deployment as it is; null when there is no such deployment. The answer holds the program until
    /// it is disposed.
    /// </summary>
    Task<HttpResponseMessage?> SendAsync(string deployment, HttpRequestMessage request, CancellationToken cancellationToken);

    /// <summary>How the versions answered in this process; null when there is no such deployment.</summary>
    Task<IReadOnlyList<PredictionFigures>?> FiguresAsync(string deployment, CancellationToken cancellationToken);
}

/// <summary>A model could not answer a request that looked right. The message is for people and names no value of the request.</summary>
/// <param name="message">What happened.</param>
/// <param name="isTemporary">Whether the same request may well be answered a little later.</param>
/// <param name="cause">Why, or null.</param>
public sealed class ModelFailedException(string message, bool isTemporary, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the same request may well be answered a little later.</summary>
    public bool IsTemporary { get; } = isTemporary;
}
