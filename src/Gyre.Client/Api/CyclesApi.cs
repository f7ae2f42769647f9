using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>Cycles: runs in which each decides whether and with what the next one starts.</summary>
public sealed class CyclesApi
{
    private readonly ApiTransport _api;

    internal CyclesApi(ApiTransport api) => _api = api;

    /// <summary>Cycles, newest first, without their turns.</summary>
    /// <param name="limit">1 to 1,000; null for 100.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<CycleList> ListAsync(int? limit = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CycleList>(
            ApiPath.Query(ApiPath.Of("cycles"), ("limit", limit?.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Starts a declared cycle.</summary>
    /// <param name="request">Which, with what.</param>
    /// <param name="idempotencyKey">The same key again is the same cycle; null for a new one.</param>
    /// <param name="cancellationToken">Stops waiting; the cycle may have been accepted.</param>
    public Task<CycleInfo> StartAsync(
        StartCycleRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<StartCycleRequest, CycleInfo>(HttpMethod.Post, ApiPath.Of("cycles"), request, idempotencyKey, cancellationToken);

    /// <summary>A cycle with its turns.</summary>
    public Task<CycleInfo> GetAsync(CycleId cycle, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CycleInfo>(ApiPath.Of("cycles", cycle.ToString()), cancellationToken);

    /// <summary>No more turns; the one under way is cancelled.</summary>
    public Task<CycleInfo> StopAsync(CycleId cycle, string? reason = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<CancelRequest, CycleInfo>(
            HttpMethod.Post,
            ApiPath.Of("cycles", cycle.ToString(), "stop"),
            new CancelRequest { Reason = reason },
            null,
            cancellationToken);

    /// <summary>Goes on after a stop.</summary>
    /// <param name="cycle">Which.</param>
    /// <param name="maxIterations">A new limit of turns in all; null keeps the old one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<CycleInfo> ResumeAsync(CycleId cycle, int? maxIterations = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<ResumeCycleRequest, CycleInfo>(
            HttpMethod.Post,
            ApiPath.Of("cycles", cycle.ToString(), "resume"),
            new ResumeCycleRequest { MaxIterations = maxIterations },
            null,
            cancellationToken);
}
