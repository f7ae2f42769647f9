using System.Globalization;
using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>Who is told what happens.</summary>
public sealed class NotificationsApi
{
    private readonly ApiTransport _api;

    internal NotificationsApi(ApiTransport api) => _api = api;

    /// <summary>Notifications that were put, and those that project files declare.</summary>
    public Task<NotificationList> ListAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<NotificationList>(ApiPath.Of("notifications"), cancellationToken);

    /// <summary>Makes a notification, or replaces the one of this name.</summary>
    public Task<NotificationInfo> PutAsync(string name, PutNotificationRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<PutNotificationRequest, NotificationInfo>(
            HttpMethod.Put, ApiPath.Of("notifications", name), request, null, cancellationToken);

    /// <summary>Deletes a notification that was put, with what still waits.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, ApiPath.Of("notifications", name), null, cancellationToken);

    /// <summary>Sends an example now.</summary>
    public Task<NotificationTestInfo> TestAsync(string name, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<NotificationTestInfo>(HttpMethod.Post, ApiPath.Of("notifications", name, "test"), null, cancellationToken);

    /// <summary>What has not arrived, newest first.</summary>
    /// <param name="limit">1 to 1,000; null for 100.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<NotificationDeliveryList> ListDeliveriesAsync(int? limit = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<NotificationDeliveryList>(
        ApiPath.Query(
            ApiPath.Of("notifications", "deliveries"), ("limit", limit?.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Tries a delivery again now.</summary>
    public Task RetryDeliveryAsync(Guid delivery, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(
            HttpMethod.Post, ApiPath.Of("notifications", "deliveries", delivery.ToString("D"), "retry"), null, cancellationToken);
}
