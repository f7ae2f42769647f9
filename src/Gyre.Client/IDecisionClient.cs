using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client;

/// <summary>
/// Decides with a deployment and reports what that brought. One serves a whole program; it is safe to use from several threads. Its end
/// sends what waits; what cannot be sent stays on the disk for the next start.
/// </summary>
public interface IDecisionClient : IAsyncDisposable, IDisposable
{
    /// <summary>How it is.</summary>
    DecisionClientStatus Status { get; }

    /// <summary>
    /// Chooses an arm. The server decides, or this program does where <see cref="DecisionClientOptions.InProcess"/> is set; then the
    /// decision is in the spool before it is answered, and must not be named by an id that was used before.
    /// </summary>
    /// <exception cref="Api.GyreApiException">The server refuses, or it cannot be reached and is needed.</exception>
    /// <exception cref="InvalidInputException">The request does not fit the policy, and this program decides.</exception>
    /// <exception cref="DecisionSpoolException">This program decides, and the decision could not be kept.</exception>
    ValueTask<DecisionInfo> DecideAsync(DecideRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reports what a decision brought. It is on the disk when this returns and reaches the server later, once; a reward without an id
    /// gets one, and without a time that of the call. Name a reward where your own code may report it again after an error.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not finite, or an id is not valid.</exception>
    /// <exception cref="DecisionSpoolException">It could not be kept.</exception>
    Task RewardAsync(RewardRequest reward, CancellationToken cancellationToken = default);

    /// <summary>Sends what waits on the disk now.</summary>
    /// <exception cref="Api.GyreApiException">The server cannot be reached or does not know the token; the rest waits on.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}

/// <summary>How a decision client is.</summary>
public sealed record DecisionClientStatus
{
    /// <summary>
    /// Rewards and decisions of this program that the server has got since the start, with those that earlier programs left.
    /// </summary>
    public required long Sent { get; init; }

    /// <summary>
    /// Those that the server refused for good since the start; they are in the folder's file <c>refused-...jsonl</c>, up to 16
    /// MiB.
    /// </summary>
    public required long Refused { get; init; }

    /// <summary>Room on the disk that is taken, in bytes.</summary>
    public required long SpoolBytes { get; init; }

    /// <summary>The champion with which this program decides; null while it has none, and where the server decides.</summary>
    public long? Champion { get; init; }
}

/// <summary>Something could not be kept on the disk for the server.</summary>
public sealed class DecisionSpoolException : Exception
{
    /// <summary>With words for people and what lies beneath.</summary>
    public DecisionSpoolException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether it was refused because what waits has reached <see cref="DecisionClientOptions.MaxSpoolBytes"/>.</summary>
    public bool IsFull { get; init; }
}

/// <summary>Shorter ways to ask.</summary>
public static class DecisionClientExtensions
{
    /// <summary>Chooses an arm for a context of numbers, in the order of the policy's fields.</summary>
    /// <inheritdoc cref="IDecisionClient.DecideAsync(DecideRequest, CancellationToken)"/>
    public static ValueTask<DecisionInfo> DecideAsync(
        this IDecisionClient client, IReadOnlyList<double> context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.DecideAsync(new DecideRequest { Context = context }, cancellationToken);
    }

    /// <summary>Reports what a decision brought.</summary>
    /// <param name="client">Reports it.</param>
    /// <param name="decisionId">The decision.</param>
    /// <param name="value">Higher is better; finite.</param>
    /// <param name="time">When it happened; null for now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="IDecisionClient.RewardAsync(RewardRequest, CancellationToken)"/>
    public static Task RewardAsync(
        this IDecisionClient client,
        string decisionId,
        double value,
        DateTimeOffset? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.RewardAsync(new RewardRequest { DecisionId = decisionId, Value = value, Time = time }, cancellationToken);
    }
}
