using Gyre.Projects;
using Gyre.Server.Http;
using static Gyre.Server.Security.Thing;

namespace Gyre.Server.Security;

/// <content>The rows.</content>
internal sealed partial class RouteTable
{
    // A property, because fields of a class in several files are set in no certain order.
    private static string[] Roots => ["/api", "/ajax-api"];

    private static IEnumerable<RouteRule> Native() =>
    [
        Open("GET /health"),
        Read("GET /metrics"),
        Read("GET /openapi/{documentName}.json"),
        // The pages hold no data; what they show they ask of the API.
        .. PageRoutes.All.Select(static route => Open($"GET {route}")),
        Open($"GET {PageRoutes.Asset}"),
        Open($"GET {PageRoutes.Icon}"),

        Read("GET /api/v1/projects"),
        Change("POST /api/v1/projects"),
        Read("GET /api/v1/projects/{name}"),
        Change("DELETE /api/v1/projects/{name}"),

        Read("GET /api/v1/runs"),
        Change("POST /api/v1/runs", OfProject(Thing.Project)),
        Change("POST /api/v1/runs/plan"),
        Read("GET /api/v1/runs/{run}", OfProject(PipelineRun)),
        Read("GET /api/v1/runs/{run}/results", OfProject(PipelineRun)),
        Change("POST /api/v1/runs/{run}/cancel"),
        Change("POST /api/v1/runs/{run}/resume"),
        Read("GET /api/v1/runs/{run}/nodes", OfProject(PipelineRun)),
        Read("GET /api/v1/runs/{run}/nodes/{**node}", OfProject(PipelineRun)),
        Read("GET /api/v1/runs/{run}/graph", OfProject(PipelineRun)),
        Read("GET /api/v1/runs/{run}/attempts/{**node}", OfProject(PipelineRun)),
        Read("GET /api/v1/runs/{run}/cache/{**node}"),
        Change("POST /api/v1/runs/{run}/approvals/{**node}"),
        Change("POST /api/v1/runs/{run}/answers"),
        Read("GET /api/v1/runs/{run}/logs/{**node}"),
        Read("GET /api/v1/runs/{run}/events"),
        Read("GET /api/v1/runs/{run}/outputs/{**node}", OfProject(PipelineRun)),
        Read("GET /api/v1/runs/{run}/archive/{**node}", OfProject(PipelineRun)),
        Read("GET /api/v1/artifacts/{digest}"),
        Change("PUT /api/v1/artifacts/{digest}"),
        Read("POST /api/v1/artifacts/missing"),
        Read("GET /api/v1/events"),

        Read("GET /api/v1/cycles"),
        Change("POST /api/v1/cycles"),
        Read("GET /api/v1/cycles/{cycle}"),
        Change("POST /api/v1/cycles/{cycle}/stop"),
        Change("POST /api/v1/cycles/{cycle}/resume"),

        Read("GET /api/v1/experiment-plans"),
        Read("GET /api/v1/experiment-plans/{run}"),
        Read("GET /api/v1/experiment-plans/{run}/results"),
        Read("GET /api/v1/experiment-plans/{run}/curves"),
        Read("GET /api/v1/experiment-plans/{run}/matrices"),
        Read("GET /api/v1/experiment-plans/{run}/report"),

        Read("GET /api/v1/triggers"),
        Change("PUT /api/v1/triggers"),
        Read("GET /api/v1/triggers/{trigger}"),
        Change("DELETE /api/v1/triggers/{trigger}"),
        Change("POST /api/v1/triggers/{trigger}/enable"),
        Change("POST /api/v1/triggers/{trigger}/disable"),
        Change("POST /api/v1/triggers/{trigger}/fire"),
        Read("GET /api/v1/triggers/{trigger}/test"),
        Open("POST /api/v1/triggers/{trigger}/hook"),

        Read("GET /api/v1/deployments"),
        Change("POST /api/v1/deployments", Declared(DeploymentRight.Deploy)),
        Read("GET /api/v1/deployments/{name}", Declared(DeploymentRight.Read)),
        Change("DELETE /api/v1/deployments/{name}"),
        Read("GET /api/v1/deployments/{name}/versions", Declared(DeploymentRight.Read)),
        Change("POST /api/v1/deployments/{name}/promote", Declared(DeploymentRight.Deploy)),
        Change("POST /api/v1/deployments/{name}/rollback"),
        Change("PUT /api/v1/deployments/{name}/route"),
        Change("POST /api/v1/deployments/{name}/decide"),
        Change("POST /api/v1/deployments/{name}/decide/batch"),
        Change("POST /api/v1/deployments/{name}/decisions"),
        Change("POST /api/v1/deployments/{name}/reward"),
        Change("POST /api/v1/deployments/{name}/reward/batch"),
        Read("GET /api/v1/deployments/{name}/decisions"),
        Read("GET /api/v1/deployments/{name}/decisions/{**decision}"),
        Read("GET /api/v1/deployments/{name}/policy", Declared(DeploymentRight.Read)),
        Read("GET /api/v1/deployments/{name}/log", Declared(DeploymentRight.Read)),
        Read("GET /api/v1/deployments/{name}/exports"),
        Change("POST /api/v1/deployments/{name}/exports"),
        Read("GET /api/v1/deployments/{name}/books", Declared(DeploymentRight.Read)),
        Read("GET /api/v1/deployments/{name}/figures"),
        Read("POST /api/v1/deployments/{name}/evaluate"),
        Change("POST /api/v1/deployments/{name}/predict"),
        Read("GET /api/v1/deployments/{name}/predictions", Declared(DeploymentRight.Read)),
        Read("GET /programs/{name}/{**path}"),
        Change("POST /programs/{name}/{**path}"),
        Read("GET /v2"),
        Open("GET /v2/health/live"),
        Open("GET /v2/health/ready"),
        Read("GET /v2/models/{model}"),
        Read("GET /v2/models/{model}/ready"),
        Change("POST /v2/models/{model}/infer"),
        Change("POST /personalizer/{version}/rank"),
        Change("POST /personalizer/{version}/events/{eventId}/reward"),
        Change("POST /personalizer/{version}/events/{eventId}/activate"),
        Change("POST /personalizer/{deployment}/{version}/rank"),
        Change("POST /personalizer/{deployment}/{version}/events/{eventId}/reward"),
        Change("POST /personalizer/{deployment}/{version}/events/{eventId}/activate"),
        Change("POST /personalizer/{deployment}/personalizer/{version}/rank"),
        Change("POST /personalizer/{deployment}/personalizer/{version}/events/{eventId}/reward"),
        Change("POST /personalizer/{deployment}/personalizer/{version}/events/{eventId}/activate"),
        Change("POST /personalizer/{version}/multislot/rank"),
        Change("POST /personalizer/{version}/multislot/events/{eventId}/reward"),
        Change("POST /personalizer/{version}/multislot/events/{eventId}/activate"),
        Change("POST /personalizer/{deployment}/{version}/multislot/rank"),
        Change("POST /personalizer/{deployment}/{version}/multislot/events/{eventId}/reward"),
        Change("POST /personalizer/{deployment}/{version}/multislot/events/{eventId}/activate"),
        Change("POST /personalizer/{deployment}/personalizer/{version}/multislot/rank"),
        Change("POST /personalizer/{deployment}/personalizer/{version}/multislot/events/{eventId}/reward"),
        Change("POST /personalizer/{deployment}/personalizer/{version}/multislot/events/{eventId}/activate"),

        Read("GET /api/v1/variables"),
        Change("PUT /api/v1/variables/{project}/{name}"),
        Change("DELETE /api/v1/variables/{project}/{name}"),

        // Steps read datasets as inputs.
        Read("GET /api/v1/datasets"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions/{version}"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions/{version}/files"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions/{version}/schema"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions/{version}/rows"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions/{version}/image"),
        Read("GET /api/v1/datasets/{project}/{dataset}/versions/{version}/profile"),
        Read("POST /api/v1/datasets/{project}/{dataset}/versions/{version}/query"),
        Read("POST /api/v1/datasets/{project}/{dataset}/versions/{version}/explain"),
        Read("GET /api/v1/datasets/{project}/{dataset}/diff"),
        Read("GET /api/v1/datasets/{project}/{dataset}/drift"),
        Change("PUT /api/v1/datasets/{project}/{dataset}/tags/{tag}"),
        Change("DELETE /api/v1/datasets/{project}/{dataset}/tags/{tag}"),

        Read("GET /api/v1/cache"),
        Change("POST /api/v1/cache/clear"),
        Change("POST /api/v1/cache/invalidate"),

        Read("GET /api/v1/notifications"),
        Change("PUT /api/v1/notifications/{name}"),
        Change("DELETE /api/v1/notifications/{name}"),
        Change("POST /api/v1/notifications/{name}/test"),
        Read("GET /api/v1/notifications/deliveries"),
        Change("POST /api/v1/notifications/deliveries/{id}/retry"),

        Read("GET /api/v1/catalog/aliases"),
        Read("GET /api/v1/catalog/aliases/{project}/{**alias}"),
        Read("GET /api/v1/components"),
        Read("GET /api/v1/storage"),

        Change("GET /api/v1/tokens"),
        Change("POST /api/v1/tokens"),
        Change("DELETE /api/v1/tokens/{id}"),

        Open("GET /api/v1/session"),
        Open("POST /api/v1/session"),
        Read("DELETE /api/v1/session"),
        Change("GET /api/v1/sessions"),
        Change("DELETE /api/v1/sessions/{id}"),

        Read("POST /api/v1/tracking/runs/search", OfProject(Experiment)),
        Read("GET /api/v1/tracking/runs/{id}", OfProject(Run)),
        Change("POST /api/v1/tracking/runs/{id}/keep-alive", Own(Run)),
        Read("GET /api/v1/tracking/runs/{id}/metrics/{**key}", OfProject(Run)),
        Read("GET /api/v1/tracking/runs/{id}/stream", OfProject(Run)),
        Read("POST /api/v1/tracking/histories", OfProject(Run)),
        Read("POST /api/v1/tracking/compare", OfProject(Run)),
        Read(
            "GET /api/v1/tracking/lineage/{kind}/{**id}",
            OfProject(Run), OfProject(LoggedModel), Shared(Thing.Version), OfProject(PipelineRun)),
        Change("PUT /api/v1/models/{name}/aliases/{alias}", Declared(Model, ModelRight.MoveAliases)),
        Read("GET /api/v1/models/{name}/alias-moves", Shared(Model)),
    ];

    private static IEnumerable<RouteRule> Tracking() =>
    [
        Open("GET /version"),
        Change("POST /endpoints/{name}/invocations"),
        .. Both(Read("GET /3.0/mlflow/server-info", [])),
        .. Both(Read("GET /3.0/mlflow/workspaces", [])),
        .. Experiments(),
        .. Runs(),
        .. Models(),
        .. LoggedModels(),
        .. Traces(),
        .. Files(),
        .. Both(Change("POST /2.0/mlflow/webhooks")),
        .. Both(Read("GET /2.0/mlflow/webhooks")),
        .. Both(Read("GET /2.0/mlflow/webhooks/{id}")),
        .. Both(Change("PATCH /2.0/mlflow/webhooks/{id}")),
        .. Both(Change("DELETE /2.0/mlflow/webhooks/{id}")),
        .. Both(Change("POST /2.0/mlflow/webhooks/{id}/test")),
    ];

    private static IEnumerable<RouteRule> Experiments() =>
    [
        // A step makes experiments of its project, and ends only those that its own run made.
        .. Both(Change("POST /2.0/mlflow/experiments/create", [])),
        .. Both(Read("GET /2.0/mlflow/experiments/get", OfProject(Experiment))),
        .. Both(Read("GET /2.0/mlflow/experiments/get-by-name", OfProject(Experiment))),
        .. Both(Change("POST /2.0/mlflow/experiments/update", Own(Experiment))),
        .. Both(Change("POST /2.0/mlflow/experiments/delete", Own(Experiment))),
        .. Both(Change("POST /2.0/mlflow/experiments/restore", Own(Experiment))),
        .. Both(Change("POST /2.0/mlflow/experiments/set-experiment-tag", OfProject(Experiment))),
        .. Both(Change("POST /2.0/mlflow/experiments/delete-experiment-tag", OfProject(Experiment))),
        .. Both(Read("POST /2.0/mlflow/experiments/search", OfProject(Experiment))),
        .. Both(Read("GET /2.0/mlflow/experiments/search", OfProject(Experiment))),
        .. Both(Read("POST /2.0/mlflow/experiments/search-datasets", OfProject(Experiment))),
    ];

    private static IEnumerable<RouteRule> Runs() =>
    [
        .. Both(Change("POST /2.0/mlflow/runs/create", OfProject(Experiment))),
        .. Both(Read("GET /2.0/mlflow/runs/get", OfProject(Run))),
        .. Both(Change("POST /2.0/mlflow/runs/update", Own(Run))),
        .. Both(Change("POST /2.0/mlflow/runs/delete", Own(Run))),
        .. Both(Change("POST /2.0/mlflow/runs/restore", Own(Run))),
        .. Both(Read("POST /2.0/mlflow/runs/search", OfProject(Experiment))),
        .. Both(Change("POST /2.0/mlflow/runs/log-metric", Own(Run), OfProject(LoggedModel))),
        .. Both(Change("POST /2.0/mlflow/runs/log-parameter", Own(Run))),
        .. Both(Change("POST /2.0/mlflow/runs/log-batch", Own(Run), OfProject(LoggedModel))),
        .. Both(Change("POST /2.0/mlflow/runs/set-tag", Own(Run))),
        .. Both(Change("POST /2.0/mlflow/runs/delete-tag", Own(Run))),
        .. Both(Change("POST /2.0/mlflow/runs/log-inputs", Own(Run), OfProject(LoggedModel))),
        .. Both(Change("POST /2.0/mlflow/runs/outputs", Own(Run), OfProject(LoggedModel))),
        .. Both(Change("POST /2.0/mlflow/runs/log-model", Own(Run))),
        .. Both(Read("GET /2.0/mlflow/metrics/get-history", OfProject(Run))),
        .. Both(Read("GET /2.0/mlflow/metrics/get-history-bulk", OfProject(Run))),
        .. Both(Read("GET /2.0/mlflow/metrics/get-history-bulk-interval", OfProject(Run))),
    ];

    private static IEnumerable<RouteRule> Models() =>
    [
        .. Both(Change("POST /2.0/mlflow/registered-models/create", [])),
        .. Both(Read("GET /2.0/mlflow/registered-models/get", Shared(Model))),
        .. Both(Change("PATCH /2.0/mlflow/registered-models/update", OfProject(Model))),
        .. Both(Change("POST /2.0/mlflow/registered-models/rename", Declared(Model, ModelRight.Delete))),
        .. Both(Change("DELETE /2.0/mlflow/registered-models/delete", Declared(Model, ModelRight.Delete))),
        .. Both(Read("GET /2.0/mlflow/registered-models/search", Shared(Model))),
        .. Both(Read("GET /2.0/mlflow/registered-models/get-latest-versions", Shared(Model))),
        .. Both(Read("POST /2.0/mlflow/registered-models/get-latest-versions", Shared(Model))),
        .. Both(Change("POST /2.0/mlflow/registered-models/set-tag", OfProject(Model))),
        .. Both(Change("DELETE /2.0/mlflow/registered-models/delete-tag", OfProject(Model))),
        .. Both(Change("POST /2.0/mlflow/registered-models/alias", Declared(Model, ModelRight.MoveAliases))),
        .. Both(Change("DELETE /2.0/mlflow/registered-models/alias", Declared(Model, ModelRight.MoveAliases))),
        .. Both(Read("GET /2.0/mlflow/registered-models/alias", Shared(Model))),

        // A version shows what it was made of, so that has to be the step's to see.
        .. Both(Change(
            "POST /2.0/mlflow/model-versions/create",
            Shared(Model), OfProject(Run), OfProject(LoggedModel), OfProject(Artifact))),
        .. Both(Read("GET /2.0/mlflow/model-versions/get", Shared(Thing.Version))),
        .. Both(Change("PATCH /2.0/mlflow/model-versions/update", OfProject(Thing.Version))),
        .. Both(Change("DELETE /2.0/mlflow/model-versions/delete", Declared(Thing.Version, ModelRight.Delete))),
        .. Both(Change("POST /2.0/mlflow/model-versions/transition-stage", Declared(Thing.Version, ModelRight.MoveAliases))),
        .. Both(Read("GET /2.0/mlflow/model-versions/get-download-uri", Shared(Thing.Version))),
        .. Both(Read("GET /2.0/mlflow/model-versions/search", Shared(Model))),
        .. Both(Change("POST /2.0/mlflow/model-versions/set-tag", OfProject(Thing.Version))),
        .. Both(Change("DELETE /2.0/mlflow/model-versions/delete-tag", OfProject(Thing.Version))),
    ];

    private static IEnumerable<RouteRule> LoggedModels() =>
    [
        .. Both(Change("POST /2.0/mlflow/logged-models", OfProject(Experiment), Own(Run))),
        .. Both(Read("POST /2.0/mlflow/logged-models/search", OfProject(Experiment))),
        .. Both(Read("GET /2.0/mlflow/logged-models/{id}", OfProject(LoggedModel))),
        .. Both(Change("PATCH /2.0/mlflow/logged-models/{id}", Own(LoggedModel))),
        .. Both(Change("DELETE /2.0/mlflow/logged-models/{id}", Own(LoggedModel))),
        .. Both(Change("PATCH /2.0/mlflow/logged-models/{id}/tags", Own(LoggedModel))),
        .. Both(Change("DELETE /2.0/mlflow/logged-models/{id}/tags/{*key}", Own(LoggedModel))),
        .. Both(Change("POST /2.0/mlflow/logged-models/{id}/params", Own(LoggedModel))),
        .. Both(Read("GET /2.0/mlflow/logged-models/{model}/artifacts/directories", OfProject(LoggedModel), Any(Artifact))),
        Read("GET /ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files", OfProject(LoggedModel), Any(Artifact)),
    ];

    private static IEnumerable<RouteRule> Traces() =>
    [
        // Judging traces of earlier runs is a step's business; removing them is not.
        .. Both(Change("POST /3.0/mlflow/traces", OfProject(Experiment), OfProject(Trace))),
        .. Both(Read("GET /3.0/mlflow/traces/{trace}", OfProject(Trace))),
        .. Both(Read("GET /3.0/mlflow/traces/get", OfProject(Trace))),
        .. Both(Read("GET /3.0/mlflow/traces/batchGet", OfProject(Trace))),
        .. Both(Read("POST /3.0/mlflow/traces/batchGetInfos", OfProject(Trace))),
        .. Both(Read("POST /3.0/mlflow/traces/search", OfProject(Experiment))),
        .. Both(Change("POST /3.0/mlflow/traces/{trace}/assessments", OfProject(Trace))),
        .. Both(Read("GET /3.0/mlflow/traces/{trace}/assessments/{assessment}", OfProject(Trace))),
        .. Both(Change("PATCH /3.0/mlflow/traces/{trace}/assessments/{assessment}", OfProject(Trace))),
        .. Both(Change("DELETE /3.0/mlflow/traces/{trace}/assessments/{assessment}", OfProject(Trace))),
        .. Both(Read("GET /2.0/mlflow/traces/{trace}/info", OfProject(Trace))),
        .. Both(Read("GET /2.0/mlflow/traces", OfProject(Experiment))),
        .. Both(Change("POST /2.0/mlflow/traces/link-to-run", Own(Run), OfProject(Trace))),
        .. ((string[])["2.0", "3.0"]).SelectMany(static version => (IEnumerable<RouteRule>)
        [
            .. Both(Change($"PATCH /{version}/mlflow/traces/{{trace}}/tags", OfProject(Trace))),
            .. Both(Change($"DELETE /{version}/mlflow/traces/{{trace}}/tags", OfProject(Trace))),
            .. Both(Change($"POST /{version}/mlflow/traces/delete-traces", Own(Experiment), Own(Trace))),
            Read($"GET /ajax-api/{version}/mlflow/get-trace-artifact", OfProject(Trace), Any(Artifact)),
        ]),
        Change("POST /v1/traces", OfProject(Experiment), OfProject(Trace)),
    ];

    /// <summary>
    /// Files of a thing lie where it says, and no path leads out of there; so the thing alone is judged where a route names one.
    /// </summary>
    private static IEnumerable<RouteRule> Files() =>
    [
        .. Both(Read("GET /2.0/mlflow/artifacts/list", OfProject(Run), Any(Artifact))),
        .. Both(Change("POST /2.0/mlflow/artifacts/presigned-upload-url", Own(Run))),
        Read("GET /get-artifact", OfProject(Run), Any(Artifact)),
        // Who may read a version may read its files, wherever they are from.
        Read("GET /model-versions/get-artifact", Shared(Thing.Version), Any(Artifact)),
        Change("POST /ajax-api/2.0/mlflow/upload-artifact", Own(Run), Any(Artifact)),
        .. Both(Read("GET /2.0/mlflow-artifacts/artifacts/{**path}", OfProject(Artifact))),
        .. Both(Change("PUT /2.0/mlflow-artifacts/artifacts/{**path}", Own(Artifact))),
        .. Both(Change("DELETE /2.0/mlflow-artifacts/artifacts/{**path}", Own(Artifact))),
        .. Both(Read("GET /2.0/mlflow-artifacts/presigned/{**path}", [])),
        .. Both(Change("POST /2.0/mlflow-artifacts/mpu/create/{**path}", Own(Artifact))),
        .. Both(Change("POST /2.0/mlflow-artifacts/mpu/complete/{**path}", Own(Artifact))),
        .. Both(Change("POST /2.0/mlflow-artifacts/mpu/abort/{**path}", Own(Artifact))),
        Open("PUT /api/2.0/mlflow-artifacts/mpu/parts/{upload}/{part}"),
    ];

    /// <summary>Under <c>/api/v0</c>: what a step asks for is looked up in its own project.</summary>
    private static IEnumerable<RouteRule> Compatible() =>
    [
        Change("POST /api/v0/pipelines", []),
        Change("POST /api/v0/pipelines/create-from-template", []),
        Read("GET /api/v0/pipelines", []),
        Read("GET /api/v0/pipelines/{id}", OfProject(PipelineRun)),
        Change("POST /api/v0/pipelines/{id}/stop"),
        Change("POST /api/v0/pipelines/{id}/nodes/{node}/approve"),
        Change("POST /api/v0/pipelines/{id}/nodes/{node}/reject"),
        Change("POST /api/v0/tasks", []),
        Read("GET /api/v0/tasks", []),
        Read("GET /api/v0/tasks/{id}", OfProject(PipelineRun)),
        Change("POST /api/v0/launch/{id}"),
        Read("GET /api/v0/launch/{id}/run"),

        Change("POST /api/v0/executions", []),
        Read("GET /api/v0/executions", Any(PipelineRun)),
        Read("GET /api/v0/executions/{id}", OfProject(PipelineRun)),
        Read("GET /api/v0/executions/{id}/events", OfProject(PipelineRun)),
        Change("POST /api/v0/executions/{id}/stop"),
        Change("POST /api/v0/executions/{id}/status-detail", Own(Thing.Execution)),
        Change("POST /api/v0/executions/{id}/input-request", Own(Thing.Execution)),
        Open("GET /api/v0/executions/{id}/inputs/{input}/{index}/content"),

        Read("GET /api/v0/data", Any(PipelineRun)),
        Read("GET /api/v0/data/{id}", OfProject(Thing.Project)),
        Read("GET /api/v0/data/{id}/download", OfProject(Thing.Project)),
        Open("GET /api/v0/data/{id}/content"),
        Read("GET /api/v0/datum-aliases", []),
        Read("GET /api/v0/datum-aliases/resolve", []),
        Read("GET /api/v0/datasets", []),
        Read("GET /api/v0/datasets/{id}", []),
        Read("GET /api/v0/dataset-versions", []),
        Read("GET /api/v0/dataset-versions/{id}", []),

        Read("GET /api/v0/projects", []),
        Read("GET /api/v0/projects/{id}", []),
        Change("POST /api/v0/projects/{id}/fetch"),
        Read("GET /api/v0/commits", []),
        Read("GET /api/v0/environments", []),
        Read("GET /api/v0/deployments", []),
        Read("GET /api/v0/users/me", []),
    ];

    /// <summary>A route that is there for programs and for pages.</summary>
    private static IEnumerable<RouteRule> Both(RouteRule rule) => Roots.Select(root => rule with { Pattern = root + rule.Pattern });
}
