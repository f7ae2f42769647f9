using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Projects;

namespace Gyre.Automation;

/// <summary>
/// Tells people and programs what happens to runs and cycles. What a project file declares holds for the runs that were accepted with it, and for their further turns; what is
/// put here holds for every run of the home.
/// </summary>
public interface INotifications
{
    /// <summary>All that were put here, by name, then the newest of each name that project files declare.</summary>
    Task<IReadOnlyList<NotificationView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes one or replaces the one of its name; it tells what happens from now on. Gives false when it replaced one.</summary>
    /// <exception cref="InvalidInputException">It is refused; the place is named.</exception>
    Task<bool> PutAsync(Notification notification, CancellationToken cancellationToken);

    /// <summary>Deletes one that was put here, with what still waits; false when there is none.</summary>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sends an example now, to one that was put here, or else to the newest that a project file declares; null when there is none.</summary>
    Task<NotificationTest?> TestAsync(string name, CancellationToken cancellationToken);

    /// <summary>What waits or was set aside, the newest first. What has arrived is not kept.</summary>
    /// <param name="limit">1 to 1000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<NotificationDelivery>> DeliveriesAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Tries one that was set aside, or that waits, again now; false when there is none.</summary>
    Task<bool> RetryAsync(Guid delivery, CancellationToken cancellationToken);

    /// <summary>Whether there is anybody to tell.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Sends what is due now; what fails waits for its next try. Returns at once while another process sends.</summary>
    Task DeliverAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sends what happens, until told to stop. Several processes on one store may run it; one of them sends. Each message arrives at least once, with the same id at each try;
    /// failures are repeated later and later for some hours and then set aside. What is older than three days when it is first looked at is no news and is not sent.
    /// </summary>
    /// <param name="server">Where people find this server, for links; null for none.</param>
    /// <param name="report">Told of every try.</param>
    /// <param name="scope">Told how it goes.</param>
    /// <param name="cancellationToken">Stops it; no exception comes of that.</param>
    Task RunAsync(Uri? server, Action<NotificationOutcome> report, ILoopScope scope, CancellationToken cancellationToken);
}

/// <summary>A notification as it is kept.</summary>
/// <param name="Notification">What it says.</param>
/// <param name="Project">The project whose file declares it; null when it was put here.</param>
/// <param name="CreatedAt">When it was first seen so.</param>
public sealed record NotificationView(Notification Notification, string? Project, DateTimeOffset CreatedAt);

/// <summary>What came of an example.</summary>
/// <param name="Success">Whether it was taken.</param>
/// <param name="Status">The number that HTTP or SMTP answered; null when there was no answer.</param>
/// <param name="Error">Why it was not taken; null when it was.</param>
public sealed record NotificationTest(bool Success, int? Status, string? Error);

/// <summary>Something that has not arrived.</summary>
public sealed record NotificationDelivery
{
    /// <summary>The same at each try.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the notification.</summary>
    public required string Notification { get; init; }

    /// <summary>What is told: <c>run-failed</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last try failed; null before the first.</summary>
    public string? Reason { get; init; }

    /// <summary>The next try; null when it was set aside.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was written down.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What came of a try, for a log. It holds no secret, no body and no address.</summary>
/// <param name="Notification">Name of the notification.</param>
/// <param name="DeliveryId">What; the same at each try.</param>
/// <param name="Attempt">Number of the try, from 1.</param>
/// <param name="Error">Why it failed; null when it arrived.</param>
/// <param name="IsLast">Whether nothing more is tried.</param>
public sealed record NotificationOutcome(string Notification, string DeliveryId, int Attempt, string? Error, bool IsLast);
