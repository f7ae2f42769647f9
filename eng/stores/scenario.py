"""What is done to a home, so that its store holds one of everything, and what is asked of it afterwards."""
import os
import time

from program import Failed, until

HOOK_SECRET = "a secret of many characters"
VARIABLES = {"GYRE_TEST_HOOK": HOOK_SECRET, "GYRE_NOTIFY_KEY": "another secret of many characters"}
API = "/api/2.0/mlflow"
TRACES = "/api/3.0/mlflow/traces"
FILES = "/api/2.0/mlflow-artifacts"
HEX = "0af7651916cd43dd8448eb211c80319c"
TIME = 1700000000000


class Scenario:
    """Roles (which run is which) come to be while it goes on, and stand beside the recorded answers."""

    def __init__(self, gyre, folder):
        self._gyre = gyre
        self._project = os.path.join(folder, "project")
        self._folder = folder
        self.roles = {}

    # Without a server.

    def run_alone(self):
        self.roles["main"] = self._run("main")
        self.roles["cached"] = self._run("main")
        self.roles["changed"] = self._run("main", "--parameter", "how-many=8", "--title", "more rows", "--seed", "3")
        self.roles["reads"] = self._run("reads")
        self.roles["sweep"] = self._run("sweep", "--seed", "11")
        self.roles["failed"] = self._run("breaks", codes=(1,))
        self.roles["stopped"] = self._run("stops")
        self.roles["chained"] = self._run("again")
        self.roles["ended_cycle"] = self._gyre.ask("run", self._project, "--cycle", "three")["cycle_id"]
        compiled = os.path.join(self._project, "words.yaml")
        self.roles["compiled"] = self._gyre.ask("run", compiled)["run_id"]
        self.roles["compiled_cached"] = self._gyre.ask("run", compiled)["run_id"]
        self.roles["not_triggered"] = self._gyre.ask("run", compiled, "--parameter", "text=")["run_id"]
        self._gyre.ask("import", "mlflow", "--from", self._write_mlruns())

    # While a server is at work.

    def run_served(self, server):
        self._server = server
        server.send("POST", "/api/v1/projects", {"folder": self._project, "name": "demo"})
        server.send("PUT", "/api/v1/notifications/broken", {"on": ["run-failed"], "webhook": {"url": "https://127.0.0.1:9/gyre", "secret": "GYRE_NOTIFY_KEY"}})
        server.send("PUT", "/api/v1/notifications/ask", {
            "on": ["approval-wanted"], "pipeline": "nothing-of-this-name",
            "email": {"to": ["anna@example.com"], "from": "gyre@example.com", "server": "smtp://127.0.0.1:9", "user": "GYRE_NOTIFY_USER", "password": "GYRE_NOTIFY_PASSWORD"}})
        self._ask_people()
        self._cancel()
        self._fire_triggers()
        self._gyre.ask("run", os.path.join(self._folder, "told"))
        self._track()
        server.send("POST", f"{API}/webhooks", {"name": "told", "url": "https://127.0.0.1:9/registry", "secret": "s" * 20, "events": [{"entity": "MODEL_VERSION", "action": "CREATED"}]})
        self._register()
        self._trace()

    def make_tokens(self):
        """The last thing: from then on every request needs one."""
        revoked = self._gyre.ask("token", "create", "--name", "revoked")
        made = self._gyre.ask("token", "create", "--name", "recorded")
        self._gyre.ask("token", "revoke", revoked["id"])
        self.roles["token"] = made["token"]
        self._server.token = made["token"]

    def leave_under_way(self):
        """A step is at work when everything ends."""
        run = self._start("--pipeline", "waits", "--title", "interrupted")
        self._until_node(run, "wait", "running")
        attempts = os.path.join(self._folder, "home", "attempts")
        until("half a file", lambda: any("half.txt" in files for _, _, files in os.walk(attempts)))
        self.roles["interrupted"] = run

    def commands(self):
        """The commands whose answers are recorded: they read, and start nothing."""
        roles = self.roles
        yield ["runs", "--limit", "1000"]
        for role in ("main", "cached", "changed", "reads", "sweep", "failed", "stopped", "chained", "compiled", "compiled_cached", "not_triggered", "approved", "refused", "waiting", "cancelled"):
            yield ["runs", "show", roles[role]]
        yield ["logs", roles["main"], "train[1]"]
        yield ["cycle", "list"]
        for role in ("ended_cycle", "asking_cycle", "chain"):
            yield ["cycle", "show", roles[role]]
        yield ["trigger", "list"]
        for trigger in ("nightly", "moved", "after-turns", "pushed", "by-hand"):
            yield ["trigger", "show", trigger, "--limit", "100"]
        yield ["cache", "list", "--limit", "1000"]
        yield ["cache", "explain", roles["changed"], "prepare"]
        yield ["tracking", "experiments"]
        yield ["tracking", "runs", "recorded"]
        yield ["tracking", "show", roles["tracked"]]
        yield ["tracking", "search", "metrics.accuracy > 0.5 AND params.depth = '3'", "--order", "metrics.accuracy DESC"]
        yield ["tracking", "compare", roles["tracked"], roles["tracked_child"]]
        yield ["model", "list"]
        yield ["model", "show", "churn"]
        yield ["token", "list"]

    def requests(self):
        """The same over HTTP. Nothing of what is left under way may change these answers."""
        tracked, model = self.roles["tracked"], self.roles["logged_model"]
        yield "GET", f"{API}/experiments/get-by-name?experiment_name=recorded", None
        yield "POST", f"{API}/runs/search", {"experiment_ids": [self.roles["experiment"], self.roles["imported_experiment"]], "run_view_type": "ALL", "max_results": 100, "order_by": ["attributes.run_id ASC"]}
        for key in ("loss", "accuracy", "many/7", "weird"):
            yield "GET", f"{API}/metrics/get-history?run_id={tracked}&metric_key={key}&max_results=25000", None
        yield "GET", f"{API}/artifacts/list?run_id={tracked}&path=plots", None
        yield "GET", f"{FILES}/artifacts/{self.roles['experiment']}/{tracked}/artifacts/plots/curve.txt", None
        yield "GET", f"{API}/logged-models/{model}", None
        yield "GET", f"{API}/registered-models/get?name=churn", None
        yield "GET", f"{API}/registered-models/alias?name=churn&alias=champion", None
        yield "GET", f"{API}/model-versions/search?filter=name%3D%27churn%27&order_by=version_number%20ASC", None
        yield "POST", f"{TRACES}/search", {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.roles["experiment"]}}], "order_by": ["timestamp_ms ASC"]}
        yield "GET", f"{TRACES}/get?trace_id=tr-{HEX}", None
        yield "GET", f"{API}/webhooks", None
        yield "GET", "/api/v0/datum-aliases/", None
        yield "GET", "/api/v0/datasets/", None
        yield "GET", "/api/v0/dataset-versions/", None
        yield "GET", "/api/v0/data/?tag=small", None
        yield "GET", "/api/v1/projects", None
        yield "GET", "/api/v1/notifications", None
        yield "GET", f"/api/v1/tracking/lineage/run/{tracked}", None
        yield "GET", "/api/v1/tracking/lineage/model-version/churn/2", None
        yield "GET", f"/api/v1/runs/{self.roles['compiled']}/results", None

    def _run(self, pipeline, *more, codes=(0,)):
        return self._gyre.ask("run", self._project, "--pipeline", pipeline, *more, codes=codes)["run_id"]

    def _start(self, *more):
        answer = self._gyre.ask("run", self._project, "--detach", *more)
        return answer.get("run_id") or answer["cycle_id"]

    def _until_node(self, run, name, state):
        return until(f"{name} is {state}", lambda: any(node["name"] == name and node["state"] == state for node in self._gyre.ask("runs", "show", run)["nodes"]))

    def _until_run(self, run, *states):
        return until(f"{run} is {states}", lambda: self._gyre.ask("runs", "show", run)["state"] in states)

    def _ask_people(self):
        for role in ("approved", "refused", "waiting"):
            self.roles[role] = self._start("--pipeline", "asks", "--title", role)
        for role, command in (("approved", "approve"), ("refused", "refuse")):
            self._until_node(self.roles[role], "release", "awaiting-approval")
            self._gyre.ask(command, self.roles[role], "release", "--as", "anna", "--comment", "looked at it")
        self._until_node(self.roles["waiting"], "release", "awaiting-approval")
        self._until_run(self.roles["approved"], "succeeded")
        self._until_run(self.roles["refused"], "stopped")
        cycle = self._start("--cycle", "asking")
        self.roles["asking_cycle"] = cycle
        first = until("the first turn", lambda: self._gyre.ask("cycle", "show", cycle)["turns"])[0]["run_id"]
        self._until_node(first, "say", "awaiting-approval")
        self._gyre.ask("approve", first, "say", "--as", "tom")
        second = until("the second turn", lambda: self._gyre.ask("cycle", "show", cycle)["turns"][1:])[0]["run_id"]
        self._until_node(second, "say", "awaiting-approval")
        self.roles["chain"] = next(found["cycle_id"] for found in self._gyre.ask("cycle", "list")["cycles"] if found["pipeline"] == "again")

    def _cancel(self):
        run = self._start("--pipeline", "waits", "--title", "cancelled")
        self._until_node(run, "wait", "running")
        self._gyre.ask("cancel", run, "--reason", "wrong data")
        self.roles["cancelled"] = run

    def _fire_triggers(self):
        self._gyre.ask("trigger", "add", self._project)
        self._gyre.ask("trigger", "disable", "often")
        self._run("main", "--parameter", "how-many=9")
        self._run("stops")
        self._server.fire_hook("pushed", HOOK_SECRET, "delivery-1", '{"version": 3}')
        self._gyre.ask("trigger", "fire", "by-hand", "--key", "release-7")
        for trigger in ("moved", "after-turns", "pushed", "by-hand"):
            until(f"trigger {trigger}", lambda: any(of["run_state"] == "succeeded" for of in self._gyre.ask("trigger", "show", trigger)["occurrences"]))

    def _track(self):
        send = self._server.send
        experiment = self.roles["experiment"] = send("POST", f"{API}/experiments/create", {"name": "recorded", "tags": [{"key": "team", "value": "churn"}]})["experiment_id"]
        gone = send("POST", f"{API}/experiments/create", {"name": "gone"})["experiment_id"]
        send("POST", f"{API}/experiments/delete", {"experiment_id": gone})
        imported = send("GET", f"{API}/experiments/get-by-name?experiment_name=imported")
        self.roles["imported_experiment"] = imported["experiment"]["experiment_id"]

        def create(name, *tags):
            body = {"experiment_id": experiment, "run_name": name, "user_id": "anna", "start_time": TIME, "tags": [{"key": key, "value": value} for key, value in tags]}
            return send("POST", f"{API}/runs/create", body)["run"]["info"]["run_id"]

        run = self.roles["tracked"] = create("first", ("checked", "yes"))
        child = self.roles["tracked_child"] = create("child", ("mlflow.parentRunId", run))
        deleted, _ = create("deleted"), create("at work")
        # Both forms of histories: many points of few keys, and few points of many keys.
        few = [{"key": key, "value": 1 / (step + 1 + place), "timestamp": TIME + step, "step": step} for place, key in enumerate(("loss", "val/loss")) for step in range(400)]
        many = [{"key": f"many/{number}", "value": number / 8, "timestamp": TIME, "step": 1} for number in range(40)]
        odd = [{"key": "weird", "value": value, "timestamp": TIME + at, "step": at} for at, value in enumerate(("NaN", "Infinity", "-Infinity", -0.0, 1e-300))]
        for metrics in (few, many, odd):
            send("POST", f"{API}/runs/log-batch", {"run_id": run, "metrics": metrics, "params": [{"key": "depth", "value": "3"}, {"key": "long", "value": "x" * 2000}], "tags": [{"key": "checked", "value": "twice"}]})
        for step, value in enumerate((0.5, 0.75, 0.9)):
            for of in (run, child):
                send("POST", f"{API}/runs/log-metric", {"run_id": of, "key": "accuracy", "value": value, "timestamp": TIME + step, "step": step})
        send("POST", f"{API}/runs/log-parameter", {"run_id": child, "key": "depth", "value": "4"})
        dataset = {"name": "rows", "digest": "abc", "source_type": "local", "source": '{"uri":"rows.csv"}', "schema": '{"columns":1}', "profile": '{"rows":3}'}
        send("POST", f"{API}/runs/log-inputs", {"run_id": run, "datasets": [{"tags": [{"key": "mlflow.data.context", "value": "training"}], "dataset": dataset}]})
        root = f"{FILES}/artifacts/{experiment}/{run}/artifacts"
        send("PUT", f"{root}/plots/curve.txt", b"1 2 3 4\n")
        send("PUT", f"{root}/model/model.json", b'{"weights":[1,2]}\n')
        upload = send("POST", f"{FILES}/mpu/create/{experiment}/{run}/artifacts/large.bin", {"path": f"{experiment}/{run}/artifacts/large.bin", "num_parts": 2})
        send("PUT", upload["credentials"][0]["url"], b"the first part\n")
        model = send("POST", f"{API}/logged-models", {"experiment_id": experiment, "name": "tree", "model_type": "classifier", "source_run_id": run, "params": [{"key": "p", "value": "1"}], "tags": [{"key": "t", "value": "1"}]})["model"]["info"]["model_id"]
        self.roles["logged_model"] = model
        send("PATCH", f"{API}/logged-models/{model}", {"model_id": model, "status": "LOGGED_MODEL_READY"})
        send("POST", f"{API}/runs/log-metric", {"run_id": run, "key": "f1", "value": 0.8, "timestamp": TIME, "step": 1, "model_id": model, "dataset_name": "rows", "dataset_digest": "abc"})
        send("POST", f"{API}/runs/outputs", {"run_id": run, "models": [{"model_id": model, "step": 4}]})
        send("POST", f"{API}/runs/log-inputs", {"run_id": child, "models": [{"model_id": model}]})
        for of in (run, child, deleted):
            send("POST", f"{API}/runs/update", {"run_id": of, "status": "FINISHED", "end_time": TIME + 5000})
        send("POST", f"{API}/runs/delete", {"run_id": deleted})

    def _register(self):
        send, source = self._server.send, f"mlflow-artifacts:/{self.roles['experiment']}/{self.roles['tracked']}/artifacts/model"
        send("POST", f"{API}/registered-models/create", {"name": "churn", "description": "who leaves", "tags": [{"key": "owner", "value": "anna"}]})
        send("POST", f"{API}/registered-models/create", {"name": "empty"})
        for number in ("1", "2", "3"):
            send("POST", f"{API}/model-versions/create", {"name": "churn", "source": source, "run_id": self.roles["tracked"], "description": f"version {number}", "tags": [{"key": "n", "value": number}]})
        send("POST", f"{API}/registered-models/alias", {"name": "churn", "alias": "champion", "version": "1"})
        send("POST", f"{API}/registered-models/alias", {"name": "churn", "alias": "champion", "version": "2"})
        send("POST", f"{API}/registered-models/alias", {"name": "churn", "alias": "challenger", "version": "3"})
        send("POST", f"{API}/model-versions/transition-stage", {"name": "churn", "version": "2", "stage": "Production", "archive_existing_versions": False})

    def _trace(self):
        send, experiment = self._server.send, self.roles["experiment"]
        info = {
            "trace_id": "tr-recorded", "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}, "request_preview": '"q"', "response_preview": '"a"',
            "request_time": "2023-11-14T22:13:20Z", "execution_duration": "0.25s", "state": "OK", "trace_metadata": {"m": "0"}, "tags": {"mlflow.traceName": "name", "k": "v"}}
        send("POST", TRACES, {"trace": {"trace_info": info}})
        send("PATCH", f"{TRACES}/tr-recorded/tags", {"key": "new", "value": "x"})
        send("POST", f"{TRACES}/tr-recorded/assessments", {"assessment": {"assessment_name": "good", "feedback": {"value": True}, "source": {"source_type": "HUMAN", "source_id": "ann"}, "metadata": {"a": "b"}}})
        send("POST", f"{API}/traces/link-to-run", {"run_id": self.roles["tracked"], "trace_ids": ["tr-recorded"]})
        spans = [
            {"traceId": HEX, "spanId": "00f067aa0ba902b7", "name": "root", "kind": 1, "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000000250000000",
             "attributes": [{"key": "mlflow.spanType", "value": {"stringValue": '"LLM"'}}, {"key": "n", "value": {"intValue": "7"}}], "status": {"code": 2, "message": "bad"}},
            {"traceId": HEX, "spanId": "00f067aa0ba902b8", "parentSpanId": "00f067aa0ba902b7", "name": "child", "startTimeUnixNano": 1700000000100000000, "endTimeUnixNano": 1700000000200000000}]
        send("POST", "/v1/traces", {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}, {"x-mlflow-experiment-id": experiment})

    def _write_mlruns(self):
        root = os.path.join(self._folder, "mlruns")
        run = "7ee34103951f446fa6747599f47b611d"
        place = os.path.join(root, "214309285321623133")

        def write(path, text):
            path = os.path.join(place, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

        write("meta.yaml", f"artifact_location: file://{place}\ncreation_time: {TIME}\nexperiment_id: '214309285321623133'\nlast_update_time: {TIME}\nlifecycle_stage: active\nname: imported\n")
        write(f"{run}/meta.yaml", f"artifact_uri: file://{place}/{run}/artifacts\nend_time: {TIME + 9}\nentry_point_name: ''\nexperiment_id: '214309285321623133'\nlifecycle_stage: active\nrun_id: {run}\n"
              f"run_name: old\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: {TIME}\nstatus: 3\ntags: []\nuser_id: someone\n")
        write(f"{run}/params/lr", "0.1")
        write(f"{run}/metrics/loss", f"{TIME} 0.5 0\n{TIME + 1} 0.25 1\n")
        write(f"{run}/tags/mlflow.runName", "old")
        write(f"{run}/artifacts/notes/readme.txt", "notes\n")
        return root
