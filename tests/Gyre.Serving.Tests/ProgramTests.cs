using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Serving.Programs;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Serving.Tests;

/// <summary>Deployments that serve programs of the user's: here a small server in Python, as people write them.</summary>
public sealed class ProgramTests : IAsyncLifetime
{
    private const string Name = "rates";

    /// <summary>Doubles each instance and says who it is; fails, ends or refuses when it is asked to.</summary>
    private const string Server =
        """
        import json, os, sys
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        factor = float(open("model/factor.txt").read())

        class Handler(BaseHTTPRequestHandler):
            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("X-Way", self.path)
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                self.answer(200, {"path": self.path, "names": sorted(os.environ), "prefix": self.headers.get("X-VH-Prefix")})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                rows = body.get("instances", [])
                if rows == ["end"]:
                    os._exit(3)
                if rows == ["fail"]:
                    self.answer(500, {})
                elif rows == ["odd"]:
                    self.answer(200, [])
                elif rows == ["refuse"]:
                    self.answer(422, {"detail": "no such thing"})
                else:
                    self.answer(200, {"predictions": [[row * factor, os.getpid()] for row in rows]})

            def log_message(self, *args):
                pass

        print("listening", flush=True)
        ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
        """;

    private ServingPlace? _place;
    private ServingService? _service;
    private LoopSupervisor? _loops;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServingService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _place = await ServingPlace.OpenAsync(DatabaseKind.Sqlite);
        (_service, _loops) = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _loops!.DisposeAsync();
        await _place!.DisposeAsync();
    }

    [Fact]
    public async Task A_program_answers_with_its_files_and_its_port()
    {
        await DeployAsync(await CommandAsync());
        (await NumberAsync(21)).ShouldBe(42);
        var figures = (await Service.Predictions.FiguresAsync(Name, Cancel))!.Single();
        (figures.Requests, figures.Rows, figures.Failures).ShouldBe((1, 1, 0));
        (await Service.Predictions.DescribeAsync(Name, Cancel))!.Kind.ShouldBe("command");
    }

    [Fact]
    public async Task A_program_sees_nothing_of_the_environment_but_what_steps_see()
    {
        Environment.SetEnvironmentVariable("GYRE_TEST_SECRET", "hidden");
        await DeployAsync((await CommandAsync()) with { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("RATE", "1") });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://program/anything?x=1");
        using var answer = (await Service.Predictions.SendAsync(Name, request, Cancel)).ShouldNotBeNull();
        answer.Headers.GetValues("X-Way").ShouldBe(["/anything?x=1"]);
        var names = await answer.Content.ReadAsStringAsync(Cancel);
        names.ShouldNotContain("GYRE_TEST_SECRET");
        foreach (var name in (string[])["RATE", "AIP_HTTP_PORT", "VALOHAI_PORT", "AIP_PREDICT_ROUTE", "AIP_HEALTH_ROUTE",
            "AIP_STORAGE_URI", "PATH"])
            names.ShouldContain($"\"{name}\"");
    }

    [Fact]
    public async Task A_program_that_ends_is_started_again()
    {
        await DeployAsync(await CommandAsync());
        var before = await ProcessAsync();
        await Should.ThrowAsync<ModelFailedException>(() => AskAsync("""["end"]"""));
        await Patience.UntilAsync(async () => await TryProcessAsync() is { } now && now != before, Cancel);
        (await NumberAsync(1)).ShouldBe(2);
    }

    [Fact]
    public async Task Every_replica_is_asked_and_the_others_go_on_without_one()
    {
        await DeployAsync((await CommandAsync()) with { Replicas = 2 });
        var seen = new HashSet<long>();
        await Patience.UntilAsync(async () =>
        {
            foreach (var process in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ProcessAsync())))
                seen.Add(process);
            return seen.Count == 2;
        }, Cancel);
        await Should.ThrowAsync<ModelFailedException>(() => AskAsync("""["end"]"""));
        // Whether it was noticed yet or not: none of these may reach the one that has ended.
        for (var i = 0; i < 20; i++)
            (await NumberAsync(1)).ShouldBe(2);
    }

    [Theory]
    [InlineData("""["fail"]""", "status 500")]
    [InlineData("""["odd"]""", "'predictions' or 'outputs'")]
    public async Task A_program_that_answers_wrongly_is_said_to_have_failed(string rows, string words)
    {
        await DeployAsync(await CommandAsync());
        (await Should.ThrowAsync<ModelFailedException>(() => AskAsync(rows))).Message.ShouldContain(words);
        (await Service.Predictions.FiguresAsync(Name, Cancel))!.Single().Failures.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_program_refuses_is_refused_with_its_words()
    {
        await DeployAsync(await CommandAsync());
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => AskAsync("""["refuse"]"""));
        refusal.Diagnostics.Single().Message.ShouldContain("no such thing");
    }

    [Fact]
    public async Task A_program_that_does_not_become_ready_is_not_deployed()
    {
        NeedsPython();
        var ends = await Should.ThrowAsync<InvalidInputException>(() =>
            DeployAsync(new CommandModel { Commands = ["echo no such model", "exit 7"] }));
        ends.Diagnostics.Single().Message.ShouldContain("exit code 7");
        ends.Diagnostics.Single().Message.ShouldContain("no such model");
        var silent = new CommandModel { Commands = ["exec sleep 600"], StartTime = TimeSpan.FromSeconds(1) };
        var waits = await Should.ThrowAsync<InvalidInputException>(() => DeployAsync(silent));
        waits.Diagnostics.Single().Message.ShouldContain("$PORT");
        (await Service.Deployments.FindAsync(Name, Cancel)).ShouldBeNull();
        FoldersOf().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_starts_no_more_is_not_promoted()
    {
        NeedsPython();
        await DeployAsync(await CommandAsync());
        var mark = Path.Join(_place!.Home, "allowed");
        await File.WriteAllTextAsync(mark, "", Cancel);
        var fickle = (await CommandAsync(factor: "5")) with { Commands = [$"test -e '{mark}'", "exec python3 serve.py"] };
        await Service.Deployments.AddAsync(new NewVersion { Deployment = Name, Command = fickle, Role = VersionRole.Idle }, Cancel);
        File.Delete(mark);
        await Should.ThrowAsync<InvalidInputException>(
            () => Service.Deployments.PromoteAsync(Name, new Promotion { Version = 2 }, Cancel));
        (await NumberAsync(1)).ShouldBe(2);
    }

    [Fact]
    public async Task A_warm_up_request_must_be_answered()
    {
        var command = await CommandAsync();
        await DeployAsync(command with { WarmUp = """{"instances": [1]}""" });
        var failing = command with { WarmUp = """{"instances": ["fail"]}""" };
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => DeployAsync(failing));
        refusal.Diagnostics.Single().Message.ShouldContain("warm-up");
        (await NumberAsync(1)).ShouldBe(2);
    }

    [Fact]
    public async Task Another_version_takes_over_without_a_gap_and_the_old_one_ends()
    {
        await DeployAsync(await CommandAsync());
        var old = await ProcessAsync();
        using var stop = new CancellationTokenSource();
        var traffic = Task.Run(
            async () =>
            {
                var answers = 0;
                while (!stop.IsCancellationRequested)
                {
                    await NumberAsync(1);
                    answers++;
                }
                return answers;
            },
            Cancel);
        await DeployAsync(await CommandAsync(factor: "5"));
        (await NumberAsync(1)).ShouldBe(5);
        await stop.CancelAsync();
        (await traffic).ShouldBeGreaterThan(0);
        await Patience.UntilAsync(() => !Directory.Exists($"/proc/{old}"), Cancel);
        await Patience.UntilAsync(() => FoldersOf().Length == 1, Cancel);
    }

    [Fact]
    public async Task Programs_end_with_their_service_and_leave_nothing()
    {
        await DeployAsync(await CommandAsync());
        var process = await ProcessAsync();
        await Service.DisposeAsync();
        Directory.Exists($"/proc/{process}").ShouldBeFalse();
        FoldersOf().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_server_left_behind_is_ended_by_the_next()
    {
        NeedsPython();
        var services = Path.Join(_place!.Home, "services");
        Directory.CreateDirectory(Path.Join(services, "old"));
        // A process of this machine that is gone: no process has the number 0.
        var mark = Execution.ProcessMark.Create("old").Split('|');
        mark[3] = "0";
        await File.WriteAllTextAsync(Path.Join(services, "old.owner"), string.Join('|', mark), Cancel);
        await using var left = Execution.ServiceProcess.Start(
            new Execution.ServiceOrder
            {
                Commands = ["exec sleep 600"],
                Folder = services,
                Environment = ImmutableSortedDictionary<string, string>.Empty,
                Owner = "old",
            },
            TimeProvider.System);
        await DeployAsync(await CommandAsync());
        (await left.Ended).ShouldContain("signal 9");
        (await NumberAsync(1)).ShouldBe(2);
        FoldersOf().Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("python serve.py --port 8000", 8000, "python serve.py --port 4711")]
    [InlineData("gunicorn -b 0.0.0.0:8000 app8000:v1.8000", 8000, "gunicorn -b 0.0.0.0:4711 app8000:v1.8000")]
    [InlineData("serve {port} 8000", null, "serve 4711 8000")]
    [InlineData("serve 80001 8000.5", 8000, "serve 80001 4711.5")]
    public void The_port_of_a_replica_is_put_where_the_lines_name_their_own(string line, int? written, string expected) =>
        PortText.Put(line, written, 4711).ShouldBe(expected);

    [Fact]
    public async Task A_description_out_of_range_is_refused()
    {
        NeedsPython();
        var good = await CommandAsync();
        CommandModel[] bad =
        [
            good with { Commands = [] }, good with { Commands = [" "] }, good with { Replicas = 0 }, good with { Replicas = 17 },
                good with { Port = 0 },
            good with { HealthPath = "health" }, good with { PredictPath = "/a b" }, good with { WarmUp = "{" },
            good with { StartTime = TimeSpan.Zero },
            good with { Files = [new CommandFile("../x", good.Files[0].Digest)] }, good with { Files = [good.Files[0], good.Files[0]] },
            good with { Files = [new CommandFile("x", Digest.Of("not stored"))] },
            good with { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("a b", "1") },
        ];
        foreach (var command in bad)
            await Should.ThrowAsync<InvalidInputException>(() => DeployAsync(command));
        (await Service.Deployments.FindAsync(Name, Cancel)).ShouldBeNull();
    }

    private static void NeedsPython() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static folder =>
        File.Exists(Path.Join(folder, "python3"))),
        "There is no python3 on the PATH of this machine, or it is no Linux.");

    private (ServingService Service, LoopSupervisor Loops) Open()
    {
        // Programs live by the clock of the machine.
        var loops = new LoopSupervisor(TimeProvider.System);
        return (new ServingService(_place!.Store, _place.Blobs, loops, new ServingOptions { Home = _place.Home, Seed = 1 }), loops);
    }

    private string[] FoldersOf()
    {
        var services = Path.Join(_place!.Home, "services");
        return Directory.Exists(services) ? Directory.GetDirectories(services) : [];
    }

    private async Task<CommandModel> CommandAsync(string factor = "2")
    {
        NeedsPython();
        return new CommandModel
        {
            Commands = ["exec python3 serve.py"],
            Files =
            [
                new CommandFile("serve.py", await _place!.PutAsync(Encoding.UTF8.GetBytes(Server))),
                new CommandFile("model/factor.txt", await _place.PutAsync(Encoding.UTF8.GetBytes(factor))),
            ],
        };
    }

    private Task<AddedVersion> DeployAsync(CommandModel command) =>
        Service.Deployments.AddAsync(new NewVersion { Deployment = Name, Command = command }, Cancel);

    private async Task<ListValue> AskAsync(string rows) => (await Service.Predictions.PredictAsync(
        Name, new PredictionRequest { Instances = (ListValue)ValueJson.Parse(rows) }, Cancel))!.Predictions!;

    private async Task<double> NumberAsync(int number)
    {
        var row = (ListValue)(await AskAsync($"[{number}]")).Items.Single();
        return row.Items[0].TryGetNumber(out var answer) ? answer : double.NaN;
    }

    private async Task<long> ProcessAsync() => (long)((IntegerValue)((ListValue)(await AskAsync("[1]")).Items.Single()).Items[1]).Number;

    private async Task<long?> TryProcessAsync()
    {
        try
        {
            return await ProcessAsync();
        }
        catch (ModelFailedException)
        {
            return null;
        }
    }
}
