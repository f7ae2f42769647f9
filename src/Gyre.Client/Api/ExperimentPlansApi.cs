using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>Runs of experiment plans: how they stand and what they came to.</summary>
public sealed class ExperimentPlansApi
{
    private readonly ApiTransport _api;

    internal ExperimentPlansApi(ApiTransport api) => _api = api;

    /// <summary>Runs of experiment plans, newest first.</summary>
    /// <param name="limit">1 to 200; null for 50.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="project">Only of this project: the name of the plan's folder; null for all.</param>
    /// <param name="name">Only of the experiment with this name; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ExperimentPlanRunPage> ListAsync(
        int? limit = null, string? cursor = null, string? project = null, string? name = null,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<ExperimentPlanRunPage>(
            ApiPath.Query(
                ApiPath.Of("experiment-plans"), ("limit", limit?.ToString(CultureInfo.InvariantCulture)), ("cursor", cursor),
                ("project", project), ("name", name)),
            cancellationToken);

    /// <summary>How a run stands, trial by trial, and what was run.</summary>
    public Task<ExperimentPlanInfo> GetAsync(RunId run, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ExperimentPlanInfo>(ApiPath.Of("experiment-plans", run.ToString()), cancellationToken);

    /// <summary>The results by now: a table for each dataset.</summary>
    public Task<ExperimentPlanResults> GetResultsAsync(RunId run, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ExperimentPlanResults>(ApiPath.Of("experiment-plans", run.ToString(), "results"), cancellationToken);

    /// <summary>A learning curve of all trials on a dataset.</summary>
    /// <param name="run">The run.</param>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="name">Name of the curve.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ExperimentPlanCurve> GetCurveAsync(
        RunId run, string dataset, string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ExperimentPlanCurve>(
            ApiPath.Query(ApiPath.Of("experiment-plans", run.ToString(), "curves"), ("dataset", dataset), ("name", name)),
            cancellationToken);

    /// <summary>The matrices of continual learning on a dataset.</summary>
    /// <param name="run">The run.</param>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ExperimentPlanMatrices> GetMatricesAsync(
        RunId run, string dataset, string metric, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ExperimentPlanMatrices>(
            ApiPath.Query(ApiPath.Of("experiment-plans", run.ToString(), "matrices"), ("dataset", dataset), ("metric", metric)),
            cancellationToken);

    /// <summary>The report.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isMarkdown">As Markdown; else an HTML page that needs nothing else.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<string> GetReportAsync(RunId run, bool isMarkdown = false, CancellationToken cancellationToken = default) =>
        _api.GetTextAsync(
            ApiPath.Query(
                ApiPath.Of("experiment-plans", run.ToString(), "report"), ("format", isMarkdown ? "markdown" : "html")),
            cancellationToken);
}
