using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>Runs: start, look, end, resume.</summary>
public sealed class RunsApi
{
    private readonly ApiTransport _api;

    internal RunsApi(ApiTransport api) => _api = api;

    /// <summary>A page of runs, newest first.</summary>
    /// <param name="limit">1 to 1,000; null for 100.</param>
    /// <param name="cursor"><see cref="RunPage.NextCursor"/> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<RunPage> ListAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<RunPage>(
            ApiPath.Query(ApiPath.Of("runs"), ("limit", limit?.ToString(CultureInfo.InvariantCulture)), ("cursor", cursor)),
            cancellationToken);

    /// <summary>All runs, newest first, page by page as they are read.</summary>
    /// <param name="pageSize">1 to 1,000; null for 100.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<RunInfo> AllAsync(
        int? pageSize = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await ListAsync(pageSize, cursor, cancellationToken);
            foreach (var run in page.Runs)
                yield return run;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>Starts a run.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="idempotencyKey">The same key again is the same run; null for a new one.</param>
    /// <param name="cancellationToken">Stops waiting; the run may have been accepted.</param>
    public Task<RunInfo> StartAsync(
        StartRunRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<StartRunRequest, RunInfo>(HttpMethod.Post, ApiPath.Of("runs"), request, idempotencyKey, cancellationToken);

    /// <summary>What a run would do, and why; nothing is started.</summary>
    public Task<RunPlanInfo> PlanAsync(StartRunRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<StartRunRequest, RunPlanInfo>(HttpMethod.Post, ApiPath.Of("runs", "plan"), request, null, cancellationToken);

    /// <summary>A run.</summary>
    /// <param name="run">Which.</param>
    /// <param name="withNodes">True: with its outputs, artifacts and node runs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<RunInfo> GetAsync(RunId run, bool withNodes = false, CancellationToken cancellationToken = default) =>
        _api.GetAsync<RunInfo>(ApiPath.Query(ApiPath.Of("runs", run.ToString()), ("nodes", withNodes ? "true" : null)), cancellationToken);

    /// <summary>What a run gives by its pipeline's typed outputs.</summary>
    public Task<RunOutputsInfo> GetResultsAsync(RunId run, CancellationToken cancellationToken = default) =>
        _api.GetAsync<RunOutputsInfo>(ApiPath.Of("runs", run.ToString(), "results"), cancellationToken);

    /// <summary>Asks for the end of a run.</summary>
    /// <param name="run">Which.</param>
    /// <param name="reason">Why, for people; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<RunInfo> CancelAsync(RunId run, string? reason = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<CancelRequest, RunInfo>(
            HttpMethod.Post, ApiPath.Of("runs", run.ToString(), "cancel"), new CancelRequest { Reason = reason }, null, cancellationToken);

    /// <summary>Resumes a failed or cancelled run; finished nodes are kept.</summary>
    public Task<RunInfo> ResumeAsync(RunId run, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<RunInfo>(HttpMethod.Post, ApiPath.Of("runs", run.ToString(), "resume"), null, cancellationToken);

    /// <summary>Waits until a run is over, by its events, and gives it.</summary>
    public async Task<RunInfo> WaitAsync(RunId run, CancellationToken cancellationToken = default)
    {
        await foreach (var _ in new EventsApi(_api).FollowRunAsync(run, null, cancellationToken))
        {
            // The stream ends with the run.
        }
        return await GetAsync(run, false, cancellationToken);
    }
}
