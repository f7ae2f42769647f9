using static Gyre.Server.Tests.Rights.StepRight;
using static Gyre.Server.Tests.Rights.UserRight;

namespace Gyre.Server.Tests.Rights;

/// <summary>
/// Every route with who may use it, written by hand. A route of the server that is not here fails the tests, and so does one here that the
/// server does not have.
/// </summary>
internal static class RouteCases
{
    private const string Id = "00000000-0000-0000-0000-000000000000";
    private static readonly string[] Roots = ["/api", "/ajax-api"];

    public static IReadOnlyList<RouteCase> All { get; } = [.. Native(), .. Compatible(), .. Tracking(), .. Files()];

    private static IEnumerable<RouteCase> Native() =>
    [
        Plain("GET /health", Open, Always),
        .. ((string[])["/", .. ((string[])["runs", "cycles", "tracking", "models", "traces", "triggers", "notifications", "cache", "catalog",
            "datasets", "components", "lineage", "settings", "sign-in", "deployments", "plans"])
                .SelectMany(static page => (string[])[$"/{page}", $"/{page}/{{**rest}}"])])
            .Select(static page => Plain($"GET {page}", Open, Always)),
        Plain("GET /assets/{file}", Open, Always) with { AlsoLetIn = 404 },
        Plain("GET /favicon.svg", Open, Always),
        Plain("GET /api/v1/session", Open, Always),
        Plain("POST /api/v1/session", Open, Always) with { AlsoLetIn = 400 },
        Plain("DELETE /api/v1/session", Read, Never),
        .. ((string[])["/metrics", "/openapi/{documentName}.json", "/api/v1/catalog/aliases", "/api/v1/catalog/aliases/{project}/{**alias}",
            "/api/v1/components", "/api/v1/storage",
            "/api/v1/projects", "/api/v1/projects/{name}", "/api/v1/runs", "/api/v1/runs/{run}/cache/{**node}", "/api/v1/runs/{run}/logs/{**node}",
            "/api/v1/runs/{run}/events", "/api/v1/artifacts/{digest}", "/api/v1/events", "/api/v1/cycles", "/api/v1/cycles/{cycle}", "/api/v1/triggers",
            "/api/v1/triggers/{trigger}", "/api/v1/triggers/{trigger}/test", "/api/v1/deployments",
            "/api/v1/deployments/{name}/decisions", "/api/v1/deployments/{name}/decisions/{**decision}",
            "/api/v1/deployments/{name}/figures", "/api/v1/deployments/{name}/exports", "/programs/{name}/{**path}",
            "/api/v1/experiment-plans", "/api/v1/experiment-plans/{run}", "/api/v1/experiment-plans/{run}/results",
            "/api/v1/experiment-plans/{run}/curves", "/api/v1/experiment-plans/{run}/matrices", "/api/v1/experiment-plans/{run}/report",
            "/api/v1/variables", "/api/v1/cache", "/api/v1/notifications", "/api/v1/datasets",
            .. ((string[])["versions", "versions/{version}", "versions/{version}/files", "versions/{version}/schema",
                "versions/{version}/rows",
                "versions/{version}/image", "versions/{version}/profile", "diff", "drift"])
                .Select(static part => $"/api/v1/datasets/{{project}}/{{dataset}}/{part}"),
            "/api/v1/notifications/deliveries"]).Select(static path => Plain($"GET {path}", Read, Never)),
        Plain("POST /api/v1/artifacts/missing", Read, Never),
        .. ((string[])["query", "explain"]).Select(static part =>
            Plain($"POST /api/v1/datasets/{{project}}/{{dataset}}/versions/{{version}}/{part}", Read, Never)),
        Plain("POST /api/v1/deployments/{name}/evaluate", Read, Never),
        .. ((string[])["POST /api/v1/runs/plan", "PUT /api/v1/artifacts/{digest}", "PUT /api/v1/variables/{project}/{name}",
            "PUT /api/v1/datasets/{project}/{dataset}/tags/{tag}", "DELETE /api/v1/datasets/{project}/{dataset}/tags/{tag}",
            "DELETE /api/v1/variables/{project}/{name}", "POST /api/v1/projects", "DELETE /api/v1/projects/{name}", "POST /api/v1/runs/{run}/cancel", "POST /api/v1/runs/{run}/resume",
            "POST /api/v1/runs/{run}/approvals/{**node}", "POST /api/v1/runs/{run}/answers", "POST /api/v1/cycles", "POST /api/v1/cycles/{cycle}/stop",
            "POST /api/v1/cycles/{cycle}/resume", "PUT /api/v1/triggers", "DELETE /api/v1/triggers/{trigger}", "POST /api/v1/triggers/{trigger}/enable",
            "POST /api/v1/triggers/{trigger}/disable", "POST /api/v1/triggers/{trigger}/fire", "DELETE /api/v1/deployments/{name}",
            "POST /api/v1/deployments/{name}/rollback", "PUT /api/v1/deployments/{name}/route",
            "POST /api/v1/deployments/{name}/exports",
            .. ((string[])["{version}", "{deployment}/{version}", "{deployment}/personalizer/{version}"]).SelectMany(static loop =>
                ((string[])["rank", "events/{eventId}/reward", "events/{eventId}/activate"]).SelectMany(call =>
                    (string[])[$"POST /personalizer/{loop}/{call}", $"POST /personalizer/{loop}/multislot/{call}"])),
            "POST /api/v1/deployments/{name}/predict", "POST /programs/{name}/{**path}",
            "POST /api/v1/deployments/{name}/decide", "POST /api/v1/deployments/{name}/decide/batch", "POST /api/v1/deployments/{name}/reward",
            "POST /api/v1/deployments/{name}/decisions",
            "POST /api/v1/deployments/{name}/reward/batch", "POST /api/v1/cache/clear", "POST /api/v1/cache/invalidate",
            "PUT /api/v1/notifications/{name}", "DELETE /api/v1/notifications/{name}", "POST /api/v1/notifications/{name}/test",
            "POST /api/v1/notifications/deliveries/{id}/retry", "GET /api/v1/tokens", "POST /api/v1/tokens", "DELETE /api/v1/tokens/{id}",
            "GET /api/v1/sessions", "DELETE /api/v1/sessions/{id}"])
            .Select(static route => Plain(route, Change, Never)),
        // Who knows the secret of the trigger signs; a token changes nothing.
        Plain("POST /api/v1/triggers/{trigger}/hook", Open, Always) with { AlsoLetIn = 401 },
        new("POST /api/v1/runs", Change, Project, static (t, _) => new("/api/v1/runs", $$"""{"project": "{{t.Project}}", "pipeline": "main"}""")),
        new("GET /api/v1/runs/{run}", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}")),
        new("GET /api/v1/runs/{run}/results", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/results")),
        new("GET /api/v1/runs/{run}/nodes", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/nodes")),
        new("GET /api/v1/runs/{run}/graph", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/graph")),
        new("GET /api/v1/runs/{run}/attempts/{**node}", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/attempts/train")),
        new("GET /api/v1/runs/{run}/nodes/{**node}", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/nodes/train")),
        new("GET /api/v1/runs/{run}/outputs/{**node}", Read,
            Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/outputs/train?path=out.txt"))
        {
            AlsoLetIn = 404,
        },
        new("GET /api/v1/runs/{run}/archive/{**node}", Read, Project, static (t, _) => new($"/api/v1/runs/{t.PipelineRun}/archive/train"))
        {
            AlsoLetIn = 404,
        },
        new("POST /api/v1/tracking/runs/search", Read, Finds, static (t, _) => new("/api/v1/tracking/runs/search", $$"""{"experiments": [{{t.Experiment}}]}""")),
        new("POST /api/v1/tracking/runs/search", Read,
            Finds, static (_, _) => new("/api/v1/tracking/runs/search", "{}")) { About = "all" },
        new("GET /api/v1/tracking/runs/{id}", Read, Project, static (t, _) => new($"/api/v1/tracking/runs/{t.Run}")),
        new("POST /api/v1/tracking/runs/{id}/keep-alive", Change, Own, static (t, _) => new($"/api/v1/tracking/runs/{t.Run}/keep-alive", """{"seconds": 1}""")),
        new("GET /api/v1/tracking/runs/{id}/metrics/{**key}", Read,
            Project, static (t, _) => new($"/api/v1/tracking/runs/{t.Run}/metrics/loss")),
        new("GET /api/v1/tracking/runs/{id}/stream", Read, Project, static (t, _) => new($"/api/v1/tracking/runs/{t.Run}/stream")),
        new("POST /api/v1/tracking/histories", Read,
            Project, static (t, o) => new("/api/v1/tracking/histories", $$"""{"run_ids": ["{{o.Run}}", "{{t.Run}}"], "key": "loss"}""")),
        new("POST /api/v1/tracking/compare", Read, Project, static (t, o) => new("/api/v1/tracking/compare", $$"""{"run_ids": ["{{o.Run}}", "{{t.Run}}"]}""")),
        .. ((string[])["", "/versions", "/policy", "/log", "/books", "/predictions"]).Select(static part => new RouteCase(
            $"GET /api/v1/deployments/{{name}}{part}", Read, Declared, (_, _) => new($"/api/v1/deployments/shop{part}"))),
        new("POST /api/v1/deployments", Change, Declared,
            static (_, _) => new("/api/v1/deployments", $$"""{"name": "shop", "policy": "{{Gyre.Core.Digest.Of("none")}}"}""")),
        new("POST /api/v1/deployments/{name}/promote", Change, Declared,
            static (_, _) => new("/api/v1/deployments/shop/promote", """{"version": 2}""")),
        new("PUT /api/v1/models/{name}/aliases/{alias}", Change,
            Declared, static (t, _) => new($"/api/v1/models/{t.Model}/aliases/moved", """{"version": 1, "reason": "better"}""")),
        new("GET /api/v1/models/{name}/alias-moves", Read, Project, static (t, _) => new($"/api/v1/models/{t.Model}/alias-moves")),
        new("GET /api/v1/tracking/lineage/{kind}/{**id}", Read,
            Project, static (t, _) => new($"/api/v1/tracking/lineage/run/{t.Run}")) { About = "run" },
        new("GET /api/v1/tracking/lineage/{kind}/{**id}", Read,
            Project, static (t, _) => new($"/api/v1/tracking/lineage/logged-model/{t.LoggedModel}"))
        {
            About = "logged model",
        },
        new("GET /api/v1/tracking/lineage/{kind}/{**id}", Read,
            Project, static (t, _) => new($"/api/v1/tracking/lineage/model-version/{t.Model}/1"))
        {
            About = "version",
        },
        new("GET /api/v1/tracking/lineage/{kind}/{**id}", Read,
            Project, static (t, _) => new($"/api/v1/tracking/lineage/pipeline-run/{t.PipelineRun}"))
        {
            About = "run of a pipeline",
            AlsoLetIn = 404,
        },
        new("GET /api/v1/tracking/lineage/{kind}/{**id}", Read,
            Project, static (t, _) => new($"/api/v1/tracking/lineage/node-run/{t.PipelineRun}/train"))
        {
            About = "node run",
            AlsoLetIn = 404,
        },
    ];

    private static IEnumerable<RouteCase> Compatible() =>
    [
        .. ((string[])["/pipelines", "/tasks", "/datum-aliases", "/datasets",
            "/dataset-versions", "/projects", "/commits", "/environments", "/deployments",
            "/users/me"]).Select(static path => new RouteCase($"GET /api/v0{path}", Read, Finds, (_, _) => new($"/api/v0{path}/"))),
        .. ((string[])["/pipelines", "/pipelines/create-from-template", "/tasks", "/executions"])
            .Select(static path => new RouteCase($"POST /api/v0{path}", Change,
                Always, (_, _) => new($"/api/v0{path}/", "{}")) { AlsoLetIn = 400 }),
        .. ((string[])["/pipelines/{id}/stop", "/pipelines/{id}/nodes/{node}/approve",
            "/pipelines/{id}/nodes/{node}/reject", "/launch/{id}",
            "/executions/{id}/stop", "/projects/{id}/fetch"]).Select(static path => Plain($"POST /api/v0{path}", Change, Never)),
        Plain("GET /api/v0/launch/{id}/run", Read, Never),
        Plain("GET /api/v0/executions/{id}/inputs/{input}/{index}/content", Open, Always) with { AlsoLetIn = 404 },
        Plain("GET /api/v0/data/{id}/content", Open, Always) with { AlsoLetIn = 404 },
        new("GET /api/v0/pipelines/{id}", Read, Project, static (t, _) => new($"/api/v0/pipelines/{t.PipelineRun}/")),
        new("GET /api/v0/tasks/{id}", Read, Project, static (t, _) => new($"/api/v0/tasks/{t.PipelineRun}:0/")),
        new("GET /api/v0/executions", Read, Finds, static (t, _) => new($"/api/v0/executions/?pipeline={t.PipelineRun}")),
        new("GET /api/v0/executions/{id}", Read, Project, static (t, _) => new($"/api/v0/executions/{t.Attempt}/")),
        new("GET /api/v0/executions/{id}/events", Read, Project, static (t, _) => new($"/api/v0/executions/{t.Attempt}/events/")),
        new("POST /api/v0/executions/{id}/status-detail", Change, Own, static (t, _) => new($"/api/v0/executions/{t.Attempt}/status-detail/", """{"status_detail": {}}"""))
        {
            AlsoLetIn = 409,
        },
        new("POST /api/v0/executions/{id}/input-request", Change,
            Own, static (t, _) => new($"/api/v0/executions/{t.Attempt}/input-request/", "{}")),
        new("GET /api/v0/data", Read, Finds, static (t, _) => new($"/api/v0/data/?project={t.Project}")),
        new("GET /api/v0/data", Read,
            Finds, static (t, _) => new($"/api/v0/data/?output_execution={t.Attempt}")) { About = "of an execution" },
        new("GET /api/v0/data/{id}", Read, Project, static (t, _) => new($"/api/v0/data/{t.File:D}/")),
        new("GET /api/v0/data/{id}/download", Read, Project, static (t, _) => new($"/api/v0/data/{t.File:D}/download/")),
        new("GET /api/v0/datum-aliases/resolve", Read,
            Finds, static (t, _) => new($"/api/v0/datum-aliases/resolve/?name=newest&project={t.Project}")),
        new("GET /api/v0/datasets/{id}", Read, Finds, static (_, _) => new($"/api/v0/datasets/{Id}/")) { AlsoLetIn = 404 },
        new("GET /api/v0/dataset-versions/{id}", Read, Finds, static (_, _) => new($"/api/v0/dataset-versions/{Id}/")) { AlsoLetIn = 404 },
        new("GET /api/v0/projects/{id}", Read, Finds, static (t, _) => new($"/api/v0/projects/{t.Project}/")) { AlsoLetIn = 404 },
    ];

    private static IEnumerable<RouteCase> Tracking() =>
    [
        new("GET /version", Open, Always, static (_, _) => new("/version")),
        Plain("POST /endpoints/{name}/invocations", Change, Never),
        Plain("GET /v2", Read, Never),
        Plain("GET /v2/health/live", Open, Always),
        Plain("GET /v2/health/ready", Open, Always),
        Plain("GET /v2/models/{model}", Read, Never),
        Plain("GET /v2/models/{model}/ready", Read, Never),
        Plain("POST /v2/models/{model}/infer", Change, Never),
        .. Both("GET /3.0/mlflow/server-info", Read, Always, static (_, _) => new("")),
        .. Both("GET /3.0/mlflow/workspaces", Read, Always, static (_, _) => new(""), 503),
        .. ((string[])["POST ", "PATCH /{id}", "DELETE /{id}", "POST /{id}/test"]).SelectMany(static route => Hooks(route, Change)),
        .. ((string[])["GET ", "GET /{id}"]).SelectMany(static route => Hooks(route, Read)),
        .. Experiments(),
        .. Runs(),
        .. Registered(),
        .. Logged(),
        .. Traces(),
    ];

    private static IEnumerable<RouteCase> Experiments() =>
    [
        .. Both("POST /2.0/mlflow/experiments/create", Change, Always,
            static (_, _) => new("", $$"""{"name": "new {{Guid.NewGuid():N}}"}""")),
        .. Both("GET /2.0/mlflow/experiments/get", Read, Project, static (t, _) => new($"?experiment_id={t.Experiment}")),
        .. Both("GET /2.0/mlflow/experiments/get-by-name", Read, Project, static (t, _) => new($"?experiment_name={t.ExperimentName}")),
        .. Both("POST /2.0/mlflow/experiments/update", Change, Own,
            static (t, _) => new("", $$"""{{{Experiment(t)}}, "new_name": "n {{Guid.NewGuid():N}}"}""")),
        .. Both("POST /2.0/mlflow/experiments/delete", Change, Own, static (t, _) => new("", $$"""{{{Experiment(t)}}}""")),
        .. Both("POST /2.0/mlflow/experiments/restore", Change, Own, static (t, _) => new("", $$"""{{{Experiment(t)}}}"""), 404),
        .. Both("POST /2.0/mlflow/experiments/set-experiment-tag", Change, Project,
            static (t, _) => new("", $$"""{{{Experiment(t)}}, "key": "k", "value": "v"}""")),
        .. Both("POST /2.0/mlflow/experiments/delete-experiment-tag", Change, Project,
            static (t, _) => new("", $$"""{{{Experiment(t)}}, "key": "note"}""")),
        .. Both("POST /2.0/mlflow/experiments/search", Read, Finds, static (_, _) => new("", """{"max_results": 1000}""")),
        .. Both("GET /2.0/mlflow/experiments/search", Read, Finds, static (_, _) => new("?max_results=1000")),
        .. Both("POST /2.0/mlflow/experiments/search-datasets", Read, Finds, static (t, _) => new("", $$"""{{{Experiments(t)}}}""")),
    ];

    private static IEnumerable<RouteCase> Runs() =>
    [
        .. Both("POST /2.0/mlflow/runs/create", Change, Project, static (t, _) => new("", $$"""{{{Experiment(t)}}}""")),
        .. Both("GET /2.0/mlflow/runs/get", Read, Project, static (t, _) => new($"?run_id={t.Run}")),
        .. Both("POST /2.0/mlflow/runs/update", Change, Own, static (t, _) => new("", $$"""{{{Run(t)}}, "status": "KILLED"}""")),
        .. Both("POST /2.0/mlflow/runs/delete", Change, Own, static (t, _) => new("", $$"""{{{Run(t)}}}""")),
        .. Both("POST /2.0/mlflow/runs/restore", Change, Own, static (t, _) => new("", $$"""{{{Run(t)}}}""")),
        .. Both("POST /2.0/mlflow/runs/search", Read, Finds, static (t, _) => new("", $$"""{{{Experiments(t)}}}""")),
        .. Both("POST /2.0/mlflow/runs/log-metric", Change, Own,
            static (t, _) => new("", $$"""{{{Run(t)}}, "key": "m", "value": 1, "timestamp": 1}""")),
        .. Both("POST /2.0/mlflow/runs/log-metric", Change, Project,
            static (t, o) => new("", $$"""{{{Run(o)}}, {{LoggedModel(t)}}, "key": "m", "value": 1, "timestamp": 1}"""), about: "model"),
        .. Both("POST /2.0/mlflow/runs/log-parameter", Change, Own,
            static (t, _) => new("", $$"""{{{Run(t)}}, "key": "p", "value": "1"}""")),
        .. Both("POST /2.0/mlflow/runs/log-batch", Change, Own,
            static (t, _) => new("", $$"""{{{Run(t)}}, "params": [{"key": "q", "value": "1"}]}""")),
        .. Both("POST /2.0/mlflow/runs/log-batch", Change, Project,
            static (t, o) => new("",
                $$"""{{{Run(o)}}, "metrics": [{"key": "m", "value": 1, "timestamp": 1, {{LoggedModel(t)}}}]}"""), about: "model"),
        .. Both("POST /2.0/mlflow/runs/set-tag", Change, Own, static (t, _) => new("", $$"""{{{Run(t)}}, "key": "k", "value": "v"}""")),
        .. Both("POST /2.0/mlflow/runs/delete-tag", Change, Own, static (t, _) => new("", $$"""{{{Run(t)}}, "key": "note"}""")),
        .. Both("POST /2.0/mlflow/runs/log-inputs", Change, Own,
            static (t, _) => new("",
                $$"""{{{Run(t)}}, "datasets": [{"dataset": {"name": "d", "digest": "x", "source_type": "s", "source": "y"} }]}""")),
        .. Both("POST /2.0/mlflow/runs/log-inputs", Change, Project,
            static (t, o) => new("", $$"""{{{Run(o)}}, "models": [{{{LoggedModel(t)}}}]}"""), about: "model"),
        .. Both("POST /2.0/mlflow/runs/outputs", Change, Own,
            static (t, o) => new("", $$"""{{{Run(t)}}, "models": [{{{LoggedModel(o)}}}]}""")),
        .. Both("POST /2.0/mlflow/runs/outputs", Change, Project,
            static (t, o) => new("", $$"""{{{Run(o)}}, "models": [{{{LoggedModel(t)}}}]}"""), about: "model"),
        .. Both("POST /2.0/mlflow/runs/log-model", Change, Own,
            static (t, _) => new("",
                $$"""{{{Run(t)}}, "model_json": "{\"artifact_path\":\"m\",\"flavors\":{},\"utc_time_created\":\"x\",\"run_id\":\"{{t.Run}}\"}"}""")),
        .. Both("GET /2.0/mlflow/metrics/get-history", Read, Project, static (t, _) => new($"?run_id={t.Run}&metric_key=loss")),
        .. Both("GET /2.0/mlflow/metrics/get-history-bulk", Read, Project,
            static (t, o) => new($"?run_id={o.Run}&run_id={t.Run}&metric_key=loss")),
        .. Both("GET /2.0/mlflow/metrics/get-history-bulk-interval", Read, Project,
            static (t, o) => new($"?run_ids={o.Run}&run_ids={t.Run}&metric_key=loss")),
    ];

    private static IEnumerable<RouteCase> Registered() =>
    [
        .. Both("POST /2.0/mlflow/registered-models/create", Change, Always,
            static (_, _) => new("", $$"""{"name": "new {{Guid.NewGuid():N}}"}""")),
        .. Both("GET /2.0/mlflow/registered-models/get", Read, Project, static (t, _) => new($"?name={t.Model}")),
        .. Both("PATCH /2.0/mlflow/registered-models/update", Change, Project,
            static (t, _) => new("", $$"""{{{Model(t)}}, "description": "d"}""")),
        .. Both("POST /2.0/mlflow/registered-models/rename", Change, Declared,
            static (t, _) => new("", $$"""{{{Model(t)}}, "new_name": "n {{Guid.NewGuid():N}}"}""")),
        .. Both("DELETE /2.0/mlflow/registered-models/delete", Change, Declared, static (t, _) => new("", $$"""{{{Model(t)}}}""")),
        .. Both("GET /2.0/mlflow/registered-models/search", Read, Finds, static (_, _) => new("?max_results=1000")),
        .. Both("GET /2.0/mlflow/registered-models/get-latest-versions", Read, Project, static (t, _) => new($"?name={t.Model}")),
        .. Both("POST /2.0/mlflow/registered-models/get-latest-versions", Read, Project, static (t, _) => new("", $$"""{{{Model(t)}}}""")),
        .. Both("POST /2.0/mlflow/registered-models/set-tag", Change, Project,
            static (t, _) => new("", $$"""{{{Model(t)}}, "key": "k", "value": "v"}""")),
        .. Both("DELETE /2.0/mlflow/registered-models/delete-tag", Change, Project,
            static (t, _) => new("", $$"""{{{Model(t)}}, "key": "note"}""")),
        .. Both("POST /2.0/mlflow/registered-models/alias", Change, Declared,
            static (t, _) => new("", $$"""{{{Model(t)}}, "alias": "moved", "version": "1"}""")),
        .. Both("DELETE /2.0/mlflow/registered-models/alias", Change, Declared,
            static (t, _) => new("", $$"""{{{Model(t)}}, "alias": "champion"}""")),
        .. Both("GET /2.0/mlflow/registered-models/alias", Read, Project, static (t, _) => new($"?name={t.Model}&alias=champion")),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("", $$"""{{{Model(t)}}, "source": "mlflow-artifacts:/{{o.Artifacts}}/a.txt", "run_id": "{{o.Run}}"}""")),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("",
                $$"""{{{Model(o)}}, "source": "mlflow-artifacts:/{{o.Artifacts}}", "run_id": "{{t.Run}}"}"""), about: "run"),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("",
                $$"""{{{Model(o)}}, {{LoggedModel(t)}}, "source": "mlflow-artifacts:/{{o.Artifacts}}"}"""), about: "logged model"),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("", $$"""{{{Model(o)}}, "source": "models:/{{t.LoggedModel}}"}"""), about: "logged model as source"),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("", $$"""{{{Model(o)}}, "source": "mlflow-artifacts:/{{t.Artifacts}}"}"""), about: "artifact"),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("", $$"""{{{Model(o)}}, "source": "models:/{{t.Model}}/1"}"""), about: "version"),
        .. Both("POST /2.0/mlflow/model-versions/create", Change, Project,
            static (t, o) => new("", $$"""{{{Model(o)}}, "source": "models:/{{t.Model}}@champion"}"""), about: "alias"),
        .. Both("GET /2.0/mlflow/model-versions/get", Read, Project, static (t, _) => new($"?name={t.Model}&version=1")),
        .. Both("PATCH /2.0/mlflow/model-versions/update", Change, Project,
            static (t, _) => new("", $$"""{{{Version(t)}}, "description": "d"}""")),
        .. Both("DELETE /2.0/mlflow/model-versions/delete", Change, Declared, static (t, _) => new("", $$"""{{{Version(t)}}}""")),
        .. Both("POST /2.0/mlflow/model-versions/transition-stage", Change, Declared,
            static (t, _) => new("", $$"""{{{Version(t)}}, "stage": "Production"}""")),
        .. Both("GET /2.0/mlflow/model-versions/get-download-uri", Read, Project, static (t, _) => new($"?name={t.Model}&version=1")),
        .. Both("GET /2.0/mlflow/model-versions/search", Read, Finds, static (_, _) => new("?max_results=1000")),
        .. Both("POST /2.0/mlflow/model-versions/set-tag", Change, Project,
            static (t, _) => new("", $$"""{{{Version(t)}}, "key": "k", "value": "v"}""")),
        .. Both("DELETE /2.0/mlflow/model-versions/delete-tag", Change, Project,
            static (t, _) => new("", $$"""{{{Version(t)}}, "key": "note"}""")),
        new("GET /model-versions/get-artifact", Read,
            Project, static (t, _) => new($"/model-versions/get-artifact?name={t.Model}&version=1&path=a.txt")),
    ];

    private static IEnumerable<RouteCase> Logged() =>
    [
        .. Both("POST /2.0/mlflow/logged-models", Change, Project, static (t, _) => new("", $$"""{{{Experiment(t)}}}""")),
        .. Both("POST /2.0/mlflow/logged-models", Change, Own,
            static (t, o) => new("", $$"""{{{Experiment(o)}}, "source_run_id": "{{t.Run}}"}"""), about: "run"),
        .. Both("POST /2.0/mlflow/logged-models/search", Read, Finds, static (t, _) => new("", $$"""{{{Experiments(t)}}}""")),
        .. Both("GET /2.0/mlflow/logged-models/{id}", Read, Project, static (t, _) => new(t.LoggedModel)),
        .. Both("PATCH /2.0/mlflow/logged-models/{id}", Change, Own,
            static (t, _) => new(t.LoggedModel, $$"""{{{LoggedModel(t)}}, "status": "LOGGED_MODEL_READY"}""")),
        .. Both("DELETE /2.0/mlflow/logged-models/{id}", Change, Own, static (t, _) => new(t.LoggedModel, "{}")),
        .. Both("PATCH /2.0/mlflow/logged-models/{id}/tags", Change, Own,
            static (t, _) => new(t.LoggedModel, """{"tags": [{"key": "k", "value": "v"}]}""")),
        .. Both("DELETE /2.0/mlflow/logged-models/{id}/tags/{*key}", Change, Own, static (t, _) => new(t.LoggedModel, "{}")),
        .. Both("POST /2.0/mlflow/logged-models/{id}/params", Change, Own,
            static (t, _) => new(t.LoggedModel, $$"""{{{LoggedModel(t)}}, "params": [{"key": "p", "value": "1"}]}""")),
        .. Both("GET /2.0/mlflow/logged-models/{model}/artifacts/directories", Read, Project, static (t, _) => new(t.LoggedModel)),
        new("GET /ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files", Read, Project,
            static (t, _) => new($"/ajax-api/2.0/mlflow/logged-models/{t.LoggedModel}/artifacts/files?artifact_file_path=a.txt")),
    ];

    private static IEnumerable<RouteCase> Traces() =>
    [
        .. Both("POST /3.0/mlflow/traces", Change, Project, static (t, _) => new("", NewTrace($"tr-{Guid.NewGuid():N}", t))),
        .. Both("POST /3.0/mlflow/traces", Change, Project, static (t, o) => new("", NewTrace(t.Trace, o)), about: "one that is there"),
        .. Both("GET /3.0/mlflow/traces/{trace}", Read, Project, static (t, _) => new(t.Trace)),
        .. Both("GET /3.0/mlflow/traces/get", Read, Project, static (t, _) => new($"?trace_id={t.Trace}&allow_partial=true")),
        .. Both("GET /3.0/mlflow/traces/batchGet", Read, Project, static (t, o) => new($"?trace_ids={o.Trace}&trace_ids={t.Trace}")),
        .. Both("POST /3.0/mlflow/traces/batchGetInfos", Read, Project,
            static (t, o) => new("", $$"""{"trace_ids": ["{{o.Trace}}", "{{t.Trace}}"]}""")),
        .. Both("POST /3.0/mlflow/traces/search", Read, Finds,
            static (t, _) => new("", $$"""{"locations": [{"mlflow_experiment": {{{Experiment(t)}}} }]}""")),
        .. Both("POST /3.0/mlflow/traces/{trace}/assessments", Change, Project,
            static (t, _) => new(t.Trace, """{"assessment": {"assessment_name": "ok", "feedback": {"value": true}}}""")),
        .. Both("GET /3.0/mlflow/traces/{trace}/assessments/{assessment}", Read, Project,
            static (t, _) => new($"{t.Trace} {t.Assessment}")),
        .. Both("PATCH /3.0/mlflow/traces/{trace}/assessments/{assessment}", Change, Project,
            static (t, _) => new($"{t.Trace} {t.Assessment}", """{"assessment": {"rationale": "r"}, "update_mask": "rationale"}""")),
        .. Both("DELETE /3.0/mlflow/traces/{trace}/assessments/{assessment}", Change, Project,
            static (t, _) => new($"{t.Trace} {t.Assessment}", "{}")),
        .. Both("GET /2.0/mlflow/traces/{trace}/info", Read, Project, static (t, _) => new(t.Trace)),
        .. Both("GET /2.0/mlflow/traces", Read, Finds, static (t, _) => new($"?experiment_ids={t.Experiment}")),
        .. Both("POST /2.0/mlflow/traces/link-to-run", Change, Own,
            static (t, o) => new("", $$"""{{{Run(t)}}, "trace_ids": ["{{o.Trace}}"]}""")),
        .. Both("POST /2.0/mlflow/traces/link-to-run", Change, Project,
            static (t, o) => new("", $$"""{{{Run(o)}}, "trace_ids": ["{{t.Trace}}"]}"""), about: "trace"),
        .. ((string[])["2.0", "3.0"]).SelectMany(static version => (IEnumerable<RouteCase>)
        [
            .. Both($"PATCH /{version}/mlflow/traces/{{trace}}/tags", Change, Project,
                static (t, _) => new(t.Trace, """{"key": "k", "value": "v"}""")),
            .. Both($"DELETE /{version}/mlflow/traces/{{trace}}/tags", Change, Project,
                static (t, _) => new(t.Trace, """{"key": "note"}""")),
            .. Both($"POST /{version}/mlflow/traces/delete-traces", Change, Own,
                static (t, _) => new("", $$"""{{{Experiment(t)}}, "request_ids": ["{{t.Trace}}"]}"""), about: "by id"),
            .. Both($"POST /{version}/mlflow/traces/delete-traces", Change, Own,
                static (t, _) => new("", $$"""{{{Experiment(t)}}, "max_timestamp_millis": 9000}"""), about: "by time"),
            new($"GET /ajax-api/{version}/mlflow/get-trace-artifact", Read,
                Project, (t, _) => new($"/ajax-api/{version}/mlflow/get-trace-artifact?request_id={t.Trace}")),
        ]),
        new("POST /v1/traces", Change, Project, static (t, _) => new("/v1/traces", Spans(Guid.NewGuid().ToString("N")), t.Experiment)),
        new("POST /v1/traces", Change,
            Project, static (t, o) => new("/v1/traces", Spans(t.Trace[3..]), o.Experiment)) { About = "one that is there" },
    ];

    private static IEnumerable<RouteCase> Files() =>
    [
        .. Both("GET /2.0/mlflow/artifacts/list", Read, Project, static (t, _) => new($"?run_id={t.Run}")),
        .. Both("POST /2.0/mlflow/artifacts/presigned-upload-url", Change, Own,
            static (t, _) => new("", $$"""{{{Run(t)}}, "path": "a"}"""), 400),
        new("GET /get-artifact", Read, Project, static (t, _) => new($"/get-artifact?run_id={t.Run}&path=a.txt")),
        new("POST /ajax-api/2.0/mlflow/upload-artifact", Change,
            Own, static (t, _) => new($"/ajax-api/2.0/mlflow/upload-artifact?run_id={t.Run}&path=b.txt", "1")),
        .. Both("GET /2.0/mlflow-artifacts/artifacts/{**path}", Read, Project, static (t, _) => new($"{t.Artifacts}/a.txt")),
        .. Both("GET /2.0/mlflow-artifacts/artifacts/{**path}", Read, Project,
            static (t, _) => new($"?path={t.Artifacts}"), about: "list"),
        .. Both("GET /2.0/mlflow-artifacts/artifacts/{**path}", Read, Project,
            static (t, _) => new($"?path={t.Experiment}"), about: "list of the experiment"),
        .. Both("GET /2.0/mlflow-artifacts/artifacts/{**path}", Read, Project,
            static (t, _) => new($"{t.Experiment}/models/{t.LoggedModel}/artifacts/a.txt"), about: "model"),
        .. Both("GET /2.0/mlflow-artifacts/artifacts/{**path}", Read, Project,
            static (t, _) => new($"{t.Experiment}/traces/{t.Trace}/artifacts/traces.json"), about: "trace"),
        .. Both("PUT /2.0/mlflow-artifacts/artifacts/{**path}", Change, Own, static (t, _) => new($"{t.Artifacts}/a.txt", "\"other\"")),
        .. Both("PUT /2.0/mlflow-artifacts/artifacts/{**path}", Change, Own,
            static (t, _) => new($"{t.Experiment}/models/{t.LoggedModel}/artifacts/a.txt", "\"other\""), about: "model"),
        .. Both("PUT /2.0/mlflow-artifacts/artifacts/{**path}", Change, Own,
            static (t, _) => new($"{t.Experiment}/traces/{t.Trace}/artifacts/traces.json", "\"other\""), about: "trace"),
        .. Both("DELETE /2.0/mlflow-artifacts/artifacts/{**path}", Change, Own, static (t, _) => new($"{t.Artifacts}/a.txt")),
        .. Both("DELETE /2.0/mlflow-artifacts/artifacts/{**path}", Change, Own,
            static (t, _) => new($"{t.Experiment}/{t.Run}"), about: "whole run"),
        .. Both("GET /2.0/mlflow-artifacts/presigned/{**path}", Read, Always, static (_, _) => new("a"), 501),
        .. Both("POST /2.0/mlflow-artifacts/mpu/create/{**path}", Change, Own,
            static (t, _) => new(t.Artifacts, """{"path": "new.bin", "num_parts": 1}""")),
        .. Both("POST /2.0/mlflow-artifacts/mpu/complete/{**path}", Change, Own,
            static (t, _) => new(t.Artifacts, $$"""{"path": "big.bin", "upload_id": "{{t.Upload}}", "parts": [{"part_number": 1, "etag": {{t.UploadTag}}}]}""")),
        .. Both("POST /2.0/mlflow-artifacts/mpu/abort/{**path}", Change, Own,
            static (t, _) => new(t.Artifacts, $$"""{"path": "big.bin", "upload_id": "{{t.Upload}}"}""")),
        new("PUT /api/2.0/mlflow-artifacts/mpu/parts/{upload}/{part}", Open,
            Always, static (t, _) => new($"/api/2.0/mlflow-artifacts/mpu/parts/{t.Upload}/1", "1"))
        {
            AlsoLetIn = 404,
        },
    ];

    private static string Experiment(Things t) => $"\"experiment_id\": \"{t.Experiment}\"";

    private static string Experiments(Things t) => $"\"experiment_ids\": [\"{t.Experiment}\"]";

    private static string Run(Things t) => $"\"run_id\": \"{t.Run}\"";

    private static string LoggedModel(Things t) => $"\"model_id\": \"{t.LoggedModel}\"";

    private static string Model(Things t) => $"\"name\": \"{t.Model}\"";

    private static string Version(Things t) => $"\"name\": \"{t.Model}\", \"version\": \"1\"";

    private static string NewTrace(string id, Things t) =>
        $$"""{"trace": {"trace_info": {"trace_id": "{{id}}", "trace_location": {"mlflow_experiment": {{{Experiment(t)}}} }, "request_time": "2023-11-14T22:13:20Z"} } }""";

    private static string Spans(string trace) =>
        $$$"""
        {"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "{{{trace}}}", "spanId": "00f067aa0ba902b7", "name": "root",
            "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000000250000000"}]}]}]}
        """;

    /// <summary>A request that names nothing that is there.</summary>
    private static RouteCase Plain(string route, UserRight user, StepRight step)
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        return new RouteCase(route, user, step, (t, _) => new(
            Fill(route[(space + 1)..].Replace("{run}", t.PipelineRun.ToString(), StringComparison.Ordinal)), route.StartsWith("GET",
                StringComparison.Ordinal) ? null : "{}"));
    }

    private static IEnumerable<RouteCase> Hooks(string route, UserRight user)
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        return Roots.Select(root => Plain($"{route[..space]} {root}/2.0/mlflow/webhooks{route[(space + 1)..]}", user, Never));
    }

    /// <summary>A route that is there twice. The path of a request is what comes behind it, or what its places are filled with.</summary>
    private static IEnumerable<RouteCase> Both(
        string route, UserRight user, StepRight step, Func<Things, Things, Asked> ask, int also = 0, string about = "")
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        foreach (var root in Roots)
        {
            var pattern = root + route[(space + 1)..];
            yield return new RouteCase($"{route[..space]} {pattern}", user, step,
                (t, o) => Place(pattern, ask(t, o)))
            { AlsoLetIn = also, About = about };
        }
    }

    private static Asked Place(string pattern, Asked asked)
    {
        if (asked.Path.Length == 0 || asked.Path[0] == '?')
            return asked with { Path = Fill(pattern.Replace("{**path}", "", StringComparison.Ordinal)) + asked.Path };
        foreach (var value in asked.Path.Split(' '))
        {
            var (from, to) = (pattern.IndexOf('{', StringComparison.Ordinal), pattern.IndexOf('}', StringComparison.Ordinal));
            pattern = pattern[..from] + value + pattern[(to + 1)..];
        }
        return asked with { Path = Fill(pattern) };
    }

    private static string Fill(string pattern) => pattern
        .Replace("{documentName}", "v1", StringComparison.Ordinal)
        .Replace("{**node}", "train", StringComparison.Ordinal)
        .Replace("{*key}", "note", StringComparison.Ordinal)
        .Replace("{digest}", $"sha256:{new string('0', 64)}", StringComparison.Ordinal)
        .Replace("{name}", "x", StringComparison.Ordinal)
        .Replace("{trigger}", "x", StringComparison.Ordinal)
        .Replace("{node}", "x", StringComparison.Ordinal)
        .Replace("{input}", "x", StringComparison.Ordinal)
        .Replace("{index}", "0", StringComparison.Ordinal)
        .Replace("{run}", Id, StringComparison.Ordinal)
        .Replace("{cycle}", Id, StringComparison.Ordinal)
        .Replace("{project}", "demo", StringComparison.Ordinal).Replace("{dataset}", "none", StringComparison.Ordinal)
        .Replace("{version}", "latest", StringComparison.Ordinal).Replace("{tag}", "best", StringComparison.Ordinal)
        .Replace("{id}", Id, StringComparison.Ordinal);
}
