using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Serving;

/// <summary>
/// Decides, takes rewards and keeps the books. A deployment that is not there is answered with null. Thread-safe; several processes may
/// share a store.
/// </summary>
/// <exception cref="InvalidInputException">The request is refused; nothing was decided or counted.</exception>
/// <exception cref="ServingConflictException">The decision id stands for another request or decision.</exception>
public interface IDecisions
{
    /// <summary>The most decisions of one batch.</summary>
    const int MostDecisions = 1000;

    /// <summary>The most rewards of one batch.</summary>
    const int MostRewards = 10_000;

    /// <summary>Chooses an arm.</summary>
    Task<Decision?> DecideAsync(string deployment, DecisionRequest request, CancellationToken cancellationToken);

    /// <summary>Chooses an arm for each request, all or none.</summary>
    Task<IReadOnlyList<Decision>?> DecideAsync(string deployment, IReadOnlyList<DecisionRequest> requests, CancellationToken cancellationToken);

    /// <summary>
    /// Chooses an arm for each place of a slate, all or none, in the order of its places. It is durable when this returns; asking again
    /// with the same id and the same content gives the same decisions.
    /// </summary>
    Task<IReadOnlyList<Decision>?> DecideAsync(string deployment, SlateRequest request, CancellationToken cancellationToken);

    /// <summary>A slate; null when there is none of the id, or it was not activated before its wait was over.</summary>
    Task<Slate?> FindSlateAsync(string deployment, string slate, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the held decisions of a slate into the log, where they count from then on; their wait began when they were made. False when
    /// there is no such slate, or its wait was over before; once more changes nothing.
    /// </summary>
    Task<bool> ActivateAsync(string deployment, string slate, CancellationToken cancellationToken);

    /// <summary>
    /// Logs decisions that a program made by itself, all or none; 1 to <see cref="MostDecisions"/>. They are durable and counted when this
    /// returns; one that is logged already with the same content changes nothing.
    /// </summary>
    Task<IReadOnlyList<RecordReceipt>?> RecordAsync(
        string deployment, IReadOnlyList<MadeDecision> decisions, CancellationToken cancellationToken);

    /// <summary>What requests of a deployment have to look like.</summary>
    Task<DecisionShape?> ShapeAsync(string deployment, CancellationToken cancellationToken);

    /// <summary>
    /// How likely each arm was when a decision was made, by name, with the same context, version and seed; arms that were not allowed
    /// have 0.
    /// Null when there is no such deployment, or the version does not serve any more.
    /// </summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="made">What was answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyDictionary<string, double>?> ProbabilitiesAsync(
        string deployment, DecisionRequest request, Decision made, CancellationToken cancellationToken);

    /// <summary>Takes what a decision brought. It is durable when this returns.</summary>
    Task<RewardReceipt?> RewardAsync(string deployment, NewReward reward, CancellationToken cancellationToken);

    /// <summary>Takes rewards, all or none.</summary>
    Task<IReadOnlyList<RewardReceipt>?> RewardAsync(string deployment, IReadOnlyList<NewReward> rewards, CancellationToken cancellationToken);

    /// <summary>A decision with its rewards; null when it is not in the log either.</summary>
    Task<LoggedDecision?> FindAsync(string deployment, string decision, CancellationToken cancellationToken);

    /// <summary>A page of decisions.</summary>
    Task<DecisionPage?> ListAsync(string deployment, DecisionQuery query, CancellationToken cancellationToken);

    /// <summary>Where all decisions and rewards of a deployment are.</summary>
    Task<RewardBooks?> BooksAsync(string deployment, CancellationToken cancellationToken);

    /// <summary>Joined and defaulted decisions as rows to learn from, the oldest first; each decision at most once.</summary>
    /// <param name="deployment">Of which deployment.</param>
    /// <param name="query">Which of them; its page is ignored.</param>
    /// <param name="mostRows">More are refused; at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DecisionLog?> ExportAsync(string deployment, DecisionQuery query, int mostRows, CancellationToken cancellationToken);

    /// <summary>The same as they are at one moment, for logs that do not fit into memory. Disposed by the caller.</summary>
    /// <param name="deployment">Of which deployment.</param>
    /// <param name="query">Which of them; its page is ignored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IDecisionExport?> OpenLogAsync(string deployment, DecisionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Gives decisions whose wait is over their final rewards, and drops held ones; gives how many got one. The loop does it by itself.
    /// </summary>
    Task<int> SettleAsync(CancellationToken cancellationToken);
}
