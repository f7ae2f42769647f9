using Gyre.Core.Loops;

namespace Gyre.Tracking;

/// <summary>Addresses that hear of changes in the registry. What is refused changes nothing (<see cref="TrackingException"/>).</summary>
public interface IWebhooks
{
    /// <summary>Makes one; it hears of what happens from now on.</summary>
    Task<Webhook> CreateAsync(NewWebhook webhook, CancellationToken cancellationToken);

    /// <summary>One.</summary>
    Task<Webhook> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>A page of all, the oldest first.</summary>
    /// <param name="maxResults">At least 1.</param>
    /// <param name="pageToken">From the page before; null or empty for the first page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Page<Webhook>> ListAsync(int maxResults, string? pageToken, CancellationToken cancellationToken);

    /// <summary>Changes one.</summary>
    Task<Webhook> UpdateAsync(string id, WebhookChange change, CancellationToken cancellationToken);

    /// <summary>Deletes one, with what was still to be sent to it.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Sends an example now.</summary>
    /// <param name="id">To which.</param>
    /// <param name="of">Of what; null for the first that it hears of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<WebhookTestResult> TestAsync(string id, WebhookEvent? of, CancellationToken cancellationToken);

    /// <summary>
    /// Sends what happens, until told to stop. Several processes on one store may run it; one of them sends. Each message arrives at least once, with the same id at
    /// each try; failures are repeated later and later, for some hours.
    /// </summary>
    /// <param name="report">Told of every try.</param>
    /// <param name="scope">Told how it goes.</param>
    /// <param name="cancellationToken">Stops it; no exception comes of that.</param>
    Task RunAsync(Action<WebhookOutcome> report, ILoopScope scope, CancellationToken cancellationToken);
}
