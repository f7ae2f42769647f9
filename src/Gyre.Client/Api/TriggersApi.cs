using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>
/// Triggers. One is named by its id, or by its name; where two projects have a trigger of the name, the project says which.
/// </summary>
public sealed class TriggersApi
{
    private readonly ApiTransport _api;

    internal TriggersApi(ApiTransport api) => _api = api;

    /// <summary>Triggers by project and name, without their occurrences.</summary>
    /// <param name="project">Only of this project; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<TriggerList> ListAsync(string? project = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TriggerList>(ApiPath.Query(ApiPath.Of("triggers"), ("project", project)), cancellationToken);

    /// <summary>Makes the triggers of a project those that its file declares.</summary>
    public Task<TriggerList> RegisterAsync(RegisterTriggersRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<RegisterTriggersRequest, TriggerList>(HttpMethod.Put, ApiPath.Of("triggers"), request, null, cancellationToken);

    /// <summary>A trigger with its latest occurrences.</summary>
    public Task<TriggerInfo> GetAsync(string trigger, string? project = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TriggerInfo>(PathOf(project, trigger), cancellationToken);

    /// <summary>Removes a trigger; its runs stay.</summary>
    public Task RemoveAsync(string trigger, string? project = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, PathOf(project, trigger), null, cancellationToken);

    /// <summary>Turns it on, also one that was disabled after failures.</summary>
    public Task<TriggerInfo> EnableAsync(string trigger, string? project = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<TriggerInfo>(HttpMethod.Post, PathOf(project, trigger, "enable"), null, cancellationToken);

    /// <summary>Turns it off; its runs go on.</summary>
    public Task<TriggerInfo> DisableAsync(string trigger, string? project = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<TriggerInfo>(HttpMethod.Post, PathOf(project, trigger, "disable"), null, cancellationToken);

    /// <summary>Lets it occur now; its limits hold.</summary>
    /// <param name="trigger">Which.</param>
    /// <param name="project">Of which project; null where the name is enough.</param>
    /// <param name="idempotencyKey">The same key again is the same occurrence; null for a new one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<OccurrenceInfo> FireAsync(
        string trigger, string? project = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<OccurrenceInfo>(HttpMethod.Post, PathOf(project, trigger, "fire"), idempotencyKey, cancellationToken);

    /// <summary>When it would have fired.</summary>
    /// <param name="trigger">Which.</param>
    /// <param name="from">Beginning of the span; null for a day before its end.</param>
    /// <param name="to">End of the span; null for now.</param>
    /// <param name="project">Of which project; null where the name is enough.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<TriggerTestInfo> TestAsync(
        string trigger,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string? project = null,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<TriggerTestInfo>(
            ApiPath.Query(ApiPath.Of("triggers", trigger, "test"), ("project", project), ("from", Text(from)), ("to", Text(to))),
            cancellationToken);

    private static string PathOf(string? project, params ReadOnlySpan<string> segments) =>
        ApiPath.Query(ApiPath.Of(["triggers", .. segments]), ("project", project));

    private static string? Text(DateTimeOffset? time) => time is { } known ? UtcTimeConverter.Text(known) : null;
}
