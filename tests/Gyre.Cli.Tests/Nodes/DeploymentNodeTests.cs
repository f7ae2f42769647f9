using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Cli.Tests.Nodes;

/// <summary>Deployment nodes of pipelines serve where a server is at work, and are recorded elsewhere.</summary>
public sealed class DeploymentNodeTests : IDisposable
{
    private const string Pipeline = """
        - step: {name: train, image: i, command: 'cp made/* "$VH_OUTPUTS_DIR"'}
        - step:
            name: report
            image: i
            command: echo {parameters}
            parameters: [{name: what, optional: true}, {name: version, optional: true}]
        - pipeline:
            name: ship
            nodes:
            - {name: train, type: execution, step: train}
            - {name: release, type: deployment, deployment: shop, endpoints: [predict], aliases: [live]}
            - {name: report, type: execution, step: report}
            edges:
            - [train.output.model*, release.file.predict.model]
            - [release.deployment.id, report.parameter.what]
            - [release.deployment.version_id, report.parameter.version]

        """;

    private const string Wsgi = Pipeline + "- endpoint: {name: predict, image: i, wsgi: 'app:app', files: [{name: model, path: model}]}";

    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_server_command_is_served_as_a_program_with_the_delivered_files()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3") || File.Exists("/usr/local/bin/python3"), "python3 is not installed");
        _host.Write("made/model.txt", "42");
        _host.Write("serve.py", """
            import http.server, json, os
            model = int(open("data/model.txt").read())
            class Handler(http.server.BaseHTTPRequestHandler):
                def answer(self, body):
                    text = json.dumps(body).encode()
                    self.send_response(200); self.send_header("Content-Length", str(len(text))); self.end_headers(); self.wfile.write(text)
                def do_GET(self): self.answer({})
                def do_POST(self):
                    rows = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["instances"]
                    self.answer({"predictions": [model + row for row in rows]})
                def log_message(self, *rest): pass
            http.server.HTTPServer(("127.0.0.1", int(os.environ["VALOHAI_PORT"])), Handler).serve_forever()
            """);
        _host.Write("valohai.yaml", Pipeline
            + "- endpoint: {name: predict, image: i, server-command: exec python3 serve.py, files: [{name: model, path: data/model.txt}]}");
        await using var work = await WorkAsync();

        var first = await work.RunAsync();
        (first.State, first.Reason).ShouldBe((NodeRunState.Succeeded, "serves as version 1 of 'shop-predict'"));
        var deployment = (await work.Deployments.FindAsync("shop-predict", Cancel)).ShouldNotBeNull();
        (deployment.Serves, deployment.Alias).ShouldBe((ServedForm.Command, "live"));
        var change = (await work.Deployments.ChangesAsync("shop-predict", 10, Cancel))!.Single();
        change.By!.ShouldStartWith("release of run ");
        var rows = Value.Of([Value.Of(1), Value.Of(2)]);
        var answer = await work.Home.Parts.Get<IPredictions>().PredictAsync(
            "shop-predict", new PredictionRequest { Instances = (ListValue)rows }, Cancel);
        ValueJson.Write(answer!.Predictions!).ShouldBe("[43,44]");

        (await work.RunAsync()).Reason.ShouldBe("serves as version 1 of 'shop-predict'");
        _host.Write("made/model.txt", "50");
        (await work.RunAsync()).Reason.ShouldBe("serves as version 2 of 'shop-predict'");
    }

    [Fact]
    public async Task What_stands_behind_learns_what_was_deployed()
    {
        await WritePolicyAsync("made/model.json");
        _host.Write("valohai.yaml", Wsgi);
        await using var work = await WorkAsync();
        (await work.RunAsync()).Reason.ShouldBe("serves as version 1 of 'shop-predict'");
        (await work.Deployments.FindAsync("shop-predict", Cancel))!.Serves.ShouldBe(ServedForm.Policy);
        var report = (await work.Runs.NodeAsync(work.Last, "report", Cancel)).ShouldNotBeNull();
        report.Parameters.Find("what").ShouldBe(Value.Of("shop-predict"));
        report.Parameters.Find("version").ShouldBe(Value.Of("1"));
    }

    [Fact]
    public async Task What_cannot_be_served_is_recorded_and_what_is_refused_fails()
    {
        _host.Write("made/model.pb", "x");
        _host.Write("valohai.yaml", Wsgi);
        await using var work = await WorkAsync();
        var skipped = await work.RunAsync();
        (skipped.State, skipped.Reason!.StartsWith("recorded; endpoint 'predict' has a 'wsgi'", StringComparison.Ordinal))
            .ShouldBe((NodeRunState.Skipped, true), skipped.Reason);
        File.Delete(Path.Join(_host.Folder, "made/model.pb"));
        _host.Write("made/model.json", "{}");
        (await work.RunAsync()).Reason.ShouldBe("recorded; the file for 'shop-predict' is neither a model nor a policy file");
        (await work.Deployments.ListAsync(Cancel)).ShouldBeEmpty();
        File.Delete(Path.Join(_host.Folder, "made/model.json"));
        _host.Write("made/model.onnx", "no model");
        var failed = await work.RunAsync();
        (failed.State, failed.Reason!.StartsWith("could not be deployed: ", StringComparison.Ordinal))
            .ShouldBe((NodeRunState.Failed, true), failed.Reason);
        (await work.Deployments.ListAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_a_step_started_does_not_deploy()
    {
        await WritePolicyAsync("made/model.json");
        _host.Write("valohai.yaml", Wsgi);
        await using var work = await WorkAsync();
        await work.RunAsync();
        (await work.Deployments.DeleteAsync("shop-predict", Cancel)).ShouldBeTrue();
        (await work.RunAsStepAsync()).Reason.ShouldBe(
            "recorded; a step started this run, and steps do not deploy with the rights of the server");
        (await work.Deployments.ListAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_without_a_server_records_it()
    {
        await WritePolicyAsync("made/model.json");
        _host.Write("valohai.yaml", Wsgi);
        (await _host.RunAsync("run", ".", "--home", "home")).ShouldBe(CliExitCodes.Done, _host.Error);
        (await _host.RunAsync("deployments", "--home", "home", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("deployments").GetArrayLength().ShouldBe(0);
    }

    private async Task WritePolicyAsync(string name)
    {
        var policy = Policy.Create(new PolicySpecification
        {
            Options = new GreedyOptions(),
            ContextFields = ["age"],
            Arms = ["red", "green"],
        });
        _host.Write(name, "");
        await using var file = File.Create(Path.Join(_host.Folder, name));
        await PolicyFile.WriteAsync(policy, file, Cancel);
    }

    private async Task<Work> WorkAsync()
    {
        var home = await ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, "home") }, Cancel);
        var stop = new CancellationTokenSource();
        return new Work(home, _host.Folder, stop, home.DriveAllAsync(stop.Token));
    }

    /// <summary>A home whose loops are at work, as those of a server.</summary>
    private sealed class Work(IHome home, string folder, CancellationTokenSource stop, Task driving) : IAsyncDisposable
    {
        public IHome Home => home;

        public IRuns Runs => home.Parts.Get<IRuns>();

        public IDeployments Deployments => home.Parts.Get<IDeployments>();

        public RunId Last { get; private set; }

        /// <summary>Runs the pipeline to its end and gives the deployment node.</summary>
        public async Task<NodeRunView> RunAsync() => await EndAsync(await Runs.StartAsync(Request(), Cancel));

        /// <summary>The same, as a step of the last run asks for it.</summary>
        public async Task<NodeRunView> RunAsStepAsync()
        {
            var attempt = (await Runs.NodeAsync(Last, "train", Cancel))!.Attempt!.Value;
            var origin = new StepOrigin(Last, "train", attempt);
            return await EndAsync(await home.Parts.Get<ICycles>().StartTurnAsync(Request(), origin, Cancel));
        }

        private StartRun Request() => new()
        {
            Project = ProjectFile.Load(Path.Join(folder, "valohai.yaml")).Project.ShouldNotBeNull(),
            Folder = folder,
            Pipeline = "ship",
        };

        private async Task<NodeRunView> EndAsync(RunId run)
        {
            Last = run;
            await Patience.UntilAsync(async () => (await Runs.FindAsync(Last, Cancel))!.EndedAt is not null, Cancel);
            return (await Runs.NodeAsync(Last, "release", Cancel)).ShouldNotBeNull();
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await driving.ContinueWith(static _ => { }, TaskScheduler.Default);
            await home.DisposeAsync();
            stop.Dispose();
        }
    }
}
